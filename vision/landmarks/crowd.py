"""Everybody but the person on the mark: found by two detectors, confirmed by the landmark models, counted.

The body detector sees people side by side; the face detector sees a head behind a shoulder. Each answer is looked at
again by the landmark model of its kind, so that a coat on a hook or a print on a shirt is not a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vision.frame import Picture
from vision.landmarks.detector import Detection, Detector
from vision.landmarks.face import FaceModel, window_from_detection
from vision.landmarks.people import box_of, head_centre, head_size, same_body
from vision.landmarks.points import BodyPoint, Box, Floats
from vision.landmarks.pose import PoseAnswer, PoseModel, window_of

SEARCH_EVERY = 10
"""Frames between two searches by one detector; the two take turns, so that a newcomer is met within 10 frames."""
BODY_THRESHOLD = 0.45
FACE_THRESHOLD = 0.55
CONFIRMED = 0.5
MISSES = 2
SMALLEST_RATIO = 0.35
"""A head smaller than this share of the person's own hangs on the wall or is far off: it does not count."""


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody who is not the person on the mark."""

    box: Box
    head: Floats
    """2, px."""
    head_px: float


@dataclass(frozen=True, slots=True)
class Sighting:
    """Raw answers of one detector, to be judged when the person's own pose is known."""

    bodies: tuple[Detection, ...] | None = None
    faces: tuple[Detection, ...] | None = None


class Crowd:
    """Remembers who else is there between two searches. `reset` forgets."""

    def __init__(self, bodies: Detector, faces: Detector, pose: PoseModel, face: FaceModel) -> None:
        """Shares the models of the tracker."""
        self._body_detector = bodies
        self._face_detector = faces
        self._pose = pose
        self._face = face
        self._bodies: tuple[Other, ...] = ()
        self._faces: tuple[Other, ...] = ()
        self._missed = {"bodies": 0, "faces": 0}

    @property
    def others(self) -> tuple[Other, ...]:
        """Everybody but the person on the mark; a head that belongs to a body already counted counts once."""
        heads = [face for face in self._faces if not any(_one_head(face, body) for body in self._bodies)]
        return (*self._bodies, *heads)

    def reset(self) -> None:
        """Forget everybody."""
        self._bodies = self._faces = ()
        self._missed = {"bodies": 0, "faces": 0}

    def sighting(self, picture: Picture, frames: int) -> Sighting | None:
        """Ask the detector whose turn it is, if any; touches no state."""
        if frames % SEARCH_EVERY == SEARCH_EVERY // 2:
            return Sighting(bodies=tuple(self._body_detector.detect(picture, BODY_THRESHOLD)))
        if frames % SEARCH_EVERY == 0:
            return Sighting(faces=tuple(self._face_detector.detect(picture, FACE_THRESHOLD)))
        return None

    def look_everywhere(self, picture: Picture, person: PoseAnswer) -> None:
        """Both detectors at once, for a first picture."""
        bodies = self._body_detector.detect(picture, BODY_THRESHOLD)
        faces = self._face_detector.detect(picture, FACE_THRESHOLD)
        self.judge(picture, person, Sighting(tuple(bodies), tuple(faces)))

    def judge(self, picture: Picture, person: PoseAnswer, sighting: Sighting) -> None:
        """Confirm what was sighted and remember it."""
        if sighting.bodies is not None:
            self._bodies = self._kept(
                "bodies", self._bodies, self._confirmed_bodies(picture, person, sighting.bodies)
            )
        if sighting.faces is not None:
            faces = self._confirmed_faces(picture, person, sighting.faces)
            self._faces = self._kept("faces", self._faces, faces)

    def _kept(self, detector: str, before: tuple[Other, ...], now: tuple[Other, ...]) -> tuple[Other, ...]:
        """Who was there stays there until two searches have missed somebody: people hide behind each other."""
        if len(now) >= len(before):
            self._missed[detector] = 0
            return now
        self._missed[detector] += 1
        if self._missed[detector] < MISSES:
            return before
        self._missed[detector] = 0
        return now

    def _confirmed_bodies(
        self, picture: Picture, person: PoseAnswer, found: Sequence[Detection]
    ) -> tuple[Other, ...]:
        known, others = [person], []
        for body in found:
            window = window_of(body)
            if window.near(person.window, shift=0.08, scale=1.25):
                continue
            answer = self._pose.look(picture, window)
            if answer.score < CONFIRMED or any(same_body(answer, other) for other in known):
                continue
            if head_size(answer) < SMALLEST_RATIO * head_size(person):
                continue
            known.append(answer)
            image_size = (picture.shape[1], picture.shape[0])
            others.append(Other(box_of(answer, image_size), head_centre(answer), head_size(answer)))
        return tuple(others)

    def _confirmed_faces(self, picture: Picture, person: PoseAnswer, found: Sequence[Detection]) -> tuple[Other, ...]:
        others = []
        for face in found:
            centre = np.array(face.centre, dtype=np.float32)
            if float(np.linalg.norm(centre - head_centre(person))) < 1.2 * max(head_size(person), face.size_px):
                continue
            if face.size_px < SMALLEST_RATIO * head_size(person) or _on_the_body(centre, person):
                continue
            if self._face.look(picture, window_from_detection(face)).score < CONFIRMED:
                continue
            others.append(Other(face.box, centre, face.size_px))
        return tuple(others)


def _one_head(a: Other, b: Other) -> bool:
    return float(np.linalg.norm(a.head - b.head)) < max(a.head_px, b.head_px)


def _on_the_body(centre: Floats, person: PoseAnswer) -> bool:
    """True where a "face" lies between the person's own shoulders and hips: a print, a badge, folds of cloth."""
    trunk = person.xy[[BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER, BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP]]
    low, high = trunk.min(axis=0), trunk.max(axis=0)
    return bool(np.all((centre >= low) & (centre <= high)))

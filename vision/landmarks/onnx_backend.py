"""The kiosk's own runtime: MediaPipe's models on ONNX Runtime, driven by our own tracker.

Two workers of one thread each: the pose and the search for other people on the caller's, face and hands on the
second. What each of them is given is fixed before they start, so the result never depends on their timing. Of two
hands that are followed one is looked at in each frame; the other one goes with its wrist (decision 0164).
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

import cv2

from vision.frame import Frame, Picture
from vision.landmarks.crop import Crop, spread
from vision.landmarks.crowd import Crowd, Sighting
from vision.landmarks.detector import FACE_FAR, POSE, Detector, Loader
from vision.landmarks.face import FaceAnswer, FaceModel, window_from_detection, window_from_pose
from vision.landmarks.hand import ARM, HandAnswer, HandModel
from vision.landmarks.people import BODY_THRESHOLD, face_on_head, ranked
from vision.landmarks.person import assembled, fits_arm
from vision.landmarks.points import Floats, Landmarks, PersonMask, Side
from vision.landmarks.pose import PoseAnswer, PoseModel, sigmoid, window_of_points
from vision.landmarks.provenance import FACE_SCORE, HAND_SCORE, faces_away
from vision.landmarks.search import find_bodies
from vision.models.sessions import load_session

POSE_SCORE = 0.5
SETTLING_LOOKS = 2
"""On a first picture each model looks twice: the second window comes from the first answer."""
RETRY_EVERY = 3
"""Frames between two attempts to find a lost face or hand again."""
HEAD_SEARCH_THRESHOLD = 0.45

Result = TypeVar("Result")
Hands = dict[Side, HandAnswer]


@dataclass(slots=True)
class _Windows:
    """Where each part was last seen."""

    body: Crop | None = None
    face: Crop | None = None
    hands: dict[Side, HandAnswer] = field(default_factory=dict)
    wrists: dict[Side, Floats] = field(default_factory=dict)
    """Of the followed hands, picture px, as the pose had them."""


class OnnxBackend:
    """Tracks one person with models that run on the processor alone. Implements `LandmarkBackend`."""

    name = "onnx"

    def __init__(
        self,
        threads: int = 1,
        workers: int = 2,
        mark: tuple[float, float] = (0.5, 0.5),
        *,
        blendshapes: bool = False,
        load: Loader | None = None,
    ) -> None:
        """`mark`: where in the picture the person is expected, 0..1 from the left and the top.

        `threads` per model, `workers` 1 or 2; models are loaded at their first use through `load`.
        """
        loader = load or (lambda name: load_session(name, threads))
        cv2.setNumThreads(1)
        self._mark = mark
        self._pose = PoseModel(loader)
        self._face = FaceModel(loader, blendshapes=blendshapes)
        self._hand = HandModel(loader)
        self._detector = Detector(POSE, loader)
        self._face_detector = Detector(FACE_FAR, loader)
        self._crowd = Crowd(self._detector, self._face_detector, self._pose, self._face)
        self._pool = ThreadPoolExecutor(1, "landmarks") if workers > 1 else None
        self._windows = _Windows()
        self._before: Crop | None = None
        self._frames = 0
        self._empty = 0

    def reset(self) -> None:
        """Forget the person and every crop."""
        self._lose()
        self._before = None
        self._frames = 0
        self._empty = 0

    def close(self) -> None:
        """End the second worker. The backend must not be used afterwards."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)

    def track(self, frame: Frame) -> Landmarks:
        """Find the person on the mark and its points."""
        picture, image_size = frame.pixels, (frame.width_px, frame.height_px)
        pose: PoseAnswer | None = None
        face: FaceAnswer | None = None
        hands: Hands = {}
        sighting: Sighting | None = None
        if self._windows.body is not None:
            pose, face, hands, sighting = self._followed(picture, self._windows.body)
        fresh = pose is None
        if pose is None:
            self._lose()
            pose = self._found(picture)
            if pose is None:
                self._empty += 1
                return Landmarks(frame.index, frame.time_s, image_size, 0, None)
            self._frames = self._empty = 0
        face, hands = self._completed(picture, pose, face, hands, fresh=fresh)
        if fresh:
            self._crowd.look_everywhere(picture, pose)
        elif sighting is not None:
            self._crowd.judge(picture, pose, sighting)
        self._remember(pose, face, hands)
        others = self._crowd.others
        return Landmarks(
            frame_index=frame.index,
            time_s=frame.time_s,
            image_size=image_size,
            people=1 + len(others),
            person=assembled(pose, face, hands, image_size),
            bystanders=tuple(other.box for other in others),
        )

    def mask(self, frame: Frame, landmarks: Landmarks) -> PersonMask | None:
        """The person's mask in this frame; its window is spanned by the body points, so any frame may be asked."""
        person = landmarks.person
        if person is None:
            return None
        answer = self._pose.look(frame.pixels, window_of_points(person.body.points.xy), with_mask=True)
        if answer.mask_logits is None or answer.score < POSE_SCORE:
            return None
        coverage = spread(sigmoid(answer.mask_logits), answer.window, frame.width_px, frame.height_px)
        return PersonMask(coverage)

    def _lose(self) -> None:
        self._windows = _Windows()
        self._crowd.reset()

    def _remember(self, pose: PoseAnswer, face: FaceAnswer | None, hands: Hands) -> None:
        self._windows = _Windows(
            body=pose.following,
            face=face.following if face else None,
            hands=hands,
            wrists={side: pose.xy[ARM[side][0]] for side in hands},
        )
        self._before = pose.following
        self._frames += 1

    def _aside(self, task: Callable[[], Result]) -> Callable[[], Result]:
        """Start a task on the second worker; the returned function waits for its result."""
        if self._pool is None:
            result = task()
            return lambda: result
        return self._pool.submit(task).result

    def _found(self, picture: Picture) -> PoseAnswer | None:
        """The person on the mark in a picture that nothing is known about."""
        for bodies in find_bodies(self._detector, picture, BODY_THRESHOLD, self._empty):
            image_size = (picture.shape[1], picture.shape[0])
            for window in ranked(bodies, self._mark, image_size, self._before):
                pose = self._settled(picture, window)
                if pose is not None:
                    return pose
        return None

    def _settled(self, picture: Picture, window: Crop) -> PoseAnswer | None:
        """Look again through the window that the first look proposes, as tracking would have done."""
        pose = self._pose.look(picture, window)
        if pose.score < POSE_SCORE:
            return None
        for _ in range(SETTLING_LOOKS - 1):
            again = self._pose.look(picture, pose.following)
            if again.score < POSE_SCORE:
                break
            pose = again
        return pose

    def _followed(
        self, picture: Picture, window: Crop
    ) -> tuple[PoseAnswer | None, FaceAnswer | None, Hands, Sighting | None]:
        """Every part through its window of the last frame."""
        windows, frames = self._windows, self._frames
        turn = sorted(windows.hands)[frames % 2 :: 2] if len(windows.hands) == 2 else list(windows.hands)

        def beside() -> tuple[FaceAnswer | None, Hands]:
            face = self._face.look(picture, windows.face) if windows.face else None
            return face, {side: self._hand.look(picture, windows.hands[side].following) for side in turn}

        wait = self._aside(beside)
        pose = self._pose.look(picture, window)
        sighting = self._crowd.sighting(picture, frames)
        face, hands = wait()
        if pose.score < POSE_SCORE:
            return None, None, {}, None
        if face is not None and not self._credible(face, pose):
            face = None
        for side in windows.hands.keys() - hands.keys():
            hands[side] = windows.hands[side].moved(pose.xy[ARM[side][0]] - windows.wrists[side])
        kept = {side: hand for side, hand in hands.items() if hand.score >= HAND_SCORE and fits_arm(hand, pose, side)}
        return pose, face, kept, sighting

    def _completed(
        self, picture: Picture, pose: PoseAnswer, face: FaceAnswer | None, hands: Hands, *, fresh: bool
    ) -> tuple[FaceAnswer | None, Hands]:
        """Look for the parts that are not known, from this frame's pose."""
        if not fresh and self._frames % RETRY_EVERY:
            return face, hands
        looks = SETTLING_LOOKS if fresh else 1
        missing = [side for side in Side if side not in hands]

        def beside() -> Hands:
            found = {side: self._hand_from_pose(picture, pose, side, looks) for side in missing}
            return {side: hand for side, hand in found.items() if hand is not None}

        wait = self._aside(beside) if missing else dict
        if face is None:
            face = self._face_from_pose(picture, pose, looks)
        return face, {**hands, **wait()}

    def _face_from_pose(self, picture: Picture, pose: PoseAnswer, looks: int) -> FaceAnswer | None:
        window = window_from_pose(pose)
        if window is None or faces_away(pose.xy):
            return None
        face = self._face_through(picture, window, pose, looks)
        if face is not None:
            return face
        # a half-turned head sits off the middle of the pose's window: let the face detector place it
        around = Crop(window.cx, window.cy, 2.0 * window.side)
        for found in self._face_detector.detect(picture, HEAD_SEARCH_THRESHOLD, around)[:1]:
            return self._face_through(picture, window_from_detection(found), pose, looks)
        return None

    def _face_through(self, picture: Picture, window: Crop, pose: PoseAnswer, looks: int) -> FaceAnswer | None:
        face: FaceAnswer | None = None
        for _ in range(looks):
            answer = self._face.look(picture, window)
            if not self._credible(answer, pose):
                break
            face, window = answer, answer.following
        return face

    @staticmethod
    def _credible(face: FaceAnswer, pose: PoseAnswer) -> bool:
        return face.score >= FACE_SCORE and face_on_head(face, pose) and not faces_away(pose.xy)

    def _hand_from_pose(self, picture: Picture, pose: PoseAnswer, side: Side, looks: int) -> HandAnswer | None:
        for start in self._hand.windows_from_pose(picture, pose, side):
            window, hand = start, None
            for _ in range(looks):
                answer = self._hand.look(picture, window)
                if answer.score < HAND_SCORE or not fits_arm(answer, pose, side):
                    break
                hand, window = answer, answer.following
            if hand is not None:
                return hand
        return None

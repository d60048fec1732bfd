"""Landmarks over time: jitter at rest is taken away, motion is not delayed, and nobody is mixed with anybody."""

from dataclasses import replace

import numpy as np

from vision.landmarks.points import BodyPoint, Face, Floats, Hand, Landmarks, Person, Points, Provenance
from vision.motion.one_euro import OneEuro

MIN_CUTOFF_HZ = 1.2
BETA = 20.0
"""Hz per torso length a second. A 30 deg bow moves the shoulders at 0.3-0.6 torso/s, so that the cutoff is 7-13 Hz in
motion; where the bow is held the speed is gone but so is the distance left to go (decision 0012)."""
SPEED_CUTOFF_HZ = 3.0
JUMP_TORSO = 0.8
"""The trunk cannot move this many torso lengths between two frames: it is somebody else."""
SCALE_JUMP = 1.6
METRES_PER_TORSO = 0.48


class LandmarkSmoother:
    """One-euro filters on body, face and hands, in torso lengths of the person. `reset` forgets."""

    def __init__(self, min_cutoff_hz: float = MIN_CUTOFF_HZ, beta: float = BETA) -> None:
        """The two parameters of the filter, in Hz and Hz per torso length a second."""
        self._body = OneEuro(min_cutoff_hz, beta, SPEED_CUTOFF_HZ)
        self._world = OneEuro(min_cutoff_hz, beta / METRES_PER_TORSO, SPEED_CUTOFF_HZ)
        self._face = OneEuro(min_cutoff_hz, beta, SPEED_CUTOFF_HZ)
        self._left = OneEuro(min_cutoff_hz, beta, SPEED_CUTOFF_HZ)
        self._right = OneEuro(min_cutoff_hz, beta, SPEED_CUTOFF_HZ)
        self.reset()

    def reset(self) -> None:
        """Forget the person."""
        for one in (self._body, self._world, self._face, self._left, self._right):
            one.reset()
        self._torso_px = 0.0
        self._trunk: Floats | None = None

    def smooth(self, landmarks: Landmarks) -> Landmarks:
        """The same landmarks with steadier points. A frame without the person, or with another one, starts anew."""
        person = landmarks.person
        if person is None:
            self.reset()
            return landmarks
        trunk, torso_px = trunk_of(person)
        if self._trunk is not None and self._somebody_else(trunk, torso_px):
            self.reset()
        if self._trunk is None:
            self._torso_px = torso_px
        self._trunk = trunk
        time_s = landmarks.time_s
        body = replace(
            person.body,
            points=self._points(self._body, person.body.points, time_s),
            world=self._world.filter(person.body.world, time_s).astype(np.float32),
        )
        smoothed = Person(
            body=body,
            face=self._of_face(person.face, time_s),
            left_hand=self._of_hand(self._left, person.left_hand, time_s),
            right_hand=self._of_hand(self._right, person.right_hand, time_s),
        )
        return replace(landmarks, person=smoothed)

    def _somebody_else(self, trunk: Floats, torso_px: float) -> bool:
        if self._trunk is None:
            return False
        jump = float(np.linalg.norm(trunk - self._trunk, axis=1).min())
        ratio = max(torso_px, self._torso_px) / max(min(torso_px, self._torso_px), 1e-6)
        return jump > JUMP_TORSO * self._torso_px or (ratio > SCALE_JUMP and jump > 0.3 * self._torso_px)

    def _points(self, one: OneEuro, points: Points, time_s: float) -> Points:
        # a fixed unit for the person: a foreshortened trunk would change the filter in mid-bow
        unit = self._torso_px
        seen = points.provenance != Provenance.MISSING
        xy = one.filter(points.xy / unit, time_s, seen) * unit
        return replace(points, xy=xy.astype(np.float32))

    def _of_face(self, face: Face | None, time_s: float) -> Face | None:
        if face is None:
            self._face.reset()
            return None
        return replace(face, points=self._points(self._face, face.points, time_s))

    def _of_hand(self, one: OneEuro, hand: Hand | None, time_s: float) -> Hand | None:
        if hand is None:
            one.reset()
            return None
        return replace(hand, points=self._points(one, hand.points, time_s))


def trunk_of(person: Person) -> tuple[Floats, float]:
    """Shoulders and hips, 4 x 2 px, and a torso length in px that foreshortening hardly changes."""
    xy = person.body.points.xy[
        [BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER, BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP]
    ]
    along = float(np.linalg.norm(xy[:2].mean(axis=0) - xy[2:].mean(axis=0)))
    across = float(np.linalg.norm(xy[0] - xy[1]))
    return xy, max(along, 1.2 * across, 1.0)

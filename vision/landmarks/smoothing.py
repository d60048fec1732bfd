"""Landmarks over time: jitter at rest is taken away, motion is not delayed, and nobody is mixed with anybody."""

from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TypeVar

import numpy as np

from vision.landmarks.points import BodyPoint, Face, Floats, Hand, Landmarks, Person, Provenance
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
_BODY, _FACE, _HAND = 33, 478, 21
_PLACES = tuple(slice(*ends) for ends in pairwise(accumulate((_BODY, _FACE, _HAND, _HAND), initial=0)))
"""Where body, face, left and right hand stand among all points of the picture."""
_ALL = _PLACES[-1].stop
_Part = TypeVar("_Part", Face, Hand)


class LandmarkSmoother:
    """One-euro filters on body, face and hands, in torso lengths of the person. `reset` forgets.

    All points of the picture go through one filter: a face or a hand that is not found keeps no memory there.
    """

    def __init__(self, min_cutoff_hz: float = MIN_CUTOFF_HZ, beta: float = BETA) -> None:
        """The two parameters of the filter, in Hz and Hz per torso length a second."""
        self._picture = OneEuro(min_cutoff_hz, beta, SPEED_CUTOFF_HZ)
        self._world = OneEuro(min_cutoff_hz, beta / METRES_PER_TORSO, SPEED_CUTOFF_HZ)
        self.reset()

    def reset(self) -> None:
        """Forget the person."""
        self._picture.reset()
        self._world.reset()
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
        return replace(landmarks, person=self._smoothed(person, landmarks.time_s))

    def _smoothed(self, person: Person, time_s: float) -> Person:
        parts = (person.body, person.face, person.left_hand, person.right_hand)
        places, seen = np.zeros((_ALL, 2), dtype=np.float32), np.zeros(_ALL, dtype=bool)
        for part, at in zip(parts, _PLACES, strict=True):
            if part is not None:
                places[at] = part.points.xy
                seen[at] = part.points.provenance != Provenance.MISSING
        # a fixed unit for the person: a foreshortened trunk would change the filter in mid-bow
        unit = self._torso_px
        steady = (self._picture.filter(places / unit, time_s, seen) * unit).astype(np.float32)
        world = self._world.filter(person.body.world, time_s).astype(np.float32)
        body, face, left, right = (steady[at] for at in _PLACES)
        return Person(
            replace(person.body, points=replace(person.body.points, xy=body), world=world),
            _moved(person.face, face),
            _moved(person.left_hand, left),
            _moved(person.right_hand, right),
        )

    def _somebody_else(self, trunk: Floats, torso_px: float) -> bool:
        if self._trunk is None:
            return False
        jump = float(np.linalg.norm(trunk - self._trunk, axis=1).min())
        ratio = max(torso_px, self._torso_px) / max(min(torso_px, self._torso_px), 1e-6)
        return jump > JUMP_TORSO * self._torso_px or (ratio > SCALE_JUMP and jump > 0.3 * self._torso_px)


def _moved(part: _Part | None, xy: Floats) -> _Part | None:
    return None if part is None else replace(part, points=replace(part.points, xy=xy))


def trunk_of(person: Person) -> tuple[Floats, float]:
    """Shoulders and hips, 4 x 2 px, and a torso length in px that foreshortening hardly changes."""
    xy = person.body.points.xy[
        [BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER, BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP]
    ]
    along = float(np.linalg.norm(xy[:2].mean(axis=0) - xy[2:].mean(axis=0)))
    across = float(np.linalg.norm(xy[0] - xy[1]))
    return xy, max(along, 1.2 * across, 1.0)

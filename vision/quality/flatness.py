"""A picture held before the camera: the person and what is next to the person move as one piece of card.

A living person moves in front of the room; in a print or on a hand-held screen the printed room moves along. Needs
movement of at least some per cent of a torso length and a textured background, and a room that stands still beyond
it; a print that fills the whole picture moves like a camera that is knocked and is not told from it.
"""

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np

from vision.landmarks.points import BodyPoint, Floats, Landmarks, Person, Provenance
from vision.landmarks.smoothing import trunk_of
from vision.quality.region import Luma, shrunk

WIDTH_PX = 480
"""Flow is measured in a picture of this width."""
EVERY_S = 0.2
KEPT = 10
"""Verdicts that are remembered: two seconds."""
NEEDED = 4
"""Of them must say "flat", and none of the others "alive"."""
MOVED_TORSO = 0.04
STILL_TORSO = 0.01
ALONG_SHARE = 0.7
RING_INNER, RING_OUTER = 0.12, 0.45
"""The ring of background around the body, in torso lengths from the body's points."""
TRUNK = [
    BodyPoint.LEFT_SHOULDER,
    BodyPoint.RIGHT_SHOULDER,
    BodyPoint.LEFT_HIP,
    BodyPoint.RIGHT_HIP,
    BodyPoint.NOSE,
]
BORDER_SHARE = 0.12
"""The room is looked at along the border: a card in the middle would hide it."""
CORNERS = 120
FEWEST = 8


@dataclass(frozen=True, slots=True)
class _Look:
    luma: Luma
    time_s: float
    xy: Floats
    """33 body points in the shrunk picture."""
    torso_px: float


class FlatnessWatch:
    """Collects evidence that the person is flat. `reset` forgets."""

    def __init__(self) -> None:
        """Nothing is known before the first frame."""
        self.reset()

    def reset(self) -> None:
        """Forget the source."""
        self._last: _Look | None = None
        self._verdicts: deque[bool] = deque(maxlen=KEPT)

    def update(self, time_s: float, luma: Luma, landmarks: Landmarks) -> bool:
        """True while the evidence of the last two moving seconds says that the person is a picture."""
        person = landmarks.person
        if person is None:
            self.reset()
            return False
        if self._last is None or time_s - self._last.time_s >= EVERY_S:
            look = _look(time_s, luma, person)
            if self._last is not None and self._last.luma.shape == look.luma.shape:
                verdict = moves_as_one(self._last.luma, look.luma, self._last.xy, look.xy, look.torso_px)
                if verdict is not None:
                    self._verdicts.append(verdict)
            self._last = look
        return len(self._verdicts) >= NEEDED and all(self._verdicts)


def _look(time_s: float, luma: Luma, person: Person) -> _Look:
    scale = WIDTH_PX / max(luma.shape)
    points = person.body.points
    xy = np.where((points.provenance == Provenance.MEASURED)[:, None], points.xy * scale, np.nan).astype(np.float32)
    return _Look(shrunk(luma, WIDTH_PX), time_s, xy, trunk_of(person)[1] * scale)


def moves_as_one(before: Luma, after: Luma, xy_before: Floats, xy_after: Floats, torso_px: float) -> bool | None:
    """True: the ring of background moves with the body while the room stands; False: it does not; None: cannot tell.

    `before`, `after`: two pictures 0.2 s or more apart; `xy_*`: 33 x 2 body points in them, nan where not measured.
    """
    moves = xy_after[TRUNK] - xy_before[TRUNK]
    moves = moves[~np.isnan(moves[:, 0])]
    if len(moves) < 3:
        return None
    body = np.median(moves, axis=0)
    if float(np.linalg.norm(body)) < MOVED_TORSO * torso_px:
        return None
    ring, beyond = _zones(before.shape, xy_before, torso_px)
    near, far = _flow(before, after, ring), _flow(before, after, beyond)
    if len(near) < FEWEST or len(far) < FEWEST:
        return None
    if float(np.median(np.linalg.norm(far, axis=1))) > max(STILL_TORSO * torso_px, 0.7):
        return None
    along = np.linalg.norm(near - body, axis=1) < 0.35 * float(np.linalg.norm(body))
    return bool(along.mean() > ALONG_SHARE)


def _zones(shape: tuple[int, ...], xy: Floats, torso_px: float) -> tuple[Luma, Luma]:
    """Masks of the ring around the body and of the room along the picture's border, off the body."""
    known = xy[~np.isnan(xy[:, 0])]
    hull = cv2.convexHull(known.astype(np.float32)).astype(np.int32)
    filled = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(filled, hull, 255)
    distance = cv2.distanceTransform(255 - filled, cv2.DIST_L2, 3)
    ring = (distance > RING_INNER * torso_px) & (distance < RING_OUTER * torso_px)
    band = int(BORDER_SHARE * min(shape))
    beyond = distance > RING_OUTER * torso_px
    beyond[band:-band, band:-band] = False
    return ring.astype(np.uint8) * 255, beyond.astype(np.uint8) * 255


def _flow(before: Luma, after: Luma, zone: Luma) -> Floats:
    """N x 2 displacements of corners within a zone (Lucas-Kanade, checked forth and back)."""
    corners = cv2.goodFeaturesToTrack(before, CORNERS, 0.02, 5, mask=zone)
    if corners is None:
        return np.zeros((0, 2), dtype=np.float32)
    forth, found, _ = cv2.calcOpticalFlowPyrLK(before, after, corners, np.zeros_like(corners))
    back, found_back, _ = cv2.calcOpticalFlowPyrLK(after, before, forth, np.zeros_like(corners))
    good = (found.ravel() > 0) & (found_back.ravel() > 0)
    good &= np.linalg.norm((back - corners).reshape(-1, 2), axis=1) < 0.7
    return np.asarray((forth - corners).reshape(-1, 2)[good], dtype=np.float32)

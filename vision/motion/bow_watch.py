"""Everything about bows in a source: the angle now, and the bows that have ended."""

import math
from collections.abc import Iterable

from vision.body.bow_angle import BowReading, look_sigma_deg, read_bow_angle
from vision.body.bow_features import Stances
from vision.body.stance import stance_of
from vision.body.trunk import trunk_obstacle
from vision.body.view import read_view
from vision.camera import Camera
from vision.families import MeasureContext
from vision.landmarks.points import Landmarks
from vision.measure import Measure, Measures, View
from vision.motion.bow_events import BowTracker
from vision.motion.bow_measures import bow_measures
from vision.observation import Bow
from vision.reason import Reason

ANGLE = "bow_angle_deg"
UNSEEN_STANCE_SIGMA_DEG = 2.0
"""How far people's own upright stances lie from the average one: added where a bow has no baseline."""


class BowWatch:
    """Reads `bow_angle_deg` from the given baseline, the stance before the bow, or an average upright stance.

    State: the bow tracker, and the given baseline's stance once the camera is known. `reset` forgets the person.
    """

    def __init__(self, baseline: Landmarks | None, *, stills: bool) -> None:
        """`baseline`: a picture of the same person upright. `stills`: frames have nothing to do with each other."""
        self._baseline_person = baseline.person if baseline is not None else None
        self._stills = stills
        self._baseline: Stances | None = None
        self._tracker = BowTracker()

    @property
    def bows(self) -> tuple[Bow, ...]:
        """The bows that have ended since the last reset."""
        return self._tracker.bows

    def reset(self) -> None:
        """Forget the person and the bows; the given baseline stays."""
        self._tracker.reset()

    def lost(self, time_s: float) -> None:
        """Nobody is seen in this frame."""
        self._tracker.update(time_s, None, fit=False)

    def update(self, context: MeasureContext, measures: Measures) -> Iterable[Measure]:
        """Take one frame with what its families found; the angle now, and in a stream the last bow that has ended."""
        angle = self._angle(context, measures)
        return [angle] if self._stills else [angle, *self._last_bow(context.view)]

    def summary(self) -> Iterable[Measure]:
        """The last bow; the source is taken to have ended."""
        self._tracker.finish()
        return self._last_bow(View.UNKNOWN)

    def _last_bow(self, view: View) -> Iterable[Measure]:
        return bow_measures(self._tracker.bows, self._tracker.shapes, view)

    def _angle(self, context: MeasureContext, measures: Measures) -> Measure:
        obstacle = trunk_obstacle(context)
        stance = None if obstacle else context.stance
        reading = self._reading(context, stance)
        if obstacle:
            return Measure.missing(ANGLE, obstacle, context.view)
        if reading is not None:
            # a still has one look for the stance and one for the bow, a stream's stance is the mean of many
            looks = (2.0 if self._stills else 1.0) ** 0.5 * look_sigma_deg(context.azimuth_deg)
            return Measure(ANGLE, reading.value_deg, math.hypot(reading.sigma_deg, looks), view=context.view)
        upright = measures["trunk_inclination_deg"]
        if not isinstance(upright.value, float) or upright.sigma is None:
            return Measure.missing(ANGLE, Reason.NEEDS_BASELINE, context.view)
        sigma = (upright.sigma**2 + UNSEEN_STANCE_SIGMA_DEG**2) ** 0.5
        return Measure(ANGLE, upright.value, sigma, view=context.view)

    def _reading(self, context: MeasureContext, stance: Stances | None) -> BowReading | None:
        self._take_baseline(context.camera)
        if not self._stills:
            return self._tracker.update(context.frame.time_s, stance, fit=context.quality.fit)
        if stance is not None and self._baseline is not None:
            return read_bow_angle(self._baseline, stance)
        return None

    def _take_baseline(self, camera: Camera) -> None:
        """The stance of the given baseline picture, once."""
        person = self._baseline_person
        if self._baseline is None and person is not None:
            self._baseline = stance_of(person, camera, read_view(person, camera).azimuth_deg)
            self._tracker = BowTracker(self._baseline)

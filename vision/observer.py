"""The core of the house: one frame in, one observation out. Live, replay, command line and tests all run this."""

from collections.abc import Callable, Iterable, Sequence

from vision.body.bow_angle import BowReading, read_bow_angle
from vision.body.bow_features import Stances
from vision.body.stance import stance_of
from vision.body.trunk import trunk_obstacle
from vision.body.view import ViewReading, read_view
from vision.camera import Camera
from vision.families import Family, Finding, MeasureContext, MotionTracker
from vision.frame import Frame
from vision.glossary import GLOSSARY
from vision.landmarks.backend import LandmarkBackend
from vision.landmarks.points import Landmarks, Person, PersonMask
from vision.landmarks.smoothing import LandmarkSmoother
from vision.measure import Measure, Measures, View
from vision.motion.bow_events import BowPhase, BowTracker
from vision.motion.bow_measures import bow_measures
from vision.motion.view_follower import ViewFollower
from vision.observation import BadgeItem, Bow, ClipSummary, Items, Observation, Quality, TieItem
from vision.quality.assess import assess_still
from vision.quality.watch import QualityWatch
from vision.reason import Reason
from vision.registry import FAMILIES, MOTION_TRACKERS
from vision.sampling import FamilyRota
from vision.setup import Setup

UNSEEN_STANCE_SIGMA_DEG = 2.0
"""How far people's own upright stances lie from the average one: added where a bow has no baseline."""


class Observer:
    """Follows one source: landmarks, quality, measures and the motion over time.

    State: the backend's crop, the smoothing filters, the quality history, the families' last looks and the bow
    tracker. `reset` forgets all.
    """

    def __init__(
        self,
        backend: LandmarkBackend,
        setup: Setup | None = None,
        *,
        stills: bool = False,
        families: Sequence[Family] = FAMILIES,
        motion: Sequence[Callable[[], MotionTracker]] = MOTION_TRACKERS,
    ) -> None:
        """`stills`: every frame is an unrelated picture; nothing is tracked or smoothed between frames."""
        self._backend = backend
        self._setup = setup or Setup()
        self._stills = stills
        self._rota = FamilyRota(families)
        self._motion = () if stills else tuple(make() for make in motion)
        self._given: Stances | None = None
        self._quality = QualityWatch()
        self._smoother = LandmarkSmoother()
        self._view = ViewFollower()
        self._bow = BowTracker()
        self._frames = 0
        self._source = ""

    @property
    def bow_phase(self) -> BowPhase:
        """Where in a bow the person is, for live feedback."""
        return self._bow.phase

    @property
    def bows(self) -> tuple[Bow, ...]:
        """The bows since the last reset."""
        return self._bow.bows

    def observe(self, frame: Frame) -> Observation:
        """Measure one frame. Never raises on a bad picture: the reasons say what is wrong with it."""
        if self._stills:
            self._backend.reset()
            self._rota.reset()
        self._frames += 1
        self._source = frame.source
        seen = self._backend.track(frame)
        landmarks = seen if self._stills else self._smoother.smooth(seen)
        quality = self._assessed(frame, seen)
        if landmarks.person is None:
            self._rota.reset()
            self._bow.update(frame.time_s, None, fit=False)
            return self._nobody(frame, landmarks, quality)
        context = self._context(frame, landmarks, landmarks.person, quality)
        measures, items = _sorted(self._rota.findings(context))
        _add(measures, [self._bow_angle(context, measures)])
        if not self._stills:
            _add(measures, bow_measures(self._bow.bows, self._bow.shapes, context.view))
        for tracker in self._motion:
            _add(measures, tracker.update(context, measures))
        return Observation(
            source=frame.source,
            frame_index=frame.index,
            time_s=frame.time_s,
            people=landmarks.people,
            view=context.view,
            view_azimuth_deg=context.azimuth_deg,
            quality=quality,
            measures=_complete(measures, Reason.NEEDS_MOTION if self._stills else None, context.view),
            items=items,
            landmarks=landmarks,
        )

    def summary(self) -> ClipSummary:
        """What the frames since the last reset say together; the source is taken to have ended."""
        self._bow.finish()
        measures: dict[str, Measure] = {}
        _add(measures, bow_measures(self._bow.bows, self._bow.shapes, View.UNKNOWN))
        for tracker in self._motion:
            _add(measures, tracker.summary())
        return ClipSummary(self._source, self._frames, self._bow.bows, measures)

    def reset(self) -> None:
        """Forget the source."""
        self._backend.reset()
        self._quality.reset()
        self._smoother.reset()
        self._view.reset()
        self._rota.reset()
        self._bow.reset()
        for tracker in self._motion:
            tracker.reset()
        self._frames = 0

    def _assessed(self, frame: Frame, landmarks: Landmarks) -> Quality:
        if self._stills:
            return assess_still(frame, landmarks)
        return self._quality.watch(frame, landmarks)

    def _nobody(self, frame: Frame, landmarks: Landmarks, quality: Quality) -> Observation:
        missing = {name: Measure.missing(name, Reason.NOBODY) for name in GLOSSARY}
        return Observation(
            frame.source, frame.index, frame.time_s, landmarks.people, View.UNKNOWN, None, quality, missing,
            landmarks=landmarks,
        )  # fmt: skip

    def _context(self, frame: Frame, landmarks: Landmarks, person: Person, quality: Quality) -> MeasureContext:
        camera = self._setup.camera or Camera.assumed(frame.width_px, frame.height_px)
        seen = read_view(person, camera)
        if not self._stills:
            seen = self._view.update(frame.time_s, seen)
        return MeasureContext(
            frame=frame,
            landmarks=landmarks,
            person=person,
            view=seen.view,
            azimuth_deg=seen.azimuth_deg,
            azimuth_sigma_deg=seen.sigma_deg,
            camera=camera,
            setup=self._setup,
            quality=quality,
            seated_probability=seen.seated_probability,
            mask=_Mask(self._backend, frame, landmarks),
        )

    def _bow_angle(self, context: MeasureContext, measures: Measures) -> Measure:
        """The angle from the given baseline, from the stance before the bow, or from an average upright stance."""
        name = "bow_angle_deg"
        obstacle = trunk_obstacle(context)
        stance = None if obstacle else stance_of(context.person, context.camera, context.azimuth_deg)
        reading: BowReading | None = None
        if not self._stills:
            self._take_baseline(context)
            reading = self._bow.update(context.frame.time_s, stance, fit=context.quality.fit)
        elif stance is not None and (before := self._baseline(context.camera)) is not None:
            reading = read_bow_angle(before, stance)
        if obstacle:
            return Measure.missing(name, obstacle, context.view)
        if reading is not None:
            return Measure(name, reading.value_deg, reading.sigma_deg, view=context.view)
        upright = measures["trunk_inclination_deg"]
        if not isinstance(upright.value, float) or upright.sigma is None:
            return Measure.missing(name, Reason.NEEDS_BASELINE, context.view)
        sigma = (upright.sigma**2 + UNSEEN_STANCE_SIGMA_DEG**2) ** 0.5
        return Measure(name, upright.value, sigma, view=context.view)

    def _baseline(self, camera: Camera) -> Stances | None:
        """The stance of the given baseline picture, if there is one with a person in it."""
        given = self._setup.baseline
        if self._given is None and given is not None and given.person is not None:
            view: ViewReading = read_view(given.person, camera)
            self._given = stance_of(given.person, camera, view.azimuth_deg)
        return self._given

    def _take_baseline(self, context: MeasureContext) -> None:
        """Give the tracker the baseline picture's stance, once."""
        if self._given is None and self._baseline(context.camera) is not None:
            self._bow = BowTracker(self._given)


class _Mask:
    """The person's mask of one frame, computed when it is first asked for."""

    def __init__(self, backend: LandmarkBackend, frame: Frame, landmarks: Landmarks) -> None:
        self._ask = (backend, frame, landmarks)
        self._answer: PersonMask | None = None
        self._asked = False

    def __call__(self) -> PersonMask | None:
        if not self._asked:
            backend, frame, landmarks = self._ask
            self._answer, self._asked = backend.mask(frame, landmarks), True
        return self._answer


def _add(measures: dict[str, Measure], found: Iterable[Measure]) -> None:
    """Put measures under their names; a name that is unknown or given twice is a programming error."""
    for measure in found:
        if measure.name not in GLOSSARY:
            raise ValueError(f"{measure.name} does not stand in the glossary")
        if measure.name in measures:
            raise ValueError(f"{measure.name} is measured twice")
        measures[measure.name] = measure


def _sorted(findings: Iterable[Finding]) -> tuple[dict[str, Measure], Items]:
    """The measures by name, the dress items apart."""
    measures: dict[str, Measure] = {}
    tie: TieItem | None = None
    badge: BadgeItem | None = None
    for finding in findings:
        if isinstance(finding, TieItem):
            tie = finding
        elif isinstance(finding, BadgeItem):
            badge = finding
        else:
            _add(measures, [finding])
    return measures, Items(tie=tie, badge=badge)


def _complete(measures: dict[str, Measure], motion: Reason | None, view: View) -> Measures:
    """Every name of the glossary; `motion` is the reason for what only motion shows, where there is none."""
    complete = {}
    for name, quantity in GLOSSARY.items():
        if name in measures:
            complete[name] = measures[name]
        else:
            reason = motion if motion is not None and quantity.part == "motion" else Reason.NOT_YET_MEASURED
            complete[name] = Measure.missing(name, reason, view)
    return complete

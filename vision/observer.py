"""The core of the house: one frame in, one observation out. Live, replay, command line and tests all run this.

The way of a frame: landmarks, their smoothing, the picture's quality, the view; what the families find, at the
cadence each of them states; the bow and what else lives in motion. A still picture goes the same way without memory.
"""

from collections.abc import Callable, Sequence

from vision.body.view import read_view
from vision.camera import Camera
from vision.families import Family, MeasureContext, MotionTracker
from vision.findings import add_measures, all_names, in_order
from vision.frame import Frame
from vision.glossary import GLOSSARY
from vision.landmarks.backend import LandmarkBackend
from vision.landmarks.points import Landmarks, Person, PersonMask
from vision.landmarks.smoothing import LandmarkSmoother
from vision.measure import Measure, View
from vision.motion.bow_watch import BowWatch
from vision.motion.stillness import Stillness
from vision.motion.view_follower import ViewFollower
from vision.observation import Bow, ClipSummary, Observation, Quality
from vision.quality.assess import assess_still
from vision.quality.watch import QualityWatch
from vision.reason import Reason
from vision.registry import FAMILIES, MOTION_TRACKERS
from vision.sampling import FamilyRota
from vision.setup import Setup


class Observer:
    """Follows one source: landmarks, quality, measures and the motion over time.

    State: the backend's crop, the smoothing filters, whether the body rests, the quality history, the families' last
    looks and the bow tracker. `reset` forgets all.
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
        self._rota = FamilyRota(families, stills=stills)
        self._motion = () if stills else tuple(make() for make in motion)
        self._quality = QualityWatch()
        self._smoother = LandmarkSmoother()
        self._view = ViewFollower()
        self._stillness = Stillness()
        self._bow = BowWatch(self._setup.baseline, stills=stills)
        self._frames = 0
        self._source = ""

    @property
    def bows(self) -> tuple[Bow, ...]:
        """The bows since the last reset."""
        return self._bow.bows

    @property
    def wanted(self) -> frozenset[str] | None:
        """Measures that somebody waits for; None: all. What is dear and gives none of them is not looked at."""
        return self._rota.wanted

    @wanted.setter
    def wanted(self, names: frozenset[str] | None) -> None:
        self._rota.wanted = names

    def observe(self, frame: Frame) -> Observation:
        """Measure one frame. Never raises on a bad picture: the reasons say what is wrong with it."""
        self._frames += 1
        self._source = frame.source
        landmarks, quality = self._looked(frame)
        if landmarks.person is None:
            self._rota.reset()
            self._stillness.reset()
            self._bow.lost(frame.time_s)
            return _nobody(frame, landmarks, quality)
        context = self._context(frame, landmarks, landmarks.person, quality)
        measures, items = in_order(self._rota.findings(context))
        add_measures(measures, self._bow.update(context, measures))
        for tracker in self._motion:
            add_measures(measures, tracker.update(context, measures))
        return Observation(
            source=frame.source,
            frame_index=frame.index,
            time_s=frame.time_s,
            people=landmarks.people,
            view=context.view,
            view_azimuth_deg=context.azimuth_deg,
            quality=quality,
            measures=all_names(measures, context.view, still=self._stills),
            items=items,
            landmarks=landmarks,
            still=context.still,
        )

    def summary(self) -> ClipSummary:
        """What the frames since the last reset say together; the source is taken to have ended."""
        measures: dict[str, Measure] = {}
        add_measures(measures, self._bow.summary())
        for tracker in self._motion:
            add_measures(measures, tracker.summary())
        return ClipSummary(self._source, self._frames, self._bow.bows, measures)

    def reset(self) -> None:
        """Forget the source."""
        self._backend.reset()
        self._quality.reset()
        self._smoother.reset()
        self._view.reset()
        self._stillness.reset()
        self._rota.reset()
        self._bow.reset()
        for tracker in self._motion:
            tracker.reset()
        self._frames = 0

    def _looked(self, frame: Frame) -> tuple[Landmarks, Quality]:
        """The landmarks, smoothed in a stream, and the quality of the picture."""
        if self._stills:
            self._backend.reset()
            self._rota.reset()
            seen = self._backend.track(frame)
            return seen, assess_still(frame, seen)
        seen = self._backend.track(frame)
        return self._smoother.smooth(seen), self._quality.watch(frame, seen)

    def _context(self, frame: Frame, landmarks: Landmarks, person: Person, quality: Quality) -> MeasureContext:
        camera = self._setup.camera or Camera.assumed(frame.width_px, frame.height_px)
        view = read_view(person, camera)
        if not self._stills:
            view = self._view.update(frame.time_s, view)
        return MeasureContext(
            frame=frame,
            landmarks=landmarks,
            person=person,
            view=view.view,
            azimuth_deg=view.azimuth_deg,
            azimuth_sigma_deg=view.sigma_deg,
            camera=camera,
            setup=self._setup,
            quality=quality,
            seated_probability=view.seated_probability,
            still=not self._stills and self._stillness.update(landmarks),
            mask=_Mask(self._backend, frame, landmarks),
        )


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


def _nobody(frame: Frame, landmarks: Landmarks, quality: Quality) -> Observation:
    return Observation(
        source=frame.source,
        frame_index=frame.index,
        time_s=frame.time_s,
        people=landmarks.people,
        view=View.UNKNOWN,
        view_azimuth_deg=None,
        quality=quality,
        measures={name: Measure.missing(name, Reason.NOBODY) for name in GLOSSARY},
        landmarks=landmarks,
    )

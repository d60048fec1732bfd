"""What the measures cost beyond the landmarks, in processor time of one core: posture, items, picture quality.

Posture measures are everything that every standing person is measured for: the smoothing of the points, the view,
the bow, the motion over time, and the families of body, face, hands and motion at the cadence they state. Items are
the families beside those (dress, colours, hair ...): they run a few times a second and are given per run. The
landmarks are prepared beforehand, and the pictures are played to and fro as one stream, so that neither a first frame
nor a jump of the person counts.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from vision.families import Family, Finding, Follower, MeasureContext, Sampled
from vision.frame import Frame
from vision.landmarks.backend import LandmarkBackend
from vision.landmarks.points import Landmarks, PersonMask
from vision.observer import Observer
from vision.quality import QualityWatch
from vision.registry import FAMILIES

FPS = 25.0
POSTURE_TARGET_MS = 6.0
POSTURE_PACKAGES = ("vision.body", "vision.face", "vision.hands", "vision.motion")


@dataclass(frozen=True, slots=True)
class MeasureCosts:
    """Processor time beyond the landmarks."""

    posture_ms: float
    """A frame, the sampled ones of them spread over the frames."""
    quality_ms: float
    """A frame."""
    items_ms: float
    """A run."""
    items_per_second: float
    """Runs in a second of the source, all families of items together."""


class Stream:
    """The same pictures to and fro, as often as asked, with times that go on at 25 frames a second."""

    def __init__(self, pictures: Sequence[Frame]) -> None:
        """`pictures` are taken in their order, then back."""
        self._round = [*pictures, *reversed(pictures[1:-1])]
        self._taken = 0

    def take(self, count: int) -> Iterator[Frame]:
        """The next frames; `index` counts on."""
        for _ in range(count):
            picture = self._round[self._taken % len(self._round)]
            yield Frame(picture.pixels, self._taken, self._taken / FPS, picture.source)
            self._taken += 1

    def picture_of(self, index: int) -> Frame:
        """The picture behind the frame of that index."""
        return self._round[index % len(self._round)]


class _Prepared:
    """A backend that has looked at every picture already; it passes on what is asked for beyond the points."""

    name = "prepared"

    def __init__(self, stream: Stream, backend: LandmarkBackend, pictures: Sequence[Frame]) -> None:
        backend.reset()
        self._seen = {id(picture): backend.track(picture) for picture in pictures}
        self._stream, self._backend = stream, backend

    def track(self, frame: Frame) -> Landmarks:
        seen = self._seen[id(self._stream.picture_of(frame.index))]
        return Landmarks(frame.index, frame.time_s, seen.image_size, seen.people, seen.person, seen.bystanders)

    def mask(self, frame: Frame, landmarks: Landmarks) -> PersonMask | None:
        return self._backend.mask(frame, landmarks)

    def reset(self) -> None:
        """Nothing is followed here."""


class _Timed:
    """A family that notes its runs and their time."""

    def __init__(self, family: Callable[[MeasureContext], Iterable[Finding]]) -> None:
        self._family = family
        self.spent_s, self.runs = 0.0, 0

    def __call__(self, context: MeasureContext) -> Iterable[Finding]:
        return self.timed(lambda: self._family(context))

    def timed(self, look: Callable[[], Iterable[Finding]]) -> Iterable[Finding]:
        """Look, and note it."""
        start = time.thread_time()
        found = list(look())
        self.spent_s += time.thread_time() - start
        self.runs += 1
        return found


class _TimedFollower:
    """A follower whose looks a clock notes."""

    def __init__(self, follower: Follower, clock: _Timed) -> None:
        self._follower, self._clock = follower, clock

    @property
    def complete(self) -> bool:
        return self._follower.complete

    def look(self, context: MeasureContext, *, at_rest: bool) -> Iterable[Finding]:
        return self._clock.timed(lambda: self._follower.look(context, at_rest=at_rest))

    def reset(self) -> None:
        self._follower.reset()


class MeasureBench:
    """Measures prepared landmarks again and again. State: the stream and the observer that follows it."""

    def __init__(
        self, backend: LandmarkBackend, pictures: Sequence[Frame], families: Sequence[Family] = FAMILIES
    ) -> None:
        """Looks at every picture once with `backend`."""
        self._stream = Stream(pictures)
        self._frames = len(pictures)
        self._prepared = _Prepared(self._stream, backend, pictures)
        self._items: list[_Timed] = []
        self._observer = Observer(self._prepared, families=[self._with_clock(family) for family in families])
        self._quality = QualityWatch()

    def round(self) -> MeasureCosts:
        """One round over as many frames as there are pictures."""
        for item in self._items:
            item.spent_s, item.runs = 0.0, 0
        quality_s = whole_s = 0.0
        for frame in self._stream.take(self._frames):
            start = time.thread_time()
            self._observer.observe(frame)
            observed = time.thread_time()
            self._quality.watch(frame, self._prepared.track(frame))
            whole_s += observed - start
            quality_s += time.thread_time() - observed
        items_s, runs = sum(item.spent_s for item in self._items), sum(item.runs for item in self._items)
        return MeasureCosts(
            posture_ms=1000.0 * max(whole_s - quality_s - items_s, 0.0) / self._frames,
            quality_ms=1000.0 * quality_s / self._frames,
            items_ms=1000.0 * items_s / max(runs, 1),
            items_per_second=runs * FPS / self._frames,
        )

    def _with_clock(self, family: Family) -> Family:
        """The same family; one of the items with a clock on it."""
        if not isinstance(family, Sampled) or _is_posture(family.family):
            return family
        timed, make = _Timed(family.family), family.follower
        self._items.append(timed)
        follower = None if make is None else lambda: _TimedFollower(make(), timed)
        return Sampled(timed, family.every_s, follower)


def _is_posture(family: Family) -> bool:
    return str(getattr(family, "__module__", "")).startswith(POSTURE_PACKAGES)

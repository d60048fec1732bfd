"""Who is on the mark: observations over time into arrivals, departures and second people."""

from dataclasses import dataclass

from station.session.machine import Event
from vision.landmarks.points import BodyPoint
from vision.observation import Observation

STANDS_HEIGHT_RATIO = 0.35
"""From head to the lowest point seen, of the picture's height: smaller is a passer-by in the background."""
_OUTLINE = (
    BodyPoint.NOSE,
    BodyPoint.LEFT_SHOULDER,
    BodyPoint.RIGHT_SHOULDER,
    BodyPoint.LEFT_HIP,
    BodyPoint.RIGHT_HIP,
    BodyPoint.LEFT_ANKLE,
    BodyPoint.RIGHT_ANKLE,
)


@dataclass(frozen=True, slots=True)
class PresenceTimes:
    """How long something has to last before it counts, s."""

    arrive_s: float = 0.8
    second_s: float = 0.5
    alone_s: float = 0.8
    away_s: float = 1.5
    leave_s: float = 25.0


def near_enough(observation: Observation) -> bool:
    """True where the person stands near the mark and not far behind it. Without landmarks the count decides."""
    landmarks = observation.landmarks
    if landmarks is None or landmarks.person is None:
        return observation.people > 0
    points = landmarks.person.body.points
    seen = [index for index in _OUTLINE if points.provenance[index] > 0]
    if len(seen) < 3:
        return False
    rows = points.xy[seen, 1]
    return float(rows.max() - rows.min()) >= STANDS_HEIGHT_RATIO * landmarks.image_size[1]


class Presence:
    """Counts how long nobody, one person or several have been there. `reset` forgets everything."""

    def __init__(self, times: PresenceTimes | None = None) -> None:
        self.times = times or PresenceTimes()
        self.reset()

    def reset(self) -> None:
        """Nobody has been seen yet; the next person to stand still arrives."""
        self._kind = 0
        self._since_s: float | None = None
        self._armed = True
        self._was_away = False
        self.returned = False
        """True for the one update in which the person came back after having been away."""
        self.several = False
        """True while somebody stands near the mark and is not alone."""

    def update(self, observation: Observation, now_s: float) -> tuple[Event, ...]:
        """The presence events that hold now. Levels (alone, second person, away, left) are reported every time.

        ARRIVED is an edge: it needs the mark to have been empty for a moment since the last arrival.
        """
        kind = min(observation.people, 2)
        if kind == 1 and not near_enough(observation):
            kind = 0
        if kind != self._kind or self._since_s is None:
            self._kind, self._since_s = kind, now_s
        lasted_s = now_s - self._since_s
        self.returned = False
        self.several = kind == 2 and lasted_s >= self.times.second_s and near_enough(observation)
        if kind == 0:
            return self._nobody(lasted_s)
        if kind == 2:
            return (Event.SECOND_PERSON,) if lasted_s >= self.times.second_s else ()
        return self._one(lasted_s)

    @property
    def away(self) -> bool:
        """True while nobody is on the mark."""
        return self._kind == 0

    def _nobody(self, lasted_s: float) -> tuple[Event, ...]:
        if lasted_s >= self.times.away_s:
            self._armed = self._was_away = True
        if lasted_s >= self.times.leave_s:
            return (Event.LEFT,)
        return (Event.AWAY,) if lasted_s >= self.times.away_s else ()

    def _one(self, lasted_s: float) -> tuple[Event, ...]:
        self.returned, self._was_away = self._was_away, False
        events: tuple[Event, ...] = (Event.ALONE,) if lasted_s >= self.times.alone_s else ()
        if self._armed and lasted_s >= self.times.arrive_s:
            self._armed = False
            return (Event.ARRIVED, *events)
        return events

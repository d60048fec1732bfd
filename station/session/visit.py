"""Everything that the station holds about the person on the mark. Wiping it is making a new one."""

from dataclasses import dataclass
from datetime import datetime

from checklists.verdict import Wearer
from station.identify.subject import Subject
from station.session.course import MAX_ROUNDS, Course
from station.session.states import Event
from vision.observation import Observation

ACCEPT_AFTER_S = 5.0
"""A result that no other look can better is logged by itself after this time."""
RECHECK_AFTER_S = 8.0
"""A correction is looked at again by itself after this time."""


@dataclass(slots=True)
class Visit:
    """One person's visit, from arrival to the wiped screen."""

    language: str
    started: datetime
    notice_accepted: bool = False
    subject: Subject | None = None
    wearer: Wearer | None = None
    course: Course | None = None
    observation: Observation | None = None
    dispute_clause: str | None = None

    @property
    def began(self) -> bool:
        """True once there is somebody whose leaving has to be logged."""
        return self.course is not None or self.subject is not None

    @property
    def may_recheck(self) -> bool:
        """True where another round may put something in order."""
        return bool(self.course and self.course.round < MAX_ROUNDS and self.course.curable())

    @property
    def will_recheck(self) -> bool:
        """True where the next round begins by itself: the person has not objected."""
        return bool(self.may_recheck and self.course and not self.course.disputed)

    @property
    def will_accept(self) -> bool:
        """True where the result is logged by itself: no look would change it, and nobody objects."""
        return bool(self.course and not self.course.disputed and not self.course.curable())

    def by_itself(self, lasted_s: float) -> Event | None:
        """Hands free: a result in order is accepted, a correction is looked at again; after so long on the screen."""
        if self.will_accept and lasted_s >= ACCEPT_AFTER_S:
            return Event.ACCEPTED
        return Event.RECHECK if self.will_recheck and lasted_s >= RECHECK_AFTER_S else None

    def next_event(self) -> Event:
        """What comes now: the course's next stop, or the end of the round."""
        stop = self.course.stop if self.course is not None else None
        if stop is None:
            return Event.PARTS_DONE
        if stop.by_camera:
            return Event.NEXT_CAMERA
        return Event.NEXT_CLOSE_UP if stop.regions else Event.NEXT_ATTEST

    def dispute(self, at: datetime) -> None:
        """Note the objection against the named clause, or else against the worst one."""
        if self.course is None:
            return
        worst = self.course.worst()
        clause = self.dispute_clause or (worst[0].clause if worst else None)
        if clause is not None:
            self.course.dispute(clause, at)

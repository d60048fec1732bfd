"""Sessions to log, and a clock to log them by."""

from datetime import UTC, datetime, timedelta, timezone

from checklists.verdict import Limits, Mode, Outcome, Verdict
from station.log import (
    ClauseRecord,
    Event,
    EventKind,
    IdentifiedBy,
    ModelId,
    Person,
    SessionOutcome,
    SessionRecord,
)
from vision.measure import View
from vision.reason import Reason

BEIJING = timezone(timedelta(hours=8))
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=BEIJING)
LIN = Person("P-7f3a", staff_number="0815", display_name="林小满")
WANG = Person("P-91c2", staff_number="4711", display_name="王大力")


class Clock:
    """A clock that goes on by itself, one second at a look, and can be set."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def forward(self, **amount: float) -> None:
        self.now += timedelta(**amount)


def verdict(clause: str, outcome: Outcome = Outcome.PASS, value: float = 1.25, **other: object) -> Verdict:
    facts = {
        "mode": Mode.MEASURED,
        "measure": "shoulder_tilt_deg",
        "value": value,
        "sigma": 0.5,
        "limits": Limits(-3.0, 3.0),
        "view": View.FRONT,
        "frames": 12,
    }
    return Verdict(clause, outcome, **{**facts, **other})  # type: ignore[arg-type]


def clauses() -> tuple[ClauseRecord, ...]:
    """One clause of each fate."""
    return (
        ClauseRecord.from_verdict(verdict("stand.head")),
        ClauseRecord.from_verdict(
            verdict("stand.shoulders", value=0.75),
            corrected=True,
            first=verdict("stand.shoulders", Outcome.FAIL, 4.5),
        ),
        ClauseRecord.from_verdict(verdict("uniform.badge_level", Outcome.FAIL, value=-9.0), disputed=True),
        ClauseRecord.from_verdict(
            verdict("stand.feet_v", Outcome.UNCLEAR, value=None, sigma=None, reason=Reason.FEET_OUTSIDE)  # type: ignore[arg-type]
        ),
        ClauseRecord.from_verdict(
            verdict("body.clean", Outcome.ATTESTED, mode=Mode.ATTESTED, value=None, sigma=None)
        ),  # type: ignore[arg-type]
        ClauseRecord.from_verdict(verdict("uniform.scarf", Outcome.NOT_APPLICABLE, value=None, sigma=None)),  # type: ignore[arg-type]
        ClauseRecord.from_verdict(
            verdict("stand.trunk"),
            first=verdict("stand.trunk", Outcome.FAIL, 9.5),
            overridden_by="B-0042",
            why="=支撑带",
        ),
    )


def session(
    number: int = 1,
    *,
    wearer: Person | None = LIN,
    at: datetime = MORNING,
    checklist: str = "bank_branch",
    branch: str = "浦东支行",
    outcome: SessionOutcome = SessionOutcome.FAIL,
    with_clauses: tuple[ClauseRecord, ...] | None = None,
    events: tuple[Event, ...] | None = None,
) -> SessionRecord:
    ended = at + timedelta(seconds=12)
    return SessionRecord(
        session_id=f"session-{number:05d}",
        started=at,
        ended=ended,
        station="kiosk-1",
        branch=branch,
        checklist=checklist,
        checklist_version="2.1",
        checklist_hash="ab" * 32,
        outcome=outcome,
        identified_by=IdentifiedBy.BADGE if wearer else IdentifiedBy.GUEST,
        wearer=wearer,
        models=(ModelId("pose_landmark_full", "cd" * 32),),
        clauses=clauses() if with_clauses is None else with_clauses,
        events=(
            Event(EventKind.STARTED, at),
            Event(EventKind.DISPUTED, ended, clause="uniform.badge_level", why="工牌是正的"),
            Event(EventKind.ACCEPTED, ended.astimezone(UTC)),
        )
        if events is None
        else events,
    )

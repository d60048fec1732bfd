"""The append-only signed compliance log.

`ComplianceLog` writes, `verify` proves, `export` hands out. What one session leaves behind is a `SessionRecord`.
"""

from station.log.compliance import ComplianceLog, Receipt
from station.log.draft import Policy
from station.log.errors import LogError, Trouble
from station.log.record import (
    ClauseRecord,
    Event,
    EventKind,
    IdentifiedBy,
    ModelId,
    Person,
    SessionOutcome,
    SessionRecord,
)

__all__ = [
    "ClauseRecord",
    "ComplianceLog",
    "Event",
    "EventKind",
    "IdentifiedBy",
    "LogError",
    "ModelId",
    "Person",
    "Policy",
    "Receipt",
    "SessionOutcome",
    "SessionRecord",
    "Trouble",
]

"""Reasons of a verdict that come from the judging, not from the picture (those are `vision.reason.Reason`)."""

from enum import StrEnum


class JudgingReason(StrEnum):
    """A machine-readable reason code; never the same string as one of `vision.reason.Reason`."""

    OUTSIDE_LIMITS = "outside_limits"
    """Measured, and surely outside."""
    ANSWERED_NO = "answered_no"
    """The person said that the clause is not met."""
    NEEDS_CONFIRMATION = "needs_confirmation"
    """The person has to look and confirm."""
    PART_NOT_TAKEN = "part_not_taken"
    """The part of the session that would show it was not taken."""
    EXEMPT = "exempt"
    """The person is exempt; the ground is stored nowhere."""
    DRILL = "drill"
    """A drill that was not done: not part of the check."""
    QUESTIONNAIRE = "questionnaire"
    """Answered on its own, not part of the check."""
    CONDITION_NOT_MET = "condition_not_met"
    """The clause is about something that this person does not wear."""
    ALTERNATIVE_MET = "alternative_met"
    """Another clause of the group holds, so this one need not."""
    ALTERNATIVE_NEARER = "alternative_nearer"
    """No clause of the group holds, and another one is nearer: that one is corrected."""
    ALTERNATIVE_OPEN = "alternative_open"
    """Another clause of the group may still hold."""

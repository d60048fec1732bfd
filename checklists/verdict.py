"""A verdict on one clause: the only form in which the product judges."""

from dataclasses import dataclass
from enum import StrEnum

from vision.measure import Value, View
from vision.reason import Reason


class Outcome(StrEnum):
    """The five answers a clause can have."""

    PASS = "pass"
    FAIL = "fail"
    UNCLEAR = "unclear"
    ATTESTED = "attested"
    NOT_APPLICABLE = "not_applicable"


class Mode(StrEnum):
    """How a clause is decided."""

    MEASURED = "measured"
    ASSISTED = "assisted"
    ATTESTED = "attested"
    DRILL = "drill"


class Wearer(StrEnum):
    """Whose rules apply; from the staff list or the person's own choice, never from the picture."""

    ALL = "all"
    MEN = "men"
    WOMEN = "women"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """The text in `language` ("zh_CN", "en", ...); Chinese where the language is not known."""
        return self.en if language.startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class Limits:
    """The interval (ends included) or the categories that comply."""

    low: float | None = None
    high: float | None = None
    any_of: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """One clause, judged. `measure` names the measure that decided."""

    clause: str
    outcome: Outcome
    mode: Mode
    measure: str | None = None
    value: Value | None = None
    sigma: float | None = None
    limits: Limits | None = None
    reason: Reason | str | None = None
    remedy: Text | None = None
    view: View = View.UNKNOWN
    frames: int = 0
    amount: Text | None = None
    """How far a failed value is from where it should be, as the remedy says it; None for a category."""


def overall(verdicts: "list[Verdict] | tuple[Verdict, ...]") -> Outcome:
    """`fail` if any clause failed, else `unclear` if any is unclear, else `pass`."""
    outcomes = {verdict.outcome for verdict in verdicts}
    for outcome in (Outcome.FAIL, Outcome.UNCLEAR):
        if outcome in outcomes:
            return outcome
    return Outcome.PASS if outcomes & {Outcome.PASS, Outcome.ATTESTED} else Outcome.UNCLEAR

"""Verdicts in words for the screen: the value with its uncertainty and limits, or the reason."""

from checklists.reasons import JudgingReason
from checklists.verdict import Limits, Outcome, Verdict
from station.i18n.texts import all_texts, tr
from vision.glossary import GLOSSARY
from vision.measure import Value
from vision.reason import Reason

_LEFT_TO_EYES = (JudgingReason.NEEDS_CONFIRMATION, Reason.NOT_YET_MEASURED)
"""What was measured without deciding stands beside the question."""
_SIGNS = {"deg": "°", "cm": " cm", "m": " m", "s": " s", "Hz": " Hz"}
_DECIMALS = {"deg": 0, "cm": 1, "ratio": 2, "Hz": 1, "s": 1, "m": 1}


def detail_text(verdict: Verdict, language: str) -> str:
    """One short line: "8° ±1°, 0–5°" for a measured clause, the reason for an unclear one, else nothing."""
    if verdict.outcome is Outcome.NOT_APPLICABLE:
        return ""
    asked = verdict.reason in _LEFT_TO_EYES and verdict.value is not None
    if verdict.outcome is Outcome.UNCLEAR and not asked:
        return reason_text(verdict.reason, language)
    if verdict.measure is None or verdict.value is None:
        return reason_text(verdict.reason, language) if verdict.outcome is Outcome.FAIL else ""
    value = value_text(verdict.measure, verdict.value, language)
    if isinstance(verdict.value, (str, bool)):
        return value
    unit = GLOSSARY[verdict.measure].unit
    sigma = "" if verdict.sigma is None else f" ±{_number(verdict.sigma, unit)}"
    limits = limits_text(verdict.limits, unit)
    return tr(language, "detail.number", value=value + sigma, limits=limits) if limits else value + sigma


def reason_text(reason: object, language: str) -> str:
    """The reason code in words; an unknown code gives no words rather than a code on a screen."""
    key = f"reason.{reason}"
    return tr(language, key) if reason and key in all_texts() else ""


def remedy_text(reason: object, language: str) -> str:
    """What to do about a reason code; empty where there are no words for it."""
    key = f"remedy.{reason}"
    return tr(language, key) if reason and key in all_texts() else ""


def value_text(measure: str, value: Value, language: str) -> str:
    """A measured value as a person reads it."""
    if isinstance(value, bool):
        return tr(language, "value.yes" if value else "value.no")
    if isinstance(value, str):
        key = f"category.{value}"
        return tr(language, key) if key in all_texts() else value
    return _number(value, GLOSSARY[measure].unit)


def limits_text(limits: Limits | None, unit: str) -> str:
    """ "≤ 5°", "≥ 0.1", "0.4–0.9"; empty where there are none."""
    if limits is None or (limits.low is None and limits.high is None):
        return ""
    if limits.low is None:
        return f"≤ {_number(limits.high or 0.0, unit)}"
    if limits.high is None:
        return f"≥ {_number(limits.low, unit)}"
    if limits.low == -limits.high:
        return f"±{_number(limits.high, unit)}"
    return f"{_plain(limits.low, unit)}–{_number(limits.high, unit)}"


def amount_text(verdict: Verdict, language: str) -> str:
    """How far a failed value lies outside its limits, where the unit means something to a person."""
    value, limits, measure = verdict.value, verdict.limits, verdict.measure
    if verdict.outcome is not Outcome.FAIL or limits is None or measure is None:
        return ""
    if value is None or isinstance(value, (str, bool)) or GLOSSARY[measure].unit not in _SIGNS:
        return ""
    over = max(
        (limits.low - value) if limits.low is not None else 0.0,
        (value - limits.high) if limits.high is not None else 0.0,
    )
    return _number(over, GLOSSARY[measure].unit) if over > 0 else ""


def _plain(value: float, unit: str) -> str:
    rounded = round(value, _DECIMALS.get(unit, 2)) + 0.0
    return f"{rounded:.{_DECIMALS.get(unit, 2)}f}"


def _number(value: float, unit: str) -> str:
    return _plain(value, unit) + _SIGNS.get(unit, "")

"""Observations, summaries and verdicts as the JSON objects of the command-line contract."""

import math
from typing import Any

from checklists.verdict import Limits, Verdict
from vision.landmarks.points import Box
from vision.measure import Measure, Value
from vision.observation import BadgeItem, ClipSummary, Items, Observation, TieItem

_DIGITS = 4


def observation_row(observation: Observation) -> dict[str, Any]:
    """One line of `tongjing measure`."""
    azimuth = observation.view_azimuth_deg
    return {
        "source": observation.source,
        "frame": observation.frame_index,
        "time_s": _number(observation.time_s),
        "people": observation.people,
        "view": observation.view.value,
        "view_azimuth_deg": None if azimuth is None else _number(azimuth),
        "quality": {"reasons": [reason.value for reason in observation.quality.reasons]},
        "measures": {name: measure_row(measure) for name, measure in observation.measures.items()},
        "items": items_row(observation.items),
    }


def summary_row(summary: ClipSummary) -> dict[str, Any]:
    """The last line of a clip."""
    return {
        "source": summary.source,
        "summary": True,
        "frames": summary.frames,
        "bows": [
            {
                "start_s": _number(bow.start_s),
                "bottom_start_s": _number(bow.bottom_start_s),
                "bottom_end_s": _number(bow.bottom_end_s),
                "end_s": _number(bow.end_s),
                "peak_deg": _number(bow.peak_deg),
                "hold_s": _number(bow.hold_s),
                "sigma": _number(bow.sigma),
                "back_bend_deg": None if bow.back_bend_deg is None else _number(bow.back_bend_deg),
            }
            for bow in summary.bows
        ],
        "measures": {name: measure_row(measure) for name, measure in summary.measures.items()},
    }


def measure_row(measure: Measure) -> dict[str, Any]:
    """One measure: value, sigma, reason."""
    return {
        "value": value_of(measure.value),
        "sigma": None if measure.sigma is None else _number(measure.sigma),
        "reason": None if measure.reason is None else measure.reason.value,
    }


def items_row(items: Items) -> dict[str, Any]:
    """The dress items found; an item that was not found has no key."""
    row: dict[str, Any] = {}
    if items.tie is not None:
        row["tie"] = _tie_row(items.tie)
    if items.badge is not None:
        row["badge"] = _badge_row(items.badge)
    return row


def verdict_row(verdict: Verdict, language: str) -> dict[str, Any]:
    """One verdict of `tongjing inspect --json`."""
    return {
        "clause": verdict.clause,
        "verdict": verdict.outcome.value,
        "mode": verdict.mode.value,
        "measure": verdict.measure,
        "value": value_of(verdict.value),
        "sigma": None if verdict.sigma is None else _number(verdict.sigma),
        "limits": None if verdict.limits is None else _limits_row(verdict.limits),
        "reason": None if verdict.reason is None else str(verdict.reason),
        "remedy": None if verdict.remedy is None else verdict.remedy.of(language),
    }


def _limits_row(limits: Limits) -> dict[str, Any]:
    if limits.any_of:
        return {"any_of": [value_of(value) for value in limits.any_of]}
    return {"low": limits.low, "high": limits.high}


def _tie_row(tie: TieItem) -> dict[str, Any]:
    return {
        "score": _number(tie.score),
        "box": _box(tie.box),
        "knot": _pixel(tie.knot),
        "tip": None if tie.tip is None else _pixel(tie.tip),
    }


def _badge_row(badge: BadgeItem) -> dict[str, Any]:
    return {
        "score": _number(badge.score),
        "kind": badge.kind,
        "corners": [_pixel(corner) for corner in badge.corners],
        "tilt_deg": _number(badge.tilt_deg),
    }


def value_of(value: Value | None) -> Value | None:
    """A value as JSON carries it: plain types, numbers rounded to what is meaningful."""
    if value is None or isinstance(value, bool | str):
        return value
    return _number(value)


def _number(value: float) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("a value of a row must be finite")
    return round(number, _DIGITS)


def _pixel(point: tuple[float, float]) -> list[float]:
    return [_number(point[0]), _number(point[1])]


def _box(box: Box) -> list[float]:
    return [_number(edge) for edge in (box.x0, box.y0, box.x1, box.y1)]

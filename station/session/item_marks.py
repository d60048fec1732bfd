"""Where a badge, tie or scarf is, where it should be, and the way from the one to the other, in the picture.

Everything starts from where the item was found and goes by what was measured: its value minus the limit, in the
lengths that the measure is given in. So the drawing and the verdict cannot say different things.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from checklists.verdict import Verdict
from station.view_state import Fraction
from vision.landmarks.points import Body
from vision.landmarks.points import BodyPoint as B
from vision.observation import BadgeItem, Items, ScarfItem, TieItem

Vector = NDArray[np.float64]

_NO_LIMIT = 0.3
"""How far a target reaches on the side where there is no limit, in units of the measure."""
_SCARF_RADIUS = 0.11
"""Half the size of what is drawn round a scarf's knot, in shoulder widths."""


@dataclass(frozen=True, slots=True)
class ItemMark:
    """All as fractions of the unmirrored picture."""

    anchor: Fraction
    outline: tuple[Fraction, ...]
    """Around the item as it is."""
    target: tuple[Fraction, ...] = ()
    """Where it should be: two points are a line, more are a box."""
    direction: Fraction | None = None
    """Unit vector in px."""


@dataclass(frozen=True, slots=True)
class _Torso:
    across: Vector
    """From the right shoulder to the left one, px."""
    down: Vector
    """From between the shoulders to between the hips."""


def mark_of(verdict: Verdict, items: Items, body: Body, size: tuple[int, int]) -> ItemMark | None:
    """The mark for the measure of a verdict; None where it is about no item, or the item was not found."""
    measure = verdict.measure or ""
    torso = _torso(body)
    value = verdict.value
    number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    if measure.startswith("badge") and items.badge is not None:
        return _badge(measure, number, verdict, items.badge, torso, size)
    if measure.startswith("tie") and items.tie is not None:
        return _tie(measure, number, verdict, items.tie, torso, size)
    if measure.startswith("scarf") and items.scarf is not None:
        return _scarf(number, items.scarf, torso, size)
    return None


def _torso(body: Body) -> _Torso:
    xy = body.points.xy.astype(np.float64)
    left, right = xy[B.LEFT_SHOULDER], xy[B.RIGHT_SHOULDER]
    middle = (left + right) / 2.0
    return _Torso(left - right, (xy[B.LEFT_HIP] + xy[B.RIGHT_HIP]) / 2.0 - middle)


def _limits(verdict: Verdict, value: float) -> tuple[float, float]:
    limits = verdict.limits
    low = limits.low if limits is not None else None
    high = limits.high if limits is not None else None
    return (
        (value if high is None else high) - _NO_LIMIT if low is None else low,
        (value if low is None else low) + _NO_LIMIT if high is None else high,
    )


def _badge(
    measure: str, value: float | None, verdict: Verdict, badge: BadgeItem, torso: _Torso, size: tuple[int, int]
) -> ItemMark:
    corners = np.array(badge.corners, np.float64)
    centre = corners.mean(axis=0)
    plain = ItemMark(_fraction(centre, size), _fractions(corners, size))
    if value is None:
        return plain
    along = ((corners[1] - corners[0]) + (corners[2] - corners[3])) / 2.0
    upright = ((corners[3] - corners[0]) + (corners[2] - corners[1])) / 2.0
    if measure == "badge_tilt_deg":
        level = _turned(along, -value)
        # the lower end goes up: + is the end on the picture's right
        end = centre + np.sign(value or 1.0) * along / 2.0
        up = np.array([level[1], -level[0]])
        line = np.stack([centre - 0.75 * level, centre + 0.75 * level])
        return ItemMark(_fraction(end, size), plain.outline, _fractions(line, size), _unit(up))
    low, high = _limits(verdict, value)
    if measure == "badge_x_ratio":
        # moved sideways only: the box keeps the badge's height
        first, last = (centre + (limit - value) * torso.across / 2.0 for limit in (low, high))
        box = np.stack([first - 0.8 * upright, last - 0.8 * upright, last + 0.8 * upright, first + 0.8 * upright])
        way = torso.across * np.sign((low + high) / 2.0 - value)
        return ItemMark(plain.anchor, plain.outline, _fractions(box, size), _unit(way))
    if measure == "badge_y_ratio":
        first, last = (centre - (limit - value) * torso.down for limit in (low, high))
        box = np.stack([first - 0.8 * along, last - 0.8 * along, last + 0.8 * along, first + 0.8 * along])
        way = -torso.down * np.sign((low + high) / 2.0 - value)
        return ItemMark(plain.anchor, plain.outline, _fractions(box, size), _unit(way))
    return plain


def _tie(
    measure: str, value: float | None, verdict: Verdict, tie: TieItem, torso: _Torso, size: tuple[int, int]
) -> ItemMark:
    knot = np.array(tie.knot, np.float64)
    tip = None if tie.tip is None else np.array(tie.tip, np.float64)
    box = tie.box
    outline = _blade(knot, tip, torso) if tip is not None else np.array(
        [(box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1)]
    )  # fmt: skip
    at = tip if tip is not None and measure in ("tie_tip_ratio", "tie_tilt_deg") else knot
    plain = ItemMark(_fraction(at, size), _fractions(outline, size))
    if value is None:
        return plain
    if measure == "tie_knot_offset_ratio":
        middle = knot - value * torso.across
        line = np.stack([middle - 0.12 * torso.down, middle + 0.4 * torso.down])
        way = -np.sign(value) * torso.across
    elif measure == "tie_knot_gap_ratio":
        collar = knot - value * torso.down
        line, way = np.stack([collar - 0.16 * torso.across, collar + 0.16 * torso.across]), -torso.down
    elif measure == "tie_tilt_deg" and tip is not None:
        # + is the tip to the wearer's left, the picture's right: turned back clockwise
        plumb = knot + _turned(tip - knot, value)
        line, way = np.stack([knot, plumb]), plumb - tip
    elif measure == "tie_tip_ratio" and tip is not None:
        low, high = (tip + (limit - value) * torso.down for limit in _limits(verdict, value))
        half = 0.16 * torso.across
        line = np.stack([low - half, low + half, high + half, high - half])
        way = (low + high) / 2.0 - tip
        # beside the blade, which it would hide otherwise
        plain = ItemMark(_fraction(tip + 0.3 * torso.across, size), plain.outline)
    else:
        return plain
    return ItemMark(plain.anchor, plain.outline, _fractions(line, size), _unit(way))


def _scarf(value: float | None, scarf: ScarfItem, torso: _Torso, size: tuple[int, int]) -> ItemMark:
    knot = np.array(scarf.knot, np.float64)
    angles = np.linspace(0.0, 2.0 * np.pi, 16, endpoint=False)
    radius = _SCARF_RADIUS * float(np.linalg.norm(torso.across))
    ring = knot + radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    plain = ItemMark(_fraction(knot, size), _fractions(ring, size))
    if value is None:
        return plain
    seat = knot - value * torso.across
    line = np.stack([seat - 0.12 * torso.down, seat + 0.3 * torso.down])
    return ItemMark(plain.anchor, plain.outline, _fractions(line, size), _unit(-np.sign(value) * torso.across))


def _blade(knot: Vector, tip: Vector, torso: _Torso) -> Vector:
    """A tie's outline: narrow at the knot, widest above the tip."""
    aside = 0.09 * torso.across
    wide = knot + 0.88 * (tip - knot)
    top = knot - 0.06 * (tip - knot)
    return np.stack([top - 0.6 * aside, top + 0.6 * aside, wide + aside, tip, wide - aside])


def _turned(vector: Vector, degrees: float) -> Vector:
    """Clockwise as seen in the picture (y down) for +."""
    angle = np.radians(degrees)
    return np.array(
        [np.cos(angle) * vector[0] - np.sin(angle) * vector[1], np.sin(angle) * vector[0] + np.cos(angle) * vector[1]]
    )


def _unit(vector: Vector) -> Fraction | None:
    length = float(np.linalg.norm(vector))
    return (float(vector[0]) / length, float(vector[1]) / length) if length > 1e-6 else None


def _fraction(xy: Vector, size: tuple[int, int]) -> Fraction:
    return float(xy[0]) / size[0], float(xy[1]) / size[1]


def _fractions(xy: Vector, size: tuple[int, int]) -> tuple[Fraction, ...]:
    return tuple(_fraction(point, size) for point in xy)

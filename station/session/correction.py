"""Where on the body a correction is drawn, which way its arrow points, and by how much.

Positions are fractions of the unmirrored picture; the wearer's left is on its right side when seen from the front.
"""

from dataclasses import dataclass

import numpy as np

from checklists.verdict import Outcome, Verdict
from station.session.item_marks import ItemMark, mark_of
from station.session.wording import amount_text
from station.view_state import Cue, Fraction
from vision.glossary import GLOSSARY, Part
from vision.landmarks.points import Body, Landmarks, Provenance
from vision.landmarks.points import BodyPoint as B
from vision.measure import View
from vision.observation import Observation

UP, DOWN = (0.0, -1.0), (0.0, 1.0)
TO_LEFT, TO_RIGHT = (1.0, 0.0), (-1.0, 0.0)
"""Towards the wearer's own left and right."""
SHOWN_VISIBILITY = 0.5

_HEAD = (B.NOSE,)
_SHOULDERS = (B.LEFT_SHOULDER, B.RIGHT_SHOULDER)
_CHEST = (B.LEFT_SHOULDER, B.RIGHT_SHOULDER, B.LEFT_HIP, B.RIGHT_HIP)
_HANDS = (B.LEFT_WRIST, B.RIGHT_WRIST)
_FEET = (B.LEFT_ANKLE, B.RIGHT_ANKLE)
_KNEES = (B.LEFT_KNEE, B.RIGHT_KNEE)
_HIPS = (B.LEFT_HIP, B.RIGHT_HIP)

_BY_PART: dict[Part, tuple[B, ...]] = {
    Part.HEAD: _HEAD,
    Part.FACE: _HEAD,
    Part.HAIR: (B.LEFT_EYE, B.RIGHT_EYE),
    Part.BODY: _CHEST,
    Part.TRUNK: _SHOULDERS,
    Part.MOTION: _SHOULDERS,
    Part.HANDS: _HANDS,
    Part.FEET: _FEET,
    Part.LEGS: _KNEES,
    Part.SEAT: _HIPS,
    Part.DRESS: _CHEST,
}


@dataclass(frozen=True, slots=True)
class Arrow:
    """Where an arrow starts and which way the correction goes."""

    points: tuple[B, ...]
    direction: Fraction | None = None


_ARROWS: dict[str, tuple[Arrow, Arrow]] = {
    # measure: (what to do where the value is too low, where it is too high)
    "shoulder_tilt_deg": (Arrow((B.RIGHT_SHOULDER,), DOWN), Arrow((B.LEFT_SHOULDER,), DOWN)),
    "head_roll_deg": (Arrow((B.RIGHT_EAR,), UP), Arrow((B.LEFT_EAR,), UP)),
    "head_pitch_deg": (Arrow(_HEAD, DOWN), Arrow(_HEAD, UP)),
    "head_yaw_deg": (Arrow(_HEAD, TO_LEFT), Arrow(_HEAD, TO_RIGHT)),
    "trunk_lateral_deg": (Arrow(_SHOULDERS, TO_RIGHT), Arrow(_SHOULDERS, TO_LEFT)),
    "left_toe_out_deg": (Arrow((B.LEFT_FOOT_INDEX,), TO_LEFT), Arrow((B.LEFT_FOOT_INDEX,), TO_RIGHT)),
    "right_toe_out_deg": (Arrow((B.RIGHT_FOOT_INDEX,), TO_RIGHT), Arrow((B.RIGHT_FOOT_INDEX,), TO_LEFT)),
    "feet_splay_deg": (Arrow((B.LEFT_FOOT_INDEX,), TO_LEFT), Arrow((B.LEFT_FOOT_INDEX,), TO_RIGHT)),
    "toe_gap_cm": (Arrow((B.LEFT_FOOT_INDEX,), TO_LEFT), Arrow((B.LEFT_FOOT_INDEX,), TO_RIGHT)),
    "heel_gap_cm": (Arrow((B.LEFT_HEEL,), TO_LEFT), Arrow((B.LEFT_HEEL,), TO_RIGHT)),
    "heel_gap_ratio": (Arrow((B.LEFT_HEEL,), TO_LEFT), Arrow((B.LEFT_HEEL,), TO_RIGHT)),
    "stance_width_ratio": (Arrow((B.LEFT_ANKLE,), TO_LEFT), Arrow((B.LEFT_ANKLE,), TO_RIGHT)),
    "knee_gap_ratio": (Arrow((B.LEFT_KNEE,), TO_LEFT), Arrow((B.LEFT_KNEE,), TO_RIGHT)),
    "hands_height_ratio": (Arrow(_HANDS, UP), Arrow(_HANDS, DOWN)),
    "bow_angle_deg": (Arrow(_SHOULDERS, DOWN), Arrow(_SHOULDERS, UP)),
    "bow_peak_deg": (Arrow(_SHOULDERS, DOWN), Arrow(_SHOULDERS, UP)),
    "badge_x_ratio": (Arrow(_CHEST, TO_LEFT), Arrow(_CHEST, TO_RIGHT)),
    "badge_y_ratio": (Arrow(_CHEST, UP), Arrow(_CHEST, DOWN)),
    "tie_knot_offset_ratio": (Arrow(_SHOULDERS, TO_LEFT), Arrow(_SHOULDERS, TO_RIGHT)),
    "scarf_offset_ratio": (Arrow(_SHOULDERS, TO_LEFT), Arrow(_SHOULDERS, TO_RIGHT)),
    "tie_tilt_deg": (Arrow(_CHEST, TO_LEFT), Arrow(_CHEST, TO_RIGHT)),
    "tie_knot_gap_ratio": (Arrow(_SHOULDERS, UP), Arrow(_SHOULDERS, UP)),
    "tie_tip_ratio": (Arrow(_HIPS, DOWN), Arrow(_HIPS, UP)),
}


def cue_for(verdict: Verdict, text: str, language: str, observation: Observation | None) -> Cue:
    """The correction of one clause drawn on the newest picture; words only where the body is not seen."""
    arrow = _arrow(verdict)
    landmarks = observation.landmarks if observation else None
    anchor = _anchor(arrow.points, landmarks)
    # words that carry their own figure lead to the target; the way to the limit beside them would contradict
    amount = "" if any(letter.isdigit() for letter in text) else amount_text(verdict, language)
    tag = verdict.amount.of(language) if verdict.amount is not None else ""
    mark = _item_mark(verdict, observation)
    if mark is not None:
        pointing = verdict.outcome is Outcome.FAIL
        return Cue(
            text, amount, mark.anchor, mark.direction if pointing else None, mark.outline, verdict.outcome,
            verdict.clause, mark.target if pointing else (), tag,
        )  # fmt: skip
    direction = arrow.direction if anchor and observation and _may_point(arrow, observation.view) else None
    return Cue(text, amount, anchor, direction, (), verdict.outcome, verdict.clause, tag=tag)


def _item_mark(verdict: Verdict, observation: Observation | None) -> ItemMark | None:
    """Of a badge, tie or scarf; drawn from the front only, where sideways is sideways."""
    landmarks = observation.landmarks if observation is not None else None
    if observation is None or landmarks is None or landmarks.person is None:
        return None
    if observation.view not in (View.FRONT, View.THREE_QUARTER):
        return None
    return mark_of(verdict, observation.items, landmarks.person.body, landmarks.image_size)


def skeleton(landmarks: Landmarks | None) -> tuple[tuple[Fraction, Fraction], ...]:
    """The lines between the points that were seen in this picture; nothing guessed is drawn."""
    if landmarks is None or landmarks.person is None:
        return ()
    body = landmarks.person.body
    return tuple(
        (_fraction(body, (start,), landmarks), _fraction(body, (end,), landmarks))
        for start, end in _BONES
        if _seen(body, start) and _seen(body, end)
    )


_BONES = (
    (B.LEFT_SHOULDER, B.RIGHT_SHOULDER), (B.LEFT_SHOULDER, B.LEFT_ELBOW), (B.LEFT_ELBOW, B.LEFT_WRIST),
    (B.RIGHT_SHOULDER, B.RIGHT_ELBOW), (B.RIGHT_ELBOW, B.RIGHT_WRIST), (B.LEFT_SHOULDER, B.LEFT_HIP),
    (B.RIGHT_SHOULDER, B.RIGHT_HIP), (B.LEFT_HIP, B.RIGHT_HIP), (B.LEFT_HIP, B.LEFT_KNEE),
    (B.LEFT_KNEE, B.LEFT_ANKLE), (B.RIGHT_HIP, B.RIGHT_KNEE), (B.RIGHT_KNEE, B.RIGHT_ANKLE),
    (B.LEFT_HEEL, B.LEFT_FOOT_INDEX), (B.RIGHT_HEEL, B.RIGHT_FOOT_INDEX),
)  # fmt: skip


def _arrow(verdict: Verdict) -> Arrow:
    measure = verdict.measure or ""
    quantity = GLOSSARY.get(measure)
    plain = Arrow(_BY_PART[quantity.part] if quantity else _CHEST)
    if verdict.outcome is not Outcome.FAIL or measure not in _ARROWS:
        return plain
    value, limits = verdict.value, verdict.limits
    if limits is None or isinstance(value, (str, bool)) or value is None:
        return plain
    too_low, too_high = _ARROWS[measure]
    if limits.low is not None and value < limits.low:
        return too_low
    if limits.high is not None and value > limits.high:
        return too_high
    return plain


def _may_point(arrow: Arrow, view: View) -> bool:
    """Sideways arrows are only true from the front."""
    return arrow.direction is not None and (view is View.FRONT or arrow.direction in (UP, DOWN))


def _seen(body: Body, point: B) -> bool:
    points = body.points
    return points.provenance[point] == Provenance.MEASURED and float(points.visibility[point]) >= SHOWN_VISIBILITY


def _fraction(body: Body, points: tuple[B, ...], landmarks: Landmarks) -> Fraction:
    width, height = landmarks.image_size
    x, y = np.mean(body.points.xy[list(points)], axis=0)
    return float(x) / width, float(y) / height


def _anchor(points: tuple[B, ...], landmarks: Landmarks | None) -> Fraction | None:
    if landmarks is None or landmarks.person is None:
        return None
    body = landmarks.person.body
    seen = tuple(point for point in points if _seen(body, point))
    return _fraction(body, seen, landmarks) if seen else None

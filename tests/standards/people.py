"""People as the station would have measured them: values with the sigmas that the measures really have.

`COMPLYING` holds every measure that a part of the session gives of somebody who keeps all eight standards, whichever
rules apply; where the standards contradict each other, `OWN` says what this one asks for. A fault is a value put in
the place of another.
"""

from collections.abc import Mapping

from checklists.model import Checklist
from checklists.session_part import SessionPart
from checklists.verdict import Mode, Wearer
from vision.glossary import GLOSSARY, Part
from vision.measure import Measure, Measures, Value, View
from vision.reason import Reason

FRONT, LEFT, RIGHT = SessionPart.FRONT, SessionPart.TURN_LEFT, SessionPart.TURN_RIGHT
BOW, SEATED = SessionPart.BOW, SessionPart.SEATED

Values = Mapping[str, tuple[Value, float]]

VIEWS = {FRONT: View.FRONT, LEFT: View.RIGHT, RIGHT: View.LEFT, BOW: View.FRONT, SEATED: View.THREE_QUARTER}

_UPRIGHT: Values = {
    "shoulder_tilt_deg": (0.6, 1.0), "trunk_lateral_deg": (-0.4, 1.1), "trunk_inclination_deg": (1.5, 3.0),
    "head_roll_deg": (1.2, 1.6), "head_pitch_deg": (-2.0, 3.0), "head_yaw_deg": (1.5, 2.5),
    "gaze_offset_deg": (2.0, 3.5), "body_yaw_deg": (3.0, 4.0), "sway_cm": (0.5, 0.2),
}  # fmt: skip
_FEET: Values = {
    "heel_gap_cm": (2.0, 1.3), "heel_gap_ratio": (0.08, 0.05), "toe_gap_cm": (9.8, 1.6),
    "feet_splay_deg": (38.0, 6.0), "left_toe_out_deg": (19.0, 4.0), "right_toe_out_deg": (19.0, 4.0),
    "stance_width_ratio": (0.28, 0.05), "feet_stance": ("v", 0.05),
}  # fmt: skip
_HEAD: Values = {
    "smile_ratio": (0.55, 0.08), "teeth_visible": (True, 0.05), "facial_hair_probability": (0.06, 0.08),
    "hair_forehead_cover_ratio": (0.1, 0.06), "hair_brow_cover_ratio": (0.03, 0.04),
    "hair_below_chin_ratio": (0.01, 0.02), "hair_area_ratio": (0.22, 0.04), "hair_chroma": (9.0, 4.0),
}  # fmt: skip
_DRESS: Values = {
    "uniform_colour_distance": (5.0, 2.5), "tie_present": (True, 0.02), "tie_knot_offset_ratio": (0.005, 0.012),
    "tie_tilt_deg": (-1.0, 1.4), "tie_knot_gap_ratio": (0.02, 0.01), "tie_tip_ratio": (0.01, 0.025),
    "badge_present": (True, 0.02), "badge_kind": ("pin", 0.03), "badge_x_ratio": (0.55, 0.05),
    "badge_y_ratio": (0.72, 0.04), "badge_tilt_deg": (1.0, 1.2), "badge_face_out": (True, 0.04),
    "scarf_present": (True, 0.04), "scarf_offset_ratio": (0.0, 0.02),
}  # fmt: skip
_SITTING: Values = {
    "seat_depth_ratio": (0.66, 0.05), "back_gap_cm": (9.0, 3.0), "knee_gap_ratio": (0.75, 0.1),
    "trunk_inclination_deg": (5.0, 3.0), "shank_inclination_deg": (1.0, 4.0), "head_roll_deg": (0.5, 2.0),
    "head_pitch_deg": (0.0, 3.5), "hands_pose": ("on_knees", 0.05), "legs_crossed": (False, 0.04),
    "leg_shake_cm": (0.2, 0.2), "leg_shake_hz": (0.0, 0.3), "ankle_reach_ratio": (0.05, 0.1),
}  # fmt: skip

COMPLYING: Mapping[SessionPart, Values] = {
    FRONT: {
        **_UPRIGHT, **_FEET, **_HEAD, **_DRESS, "hands_pose": ("sides", 0.03), "hands_height_ratio": (0.4, 0.25),
    },
    LEFT: {
        "trunk_inclination_deg": (1.2, 1.5), "hair_ear_cover_right_ratio": (0.08, 0.08),
        "hair_collar_gap_cm": (2.5, 1.0),
    },
    RIGHT: {
        "trunk_inclination_deg": (1.6, 1.6), "hair_ear_cover_left_ratio": (0.05, 0.08),
        "hair_collar_gap_cm": (2.3, 1.0),
    },
    BOW: {
        "bow_peak_deg": (15.5, 1.4), "bow_back_bend_deg": (4.0, 4.5), "bow_hold_s": (0.9, 0.1),
        "bow_down_s": (1.0, 0.1), "bow_up_s": (1.1, 0.1), "hands_pose": ("front_clasped_unclear", 0.05),
    },
    SEATED: _SITTING,
}  # fmt: skip

OWN: Mapping[tuple[str, Wearer], Mapping[SessionPart, Values]] = {
    ("service_center", Wearer.WOMEN): {FRONT: {"hands_pose": ("front_right_over_left", 0.06)}},
    ("service_center", Wearer.MEN): {
        FRONT: {
            "hands_pose": ("behind", 0.05), "feet_stance": ("parallel", 0.05), "stance_width_ratio": (0.75, 0.06),
            "feet_splay_deg": (6.0, 6.0), "heel_gap_cm": (22.0, 1.5), "toe_gap_cm": (24.0, 1.6),
        },
        SEATED: {"knee_gap_ratio": (1.3, 0.12)},
    },
    ("insurance_counter", Wearer.MEN): {FRONT: {"badge_kind": ("lanyard", 0.03)}},
    ("auto_dealer", Wearer.WOMEN): {
        FRONT: {"hands_pose": ("front_left_over_right", 0.06), "feet_stance": ("y", 0.07)},
        BOW: {"bow_peak_deg": (30.5, 1.7), "bow_hold_s": (1.3, 0.1), "hands_pose": ("front_left_over_right", 0.06)},
    },
}  # fmt: skip


def session(
    standard: str, wearer: Wearer, faults: Mapping[SessionPart, Values] | None = None
) -> dict[SessionPart, Measures]:
    """The pooled measures of a full session, part by part, with the `faults` in place."""
    own, planted = OWN.get((standard, wearer), {}), faults or {}
    return {
        part: _look(part, {**values, **own.get(part, {}), **planted.get(part, {})})
        for part, values in COMPLYING.items()
    }


def _look(part: SessionPart, values: Values) -> Measures:
    found = {
        name: Measure(name, value, sigma, view=VIEWS[part], frames=14) for name, (value, sigma) in values.items()
    }
    if part is SEATED:
        return found
    sitting = [name for name, quantity in GLOSSARY.items() if quantity.part in (Part.SEAT, Part.LEGS)]
    return {**{name: Measure.missing(name, Reason.NOT_SEATED) for name in sitting}, **found}


def confirmed(checklist: Checklist, wearer: Wearer, *denied: str) -> dict[str, bool]:
    """Yes to everything that the person is asked, no to the clauses `denied`."""
    asked = [
        clause.id
        for clause in checklist.clauses_for(wearer)
        if clause.questionnaire is None and (clause.left_to_eyes or clause.mode is Mode.ATTESTED)
    ]
    return {clause: clause not in denied for clause in asked}

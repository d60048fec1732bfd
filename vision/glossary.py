"""Every quantity the product knows, once: its name, its unit, and what its value may be."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What type a value has."""

    NUMBER = "number"
    CATEGORY = "category"
    FLAG = "flag"


class Part(StrEnum):
    """The body or dress part that must be seen for the measure to be taken."""

    BODY = "body"
    TRUNK = "trunk"
    HEAD = "head"
    FACE = "face"
    HANDS = "hands"
    FEET = "feet"
    SEAT = "seat"
    LEGS = "legs"
    HAIR = "hair"
    DRESS = "dress"
    MOTION = "motion"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One entry of the glossary."""

    name: str
    part: Part
    kind: Kind = Kind.NUMBER
    unit: str = ""
    categories: tuple[str, ...] = ()


HANDS_POSES = (
    "sides", "front_right_over_left", "front_left_over_right", "front_clasped_unclear", "behind", "crossed",
    "akimbo", "on_knees", "on_lap_right_over_left", "on_lap_left_over_right", "other",
)  # fmt: skip
FEET_STANCES = ("v", "t", "y", "parallel", "together", "staggered", "other")
BADGE_KINDS = ("pin", "lanyard")
GARMENT_CLASSES = ("suit", "vest", "shirt", "dress", "coat", "other")

_UNITS = (("_deg", "deg"), ("_cm", "cm"), ("_ratio", "ratio"), ("_hz", "Hz"), ("_s", "s"), ("_m", "m"))


def _numbers(part: Part, *names: str) -> list[Quantity]:
    def unit_of(name: str) -> str:
        return next((unit for ending, unit in _UNITS if name.endswith(ending)), "")

    return [Quantity(name, part, Kind.NUMBER, unit_of(name)) for name in names]


def _flags(part: Part, *names: str) -> list[Quantity]:
    return [Quantity(name, part, Kind.FLAG) for name in names]


def _category(part: Part, name: str, categories: tuple[str, ...]) -> Quantity:
    return Quantity(name, part, Kind.CATEGORY, categories=categories)


GLOSSARY: dict[str, Quantity] = {
    quantity.name: quantity
    for quantity in [
        *_numbers(Part.TRUNK, "bow_angle_deg", "trunk_inclination_deg", "trunk_lateral_deg", "shoulder_tilt_deg"),
        *_numbers(Part.MOTION, "bow_peak_deg", "bow_hold_s", "bow_down_s", "bow_up_s", "bow_back_bend_deg"),
        *_numbers(Part.HEAD, "head_pitch_deg", "head_yaw_deg", "head_roll_deg", "gaze_offset_deg"),
        *_numbers(Part.BODY, "body_yaw_deg", "weight_shift_ratio"),
        *_numbers(Part.MOTION, "sway_cm"),
        _category(Part.HANDS, "hands_pose", HANDS_POSES),
        *_numbers(Part.HANDS, "hands_height_ratio"),
        *_numbers(Part.FEET, "feet_splay_deg", "left_toe_out_deg", "right_toe_out_deg", "heel_gap_cm"),
        *_numbers(Part.FEET, "heel_gap_ratio", "toe_gap_cm", "stance_width_ratio"),
        _category(Part.FEET, "feet_stance", FEET_STANCES),
        *_numbers(Part.SEAT, "seat_depth_ratio", "back_gap_cm"),
        *_numbers(Part.LEGS, "knee_gap_ratio", "shank_inclination_deg", "leg_slant_deg", "ankle_reach_ratio"),
        *_flags(Part.LEGS, "legs_crossed"),
        *_numbers(Part.MOTION, "leg_shake_hz", "leg_shake_cm"),
        *_numbers(Part.FACE, "smile_ratio", "facial_hair_probability"),
        *_flags(Part.FACE, "teeth_visible", "glasses_present"),
        *_numbers(Part.HAIR, "hair_forehead_cover_ratio", "hair_brow_cover_ratio"),
        *_numbers(Part.HAIR, "hair_ear_cover_left_ratio", "hair_ear_cover_right_ratio"),
        *_numbers(Part.HAIR, "hair_below_chin_ratio", "hair_collar_gap_cm", "hair_chroma", "hair_area_ratio"),
        *_flags(Part.DRESS, "tie_present", "badge_present", "badge_face_out", "scarf_present"),
        *_numbers(Part.DRESS, "tie_knot_offset_ratio", "tie_knot_gap_ratio", "tie_tilt_deg", "tie_tip_ratio"),
        _category(Part.DRESS, "badge_kind", BADGE_KINDS),
        *_numbers(Part.DRESS, "badge_x_ratio", "badge_y_ratio", "badge_tilt_deg", "scarf_offset_ratio"),
        *_numbers(Part.DRESS, "uniform_colour_distance", "cuff_show_cm"),
        *_numbers(Part.FEET, "shoe_darkness"),
        *_numbers(Part.HANDS, "nail_colour_difference"),
        _category(Part.DRESS, "upper_garment_class", GARMENT_CLASSES),
        *_numbers(Part.MOTION, "nod_count", "nod_depth_deg", "arm_swing_deg", "cadence_hz"),
        *_numbers(Part.MOTION, "knee_height_difference_ratio", "sit_down_s", "stand_up_s", "settle_s"),
        *_numbers(Part.HANDS, "palm_up_deg", "hand_height_ratio", "hands_gap_ratio"),
        *_flags(Part.HANDS, "fingers_together", "pointing_finger"),
        *_numbers(Part.BODY, "distance_m"),
        *_numbers(Part.MOTION, "handshake_s"),
    ]
}
"""Measure name -> quantity."""

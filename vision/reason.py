"""Why something could not be measured or judged: one closed list, used from the picture to the log."""

from enum import StrEnum


class Reason(StrEnum):
    """A machine-readable reason code. The words a person reads live with the translations."""

    # the picture
    NOBODY = "nobody"
    SEVERAL_PEOPLE = "several_people"
    TOO_DARK = "too_dark"
    OVER_EXPOSED = "over_exposed"
    BLURRED = "blurred"
    COLOURED_LIGHT = "coloured_light"
    FROZEN = "frozen"
    COVERED_LENS = "covered_lens"
    UPSIDE_DOWN = "upside_down"
    PICTURE_OF_A_PICTURE = "picture_of_a_picture"
    LOW_RESOLUTION = "low_resolution"
    # the person
    TURNED_AWAY = "turned_away"
    HEAD_OUTSIDE = "head_outside"
    HANDS_OUTSIDE = "hands_outside"
    HANDS_HIDDEN = "hands_hidden"
    FEET_OUTSIDE = "feet_outside"
    FEET_HIDDEN = "feet_hidden"
    LEGS_HIDDEN = "legs_hidden"
    TRUNK_OUTSIDE = "trunk_outside"
    FACE_HIDDEN = "face_hidden"
    HEAD_COVERED = "head_covered"
    """Something is worn over the hair: clauses about hair do not apply."""
    TOO_FAR = "too_far"
    NOT_SEATED = "not_seated"
    NOT_STANDING = "not_standing"
    # the view or the set-up
    NEEDS_FRONT_VIEW = "needs_front_view"
    NEEDS_SIDE_VIEW = "needs_side_view"
    NEEDS_BASELINE = "needs_baseline"
    NEEDS_CHAIR = "needs_chair"
    NEEDS_CAMERA = "needs_camera"
    NEEDS_MOTION = "needs_motion"
    NEEDS_ENROLMENT = "needs_enrolment"
    NOT_YET_MEASURED = "not_yet_measured"
    # the evidence
    AMBIGUOUS = "ambiguous"
    NEAR_LIMIT = "near_limit"
    NOT_STILL = "not_still"
    TOO_FEW_FRAMES = "too_few_frames"
    FRAMES_TOO_SLOW = "frames_too_slow"
    """The camera or the station is too slow for a quick movement."""
    ITEM_NOT_FOUND = "item_not_found"

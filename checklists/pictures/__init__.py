"""Small drawn pictures of what each clause means: SVG, own drawings, as in a mirror (own left on the left)."""

from collections.abc import Callable

from checklists.model import Clause
from checklists.pictures import bodies, dress, drills, heads
from checklists.pictures.drawing import SIZE
from checklists.verdict import Mode

_BY_CLAUSE: dict[str, Callable[[], str]] = {
    "hair.fringe": heads.fringe,
    "hair.fringe_brows": heads.fringe,
    "hair.sides": heads.ears,
    "hair.short_behind_ears": heads.ears,
    "hair.collar": heads.collar_gap,
    "hair.tied": heads.tied,
    "hair.not_long": heads.above_chin,
    "face.smile": heads.smile,
    "face.gaze": heads.gaze,
    "face.shaven": heads.shaven,
    "face.light_makeup": heads.make_up,
    "face.glasses_clean": heads.glasses,
    "hands.nails": dress.nails,
    "hands.no_polish": dress.no_polish,
    "body.clean": heads.fresh,
    "uniform.worn": dress.uniform,
    "uniform.tie_present": dress.tie,
    "uniform.tie_centred": dress.tie_centred,
    "uniform.tie_snug": dress.tie_snug,
    "uniform.tie_length": dress.tie_length,
    "uniform.tie_clip": dress.tie_clip,
    "uniform.badge_level": lambda: dress.badge(level=True),
    "uniform.badge_face": lambda: dress.badge(lanyard=True),
    "uniform.scarf": dress.scarf,
    "uniform.jacket_buttons": dress.buttons,
    "uniform.pockets": dress.pockets,
    "uniform.shirt_cuffs": dress.cuffs,
    "uniform.shirt_tucked": dress.tucked,
    "uniform.belt": dress.belt,
    "uniform.trousers": dress.hem,
    "uniform.socks": dress.socks,
    "uniform.shoes": dress.shoes,
    "uniform.jewellery": dress.jewellery,
    "stand.head": bodies.head,
    "stand.shoulders": bodies.shoulders,
    "stand.trunk": bodies.trunk,
    "stand.arms_sides": bodies.arms_sides,
    "stand.no_akimbo": bodies.no_akimbo,
    "stand.no_leaning": bodies.no_leaning,
    "stand.steady": bodies.steady,
    "stand.feet_v": bodies.feet_v,
    "stand.feet_y": bodies.feet_y,
    "stand.feet_t": bodies.feet_t,
    "stand.feet_parallel": lambda: bodies.feet_apart(40, to_shoulders=False),
    "stand.feet_shoulder_width": lambda: bodies.feet_apart(60, to_shoulders=True),
    "sit.depth": bodies.seat_depth,
    "sit.trunk": bodies.seated_trunk,
    "sit.not_on_back": bodies.off_the_back,
    "sit.legs_upright": bodies.lower_legs,
    "sit.knees_men": lambda: bodies.knees(20),
    "sit.knees_women": bodies.knees_together,
    "sit.hands": bodies.lap_hands,
    "sit.head": bodies.seated_head,
    "sit.no_cross": bodies.legs_crossed,
    "sit.no_shake": bodies.leg_shake,
    "sit.no_sprawl": bodies.sprawl,
    "sit.enter": drills.sit_down,
    "sit.leave": drills.get_up,
    "bow.15": lambda: bodies.bow(15),
    "bow.30": lambda: bodies.bow(30),
    "nod": drills.nod,
    "walk.swing": drills.walk,
    "squat": drills.squat,
    "gesture.direct": drills.direct,
    "card.two_hands": drills.hand_over,
    "greet.three_metres": drills.greet,
    "handshake": drills.handshake,
    "etiquette_routine": drills.routine,
    "lean.listen": drills.lean,
}
_HANDS: dict[str, tuple[str, bool]] = {
    "stand.hands_front_right_over_left": ("right", False),
    "stand.hands_front_left_over_right": ("left", False),
    "stand.hands_right_holds_left_wrist": ("right", True),
    "stand.hands_left_holds_right_wrist": ("left", True),
}
_BY_FAMILY: dict[str, Callable[[], str]] = {
    "hair": heads.comb,
    "face": heads.clean_face,
    "hands": dress.hand,
    "uniform": dress.neat,
    "stand": bodies.front,
    "sit": bodies.seated,
}


def picture(clause: Clause, language: str) -> str:
    """What the clause means, as one SVG element without a name space.

    A clause that an owner has added gets the picture of its family, or of how it is decided.
    """
    if clause.id in _HANDS:
        over, wrist = _HANDS[clause.id]
        return _svg(bodies.hands(over, ("L", "R") if language.startswith("en") else ("左", "右"), wrist))
    return _svg((_BY_CLAUSE.get(clause.id) or _fallback(clause))())


def _fallback(clause: Clause) -> Callable[[], str]:
    if clause.questionnaire is not None:
        return dress.questions
    if clause.id.startswith("uniform.badge"):
        return dress.badge
    by_family = _BY_FAMILY.get(clause.id.split(".")[0])
    if by_family is not None:
        return by_family
    return dress.ready if clause.mode in (Mode.ATTESTED, Mode.ASSISTED) else bodies.front


def _svg(drawing: str) -> str:
    return f'<svg viewBox="0 0 {SIZE} {SIZE}" width="72" height="72" aria-hidden="true">{drawing}</svg>'

"""Postures: the person in front, from the side, on a chair; feet from above. All as in a mirror."""

import math

from checklists.pictures.drawing import (
    ACCENT,
    INK,
    PAPER,
    Point,
    arrow,
    curve,
    dashed,
    disc,
    line,
    moved,
    oval,
    shape,
    turned,
    word,
)

_TRUNK: tuple[Point, ...] = ((46, 32), (74, 32), (71, 70), (49, 70))
_ARMS_DOWN = line((44, 34), (39, 54), (38, 72), width=6) + line((76, 34), (81, 54), (82, 72), width=6)
_LEGS = line((53, 72), (53, 112)) + line((67, 72), (67, 112))


def front(arms: str = _ARMS_DOWN, legs: str = _LEGS, extra: str = "") -> str:
    """The standing person."""
    return disc(60, 16, 11) + shape(*_TRUNK, width=6) + legs + arms + extra


def arms_sides() -> str:
    """Both arms hang at the sides."""
    arms = line((44, 34), (38, 54), (37, 72), width=6, colour=ACCENT)
    arms += line((76, 34), (82, 54), (83, 72), width=6, colour=ACCENT)
    return front(arms)


def hands(over: str, sides: tuple[str, str], wrist: bool = False) -> str:
    """Bust with the hands before the lower belly; `over`: "left" or "right" lies on top, in the accent's colour.

    `sides`: the words for left and right. As in a mirror the own left is on the left of the picture.
    """
    bust = disc(60, 12, 10) + shape((38, 30), (82, 30), (78, 112), (42, 112), fill="#d9dde1", edge=INK)
    shift = 12.0 if wrist else 0.0

    def arm(left: bool, on_top: bool) -> str:
        def at(x: float, y: float) -> Point:
            return (x, y) if left else (120 - x, y)

        colour = ACCENT if on_top else INK
        reach = 64 + (shift if on_top else -2.0)
        forearm = line(at(36, 34), at(26, 66), at(reach - 14, 86), width=9, colour=colour)
        return forearm + line(at(reach - 12, 87), at(reach, 91), width=13, colour=colour)

    left_over = over == "left"
    under = arm(not left_over, on_top=False)
    seam = line(*(((42, 82), (76, 92)) if left_over else ((78, 82), (44, 92))), width=17, colour=PAPER)
    return bust + under + seam + arm(left_over, on_top=True) + word(18, 20, sides[0]) + word(102, 20, sides[1])


def no_akimbo() -> str:
    """Hands on the hips, crossed out."""
    arms = line((44, 34), (28, 52), (46, 66), width=6) + line((76, 34), (92, 52), (74, 66), width=6)
    return front(arms) + crossed()


def crossed() -> str:
    """A cross over what is not to be."""
    return line((18, 22), (102, 104), width=5, colour="#d55e00") + line(
        (102, 22), (18, 104), width=5, colour="#d55e00"
    )


def shoulders() -> str:
    """A level line through both shoulders."""
    bust = disc(60, 28, 17) + shape((38, 58), (82, 58), (76, 112), (44, 112), width=10)
    arms = line((34, 60), (25, 112), width=10) + line((86, 60), (95, 112), width=10)
    return bust + arms + dashed((6, 53), (114, 53), width=3)


def head() -> str:
    """A face with its upright and its level line."""
    face = oval(60, 58, 28, 36, PAPER, INK) + disc(49, 52, 3) + disc(71, 52, 3) + line((52, 76), (68, 76), width=3)
    ears = oval(30, 58, 4, 8) + oval(90, 58, 4, 8)
    return ears + face + dashed((60, 8), (60, 112), width=3) + dashed((18, 52), (102, 52), width=2)


def trunk() -> str:
    """From the side, against a plumb line."""
    return side() + dashed((64, 2), (64, 118), width=3)


def side(bow_deg: float = 0.0) -> str:
    """The person from the side, facing left, bent by `bow_deg` at the hips."""
    upper = disc(58, 18, 11) + line((64, 38), (64, 66), width=14) + line((64, 40), (62, 56), (60, 72), width=5)
    lower = line((64, 68), (64, 112), width=10) + line((64, 113), (54, 113), width=7)
    return lower + turned(upper, -bow_deg, 64, 70)


def bow(degrees: float) -> str:
    """A bow with its angle."""
    end = (64 - 52 * math.sin(math.radians(degrees)), 70 - 52 * math.cos(math.radians(degrees)))
    lines = dashed((64, 8), (64, 70)) + dashed((64, 70), (64 + (end[0] - 64) * 1.2, 70 + (end[1] - 70) * 1.2))
    return side(degrees) + lines + word(94, 26, f"{degrees:g}°", 18) + arrow((90, 34), (74, 40), width=3, head=6)


def no_leaning() -> str:
    """Upright beside a wall that nobody leans on."""
    return moved(front(), 8, 0) + line((14, 4), (14, 116), width=5, colour=ACCENT) + dashed((68, 2), (68, 118))


def steady() -> str:
    """Standing still for three seconds."""
    return front() + word(22, 60, "3 s") + dashed((30, 112), (90, 112), width=3)


def _foot(x: float, y: float, degrees: float, left: bool) -> str:
    """A sole from above: (x, y) is the middle of the heel, toes up, turned outwards by `degrees`."""
    outline = "M-8,0 C-8,10 8,10 8,0 C8,-12 13,-26 12,-40 C11,-54 -6,-54 -9,-42 C-12,-28 -8,-12 -8,0 Z"
    flip = "scale(-1 1)" if left else ""
    drawn = curve(outline, 2.5, INK, "#d9dde1")
    return f'<g transform="translate({x:g} {y:g}) rotate({-degrees if left else degrees:g}) {flip}">{drawn}</g>'


def feet_v() -> str:
    """Heels together, toes about a fist apart."""
    return (
        _foot(50, 92, 20, True)
        + _foot(70, 92, 20, False)
        + _span(42, 78, 34)
        + line((52, 106), (68, 106), width=4, colour=ACCENT)
    )


def feet_y() -> str:
    """One heel at the inner side of the other foot, which points ahead a little outwards."""
    return _foot(52, 100, 8, True) + _foot(72, 78, 42, False)


def feet_t() -> str:
    """One heel in the arch of the other foot, at a right angle."""
    return _foot(46, 104, 0, True) + _foot(66, 76, 75, False)


def feet_apart(width: float, to_shoulders: bool) -> str:
    """Parallel feet; `to_shoulders`: the shoulders' width is drawn above them."""
    half = width / 2
    drawn = _foot(60 - half, 104, 4, True) + _foot(60 + half, 104, 4, False)
    if not to_shoulders:
        return drawn + _span(60 - half, 60 + half, 30)
    return (
        drawn
        + line((60 - half, 18), (60 + half, 18), width=12)
        + dashed((60 - half, 22), (60 - half, 50))
        + dashed((60 + half, 22), (60 + half, 50))
    )


def _span(x0: float, x1: float, y: float) -> str:
    middle = (x0 + x1) / 2
    return arrow((middle, y), (x0, y), width=3, head=6) + arrow((middle, y), (x1, y), width=3, head=6)


def seated(depth: float = 0.67, trunk_deg: float = 0.0, shin: float = 0.0, marks: str = "") -> str:
    """On a chair, from the side, facing left. `depth` of 1 touches the backrest."""
    chair = (
        line((104, 30), (104, 112), width=4) + line((46, 76), (104, 76), width=5) + line((48, 76), (48, 112), width=4)
    )
    hip = 52 + 44 * depth
    upper = disc(hip - 4, 14, 10) + line((hip, 32), (hip, 62), width=13)
    upper += line((hip, 36), (hip - 10, 54), (hip - 26, 62), width=5)
    knee = hip - 46
    legs = line((hip, 66), (knee, 67), width=10) + line(
        (knee, 68), (knee + shin, 110), (knee + shin - 9, 111), width=8
    )
    return chair + legs + turned(upper, -trunk_deg, hip, 66) + marks


def seat_depth() -> str:
    """Two thirds of the seat, the backrest not touched."""
    marks = line((104, 86), (65, 86), width=4, colour="#d9dde1") + line((65, 86), (46, 86), width=4, colour="#d9dde1")
    return seated(0.67, marks=marks + line((46, 86), (86, 86), width=5, colour=ACCENT) + word(74, 104, "2/3", 15))


def seated_trunk() -> str:
    """The back against a plumb line."""
    return seated(0.67, marks=dashed((82, 2), (82, 74), width=3))


def off_the_back() -> str:
    """Room between the back and the backrest."""
    return seated(0.6, marks=_span(88, 101, 46))


def lower_legs() -> str:
    """Lower legs upright."""
    return seated(0.67, marks=dashed((36, 62), (36, 116), width=3))


def knees(gap: float, mark: bool = True) -> str:
    """Sitting, from in front; `gap` between the knees."""
    body = disc(60, 14, 10) + shape((46, 30), (74, 30), (72, 62), (48, 62), width=6)
    half = gap / 2 + 6
    legs = "".join(
        line((60 + s * 8, 66), (60 + s * half, 78), (60 + s * (half if gap > 12 else 6), 112), width=10)
        for s in (-1, 1)
    )
    return body + legs + (_span(60 - half, 60 + half, 96) if mark and gap > 6 else "")


def knees_together() -> str:
    """Knees and feet together."""
    return knees(0) + arrow((30, 80), (46, 80)) + arrow((90, 80), (74, 80))


def lap_hands() -> str:
    """Hands on the legs while sitting."""
    return (
        knees(8, mark=False)
        + line((45, 34), (38, 56), (50, 74), width=6, colour=ACCENT)
        + line((75, 34), (82, 56), (70, 74), width=6, colour=ACCENT)
    )


def seated_head() -> str:
    """The head upright while sitting."""
    return seated(0.67, marks=dashed((77, 0), (77, 30), width=3) + dashed((56, 14), (98, 14), width=2))


def legs_crossed() -> str:
    """One leg over the other, crossed out."""
    body = disc(60, 14, 10) + shape((46, 30), (74, 30), (72, 62), (48, 62), width=6)
    legs = line((52, 66), (46, 82), (48, 112), width=9) + line((68, 66), (40, 78), (28, 104), width=9)
    return body + legs + crossed()


def leg_shake() -> str:
    """A restless leg, crossed out."""
    waves = "".join(curve(f"M{x},88 q4,-6 0,-12 q-4,-6 0,-12", 3, ACCENT) for x in (14, 106))
    return knees(14, mark=False) + waves + crossed()


def sprawl() -> str:
    """Legs wide apart, crossed out."""
    return knees(52, mark=False) + crossed()

"""Head, clothes, hands and exercises."""

from checklists.pictures import bodies
from checklists.pictures.drawing import (
    ACCENT,
    INK,
    PAPER,
    SKIN,
    arrow,
    curve,
    dashed,
    disc,
    line,
    moved,
    oval,
    shape,
    word,
)


def face(extra: str = "", hair: bool = True, mouth: str = "") -> str:
    """A face from in front."""
    ears = oval(29, 62, 5, 9, SKIN, INK) + oval(91, 62, 5, 9, SKIN, INK)
    eyes = (
        disc(48, 56, 3.5) + disc(72, 56, 3.5) + line((42, 47), (54, 46), width=3) + line((66, 46), (78, 47), width=3)
    )
    cap = curve("M32,48 C30,16 90,16 88,48 C78,32 42,32 32,48 Z", 2, INK, INK) if hair else ""
    lips = mouth or line((52, 82), (68, 82), width=3)
    return ears + oval(60, 62, 30, 38, PAPER, INK) + cap + eyes + lips + extra


def fringe() -> str:
    """The hair ends above the brows."""
    return face(dashed((24, 44), (96, 44), width=3) + arrow((104, 56), (104, 30)))


def ears() -> str:
    """Both ears free of hair."""
    return face(disc(29, 62, 12, "none", ACCENT, 3) + disc(91, 62, 12, "none", ACCENT, 3))


def profile(bun: bool = False, extra: str = "") -> str:
    """A head from the side, facing left, with a collar."""
    head = curve("M40,30 C60,6 96,22 88,62 L84,84 L58,84 L56,78 L44,78 L42,66 L34,62 L40,50 Z", 2.5, INK, PAPER)
    hair = curve("M40,32 C50,4 104,14 90,60 L82,54 C80,42 66,42 58,36 Z", 2, INK, INK)
    collar = shape((54, 96), (92, 92), (98, 112), (50, 114), fill=SKIN, edge=INK)
    return head + hair + collar + oval(70, 54, 4, 8, SKIN, INK) + (disc(97, 46, 11, ACCENT) if bun else "") + extra


def collar_gap() -> str:
    """Room between hair and collar at the back."""
    return profile(extra=arrow((102, 76), (102, 64), width=3, head=6) + arrow((102, 76), (102, 90), width=3, head=6))


def tied() -> str:
    """Long hair put up at the back."""
    return profile(bun=True)


def above_chin() -> str:
    """No hair below the chin."""
    return face(dashed((10, 102), (110, 102), width=3))


def comb() -> str:
    """Combed hair."""
    teeth = "".join(line((x, 16), (x, 27), width=2.5, colour=ACCENT) for x in range(62, 104, 6))
    return face() + line((60, 14), (104, 14), width=5, colour=ACCENT) + teeth


def smile() -> str:
    """The corners of the mouth rise."""
    return face(mouth=curve("M44,76 C50,92 70,92 76,76 Z", 3.5, ACCENT, PAPER))


def gaze() -> str:
    """The eyes look straight ahead."""
    rays = arrow((48, 56), (14, 56), width=3, head=6) + arrow((72, 56), (106, 56), width=3, head=6)
    return (
        face()
        + disc(48, 56, 6, PAPER, ACCENT, 3)
        + disc(72, 56, 6, PAPER, ACCENT, 3)
        + disc(48, 56, 2.5)
        + disc(72, 56, 2.5)
        + rays
    )


def shaven() -> str:
    """A razor beside a smooth chin."""
    return (
        face() + line((74, 96), (104, 112), width=4, colour=ACCENT) + line((66, 98), (80, 86), width=7, colour=ACCENT)
    )


def sparkle(x: float, y: float, r: float = 10.0) -> str:
    """Clean."""
    path = f"M{x},{y - r} Q{x},{y} {x + r},{y} Q{x},{y} {x},{y + r} Q{x},{y} {x - r},{y} Q{x},{y} {x},{y - r} Z"
    return curve(path, 1, ACCENT, ACCENT)


def clean_face() -> str:
    """A clean face."""
    return face() + sparkle(100, 26, 14) + sparkle(18, 96, 10)


def make_up() -> str:
    """Light make-up: lips and cheeks hardly coloured."""
    return face(disc(42, 72, 5, "#e8c4cc") + disc(78, 72, 5, "#e8c4cc"), mouth=oval(60, 82, 9, 3.5, "#c8657a"))


def glasses() -> str:
    """Clean glasses."""
    lens = disc(46, 57, 12, "none", ACCENT, 3.5) + disc(74, 57, 12, "none", ACCENT, 3.5)
    return face() + lens + line((58, 56), (62, 56), width=3.5, colour=ACCENT) + sparkle(98, 28)


def _jacket(extra: str = "") -> str:
    body = shape((18, 116), (24, 34), (46, 18), (74, 18), (96, 34), (102, 116), fill=SKIN, edge=INK)
    shirt = shape((46, 18), (60, 66), (74, 18), fill=PAPER, edge=INK)
    return body + shirt + line((60, 66), (60, 116), width=2) + extra


def _tie(knot_y: float = 26.0, tip_y: float = 88.0, colour: str = ACCENT) -> str:
    knot = shape((54, knot_y - 6), (66, knot_y - 6), (63, knot_y + 6), (57, knot_y + 6), fill=colour)
    return knot + shape(
        (57, knot_y + 6), (63, knot_y + 6), (68, tip_y - 10), (60, tip_y), (52, tip_y - 10), fill=colour
    )


def _shirt(extra: str = "") -> str:
    body = shape((26, 100), (28, 32), (46, 16), (74, 16), (92, 32), (94, 100), fill=PAPER, edge=INK)
    collar = line((46, 16), (60, 28), (74, 16), width=4)
    belt = line((27, 104), (93, 104), width=9) + shape((53, 98), (67, 98), (67, 110), (53, 110), fill=PAPER, edge=INK)
    return body + collar + belt + extra


def tie() -> str:
    """A tie is worn."""
    return _shirt(_tie())


def tie_centred() -> str:
    """The tie hangs on the middle line."""
    return _shirt(_tie(colour="#7f8a94") + dashed((60, 4), (60, 118), width=3))


def tie_snug() -> str:
    """The knot is pushed up to the collar."""
    return _shirt(_tie() + arrow((82, 58), (82, 30)))


def tie_length() -> str:
    """The tip ends at the buckle."""
    return _shirt(_tie(26, 104) + dashed((14, 104), (106, 104), width=3))


def tie_clip() -> str:
    """The clip across the tie."""
    return _shirt(_tie(colour="#7f8a94") + line((52, 60), (70, 60), width=5, colour=ACCENT))


def badge(level: bool = False, lanyard: bool = False) -> str:
    """A badge on the own left, which is on the left of a mirror picture; `level`: with a level line."""
    if lanyard:
        strap = line((48, 20), (58, 70), width=3, colour=ACCENT) + line((72, 20), (62, 70), width=3, colour=ACCENT)
        return _jacket(strap + shape((44, 70), (76, 70), (76, 108), (44, 108), fill=PAPER, edge=ACCENT, width=4)
                       + disc(60, 82, 5, ACCENT) + line((50, 98), (70, 98), width=4, colour=ACCENT))  # fmt: skip
    plate = shape((26, 48), (50, 48), (50, 58), (26, 58), fill=ACCENT)
    return _jacket(plate + (dashed((8, 53), (112, 53), width=2.5) if level else ""))


def scarf() -> str:
    """A scarf knotted in the middle of the collar."""
    knot = shape((42, 18), (60, 30), (78, 18), (76, 30), (44, 30), fill=ACCENT) + disc(60, 31, 6, ACCENT)
    return _jacket(
        knot + shape((58, 34), (46, 60), (56, 62), fill=ACCENT) + shape((62, 34), (74, 58), (64, 62), fill=ACCENT)
    )


def uniform() -> str:
    """The whole uniform."""
    return _jacket(_tie(26, 70, INK))


def neat() -> str:
    """Clean and pressed."""
    return _jacket() + sparkle(36, 58) + sparkle(84, 84, 13)


def buttons() -> str:
    """The upper button done up."""
    return _jacket(disc(60, 74, 5, ACCENT) + disc(60, 98, 5, PAPER, INK))


def pockets() -> str:
    """Outer pockets, flat and empty."""
    flaps = line((28, 84), (50, 84), width=6, colour=ACCENT) + line((70, 84), (92, 84), width=6, colour=ACCENT)
    return _jacket(flaps)


def cuffs() -> str:
    """The shirt's cuff shows about a centimetre."""
    sleeve = shape((6, 40), (62, 40), (62, 82), (6, 82), fill=INK)
    cuff = shape((62, 43), (76, 43), (76, 79), (62, 79), fill=PAPER, edge=ACCENT, width=4)
    return sleeve + cuff + line((78, 60), (108, 62), width=22, colour=SKIN) + word(69, 102, "1 cm")


def tucked() -> str:
    """The shirt is tucked in."""
    return _shirt(arrow((20, 74), (20, 98)) + arrow((100, 74), (100, 98)))


def belt() -> str:
    """A black belt."""
    return _shirt(
        line((27, 104), (93, 104), width=13, colour=ACCENT)
        + shape((53, 98), (67, 98), (67, 110), (53, 110), fill=PAPER, edge=INK)
    )


def _shoe(hem: float = 44.0) -> str:
    leg = shape((34, 4), (66, 4), (66, hem), (34, hem), fill=SKIN, edge=INK)
    sock = shape((38, hem), (62, hem), (62, 82), (38, 82), fill="#7f8a94")
    return leg + sock + curve("M36,80 L66,80 C74,92 100,92 106,106 L34,106 Z", 2, INK, INK)


def shoes() -> str:
    """Black leather shoes."""
    return _shoe(72) + sparkle(96, 70)


def socks() -> str:
    """Socks that match."""
    return _shoe(44) + shape((36, 46), (64, 46), (64, 80), (36, 80), fill=ACCENT)


def hem() -> str:
    """The hem ends a centimetre above the floor."""
    return _shoe(92) + dashed((6, 108), (114, 108), width=3) + word(18, 88, "1 cm", 12)


def hand(extra: str = "") -> str:
    """An open hand."""
    fingers = "".join(
        line((x, 66), (x - 4 + i * 3, y), width=10, colour=SKIN)
        for i, (x, y) in enumerate(((42, 26), (54, 16), (66, 18), (78, 30)))
    )
    return (
        fingers
        + line((42, 80), (20, 62), width=10, colour=SKIN)
        + shape((36, 66), (84, 66), (78, 112), (44, 112), fill=SKIN, width=6)
        + extra
    )


def nails() -> str:
    """Short nails."""
    tips = "".join(oval(x, y, 4, 5, ACCENT) for x, y in ((38, 26), (53, 16), (68, 18), (83, 30), (20, 62)))
    return hand(tips)


def no_polish() -> str:
    """Coloured nails, crossed out."""
    return nails() + bodies.crossed()


def jewellery() -> str:
    """At most one plain ring."""
    return hand(line((60, 44), (72, 44), width=5, colour=ACCENT))


def fresh() -> str:
    """Mouth and hands clean."""
    return face(mouth=curve("M50,80 C56,88 64,88 70,80", 3.5)) + "".join(
        curve(f"M{x},112 q-5,-8 0,-14 q5,-6 0,-14", 3, ACCENT) for x in (96, 108)
    )


def ready() -> str:
    """A list, ticked off."""
    sheet = shape((28, 14), (92, 14), (92, 110), (28, 110), fill=PAPER, edge=INK, width=4)
    rows = "".join(
        line((36, y), (42, y + 6), (52, y - 8), width=4, colour=ACCENT) + line((60, y), (84, y), width=4)
        for y in (36, 60, 84)
    )
    return sheet + rows


def questions() -> str:
    """Questions with points."""
    sheet = shape((24, 10), (96, 10), (96, 112), (24, 112), fill=PAPER, edge=INK, width=4)
    dots = "".join(
        disc(40 + 14 * i, y, 5, ACCENT if i == k else PAPER, INK)
        for k, y in ((2, 34), (3, 60), (1, 86))
        for i in range(4)
    )
    return sheet + dots


def nod() -> str:
    """One nod."""
    return profile(extra=arrow((20, 40), (18, 70)))


def walk() -> str:
    """Walking, the arms swing."""
    body = disc(60, 16, 11) + line((62, 34), (62, 66), width=14)
    legs = line((62, 68), (46, 90), (40, 112)) + line((62, 68), (76, 90), (86, 108))
    arms = line((62, 38), (44, 58), width=6, colour=ACCENT) + line((62, 38), (80, 60), width=6, colour=ACCENT)
    return body + legs + arms


def squat() -> str:
    """One knee high, one low, the back straight."""
    body = disc(64, 26, 11) + line((66, 44), (68, 76), width=13)
    return (
        body
        + line((68, 80), (36, 78), (36, 110), width=9)
        + line((68, 80), (56, 108), (84, 110), width=9)
        + dashed((66, 8), (66, 76))
    )


def direct() -> str:
    """An open hand shows the way."""
    arms = line((44, 34), (39, 54), (38, 72), width=6) + line((76, 34), (92, 50), (112, 38), width=6, colour=ACCENT)
    return bodies.front(arms)


def hand_over() -> str:
    """Both hands hold a card towards the other."""
    arms = line((44, 34), (38, 54), (52, 58), width=6) + line((76, 34), (82, 54), (68, 58), width=6)
    return bodies.front(arms, extra=shape((50, 50), (70, 50), (70, 64), (50, 64), fill=PAPER, edge=ACCENT, width=4))


def greet() -> str:
    """A greeting at three metres."""
    small = moved(bodies.front(), -14, 24, 0.75) + moved(bodies.front(), 44, 24, 0.75)
    return small + arrow((60, 12), (34, 12), width=3) + arrow((60, 12), (88, 12), width=3) + word(61, 34, "3 m", 12)


def handshake() -> str:
    """Two hands meet."""
    return (
        line((8, 74), (56, 62), width=16)
        + line((112, 74), (64, 62), width=16, colour=ACCENT)
        + line((50, 60), (70, 62), width=18, colour=SKIN)
    )


def routine() -> str:
    """One posture after another."""
    return (
        moved(bodies.front(), -16, 16, 0.6)
        + moved(bodies.side(20), 20, 16, 0.6)
        + moved(bodies.seated(), 54, 16, 0.6)
        + arrow((14, 104), (106, 104))
    )


def sit_down() -> str:
    """Sitting down quietly."""
    return bodies.seated() + arrow((26, 12), (26, 44))


def get_up() -> str:
    """Getting up quietly."""
    return bodies.seated() + arrow((26, 44), (26, 12))


def lean() -> str:
    """Leaning in a little."""
    return bodies.side(9) + arrow((40, 12), (22, 18), width=3)

"""Clothes, hands, and lists to be confirmed."""

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
    oval,
    shape,
    sparkle,
    word,
)


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

"""Hair, face and mouth."""

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


def fresh() -> str:
    """Mouth and hands clean."""
    return face(mouth=curve("M50,80 C56,88 64,88 70,80", 3.5)) + "".join(
        curve(f"M{x},112 q-5,-8 0,-14 q5,-6 0,-14", 3, ACCENT) for x in (96, 108)
    )

"""What is practised: nods, steps, gestures, sitting down."""

from checklists.pictures import bodies, heads
from checklists.pictures.drawing import ACCENT, PAPER, SKIN, arrow, dashed, disc, line, moved, shape, word


def nod() -> str:
    """One nod."""
    return heads.profile(extra=arrow((20, 40), (18, 70)))


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

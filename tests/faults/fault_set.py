"""Forty and more spoilt pictures and clips, each with what cannot be seen in it and what the product should say.

`hidden`: the parts of the glossary for which the picture holds no evidence: no clause on them may pass.
`reasons`: at least one of them must be given, by the picture's quality or by a hidden measure.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from tests.faults import spoiling
from vision.frame import Frame, Picture
from vision.glossary import Part
from vision.reason import Reason

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "faults"
EVERYTHING = frozenset(Part)
CLIP_RATE_FPS = 15.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One spoilt picture (one frame) or clip (several)."""

    name: str
    frames: Callable[[], Iterator[Picture]]
    hidden: frozenset[Part]
    reasons: frozenset[Reason]

    def as_frames(self) -> Iterator[Frame]:
        """The pictures with their places in time."""
        for index, pixels in enumerate(self.frames()):
            yield Frame(pixels, index, index / CLIP_RATE_FPS, self.name)


def person(name: str) -> Picture:
    """A rendered person of the fixtures."""
    picture = cv2.imread(str(FIXTURES / f"{name}.jpg"), cv2.IMREAD_COLOR)
    assert picture is not None, name
    return np.asarray(picture, dtype=np.uint8)


def _still(name: str, make: Callable[[], Picture], hidden: frozenset[Part] | set[Part], *reasons: Reason) -> Fault:
    return Fault(name, lambda: iter([make()]), frozenset(hidden), frozenset(reasons))


def _clip(name: str, make: Callable[[], list[Picture]], *reasons: Reason) -> Fault:
    return Fault(name, lambda: iter(make()), EVERYTHING, frozenset(reasons))


FULL_BODY = ("stand_v_front_hands", "stand_sides", "behind_back")
LEGS = {Part.FEET, Part.LEGS, Part.SEAT}
HANDS = {Part.HANDS}
HEAD = {Part.HEAD, Part.FACE, Part.HAIR}


def _nobody() -> Iterator[Fault]:
    yield _still("empty room", lambda: person("empty"), EVERYTHING, Reason.NOBODY)
    yield _still("empty room, mirrored", lambda: person("empty")[:, ::-1].copy(), EVERYTHING, Reason.NOBODY)
    yield _still(
        "sensor noise",
        lambda: np.random.default_rng(4).integers(0, 255, (480, 640, 3), dtype=np.uint8),
        EVERYTHING,
        Reason.NOBODY,
        Reason.BLURRED,
        Reason.COVERED_LENS,
    )


def _dark() -> Iterator[Fault]:
    for name in FULL_BODY:
        yield _still(f"dark: {name}", lambda name=name: spoiling.darker(person(name), 0.06), EVERYTHING, *_DARK)
    for factor in (0.02, 0.09):
        yield _still(
            f"dark {factor}: seated", lambda f=factor: spoiling.darker(person("seated"), f), EVERYTHING, *_DARK
        )


_DARK = (Reason.TOO_DARK, Reason.COVERED_LENS, Reason.NOBODY)
_BRIGHT = (Reason.OVER_EXPOSED, Reason.COVERED_LENS, Reason.NOBODY)
_SOFT = (Reason.BLURRED, Reason.NOBODY, Reason.COVERED_LENS)


def _light_and_focus() -> Iterator[Fault]:
    for name in FULL_BODY:
        yield _still(
            f"over-exposed: {name}", lambda name=name: spoiling.over_exposed(person(name), 4.0), EVERYTHING, *_BRIGHT
        )
        yield _still(f"blurred: {name}", lambda name=name: spoiling.blurred(person(name), 7.0), EVERYTHING, *_SOFT)
    yield _still("strongly blurred portrait", lambda: spoiling.blurred(person("portrait"), 16.0), EVERYTHING, *_SOFT)
    yield _still(
        "knocked camera", lambda: spoiling.motion_blurred(person("stand_v_front_hands"), 45), EVERYTHING, *_SOFT
    )
    shape = (720, 960, 3)
    for level in (3, 60, 130, 252):
        yield _still(
            f"covered lens {level}",
            lambda level=level: spoiling.covered(shape, level),
            EVERYTHING,
            Reason.COVERED_LENS,
            Reason.NOBODY,
            Reason.TOO_DARK,
            Reason.OVER_EXPOSED,
        )


def _wrong_way() -> Iterator[Fault]:
    face_side = {Part.FACE, Part.HANDS, Part.HEAD}
    for name in ("back", "back_oblique"):
        yield _still(
            f"turned away: {name}",
            lambda name=name: person(name),
            face_side | {Part.DRESS},
            Reason.TURNED_AWAY,
            Reason.FACE_HIDDEN,
            Reason.HANDS_HIDDEN,
            Reason.NEEDS_FRONT_VIEW,
        )
    for name in (*FULL_BODY, "portrait"):
        yield _still(
            f"upside down: {name}", lambda name=name: person(name)[::-1, ::-1].copy(), EVERYTHING, *_TURNED_OVER
        )


_TURNED_OVER = (Reason.UPSIDE_DOWN, Reason.NOBODY)


def _cut_off() -> Iterator[Fault]:
    feet = (Reason.FEET_OUTSIDE, Reason.LEGS_HIDDEN, Reason.NEEDS_CAMERA)
    for name in FULL_BODY:
        yield _still(
            f"cut at the knees: {name}",
            lambda name=name: spoiling.without_rows(person(name), 0.0, 0.68),
            LEGS,
            *feet,
        )
        yield _still(
            f"cut at the chest: {name}",
            lambda name=name: spoiling.without_rows(person(name), 0.0, 0.36),
            LEGS | HANDS,
            *feet,
            Reason.TRUNK_OUTSIDE,
            Reason.HANDS_OUTSIDE,
        )
        yield _still(
            f"without the head: {name}",
            lambda name=name: spoiling.without_rows(person(name), 0.34, 1.0),
            HEAD,
            Reason.HEAD_OUTSIDE,
            Reason.FACE_HIDDEN,
            Reason.NOBODY,
        )
    yield _still(
        "half of the body outside, left",
        lambda: spoiling.without_columns(person("stand_v_front_hands"), 0.505, 1.0),
        {Part.HANDS, Part.FEET},
        Reason.HANDS_OUTSIDE,
        Reason.FEET_OUTSIDE,
        Reason.TRUNK_OUTSIDE,
        Reason.NOBODY,
        Reason.HEAD_OUTSIDE,
        Reason.FACE_HIDDEN,
    )
    yield _still("portrait shows no legs", lambda: person("portrait"), LEGS, Reason.FEET_OUTSIDE, Reason.LEGS_HIDDEN)


def _hidden() -> Iterator[Fault]:
    for name in FULL_BODY:
        yield _still(
            f"behind a desk: {name}",
            lambda name=name: spoiling.behind_desk(person(name), 0.43),
            LEGS | HANDS,
            Reason.HANDS_HIDDEN,
            Reason.HANDS_OUTSIDE,
            Reason.FEET_HIDDEN,
            Reason.FEET_OUTSIDE,
            Reason.LEGS_HIDDEN,
        )
        yield _still(
            f"legs behind a low screen: {name}",
            lambda name=name: spoiling.behind_desk(person(name), 0.62),
            {Part.FEET},
            Reason.FEET_HIDDEN,
            Reason.FEET_OUTSIDE,
            Reason.LEGS_HIDDEN,
        )
    yield _still(
        "hands behind a tray",
        lambda: spoiling.behind_desk(person("stand_v_front_hands"), 0.46, 0.60),
        HANDS,
        Reason.HANDS_HIDDEN,
        Reason.AMBIGUOUS,
    )


def _several() -> Iterator[Fault]:
    pairs = (("stand_sides", "behind_back"), ("stand_v_front_hands", "back"), ("seated", "stand_sides"))
    for first, second in pairs:
        yield _still(
            f"two people: {first} and {second}",
            lambda first=first, second=second: spoiling.beside(person(first), person(second)),
            EVERYTHING,
            Reason.SEVERAL_PEOPLE,
        )


def _over_time() -> Iterator[Fault]:
    yield _clip("frozen picture", lambda: [person("stand_v_front_hands")] * 40, Reason.FROZEN)
    yield _clip("frozen picture, seated", lambda: [person("seated")] * 40, Reason.FROZEN)

    def waved(name: str) -> list[Picture]:
        room, photo = person("empty"), spoiling.without_columns(person(name), 0.36, 0.70)
        out = []
        for index in range(40):
            phase = 2 * np.pi * index / 20
            shift = (6.0 * np.sin(phase), 4.0 * np.cos(phase))
            sheet = spoiling.held_up(photo, room, shift_px=shift, turn_deg=2.0 * np.sin(phase))
            out.append(spoiling.with_noise(sheet, index))
        return out

    for name in ("stand_v_front_hands", "stand_sides"):
        yield _clip(
            f"photo held to the camera: {name}",
            lambda name=name: waved(name),
            Reason.PICTURE_OF_A_PICTURE,
        )

    def covered_midway() -> list[Picture]:
        seen = [spoiling.with_noise(person("stand_sides"), index) for index in range(12)]
        return seen + [spoiling.covered((720, 960, 3), 5)] * 10

    yield _clip("lens covered in mid-session", covered_midway, Reason.COVERED_LENS, Reason.TOO_DARK, Reason.NOBODY)

    def joined_midway() -> list[Picture]:
        alone = spoiling.beside(person("stand_sides"), person("empty"))
        joined = spoiling.beside(person("stand_sides"), person("behind_back"))
        return [spoiling.with_noise(alone, i) for i in range(12)] + [
            spoiling.with_noise(joined, i) for i in range(24)
        ]

    yield _clip("a second person joins", joined_midway, Reason.SEVERAL_PEOPLE)


FAULTS: tuple[Fault, ...] = (
    *_nobody(),
    *_dark(),
    *_light_and_focus(),
    *_wrong_way(),
    *_cut_off(),
    *_hidden(),
    *_several(),
    *_over_time(),
)

"""The demo person's story: which frames of its clips show what (assets/demo/demo.toml)."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from station.capture.sources import DEMO_CLIP
from vision.errors import TongjingError

DEMO_STORY = DEMO_CLIP.with_name("demo.toml")
ASIDE_CLIP = DEMO_CLIP.with_name("aside.mp4")
ARRIVED, FRONT, CORRECTED = "stands_arms_at_sides", "stands_hands_in_front", "stands_badge_straight"
LEFT, RIGHT, BEFORE_BOW, GONE = "holds_left", "holds_right", "stands_before_bow", "empty_again"
TO_RIGHT = "turns_right"
_DOWN, _HELD = "bows_down", "holds_bow"
HOLD_S = 1.2
"""How long the demo person stays down where the clip itself does not say."""


def reached_deg(share: float, bow_deg: float) -> float:
    """How deep a bow is after that share of its way down: a minimum-jerk movement (Flash and Hogan 1985)."""
    return bow_deg * (10 * share**3 - 15 * share**4 + 6 * share**5)


@dataclass(frozen=True, slots=True)
class Segment:
    """A named stretch of the clip; frames from `first` to `last`, both included."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Aside:
    """The second clip, frames from `first` on: standing half aside, the way down of a bow, its bottom."""

    turned: int
    """The frame of the first clip up to which the person turns for it."""
    first: int
    stands: int
    down: int
    held: int
    bow_deg: float

    @property
    def rest(self) -> list[int]:
        """Standing there, to and fro."""
        there = list(range(self.first, self.first + self.stands))
        return there + there[-2:0:-1]

    def bow(self, angle_deg: float, fps: float) -> list[int]:
        """A bow of about that angle, or the clip's own where that is not deeper, and back up."""
        start = self.first + self.stands
        deep = next(
            (n for n in range(1, self.down - 1) if reached_deg((n + 1) / self.down, self.bow_deg) >= angle_deg),
            self.down,
        )
        way = list(range(start, start + deep))
        bottom = list(range(start + self.down, start + self.down + self.held)) if deep == self.down else way[-2:]
        swing = bottom + bottom[-2:0:-1] if len(bottom) > 2 else [bottom[0], bottom[1], bottom[1]]
        hold = (swing * (1 + round(HOLD_S * fps) // len(swing)))[: round(HOLD_S * fps)]
        return [*self.rest, *way, *hold, *reversed(way)]


@dataclass(frozen=True, slots=True)
class Story:
    """The whole clip."""

    fps: float
    wearer: str
    segments: tuple[Segment, ...]
    bow_deg: float = 30.0
    """How deep the clip's bow is."""
    aside: Aside | None = None
    """The bow seen from the side, in the frames after those of the first clip."""

    def index(self, name: str) -> int:
        """Where that segment stands in the story."""
        return next(number for number, segment in enumerate(self.segments) if segment.name == name)

    def small_bow(self, angle_deg: float) -> list[int]:
        """Frames of a bow of about that angle, out of the way down of the clip's deeper one, and back up."""
        stands, down = self.segments[self.index(BEFORE_BOW)], self.segments[self.index(_DOWN)]
        length = down.last + 1 - down.first

        deep = next(
            (
                frame
                for frame in range(down.first, down.last)
                if reached_deg((frame + 1 - down.first) / length, self.bow_deg) >= angle_deg
            ),
            down.first,
        )
        way = list(range(down.first, deep + 1))
        # to and fro between the two frames around the angle: one that stood would be taken for a frozen picture
        hold = [deep + (number % 3 > 0) for number in range(round(HOLD_S * self.fps))]
        return [*range(stands.first, stands.last + 1), *way, *hold, *reversed(way)]


def load_story(path: Path = DEMO_STORY) -> Story:
    """Read the demo's story. Raises TongjingError where it is missing or not as it should be."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        fps, frames = float(content["fps"]), int(content["frames"])
        segments = tuple(
            Segment(
                part["name"], round(part["start_s"] * fps), min(max(round(part["end_s"] * fps) - 1, 0), frames - 1)
            )
            for part in content["segments"]
        )
        deep = next((float(part["bow_angle_deg"]) for part in content["segments"] if part["name"] == _HELD), 30.0)
        story = Story(fps, str(content["wearer"]), segments, deep, _aside(content["aside"], frames, fps))
        for name in (ARRIVED, FRONT, CORRECTED, LEFT, RIGHT, TO_RIGHT, BEFORE_BOW, _DOWN, GONE):
            story.index(name)
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, StopIteration) as error:
        raise TongjingError(
            f"{path}: the demo's story cannot be read ({error or type(error).__name__}); restore it from the release."
        ) from None
    return story


def _aside(content: dict[str, Any], first: int, fps: float) -> Aside:
    stands, down, held = (round(content[key] * fps) for key in ("stands_s", "bows_s", "holds_s"))
    return Aside(round(content["turned_s"] * fps), first, stands, down, held, float(content["bow_angle_deg"]))

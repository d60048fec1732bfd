"""The bundled demo person as a live feed that does what the screen asks: stands, turns, bows, waits, leaves.

The clip is one story in named segments (assets/demo/demo.toml). A director follows the view: it plays on to the
segment that the screen asks for and lets the person stand there, to and fro over its frames, until the next request.
"""

import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from station.capture.sources import DEMO_CLIP, Source, SourceKind, frames_of
from station.screens.played_feed import PlayedFeed
from station.view_state import Dial, Pose, Screen, ViewState
from vision.errors import TongjingError
from vision.frame import Frame, Picture

DEMO_STORY = DEMO_CLIP.with_name("demo.toml")
_JPEG_QUALITY = 90
_ARRIVED, _FRONT, _CORRECTED = "stands_arms_at_sides", "stands_hands_in_front", "stands_badge_straight"
_LEFT, _RIGHT, _BEFORE_BOW, _GONE = "holds_left", "holds_right", "stands_before_bow", "empty_again"
_BY_POSE = {Pose.TURN_LEFT: _LEFT, Pose.TURN_RIGHT: _RIGHT}
_DOWN, _HELD = "bows_down", "holds_bow"
SMALL_HOLD_S = 1.2
"""How long the demo person stays down where it bows less deep than the clip does."""
DEPTH_IN_BAND = 0.75
"""Over the middle: from the front a small bow is read some degrees too low (docs/accuracy.md)."""
PATIENCE_S = 12.0
"""After so long without a repetition the demo person bows again: the last bow was not seen."""
_OVER = frozenset({Screen.LOGGED, Screen.ABANDONED})


@dataclass(frozen=True, slots=True)
class Segment:
    """A named stretch of the clip; frames from `first` to `last`, both included."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Story:
    """The whole clip."""

    fps: float
    wearer: str
    segments: tuple[Segment, ...]
    bow_deg: float = 30.0
    """How deep the clip's bow is; the way down is a minimum-jerk movement (Flash and Hogan 1985)."""

    def index(self, name: str) -> int:
        """Where that segment stands in the story."""
        return next(number for number, segment in enumerate(self.segments) if segment.name == name)

    def small_bow(self, angle_deg: float) -> list[int]:
        """Frames of a bow of about that angle, out of the way down of the clip's deeper one, and back up."""
        stands, down = self.segments[self.index(_BEFORE_BOW)], self.segments[self.index(_DOWN)]
        length = down.last + 1 - down.first

        def reached_deg(frame: int) -> float:
            t = (frame - down.first) / length
            return self.bow_deg * (10 * t**3 - 15 * t**4 + 6 * t**5)

        deep = next(
            (frame for frame in range(down.first, down.last) if reached_deg(frame + 1) >= angle_deg), down.first
        )
        way = list(range(down.first, deep + 1))
        # to and fro between the two frames around the angle: one that stood would be taken for a frozen picture
        hold = [deep + (number % 3 > 0) for number in range(round(SMALL_HOLD_S * self.fps))]
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
        story = Story(fps, str(content["wearer"]), segments, deep)
        for name in (_ARRIVED, _FRONT, _CORRECTED, _LEFT, _RIGHT, _BEFORE_BOW, _DOWN, _GONE):
            story.index(name)
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, StopIteration) as error:
        raise TongjingError(
            f"{path}: the demo's story cannot be read ({error or type(error).__name__}); restore it from the release."
        ) from None
    return story


class Director:
    """Which frame comes next. State: the segment that plays, the frame in it, and where the story is wanted."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self.reset()

    def reset(self) -> None:
        """The empty room; the person comes in by itself and waits."""
        self._wanted = self._story.index(_ARRIVED)
        self._at, self._frame, self._step = 0, self._story.segments[0].first, 1
        self._asked: tuple[Pose | None, int] | None = None
        self._over = self._corrects = False
        self._score: list[int] = []
        """Frames that play before the story goes on."""
        self._waited = 0

    @property
    def segment(self) -> str:
        """The name of the segment that plays."""
        return self._story.segments[self._at].name

    def follow(self, view: ViewState) -> None:
        """Take the newest view. Called from the screen's thread; one plain assignment decides."""
        if view.screen in _OVER:
            self._over = True
            self._want(_GONE)
        elif view.screen is Screen.PART:
            self._over = self._corrects = False
            asked = (view.pose, view.step)
            if view.pose is Pose.BOW:
                if asked != self._asked:
                    self._bow(view.dial)
            elif view.pose in _BY_POSE:
                self._want(_BY_POSE[view.pose])
            elif view.cue is not None:
                self._want(_CORRECTED)
            elif view.pose is Pose.FRONT:
                self._face()
            self._asked = asked
        elif view.screen is Screen.DRILL and view.dial is not None:
            self._exercise(view, view.dial)
        elif view.screen in (Screen.ASSIST, Screen.ATTEST, Screen.QUESTIONNAIRE):
            self._face()
        elif view.screen is Screen.RESULT and not self._corrects:
            self._corrects = True
            self._correct()
        elif view.screen is Screen.IDLE and self._over and self.segment == _GONE:
            self.reset()

    def _want(self, name: str) -> None:
        self._wanted = self._story.index(name)

    def _face(self) -> None:
        """To the front from wherever the person stands, on the shortest way that the story has."""
        if self._at >= self._story.index(_CORRECTED):
            self._want(_CORRECTED)
        else:
            self._want(_FRONT if self._at < self._story.index(_LEFT) - 1 else _BEFORE_BOW)

    def _correct(self) -> None:
        """The same stance with the badge straight: a cut, for who stands to the front already and is not to bow."""
        target = self._story.index(_CORRECTED)
        if self._at in (self._story.index(_FRONT), self._story.index(_BEFORE_BOW)):
            self._at, self._step, self._frame = target, 1, self._story.segments[target].first
        self._want(_CORRECTED)

    def _bow(self, asked: Dial | None) -> None:
        """From an upright stance down and up again, as deep as is asked, ending in the last stance."""
        self._jump_to(_BEFORE_BOW)
        self._waited = 0
        if asked is not None and asked.high_deg < self._story.bow_deg:
            self._score = self._story.small_bow(asked.low_deg + DEPTH_IN_BAND * (asked.high_deg - asked.low_deg))
            self._want(_BEFORE_BOW)
        else:
            self._score = []
            self._want(_CORRECTED)

    def _exercise(self, view: ViewState, dial: Dial) -> None:
        """One bow for each repetition that is asked for; none while the last one is told, or after the set."""
        if dial.summary or view.outcome is not None:
            self._asked = None
            return
        if self._at < self._story.index(_ARRIVED):
            return  # still on the way to the mark
        if self._at < self._story.index(_BEFORE_BOW):
            # a cut past the turns, which no drill asks for
            self._at, self._step = self._story.index(_BEFORE_BOW), 1
            self._frame = self._story.segments[self._at].first
        asked = (view.pose, -dial.repetition)
        if asked != self._asked or self._waited > PATIENCE_S * self._story.fps:
            self._asked = asked
            self._bow(dial)

    def _jump_to(self, name: str) -> None:
        target = self._story.index(name)
        if self._at >= target:
            self._at, self._step = target, 1
            self._frame = self._story.segments[target].first

    def next_frame(self) -> int:
        """The number of the clip's frame that is shown now; goes on by one frame."""
        self._waited += 1
        if self._score and self._at >= self._story.index(_BEFORE_BOW):
            return self._score.pop(0)
        shown = self._frame
        if self._wanted < self._at:
            # back in the story is a cut to the segment before, so that the person moves into what is asked
            self._jump_to(self._story.segments[max(self._wanted - 1, 0)].name)
            return self._frame
        segment = self._story.segments[self._at]
        if self._at == self._wanted:
            if not segment.first <= self._frame + self._step <= segment.last:
                self._step = -self._step
            if segment.first <= self._frame + self._step <= segment.last:
                self._frame += self._step
        elif self._frame < segment.last:
            self._frame += 1
        else:
            self._at, self._step = self._at + 1, 1
            self._frame = self._story.segments[self._at].first
        return shown


class DemoFeed(PlayedFeed):
    """The demo as a live source. Frames are kept compressed once they were decoded: the clip is played many times."""

    def __init__(self, story: Story, clip: Path = DEMO_CLIP) -> None:
        super().__init__("demo")
        self.story = story
        self.director = Director(story)
        self._coming: Iterator[Frame] = frames_of(Source("demo", SourceKind.CLIP, clip))
        self._kept: list[bytes] = []

    def _play(self) -> None:
        begun_s, index = time.monotonic(), 0
        while not self._stopped(begun_s + index / self.story.fps):
            pixels = self._picture(self.director.next_frame())
            self.frames.put(Frame(pixels, index, index / self.story.fps, "demo"))
            index += 1

    def _picture(self, number: int) -> Picture:
        while len(self._kept) <= number:
            frame = next(self._coming, None)
            if frame is None:
                raise TongjingError("The demo clip is shorter than its story; restore assets/demo from the release.")
            _, packed = cv2.imencode(".jpg", frame.pixels, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
            self._kept.append(packed.tobytes())
        return np.asarray(cv2.imdecode(np.frombuffer(self._kept[number], np.uint8), cv2.IMREAD_COLOR), np.uint8)

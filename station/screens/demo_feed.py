"""The bundled demo person as a live feed that does what the screen asks: stands, turns, bows, waits, leaves.

The clip is one story in named segments (`demo_story`). A director follows the view: it plays on to the segment that
the screen asks for and lets the person stand there, to and fro over its frames, until the next request.
"""

import time
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import cv2
import numpy as np

from station.capture.sources import DEMO_CLIP, Source, SourceKind, frames_of
from station.screens.demo_story import (
    ARRIVED,
    ASIDE_CLIP,
    BEFORE_BOW,
    CORRECTED,
    FRONT,
    GONE,
    LEFT,
    RIGHT,
    TO_RIGHT,
    Aside,
    Story,
)
from station.screens.played_feed import PlayedFeed
from station.view_state import Dial, Pose, Screen, ViewState
from vision.errors import TongjingError
from vision.frame import Frame, Picture

_JPEG_QUALITY = 90
_BY_POSE = {Pose.TURN_LEFT: LEFT, Pose.TURN_RIGHT: RIGHT}
DEPTH_IN_BAND, DEPTH_ASIDE = 0.75, 0.5
"""From the front over the middle: a small bow is read some degrees too low there (docs/accuracy.md)."""
PATIENCE_S = 12.0
"""After so long without a repetition the demo person bows again: the last bow was not seen."""
_OVER = frozenset({Screen.LOGGED, Screen.ABANDONED})


class Director:
    """Which frame comes next. State: the segment that plays, the frame in it, and where the story is wanted."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self.reset()

    def reset(self) -> None:
        """The empty room; the person comes in by itself and waits."""
        self._wanted = self._story.index(ARRIVED)
        self._at, self._frame, self._step = 0, self._story.segments[0].first, 1
        self._asked: tuple[Pose | None, int] | None = None
        self._over = self._corrects = False
        self._score: list[int] = []
        """Frames that play before the story goes on."""
        self._resting: list[int] = []
        """Frames of standing turned aside, over and over; empty: the story's own segments play."""
        self._waited = 0

    @property
    def segment(self) -> str:
        """The name of the segment that plays."""
        return self._story.segments[self._at].name

    def follow(self, view: ViewState) -> None:
        """Take the newest view. Called from the screen's thread; one plain assignment decides."""
        aside = self._story.aside
        if self._resting and aside is not None and view.screen is not Screen.DRILL:
            self._turn_back(aside)
        if view.screen in _OVER:
            self._over = True
            self._want(GONE)
        elif view.screen is Screen.PART:
            self._over = self._corrects = False
            asked = (view.pose, view.step)
            if view.pose is Pose.BOW:
                if asked != self._asked:
                    self._bow(view.dial)
            elif view.pose in _BY_POSE:
                self._want(_BY_POSE[view.pose])
            elif view.cue is not None:
                self._want(CORRECTED)
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
        elif view.screen is Screen.IDLE and self._over and self.segment == GONE:
            self.reset()

    def _want(self, name: str) -> None:
        self._wanted = self._story.index(name)

    def _face(self) -> None:
        """To the front from wherever the person stands, on the shortest way that the story has."""
        if self._at >= self._story.index(CORRECTED):
            self._want(CORRECTED)
        else:
            self._want(FRONT if self._at < self._story.index(LEFT) - 1 else BEFORE_BOW)

    def _correct(self) -> None:
        """The same stance with the badge straight: a cut, for who stands to the front already and is not to bow."""
        target = self._story.index(CORRECTED)
        if self._at in (self._story.index(FRONT), self._story.index(BEFORE_BOW)):
            self._at, self._step, self._frame = target, 1, self._story.segments[target].first
        self._want(CORRECTED)

    def _bow(self, asked: Dial | None) -> None:
        """From an upright stance down and up again, as deep as is asked, ending in the last stance."""
        self._jump_to(BEFORE_BOW)
        self._waited = 0
        if asked is not None and asked.high_deg < self._story.bow_deg:
            self._score = self._story.small_bow(asked.low_deg + DEPTH_IN_BAND * (asked.high_deg - asked.low_deg))
            self._want(BEFORE_BOW)
        else:
            self._score = []
            self._want(CORRECTED)

    def _exercise(self, view: ViewState, dial: Dial) -> None:
        """One bow for each repetition that is asked for; none while the last one is told, or after the set."""
        if dial.summary or view.outcome is not None:
            self._asked = None
            if dial.summary and self._resting and self._story.aside is not None:
                self._turn_back(self._story.aside)
            return
        if self._at < self._story.index(ARRIVED):
            return  # still on the way to the mark
        if self._at < self._story.index(BEFORE_BOW):
            # a cut past the turns, which no drill asks for
            self._at, self._step = self._story.index(BEFORE_BOW), 1
            self._frame = self._story.segments[self._at].first
        asked = (None, -dial.repetition)
        if asked != self._asked or self._waited > PATIENCE_S * self._story.fps:
            self._asked = asked
            if self._story.aside is not None and (self._resting or view.pose is Pose.TURN_RIGHT):
                self._bow_aside(dial, self._story.aside)
            else:
                self._bow(dial)

    def _bow_aside(self, dial: Dial, aside: Aside) -> None:
        """Half to the right, for whoever does not stand so already; down and up; and there they stay."""
        way = [] if self._resting else self._turn(aside)
        depth_deg = dial.low_deg + DEPTH_ASIDE * (dial.high_deg - dial.low_deg)
        self._resting, self._waited = aside.rest, 0
        self._score = [*way, *aside.rest, *aside.bow(depth_deg, self._story.fps)]

    def _turn(self, aside: Aside) -> list[int]:
        """From the front half to the right."""
        return list(range(self._story.segments[self._story.index(TO_RIGHT)].first, aside.turned + 1))

    def _turn_back(self, aside: Aside) -> None:
        """To the front again, the way that the person has come."""
        self._resting, self._score = [], self._turn(aside)[::-1]
        self._jump_to(BEFORE_BOW)
        self._want(BEFORE_BOW)

    def _jump_to(self, name: str) -> None:
        target = self._story.index(name)
        if self._at >= target:
            self._at, self._step = target, 1
            self._frame = self._story.segments[target].first

    def next_frame(self) -> int:
        """The number of the clip's frame that is shown now; goes on by one frame."""
        self._waited += 1
        if self._score and self._at >= self._story.index(BEFORE_BOW):
            return self._score.pop(0)
        if self._resting:
            self._resting = [*self._resting[1:], self._resting[0]]
            return self._resting[0]
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

    def __init__(self, story: Story, clips: Sequence[Path] = (DEMO_CLIP, ASIDE_CLIP)) -> None:
        """`clips`: one after the other, as the story counts their frames."""
        super().__init__("demo")
        self.story = story
        self.director = Director(story)
        self._coming: Iterator[Frame] = chain.from_iterable(
            frames_of(Source("demo", SourceKind.CLIP, clip)) for clip in clips
        )
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

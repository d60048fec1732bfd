"""Reading cards beside the checks: never a frame waits for it, and nothing read is no evidence."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Event

import numpy as np
import pytest

from station import badge_commands, badge_text
from station.badge_text import MEASURE, STAYS_S, CardWatch
from tests.session.actor import observation
from vision.badge_text.reader import CardText, Line
from vision.errors import TongjingError
from vision.frame import Frame
from vision.measure import Measure
from vision.observation import BadgeItem, Items, Observation, Pixel
from vision.reason import Reason

CARD = ((100.0, 100.0), (160.0, 100.0), (160.0, 190.0), (100.0, 190.0))
UNKNOWN = Measure.missing(MEASURE, Reason.AMBIGUOUS)


class Reader:
    """A reader that answers at once, or when it is let."""

    def __init__(self, text: CardText, wait: Event | None = None) -> None:
        self.text, self.wait, self.asked = text, wait, 0

    def read(self, picture: np.ndarray, corners: Sequence[Pixel]) -> CardText:
        self.asked += 1
        if self.wait is not None:
            self.wait.wait(5.0)
        return self.text


class Wearer:
    """An observer of somebody with a card."""

    def __init__(self) -> None:
        self.corners: tuple[Pixel, ...] | None = CARD
        self.people, self.known, self.resets = 1, UNKNOWN, 0

    def observe(self, frame: Frame) -> Observation:
        seen = observation(frame.time_s, {}, people=self.people)
        item = BadgeItem(0.97, "lanyard", self.corners, 0.0) if self.corners else None
        return replace(seen, items=Items(badge=item), measures={**seen.measures, MEASURE: self.known})

    def reset(self) -> None:
        self.resets += 1


PRINTED = CardText((Line("WANG 0318", 0.95),))


class Bench:
    """A watch with its own clock."""

    def __init__(self, text: CardText, wait: Event | None = None) -> None:
        self.reader, self.wearer, self.now_s = Reader(text, wait), Wearer(), 0.0
        self.watch = CardWatch(self.wearer, self.reader, lambda: self.now_s)

    def look(self, after_s: float = 0.1) -> Measure:
        self.now_s += after_s
        if self.watch._running is not None and self.reader.wait is None:
            self.watch._running.result(5.0)
        return self.watch.observe(Frame(np.zeros((8, 8, 3), np.uint8), time_s=self.now_s)).measures[MEASURE]


def test_text_on_the_card_shows_that_its_front_is_out():
    bench = Bench(PRINTED)
    assert bench.look().value is None
    seen = bench.look()
    assert seen.value is True
    assert seen.sigma is not None
    assert seen.sigma <= 0.1
    assert not seen.held


def test_no_text_says_nothing_about_the_side():
    bench = Bench(CardText((Line("l", 0.3),)))
    bench.wearer.known = Measure(MEASURE, False, 0.1)
    assert [bench.look().value for _ in range(3)] == [False, False, False]
    bench.wearer.known = UNKNOWN
    assert bench.look().value is None


def test_no_frame_waits_for_the_reader():
    let = Event()
    bench = Bench(PRINTED, wait=let)
    assert [bench.look().value for _ in range(5)] == [None] * 5
    assert bench.reader.asked == 1
    running = bench.watch._running
    let.set()
    assert running is not None
    running.result(5.0)
    assert bench.look().value is True


def test_a_reading_stands_only_for_the_card_that_was_read():
    bench = Bench(PRINTED)
    bench.look()
    assert bench.look().value is True
    bench.wearer.corners = tuple((x + 80.0, y) for x, y in CARD)
    assert bench.look().value is None
    bench.wearer.corners = None
    assert bench.look().value is None


def test_a_reading_grows_old():
    bench = Bench(PRINTED)
    bench.look()
    assert bench.look().value is True
    bench.reader.text = CardText()
    assert bench.look(STAYS_S + 0.1).value is None


@pytest.mark.parametrize("people", [0, 2])
def test_with_nobody_or_a_second_person_nothing_is_read(people: int):
    bench = Bench(PRINTED)
    bench.wearer.people = people
    bench.look()
    bench.look()
    assert bench.reader.asked == 0


def test_another_body_begins_without_what_was_read():
    bench = Bench(PRINTED)
    bench.look()
    bench.look()
    bench.reader.text = CardText()
    bench.watch.reset()
    assert bench.look().value is None
    assert bench.wearer.resets == 2


def test_without_the_extra_there_is_no_reader_and_the_command_says_so(monkeypatch, capsys):
    monkeypatch.setattr(badge_text, "text_folder", lambda: None)
    assert badge_text.card_reader() is None
    with pytest.raises(TongjingError, match="optional reader is not installed"):
        badge_commands.read_badges("demo", None, None)

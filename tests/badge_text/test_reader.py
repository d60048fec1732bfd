"""What stands on a card is read from the card alone; nothing readable is no evidence."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.badge_text.reader import (
    CARD_PX,
    CardReader,
    CardText,
    Line,
    boxes_of,
    decoded,
    straightened,
)
from vision.errors import TongjingError
from vision.models import text as models
from vision.models.text import load_text_models, text_folder

LETTERS = ("a", "b", "c", "3", "1", "8", "0", " ")
NO_EXTRA = pytest.mark.skipif(text_folder() is None, reason="the optional reader is not installed")


def beliefs(text: str, belief: float = 0.9) -> np.ndarray:
    """What a network says about `text`: every character twice, nothing between."""
    rows = []
    for character in text:
        row = np.full(1 + len(LETTERS), (1.0 - belief) / len(LETTERS), np.float32)
        row[1 + LETTERS.index(character)] = belief
        nothing = np.zeros(1 + len(LETTERS), np.float32)
        nothing[0] = 1.0
        rows += [row, row, nothing]
    return np.array(rows or [[1.0, *[0.0] * len(LETTERS)]], np.float32)


@pytest.mark.parametrize("text", ["abc", "0318", "aab", "a 3"])
def test_repeats_and_blanks_are_taken_out_of_what_the_network_says(text: str) -> None:
    line = decoded(beliefs(text), LETTERS)
    assert line.text == text
    assert line.belief == pytest.approx(0.9)


def test_nothing_said_is_an_empty_line() -> None:
    assert decoded(beliefs(""), LETTERS) == Line("", 0.0)


def test_only_what_was_read_for_certain_counts() -> None:
    assert CardText((Line("WANG", 0.95),)).readable
    assert not CardText((Line("WANG", 0.5),)).readable
    assert not CardText((Line("|", 0.99), Line(". -", 0.99))).readable
    assert not CardText().readable


@pytest.mark.parametrize("printed", ["0318", "No. 0318", "ID 03-18", "no0318x"])
def test_the_staff_number_is_found_whatever_stands_around_it(printed: str) -> None:
    assert CardText((Line("WANG LI", 0.9), Line(printed, 0.9))).shows("0318")


def test_a_number_that_was_not_read_is_not_claimed() -> None:
    assert not CardText((Line("0318", 0.6),)).shows("0318")
    assert not CardText((Line("0319", 0.9),)).shows("0318")
    assert not CardText((Line("0318", 0.9),)).shows(" - ")


@given(
    turn=st.floats(-30.0, 30.0), across=st.floats(60.0, 300.0), shape=st.floats(0.5, 1.8), x=st.floats(300.0, 400.0)
)
def test_a_card_is_straightened_to_one_size_however_it_hangs(
    turn: float, across: float, shape: float, x: float
) -> None:
    down = across * shape
    box = np.array([(-across, -down), (across, -down), (across, down), (-across, down)]) / 2.0
    angle = np.radians(turn)
    corners = box @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) + (x, 350.0)
    card = straightened(np.zeros((800, 800, 3), np.uint8), [tuple(corner) for corner in corners])
    assert card is not None
    assert abs(max(card.shape[:2]) - CARD_PX) <= 16
    assert card.shape[0] % 32 == card.shape[1] % 32 == 0


@pytest.mark.parametrize(
    "corners",
    [
        ((10, 10), (30, 10), (30, 22), (10, 22)),
        ((700, 10), (900, 10), (900, 100), (700, 100)),
        ((10, 10), (200, 10), (200, 12), (10, 12)),
        ((float("nan"), 10), (200, 10), (200, 100), (10, 100)),
    ],
    ids=["too small", "outside", "edge-on", "nowhere"],
)
def test_a_card_that_shows_nothing_is_not_read(corners) -> None:
    assert straightened(np.zeros((480, 800, 3), np.uint8), corners) is None


def test_every_line_of_a_belief_map_has_its_box() -> None:
    belief = np.zeros((96, 320), np.float32)
    belief[20:36, 40:200] = 0.9
    belief[60:76, 40:120] = 0.9
    belief[5:8, 300:303] = 0.9
    boxes = sorted(boxes_of(belief), key=lambda box: box[0, 1])
    assert len(boxes) == 2
    first, second = boxes
    assert first[0][0] < 40 < 199 < first[1][0]
    assert first[0][1] < 20 < 35 < first[2][1]
    assert second[1][0] - second[0][0] < first[1][0] - first[0][0]


def test_without_the_extra_the_reader_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "text_folder", lambda: None)
    with pytest.raises(TongjingError, match="not installed; run: "):
        load_text_models()


def test_another_file_under_the_models_name_is_not_loaded(tmp_path) -> None:
    (tmp_path / models.DETECTION[0]).write_bytes(b"something else")
    with pytest.raises(TongjingError, match="not the model"):
        load_text_models(tmp_path)
    with pytest.raises(TongjingError, match="cannot be read"):
        load_text_models(tmp_path / "nowhere")


@NO_EXTRA
def test_a_drawn_card_is_read() -> None:
    picture = np.full((480, 640, 3), (90, 70, 60), np.uint8)
    cv2.rectangle(picture, (200, 150), (380, 260), (255, 255, 255), -1)
    cv2.putText(picture, "CHEN", (215, 190), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (20, 20, 20), 2, cv2.LINE_AA)
    cv2.putText(picture, "No 0318", (215, 240), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (120, 40, 20), 2, cv2.LINE_AA)
    reader = CardReader(load_text_models())
    text = reader.read(picture, ((200, 150), (380, 150), (380, 260), (200, 260)))
    assert text.readable
    assert text.shows("0318")
    blank = np.full_like(picture, 255)
    assert not reader.read(blank, ((200, 150), (380, 150), (380, 260), (200, 260))).readable

"""The uniform's file, the white card, and `tongjing calibrate uniform` as a manager types it."""

import tomllib
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.faults import CalibrationError
from calibration.migrations import migrated
from calibration.uniform import file_of, load_uniform, read_uniform, save_uniform, uniform_for
from calibration.white_card import PAPER_WHITE, card_light
from station.cli import main
from tests.calibration.boards import handheld
from vision.colour.cielab import bytes_of, linear_of
from vision.colour.light import Light
from vision.colour.modes import ColourMode, Uniform

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
SUIT = str(FIXTURES / "standards" / "bank_branch_keeps" / "front.jpg")
EMPTY = str(FIXTURES / "people" / "empty.jpg")
NAVY = ColourMode((12.31, 1.5, -9.25), (3.0, 1.0, 2.0), 0.8)
WHITE = ColourMode((88.0, 0.2, 1.1), (2.0, 0.5, 0.75), 0.2)
ROOM = Light((1.02, 1.0, 0.97), 0.05, 0.16, (0.41, 0.4, 0.39))


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("TONGJING_DATA", str(folder))
    return folder


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    uniform = Uniform({"upper": (NAVY, WHITE), "lower": (NAVY,)}, ROOM, ("春秋装",))
    path = tmp_path / "uniform.toml"
    save_uniform(file_of(uniform, 4, card=False), path)
    assert uniform_for(load_uniform(path)) == uniform
    upper_only = Uniform({"upper": (NAVY,)}, Light((1.0, 1.0, 1.0), 0.16, 0.16, None))
    save_uniform(file_of(upper_only, 1, card=True), path)
    assert uniform_for(load_uniform(path)) == upper_only
    assert tomllib.loads(path.read_text(encoding="utf-8"))["light"]["from"] == "card"


def test_every_fault_of_the_file_is_told_at_once() -> None:
    with pytest.raises(CalibrationError) as caught:
        read_uniform({"pictures": 0, "upper": [{"lab": [300, 0, 0], "spread": [1, 1, 1], "share": 2}]}, "u.toml")
    message = str(caught.value)
    assert all(word in message for word in ("u.toml", "pictures", "light", "lab", "share"))


def test_a_file_of_a_later_product_is_refused_in_one_sentence() -> None:
    with pytest.raises(CalibrationError, match=r"u\.toml: version is 9, this product reads 1; calibrate again\."):
        read_uniform({"version": 9}, "u.toml")


def test_older_files_are_brought_up_step_by_step() -> None:
    steps = {
        1: lambda old: {**old, "upper": old["jacket"]},
        2: lambda old: {key: value for key, value in old.items() if key != "jacket"},
    }
    old = {"jacket": 7}
    assert migrated(old, steps, 3, "u.toml") == {"upper": 7, "version": 3}
    assert old == {"jacket": 7}
    assert migrated({"version": 2, "upper": 1}, steps, 3, "u.toml") == {"upper": 1, "version": 3}
    for version in (0, 4, True, "1", None):
        with pytest.raises(CalibrationError, match="calibrate again"):
            migrated({"version": version}, steps, 3, "u.toml")


@settings(max_examples=12, deadline=None)
@given(red=st.floats(0.6, 1.0), green=st.floats(0.6, 1.0), blue=st.floats(0.6, 1.0))
def test_the_cards_paper_tells_the_light(red: float, green: float, blue: float) -> None:
    colour = np.array([red, green, blue]) * 0.9
    picture = bytes_of(linear_of(handheld_picture()) * colour)
    light = card_light(picture, None, "card.png")
    assert np.array(light.gains) * colour == pytest.approx(np.full(3, PAPER_WHITE), rel=0.04)


_HELD: list[np.ndarray] = []


def handheld_picture() -> np.ndarray:
    if not _HELD:
        _HELD.append(handheld()[0])
    return _HELD[0]


def test_a_card_that_tells_nothing_is_refused() -> None:
    with pytest.raises(CalibrationError, match="over-exposed"):
        card_light(handheld_picture(), None, "card.png")
    with pytest.raises(CalibrationError, match="not found"):
        card_light(np.full((480, 640, 3), 128, np.uint8), None, "card.png")


# ---- the command


def test_the_uniform_of_a_few_pictures_is_written(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", "uniform", SUIT, EMPTY, "--name", "suit"]) == 0
    said = capsys.readouterr().out
    assert "pictures that show the clothes: 1" in said
    assert "not used: 1" in said
    assert "no picture is stored" in said
    file = load_uniform(data / "uniform.toml")
    assert file.name == "suit"
    assert file.upper[0].lab[0] < 35
    assert file.lower


def test_a_card_in_the_same_light_is_the_white(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = tmp_path / "card.png"
    cv2.imwrite(str(card), bytes_of(linear_of(handheld_picture()) * np.array([0.8, 0.7, 0.6])))
    assert main(["calibrate", "uniform", SUIT, "--card", str(card), "--out", str(tmp_path / "u.toml")]) == 0
    file = load_uniform(tmp_path / "u.toml")
    assert file.light.from_ == "card"
    assert file.light.gains[2] > file.light.gains[0] > 1.0
    assert not data.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Give pictures"),
        ([EMPTY], "No picture shows the uniform (nobody"),
        ([str(FIXTURES / "people" / "back.jpg")], "No picture shows the uniform"),
        ([SUIT, "--card", EMPTY], "the board is not found"),
        (["/nowhere/at/all.jpg"], "/nowhere/at/all.jpg"),
    ],
    ids=["nothing", "empty room", "from behind", "no card", "no file"],
)
def test_bad_input_gets_one_clear_sentence(arguments, words, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", "uniform", *arguments]) == 2
    sentence = capsys.readouterr().err.strip()
    assert len(sentence.splitlines()) == 1, sentence
    assert words in sentence
    assert sentence.endswith(".")
    assert not (data / "uniform.toml").exists()


def test_a_picture_without_colours_is_no_uniform(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grey = cv2.imread(SUIT, cv2.IMREAD_GRAYSCALE)
    cv2.imwrite(str(tmp_path / "grey.png"), grey)
    assert main(["calibrate", "uniform", str(tmp_path / "grey.png")]) == 2
    assert "no colours" in capsys.readouterr().err
    assert not (data / "uniform.toml").exists()

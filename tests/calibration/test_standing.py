"""A calibration is trusted only while the room is recognised."""

from pathlib import Path

import pytest

from calibration.scenery import Doubt, Movement, Scenery, Standing, scenery_of
from station import standing
from station.i18n.texts import LANGUAGES
from station.standing import CameraWatch, StandingObserver, keep_check, last_check, movement_words
from tests.calibration.test_scenery import PERSON, camera_of, picture
from vision.frame import Frame, Picture

ROOM = picture("scenery/room")
TILTED = picture("scenery/tilted_up_1_5")
OTHER = picture("scenery/other_room")
DARK = (ROOM * 0.1).astype("uint8")
CAMERA = camera_of(ROOM)


@pytest.fixture(scope="module")
def room() -> Scenery:
    return scenery_of(ROOM, [PERSON])


@pytest.fixture
def watch(room: Scenery) -> CameraWatch:
    return CameraWatch(room, CAMERA)


class Told:
    """An observer that only says with which set-up it was made, and how many people it sees."""

    def __init__(self, name: str, people: int = 0) -> None:
        self.name, self.people, self.resets = name, people, 0

    def observe(self, frame: Frame) -> "Told":
        return self

    def reset(self) -> None:
        self.resets += 1


class Station:
    """A `StandingObserver` over two stand-ins."""

    def __init__(self, watch: CameraWatch, people: int = 0) -> None:
        self.told: list[Movement | None] = []
        self.observer = StandingObserver(
            watch, lambda: Told("calibrated", people), lambda: Told("plain", people), self.told.append
        )  # type: ignore[arg-type, return-value]
        self.index = 0

    def see(self, pixels: Picture, time_s: float) -> str:
        self.index += 1
        return self.observer.observe(Frame(pixels, self.index, time_s)).name  # type: ignore[attr-defined]


def test_the_calibration_counts_from_the_first_frame_where_the_camera_stands_as_it_stood(watch: CameraWatch) -> None:
    station = Station(watch)
    assert station.see(ROOM, 0.0) == "calibrated"
    assert station.told == []


def test_a_moved_camera_is_measured_with_as_an_uncalibrated_one_and_told(watch: CameraWatch) -> None:
    station = Station(watch)
    assert station.see(TILTED, 0.0) == "plain"
    assert station.told == []
    assert station.see(TILTED, 0.5) == "plain"
    assert station.see(TILTED, 1.1) == "plain"
    assert [one.standing for one in station.told if one] == [Standing.MOVED]


def test_a_camera_put_right_again_is_trusted_again(watch: CameraWatch) -> None:
    station = Station(watch)
    for time_s in (0.0, 1.1):
        station.see(TILTED, time_s)
    assert station.see(ROOM, 2.0) == "plain"
    assert station.see(ROOM, 12.0) == "calibrated"
    assert station.told[-1] is None


def test_in_the_dark_nothing_is_trusted_and_nothing_is_claimed(watch: CameraWatch) -> None:
    station = Station(watch)
    assert {station.see(DARK, 1.1 * look) for look in range(8)} == {"plain"}
    assert station.told == []
    assert station.see(ROOM, 20.0) == "calibrated"


def test_an_unknown_room_is_told_after_several_looks(watch: CameraWatch) -> None:
    station = Station(watch)
    for look in range(standing.DOUBTFUL_LOOKS):
        assert station.told == []
        assert station.see(OTHER, 1.1 * look) == "plain"
    assert [one.doubt for one in station.told if one] == [Doubt.NOT_RECOGNISED]


def test_a_trusted_camera_is_looked_at_again_when_nobody_is_there(watch: CameraWatch) -> None:
    station = Station(watch)
    station.see(ROOM, 0.0)
    assert station.see(TILTED, 100.0) == "calibrated"
    assert station.see(TILTED, standing.TRUSTED_EVERY_S + 1.0) == "calibrated"
    assert station.see(TILTED, standing.TRUSTED_EVERY_S + 2.5) == "plain"


def test_nobody_is_measured_with_another_set_up_in_the_middle(watch: CameraWatch) -> None:
    station = Station(watch, people=1)
    station.see(ROOM, 0.0)
    assert station.see(TILTED, 2.0 * standing.TRUSTED_EVERY_S) == "calibrated"
    assert station.see(TILTED, 2.0 * standing.TRUSTED_EVERY_S + 2.0) == "calibrated"


def test_a_dark_evening_does_not_take_the_trust_away(watch: CameraWatch) -> None:
    station = Station(watch)
    station.see(ROOM, 0.0)
    assert {station.see(DARK, standing.TRUSTED_EVERY_S + 2.0 * look) for look in range(1, 9)} == {"calibrated"}


def test_another_body_makes_the_observer_forget_and_the_camera_stay(watch: CameraWatch) -> None:
    station = Station(watch)
    station.observer.reset()
    station.see(ROOM, 0.0)
    station.observer.reset()
    assert station.see(ROOM, 0.1) == "calibrated"
    assert station.observer._observer.resets == 2  # type: ignore[union-attr]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("movement", "words"),
    [
        (Movement(Standing.MOVED, pan_deg=3.2), ("向右 3.2°", "3.2° to its right")),
        (Movement(Standing.MOVED, pan_deg=-12.4), ("向左 12°", "12° to its left")),
        (Movement(Standing.MOVED, tilt_deg=-1.5, pan_deg=1.1), ("向下 1.5°", "1.5° down")),
        (Movement(Standing.MOVED, roll_deg=2.0), ("向左歪 2.0°", "2.0° to its left")),
        (Movement(Standing.MOVED, zoom_ratio=0.93), ("缩小约 7.0%", "out by 7.0 %")),
        (Movement(Standing.UNMOVED), ("相同", "as it was calibrated")),
        (Movement(Standing.CANNOT_TELL, Doubt.TOO_DARK), ("太暗", "Too dark")),
    ],
)
def test_the_largest_part_of_a_movement_is_said_in_words(language, movement, words) -> None:
    assert words[LANGUAGES.index(language)] in movement_words(movement, language)


def test_the_last_check_is_noted_and_a_broken_note_is_none(tmp_path: Path) -> None:
    assert last_check(tmp_path) is None
    keep_check(tmp_path, Movement(Standing.MOVED, pan_deg=3.0))
    noted = last_check(tmp_path)
    assert noted is not None
    assert noted.standing is Standing.MOVED
    assert "3.0°" in noted.words
    (tmp_path / standing.CHECK_FILE).write_text("standing = 'gone'\n", encoding="utf-8")
    assert last_check(tmp_path) is None


def test_a_note_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    keep_check(tmp_path / "missing", Movement(Standing.UNMOVED))
    assert last_check(tmp_path / "missing") is None

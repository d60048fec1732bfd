"""A camera that has moved is said on the idle screen, in the person's language, and nowhere else."""

from dataclasses import replace
from pathlib import Path

import pytest

from calibration.camera import CameraFile, save_camera
from calibration.chair import ChairFile, save_chair
from calibration.scenery import Doubt, Movement, Standing, scenery_of
from calibration.scenery_file import save_scenery
from station.assembly import Assembly
from station.doctor import Level, examine_calibration
from station.screens.elements import Words
from station.screens.observing import ObservingThread
from station.screens.shell import Shell
from station.screens.surface import Surface
from station.settings import Settings
from station.standing import StandingObserver, movement_words
from station.view_state import Screen, ViewState
from tests.calibration.test_scenery import PERSON, picture
from tests.screens.sample_views import sample
from tests.screens.scripted import IDENTIFY, IDLE, Clock, ScriptedFeed, ScriptedSession
from vision.frame import Frame

ADVICE = {"zh_CN": "摄像头动过（约向上 1.5°）", "en": "Camera moved (1.5° up)"}


@pytest.fixture
def shell(qtbot):
    surface, feed = Surface(), ScriptedFeed()
    qtbot.addWidget(surface)
    surface.resize(540, 960)
    made = Shell(surface, feed, Clock(), IDLE)
    made.attach(ScriptedSession(IDLE), ObservingThread(feed.frames, lambda frame: pytest.fail("not asked for")))
    made.advice = ADVICE.__getitem__
    yield made
    made.stop()


def words_on(shell: Shell) -> str:
    return " ".join("".join(element.lines) for element in shell._surface.elements if isinstance(element, Words))


@pytest.mark.parametrize("language", list(ADVICE))
def test_the_idle_screen_says_it_in_its_language(shell, language):
    shell.session.shown = replace(IDLE, language=language)
    shell.tick()
    assert ADVICE[language] in words_on(shell)


def test_a_person_in_the_middle_of_a_check_does_not_read_it(shell):
    shell.session.shown = IDENTIFY
    shell.tick()
    assert "1.5°" not in words_on(shell)


def test_a_log_that_cannot_be_written_is_said_first(shell):
    shell.session.shown = ViewState(Screen.IDLE, "en", headline="x", footer="Nothing can be logged")
    shell.tick()
    assert "Nothing can be" in words_on(shell)
    assert "1.5°" not in words_on(shell)


@pytest.fixture
def calibrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TONGJING_DATA", str(tmp_path))
    camera = CameraFile(hfov_deg=62.0, width_px=960, height_px=720, height_m=1.35, pitch_deg=-9.5)
    save_camera(camera, tmp_path / "camera.toml")
    front, rear = ((400.0, 470.0), (540.0, 470.0)), ((405.0, 425.0), (535.0, 425.0))
    chair = ChairFile(front_edge_px=front, rear_edge_px=rear, seat_height_m=0.45, seat_depth_m=0.42)
    save_chair(chair, tmp_path / "chair.toml")
    save_scenery(scenery_of(picture("scenery/room"), [PERSON]), tmp_path / "scenery.npz")
    return tmp_path


def run(assembly: Assembly, name: str) -> StandingObserver:
    pixels = picture(name)
    observer = assembly.observer(Frame(pixels))
    assert isinstance(observer, StandingObserver)
    for index in range(2):
        observer.observe(Frame(pixels, index, 2.0 * index))
    return observer


def test_the_station_measures_with_its_calibration_while_the_camera_stands(calibrated):
    assembly = Assembly(Settings(), None, None, "onnx")
    setup = run(assembly, "scenery/room")._observer._setup
    assert setup.camera.knows_floor
    assert setup.chair is not None
    assert assembly.advice("en") == ""


def test_a_moved_camera_takes_camera_and_chair_out_of_the_set_up_and_says_so(calibrated):
    assembly = Assembly(Settings(), None, None, "onnx")
    setup = run(assembly, "scenery/tilted_up_1_5")._observer._setup
    assert setup.camera is None
    assert setup.chair is None
    for language, words in ADVICE.items():
        assert words in assembly.advice(language)
    finding = examine_calibration(calibrated)
    assert finding.level is Level.WARN
    assert "1.5° up" in finding.what


def test_without_a_kept_room_the_calibration_is_used_as_before(calibrated):
    (calibrated / "scenery.npz").unlink()
    observer = Assembly(Settings(), None, None, "onnx").observer(Frame(picture("scenery/room")))
    assert not isinstance(observer, StandingObserver)
    assert observer._setup.camera.knows_floor
    assert "nothing of the room" in examine_calibration(calibrated).what


def test_the_demo_is_not_compared_with_the_stations_room(calibrated):
    observer = Assembly(Settings(), None, None, "onnx", demo=True).observer(Frame(picture("scenery/room")))
    assert not isinstance(observer, StandingObserver)
    assert observer._setup.chair is None


def test_doctor_knows_an_uncalibrated_station(tmp_path):
    assert examine_calibration(tmp_path).level is Level.WARN


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])
@pytest.mark.parametrize("language", list(ADVICE))
@pytest.mark.parametrize(
    "movement",
    [
        Movement(Standing.MOVED, roll_deg=-3.1),
        Movement(Standing.MOVED, zoom_ratio=0.9),
        *(Movement(Standing.CANNOT_TELL, doubt) for doubt in Doubt),
    ],
)
def test_the_whole_sentence_fits_under_the_mirror(qtbot, movement, language, size):
    surface = Surface()
    qtbot.addWidget(surface)
    surface.resize(*size)
    surface.show_view(replace(sample("idle", language), footer=movement_words(movement, language)))
    assert not any(element.elided for element in surface.elements if isinstance(element, Words))

"""`tongjing calibrate` as an installer types it: what is written, what is said, and the exit code."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from calibration.camera import CameraFile, load_camera, save_camera
from calibration.chair import ChairFile, load_chair, save_chair
from calibration.scenery_file import load_scenery
from station import calibration_source
from station.capture.status import CameraStatus
from station.cli import main
from station.settings import load_settings
from station.standing import last_check
from tests.calibration.boards import FOCAL_PX, PlayedCamera, handheld, on_floor
from tests.calibration.test_scenery import PERSON, camera_of, picture
from tests.calibration.turned import turned

pytestmark = pytest.mark.usefixtures("qapp")
FAULTS = Path(__file__).resolve().parents[1] / "fixtures" / "faults"
SCENERY = FAULTS.parent / "scenery"
LENS = CameraFile(fx=FOCAL_PX, fy=FOCAL_PX, cx=480.0, cy=360.0, width_px=960, height_px=720)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("TONGJING_DATA", str(folder))
    return folder


@pytest.fixture(scope="session")
def floor_picture(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The board on the floor of the rendered room, camera 1.3 m high, 22 degrees down."""
    path = tmp_path_factory.mktemp("floor") / "floor.png"
    backdrop = picture("scenery/room")
    backdrop[15:655, 405:555] = backdrop[15:655, 200:350]
    cv2.imwrite(str(path), on_floor(1.3, -22.0, backdrop))
    return str(path)


@pytest.fixture
def pictures(tmp_path: Path) -> list[str]:
    paths = [tmp_path / f"board{number}.png" for number in range(8)]
    for path, shown in zip(paths, handheld(), strict=True):
        cv2.imwrite(str(path), shown)
    return [str(path) for path in paths]


def plug_in(monkeypatch: pytest.MonkeyPatch, camera: PlayedCamera) -> None:
    monkeypatch.setattr(calibration_source, "open_live", lambda source: camera)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> None:
    """Exactly one sentence, no traceback."""
    sentence = capsys.readouterr().err.strip()
    assert len(sentence.splitlines()) == 1, sentence
    assert sentence.endswith(".")
    assert "Traceback" not in sentence
    for word in words:
        assert word in sentence


# ---- board and camera


def test_the_board_is_printed(tmp_path: Path) -> None:
    assert main(["calibrate", "camera", "--board", str(tmp_path / "board.pdf")]) == 0
    assert (tmp_path / "board.pdf").read_bytes().startswith(b"%PDF")


def test_a_lens_from_pictures_is_written(data: Path, pictures: list[str], capsys) -> None:
    (data / "scenery.npz").write_bytes(b"of the calibration before")
    assert main(["calibrate", "camera", *pictures]) == 0
    file = load_camera(data / "camera.toml")
    assert file.fx == pytest.approx(FOCAL_PX, rel=0.02)
    assert file.height_m is None
    assert not (data / "scenery.npz").exists()
    assert "calibrate floor" in capsys.readouterr().out


def test_a_live_camera_collects_the_views_by_itself(data: Path, monkeypatch) -> None:
    camera = PlayedCamera(handheld(), repeat=5)
    plug_in(monkeypatch, camera)
    assert main(["calibrate", "camera", "--source", "0", "--views", "6"]) == 0
    assert load_camera(data / "camera.toml").fx == pytest.approx(FOCAL_PX, rel=0.03)
    assert not camera.running


def test_a_board_that_cannot_be_written_is_one_sentence(tmp_path: Path, capsys) -> None:
    assert main(["calibrate", "camera", "--board", str(tmp_path / "nowhere" / "board.pdf")]) == 2
    refused(capsys, "cannot be written", "No such file")


def test_too_few_boards_are_refused(pictures: list[str], capsys) -> None:
    assert main(["calibrate", "camera", *pictures[:2]]) == 2
    refused(capsys, "found in 2 pictures", "5 are needed")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["--source 0", "--board"]),
        (["--person", "p.jpg"], ["--height-cm"]),
        (["no-such-picture.jpg"], ["no-such-picture.jpg"]),
        (["0", "picture.jpg"], ["one camera"]),
        (["--paper", "A5", "0"], ["A5", "A3 or A4"]),
    ],
)
def test_a_camera_command_that_cannot_be_is_refused(arguments, words, capsys, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "picture.jpg").write_bytes((FAULTS / "empty.jpg").read_bytes())
    assert main(["calibrate", "camera", *arguments]) == 2
    refused(capsys, *words)


def test_a_camera_that_gives_nothing_is_refused(monkeypatch, capsys) -> None:
    camera = PlayedCamera([], repeat=1)
    camera.status = CameraStatus.BUSY
    plug_in(monkeypatch, camera)
    for command in ("camera", "floor", "chair", "check"):
        if command == "floor":
            save_camera(LENS, Path(load_settings_folder()) / "camera.toml")
        if command == "check":
            continue
        assert main(["calibrate", command, "--source", "0"]) == 2
        refused(capsys, "camera 0", "busy")
    assert not camera.running


def load_settings_folder() -> str:
    from station.settings import data_folder

    return str(data_folder())


# ---- floor


def test_the_board_on_the_floor_gives_height_and_tilt_and_keeps_the_room(data, floor_picture, capsys) -> None:
    save_camera(LENS, data / "camera.toml")
    assert main(["calibrate", "floor", floor_picture, "--paper", "A3"]) == 0
    file = load_camera(data / "camera.toml")
    assert file.height_m == pytest.approx(1.3, abs=0.03)
    assert file.pitch_deg == pytest.approx(-22.0, abs=0.7)
    assert "no picture is stored" in capsys.readouterr().out
    room = load_scenery(data / "scenery.npz")
    assert len(room.points_px) > 100


def test_the_board_itself_is_not_kept_with_the_room(data, floor_picture) -> None:
    save_camera(LENS, data / "camera.toml")
    assert main(["calibrate", "floor", floor_picture, "--paper", "A3"]) == 0
    x, y = load_scenery(data / "scenery.npz").points_px.T
    board = cv2.imread(floor_picture)
    plain = picture("scenery/room")
    plain[15:655, 405:555] = plain[15:655, 200:350]
    changed = np.argwhere(np.abs(board.astype(int) - plain).max(axis=2) > 60)
    (y0, x0), (y1, x1) = changed.min(axis=0), changed.max(axis=0)
    assert not ((x > x0) & (x < x1) & (y > y0) & (y < y1)).any()


def test_floor_from_a_live_camera(data, floor_picture, monkeypatch) -> None:
    save_camera(LENS, data / "camera.toml")
    plug_in(monkeypatch, PlayedCamera([cv2.imread(floor_picture)], repeat=1))
    assert main(["calibrate", "floor", "--source", "0", "--paper", "A3", "--wait-s", "0"]) == 0
    assert load_camera(data / "camera.toml").height_m == pytest.approx(1.3, abs=0.03)


def test_a_floor_without_a_board_is_refused(data, capsys) -> None:
    save_camera(LENS, data / "camera.toml")
    assert main(["calibrate", "floor", str(FAULTS / "empty.jpg")]) == 2
    refused(capsys, "empty.jpg", "board is not found")
    assert load_camera(data / "camera.toml") == LENS


def test_a_lens_of_another_picture_size_is_refused(data, floor_picture, capsys) -> None:
    save_camera(LENS.model_copy(update={"width_px": 1280, "height_px": 720}), data / "camera.toml")
    assert main(["calibrate", "floor", floor_picture, "--paper", "A3"]) == 2
    refused(capsys, "1280x720", "960x720")


def test_a_floor_without_a_lens_is_refused(floor_picture, capsys) -> None:
    assert main(["calibrate", "floor", floor_picture]) == 2
    refused(capsys, "camera.toml")


def test_a_chair_is_out_of_date_when_the_camera_has_moved(data, floor_picture, capsys) -> None:
    save_camera(LENS, data / "camera.toml")
    (data / "chair.toml").write_text("version = 1\n", encoding="utf-8")
    assert main(["calibrate", "floor", floor_picture, "--paper", "A3"]) == 0
    assert "calibrate chair again" in capsys.readouterr().out
    assert main(["calibrate", "floor", floor_picture, "--paper", "A3"]) == 0
    assert "calibrate chair again" not in capsys.readouterr().out


# ---- quick way and check


@pytest.fixture
def quick(data: Path) -> Path:
    """The quick way on the rendered room; 1.8 m is about that person's stature."""
    code = main(["calibrate", "camera", "--person", str(SCENERY / "room.jpg"), "--stature-cm", "178",
                 "--height-cm", "135", "--hfov-deg", "62"])  # fmt: skip
    assert code == 0
    return data


def test_the_quick_way_finds_the_tilt_and_keeps_the_room_without_the_person(quick: Path) -> None:
    assert load_camera(quick / "camera.toml").pitch_deg == pytest.approx(-9.5, abs=1.5)
    x, y = load_scenery(quick / "scenery.npz").points_px.T
    assert len(x) > 100
    inside = (x > PERSON.x0) & (x < PERSON.x1) & (y > PERSON.y0) & (y < PERSON.y1)
    assert not inside.any()


def test_check_says_whether_the_camera_has_moved(quick: Path, tmp_path: Path, capsys, monkeypatch) -> None:
    capsys.readouterr()
    assert main(["calibrate", "check", str(SCENERY / "other_person_and_light.jpg")]) == 0
    assert "stands as it was calibrated" in capsys.readouterr().out
    assert main(["calibrate", "check", str(SCENERY / "tilted_up_1_5.jpg")]) == 1
    said = capsys.readouterr().out
    assert "1.5° up" in said
    assert "tilt +1.5 deg" in said
    assert last_check(quick).standing.value == "moved"
    assert main(["calibrate", "check", str(SCENERY / "other_room.jpg")]) == 3
    plug_in(monkeypatch, PlayedCamera([picture("scenery/rolled_1_5")], repeat=1))
    assert main(["calibrate", "check", "--source", "0"]) == 1
    assert "leans" in capsys.readouterr().out


def test_check_without_a_calibration_is_refused(capsys) -> None:
    assert main(["calibrate", "check", str(SCENERY / "room.jpg")]) == 2
    refused(capsys, "scenery.npz", "calibrate floor")


def test_a_person_who_is_not_wholly_seen_is_refused(capsys, data) -> None:
    assert main(["calibrate", "camera", "--person", str(FAULTS / "empty.jpg"), "--height-cm", "130"]) == 2
    refused(capsys, "whole body")
    assert not (data / "camera.toml").exists()


# ---- chair and screen

EDGES = ["--front", "420,470", "545,470", "--rear", "540,425", "425,425"]


def test_a_chair_by_its_pixels(data: Path) -> None:
    assert main(["calibrate", "chair", str(FAULTS / "seated.jpg"), *EDGES, "--seat-height-cm", "46"]) == 0
    file = load_chair(data / "chair.toml")
    assert file.front_edge_px == ((420, 470), (545, 470))
    assert file.seat_height_m == pytest.approx(0.46)


@pytest.mark.parametrize("live", [False, True])
def test_a_chair_by_dragging(data: Path, live: bool, monkeypatch) -> None:
    from station.screens.calibration.chair_window import ChairWindow

    def drags(window: ChairWindow) -> bool:
        for corner, place in enumerate([(420, 470), (545, 470), (540, 425), (425, 425)]):
            window.chosen = corner
            window.move_chosen(*place)
        return window.save.isEnabled()

    monkeypatch.setattr(ChairWindow, "run", drags)
    given = [str(FAULTS / "seated.jpg")]
    if live:
        plug_in(monkeypatch, PlayedCamera([picture("faults/seated")], repeat=1))
        given = ["--source", "0"]
    assert main(["calibrate", "chair", *given]) == 0
    file = load_chair(data / "chair.toml")
    assert file.front_edge_px == ((420, 470), (545, 470))
    assert file.rear_edge_px == ((425, 425), (540, 425))

    seen = []
    monkeypatch.setattr(ChairWindow, "run", lambda window: seen.append(window.outline) or True)
    assert main(["calibrate", "chair", *given]) == 0
    assert seen[0].corners == ((420, 470), (545, 470), (540, 425), (425, 425)), "the chair of before stands there"


def test_a_cancelled_chair_changes_nothing(data: Path, monkeypatch, capsys) -> None:
    from station.screens.calibration.chair_window import ChairWindow

    monkeypatch.setattr(ChairWindow, "run", lambda window: False)
    assert main(["calibrate", "chair", str(FAULTS / "seated.jpg")]) == 2
    refused(capsys, "Cancelled")
    assert not (data / "chair.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--front", "1,2", "3,4"], ["--rear"]),
        (["--front", "x,y", "3,4", "--rear", "1,2", "3,4"], ["'x,y'", "512,640"]),
        (["--front", "4000,470", "4200,470", "--rear", "4000,425", "4200,425"], ["outside", "960x720"]),
        (["--front", "1,2", "3,4", "--rear", "5,6", "7,8"], ["No seat", "960x720"]),
        (["--front", "420,470", "545,470", "--rear", "480,500", "480,440"], ["No seat"]),
        (["--source", "0"], ["one picture"]),
    ],
)
def test_a_chair_that_cannot_be_is_refused(arguments, words, capsys, data) -> None:
    assert main(["calibrate", "chair", str(FAULTS / "seated.jpg"), *arguments]) == 2
    refused(capsys, *words)
    assert not (data / "chair.toml").exists()


def test_a_chair_drawn_with_a_moved_camera_is_told(quick: Path, tmp_path: Path, capsys) -> None:
    room = picture("scenery/room")
    cv2.imwrite(str(tmp_path / "moved.png"), turned(room, camera_of(room), 4.0, 0.0, 0.0, 1.0))
    assert main(["calibrate", "chair", str(tmp_path / "moved.png"), *EDGES]) == 0
    assert "has moved" in capsys.readouterr().out
    assert main(["calibrate", "chair", str(SCENERY / "room.jpg"), *EDGES]) == 0
    assert "has moved" not in capsys.readouterr().out


def test_the_screens_size_is_kept(data: Path) -> None:
    assert main(["calibrate", "screen", "--width-mm", "398", "--height-mm", "708", "--distance-m", "2.4"]) == 0
    assert load_settings().screen.mark_distance_m == pytest.approx(2.4)


@pytest.mark.parametrize("arguments", [["--width-mm", "5", "--height-mm", "700"], ["--width-mm", "400"]])
def test_a_screen_that_cannot_be_is_refused(arguments, data) -> None:
    assert main(["calibrate", "screen", *arguments]) == 2
    assert not (data / "settings.toml").exists()


# ---- a calibration that contradicts the picture, where people use it


def test_a_camera_file_of_another_shape_is_refused_by_measure_and_inspect(tmp_path: Path, capsys) -> None:
    save_camera(CameraFile(hfov_deg=62.0, width_px=1920, height_px=1080), tmp_path / "cam.toml")
    source, camera = str(FAULTS / "empty.jpg"), ["--camera", str(tmp_path / "cam.toml")]
    assert main(["measure", source, *camera, "--jsonl", str(tmp_path / "out.jsonl")]) == 2
    refused(capsys, "1920x1080", "960x720", "cam.toml")
    assert main(["inspect", source, "--checklist", "auto_dealer", "--wearer", "men", *camera]) == 2
    refused(capsys, "1920x1080", "960x720", "cam.toml")


def test_a_chair_outside_the_picture_is_refused_by_measure(tmp_path: Path, capsys) -> None:
    far = ((4000.0, 470.0), (4200.0, 470.0))
    chair = ChairFile(front_edge_px=far, rear_edge_px=far, seat_height_m=0.45, seat_depth_m=0.42)
    save_chair(chair, tmp_path / "chair.toml")
    source = ["measure", str(FAULTS / "empty.jpg"), "--chair", str(tmp_path / "chair.toml")]
    assert main([*source, "--jsonl", str(tmp_path / "out.jsonl")]) == 2
    refused(capsys, "outside", "chair.toml")


def test_a_baseline_without_a_person_is_refused(tmp_path: Path, capsys) -> None:
    source = ["measure", str(FAULTS / "stand_sides.jpg"), "--baseline", str(FAULTS / "empty.jpg")]
    assert main([*source, "--jsonl", str(tmp_path / "out.jsonl")]) == 2
    refused(capsys, "empty.jpg", "nobody")


def test_a_baseline_of_somebody_who_sits_is_refused(tmp_path: Path, capsys) -> None:
    seated = FAULTS.parent / "people" / "seated_left.jpg"
    source = ["measure", str(FAULTS / "stand_sides.jpg"), "--baseline", str(seated)]
    assert main([*source, "--jsonl", str(tmp_path / "out.jsonl")]) == 2
    refused(capsys, "seated_left.jpg", "sits", "upright")


def test_a_baseline_of_another_shape_is_refused_where_the_camera_is_known(tmp_path: Path, capsys) -> None:
    save_camera(CameraFile(hfov_deg=62.0), tmp_path / "cam.toml")
    source = ["measure", str(FAULTS / "stand_sides.jpg"), "--baseline", str(FAULTS / "portrait.jpg")]
    source += ["--camera", str(tmp_path / "cam.toml"), "--jsonl", str(tmp_path / "out.jsonl")]
    assert main(source) == 2
    refused(capsys, "portrait.jpg", "720x960", "960x720")


def test_a_smaller_copy_of_the_baseline_gives_the_same_angle(tmp_path: Path) -> None:
    upright = picture("faults/stand_v_front_hands")
    cv2.imwrite(str(tmp_path / "half.png"), cv2.resize(upright, (480, 360), interpolation=cv2.INTER_AREA))
    angles = []
    for baseline in (FAULTS / "stand_v_front_hands.jpg", tmp_path / "half.png"):
        source = ["measure", str(FAULTS / "bow_front.jpg"), "--baseline", str(baseline)]
        assert main([*source, "--jsonl", str(tmp_path / "out.jsonl")]) == 0
        row = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()[0])
        angles.append(row["measures"]["bow_angle_deg"]["value"])
    assert angles[0] == pytest.approx(angles[1], abs=2.0)


def test_a_chair_outside_the_picture_is_refused_by_inspect(tmp_path: Path, capsys) -> None:
    far = ((4000.0, 470.0), (4200.0, 470.0))
    chair = ChairFile(front_edge_px=far, rear_edge_px=far, seat_height_m=0.45, seat_depth_m=0.42)
    save_chair(chair, tmp_path / "chair.toml")
    who = ["--checklist", "auto_dealer", "--wearer", "men", "--chair", str(tmp_path / "chair.toml")]
    assert main(["inspect", str(FAULTS / "empty.jpg"), *who]) == 2
    refused(capsys, "outside", "chair.toml")

"""`tongjing rehearse`: what is asked of the folder, and where the time went, in words."""

from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from checklists.session_part import SessionPart
from station.cli import main
from station.rehearsal import Act, Rehearsed, spent_lines
from station.rehearse_commands import demo_person, person_in
from tests.log.sessions import session
from vision.errors import TongjingError


def picture(path: Path, level: int = 120) -> None:
    cv2.imwrite(str(path), np.full((48, 64, 3), level, np.uint8))


def test_a_person_is_a_folder_of_pictures_named_by_the_parts(tmp_path: Path) -> None:
    picture(tmp_path / "front.png")
    picture(tmp_path / "bow.30.png", 90)
    (tmp_path / "camera.toml").write_text("hfov_deg = 40.0\nheight_m = 1.4\npitch_deg = -9.5\n", encoding="utf-8")
    acts, setup = person_in(tmp_path)
    assert set(acts) == {"front", "bow.30"}
    assert setup.camera is not None
    assert (setup.camera.width_px, setup.camera.height_m) == (64, 1.4)
    assert setup.chair is None


@pytest.mark.parametrize(
    ("names", "said"),
    [(["left.png"], "holds no picture 'front'"), (["front.png", "me.png"], "expected a file called front")],
)
def test_a_folder_that_cannot_be_played_is_told(tmp_path: Path, names: list[str], said: str) -> None:
    for name in names:
        picture(tmp_path / name)
    with pytest.raises(TongjingError, match=said):
        person_in(tmp_path)


def test_pictures_of_one_camera_are_brought_to_one_size_and_others_refused(tmp_path: Path) -> None:
    picture(tmp_path / "front.png")
    cv2.imwrite(str(tmp_path / "bow.png"), np.zeros((24, 32, 3), np.uint8))
    acts, _ = person_in(tmp_path)
    assert acts["bow"].pictures[0].shape == (48, 64, 3)
    cv2.imwrite(str(tmp_path / "left.png"), np.zeros((64, 48, 3), np.uint8))
    with pytest.raises(TongjingError, match="left has 48x64 pixels, front has 64x48"):
        person_in(tmp_path)


def test_wrong_words_on_the_command_line_get_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    given = ["rehearse", "nowhere", "--checklist", "call_center", "--wearer", "men"]
    assert main(given) == 2
    assert "or from 'demo'" in capsys.readouterr().err
    assert main([*given, "--deny", "uniform.hat"]) == 2
    assert "uniform.hat does not stand in the checklist" in capsys.readouterr().err


def test_a_motion_is_played_once_and_then_held() -> None:
    pictures = tuple(np.full((2, 2, 3), level, np.uint8) for level in range(4))
    act = Act(pictures, fps=2.0)
    assert [int(act.at(seconds)[0, 0, 0]) for seconds in (-1.0, 0.0, 0.6, 1.9, 60.0)] == [0, 0, 1, 3, 3]


def test_the_demo_person_turns_and_bows() -> None:
    acts, setup = demo_person()
    assert set(acts) == {"front", "left", "right", "bow", "bow.15"}
    assert all(len(act.pictures) > 10 for act in acts.values())
    assert setup.camera is not None
    assert setup.camera.calibrated


def test_the_account_adds_up_what_a_check_takes_the_person() -> None:
    spent = {"notice": 2.0, SessionPart.FRONT.value: 4.0, SessionPart.TURN_LEFT.value: 2.5, "close_up": 5.5}
    lines = spent_lines(Rehearsed((), session(at=datetime(2026, 1, 5, tzinfo=UTC)), spent))
    assert lines == [
        "looked    6.5 s  front 4.0, turn_left 2.5",
        "asked     5.5 s  close_up 5.5",
        "else      2.0 s  notice 2.0",
        "check    12.0 s  looked and asked together",
    ]

import tomllib
from pathlib import Path

import cv2
import pytest

from training.render.demo import SEGMENTS, STARTS, moment

FOLDER = Path(__file__).parents[2] / "assets" / "demo"


@pytest.fixture(scope="module")
def description():
    return tomllib.loads((FOLDER / "demo.toml").read_text(encoding="utf-8"))


def test_the_story_runs_forward():
    starts = [start for _, start in SEGMENTS]
    assert starts == sorted(starts)


def test_the_person_moves_without_jumps():
    before = moment(STARTS["walks_in"] + 0.001)
    for step in range(1, int((STARTS["empty_again"] - STARTS["walks_in"]) * 50)):
        now = moment(STARTS["walks_in"] + step / 50)
        assert abs(now.azimuth_deg - before.azimuth_deg) < 5
        assert abs(now.bow_deg - before.bow_deg) < 2
        assert abs(now.lateral_m - before.lateral_m) < 0.06
        before = now


def test_the_badge_hangs_askew_first_and_straight_after_the_bow():
    assert moment(STARTS["stands_arms_at_sides"] + 1).badge_tilt_deg == pytest.approx(9.0)
    assert moment(STARTS["stands_badge_straight"] + 1).badge_tilt_deg == pytest.approx(0.0)


def test_the_clip_is_what_its_description_says(description):
    clip = cv2.VideoCapture(str(FOLDER / "person.mp4"))
    frames = 0
    while True:
        read, picture = clip.read()
        if not read:
            break
        frames += 1
        assert picture.shape[:2] == (description["camera"]["height_px"], description["camera"]["width_px"])
    assert frames == description["frames"]
    assert clip.get(cv2.CAP_PROP_FPS) == pytest.approx(description["fps"])


def test_the_clip_is_small_and_its_licence_is_named(description):
    assert (FOLDER / "person.mp4").stat().st_size < 4_000_000
    assert description["licence"] == "MIT"
    assert "VALID" in description["source"]


def test_the_description_holds_the_true_bow(description):
    held = next(segment for segment in description["segments"] if segment["name"] == "holds_bow")
    assert held["bow_angle_deg"] == pytest.approx(30.0, abs=0.5)
    assert held["end_s"] - held["start_s"] == pytest.approx(1.3)

"""The demo person does what the screen asks, and never stands outside its story."""

from dataclasses import replace
from itertools import groupby, pairwise

import cv2
import pytest

from station.capture.sources import DEMO_CLIP
from station.screens.demo_feed import DemoFeed, Director
from station.screens.demo_story import ASIDE_CLIP, DEMO_STORY, Aside, Segment, Story, load_story
from station.view_state import Cue, Dial, Pose, Screen, ViewState
from vision.errors import TongjingError

NAMES = (
    "empty", "walks_in", "stands_arms_at_sides", "folds_hands", "stands_hands_in_front", "turns_left", "holds_left",
    "turns_back_from_left", "turns_right", "holds_right", "turns_back_from_right", "stands_before_bow", "bows_down",
    "holds_bow", "rises", "stands_badge_straight", "turns_away", "walks_out", "empty_again",
)  # fmt: skip
SEGMENTS = tuple(Segment(name, 10 * n, 10 * n + 9) for n, name in enumerate(NAMES))
ASIDE = Aside(
    turned=10 * NAMES.index("turns_right") + 6, first=10 * len(NAMES), stands=9, down=12, held=6, bow_deg=30.0
)
STORY = Story(12.0, "men", SEGMENTS, aside=ASIDE)
LAST = ASIDE.first + ASIDE.stands + ASIDE.down + ASIDE.held - 1


def asks(pose: Pose, step: int = 1) -> ViewState:
    return ViewState(Screen.PART, pose=pose, step=step)


def play(director: Director, frames: int) -> list[str]:
    """Names of the segments that play, without repeats in a row."""
    seen: list[str] = []
    for _ in range(frames):
        number = director.next_frame()
        assert 0 <= number <= LAST
        if not seen or seen[-1] != director.segment:
            seen.append(director.segment)
    return seen


def test_the_person_comes_in_by_itself_and_waits():
    director = Director(STORY)
    assert play(director, 200) == ["empty", "walks_in", "stands_arms_at_sides"]


def test_waiting_is_to_and_fro_and_never_a_jump():
    director = Director(STORY)
    play(director, 40)
    frames = [director.next_frame() for _ in range(60)]
    assert {abs(one - other) for one, other in pairwise(frames)} == {1}
    assert set(frames) <= set(range(20, 30))


def test_a_whole_check_is_played_in_its_order():
    director = Director(STORY)
    play(director, 60)
    director.follow(asks(Pose.FRONT))
    assert play(director, 60)[-1] == "stands_hands_in_front"
    director.follow(asks(Pose.TURN_LEFT, 2))
    assert play(director, 60)[-1] == "holds_left"
    director.follow(asks(Pose.TURN_RIGHT, 3))
    assert play(director, 60)[-2:] == ["turns_right", "holds_right"]
    director.follow(asks(Pose.BOW, 4))
    assert play(director, 120)[-4:] == ["bows_down", "holds_bow", "rises", "stands_badge_straight"]
    director.follow(ViewState(Screen.LOGGED))
    assert play(director, 120)[-1] == "empty_again"
    director.follow(ViewState(Screen.IDLE))
    assert play(director, 60)[-1] == "stands_arms_at_sides"


def test_a_second_bow_is_bowed_again_but_one_is_bowed_once():
    director = Director(STORY)
    director.follow(asks(Pose.BOW, 4))
    play(director, 400)
    director.follow(asks(Pose.BOW, 4))
    assert play(director, 60) == ["stands_badge_straight"]
    director.follow(asks(Pose.BOW, 5))
    assert "holds_bow" in play(director, 100)


def dial_for(low_deg: float, high_deg: float, repetition: int = 1, **more: object) -> Dial:
    return Dial(0.0, 1.0, low_deg, high_deg, 0.0, 1.0, repetition, 3, **more)


def test_a_small_bow_is_bowed_half_as_deep_and_no_frame_stands():
    director = Director(STORY)
    director.follow(replace(asks(Pose.BOW, 4), dial=dial_for(11.0, 19.0)))
    frames = [director.next_frame() for _ in range(400)]
    down = STORY.segments[STORY.index("bows_down")]
    deepest = max(frames)
    assert down.first < deepest < down.last
    assert max(sum(1 for _ in run) for _, run in groupby(frames)) <= 3, "no frame stands"
    after = frames[len(frames) - frames[::-1].index(deepest) :]
    assert min(after[:12]) <= down.first, "and up again"
    director.follow(replace(asks(Pose.BOW, 5), dial=dial_for(25.0, 35.0)))
    assert "holds_bow" in play(director, 100), "the next one is the deep one"


def test_in_a_drill_the_person_bows_once_for_each_repetition_and_rests_after_the_set():
    director, bows = Director(STORY), 0
    play(director, 30)
    for repetition in (1, 2, 3):
        for _ in range(100):
            director.follow(ViewState(Screen.DRILL, dial=dial_for(25.0, 35.0, repetition)))
            before = director.segment
            director.next_frame()
            bows += before != "holds_bow" == director.segment
    assert bows == 3
    for _ in range(200):
        director.follow(ViewState(Screen.DRILL, dial=dial_for(25.0, 35.0, 3, summary=("3",))))
        director.next_frame()
    assert director.segment == "stands_badge_straight"


def test_a_bow_that_the_station_did_not_see_is_bowed_again():
    director, seen = Director(STORY), 0
    for _ in range(400):
        director.follow(ViewState(Screen.DRILL, dial=dial_for(25.0, 35.0)))
        before = director.segment
        director.next_frame()
        seen += before != "holds_bow" == director.segment
    assert 2 <= seen <= 3


def test_who_is_asked_to_bow_side_on_turns_once_and_stays_so_until_the_set_is_over():
    director = Director(STORY)
    play(director, 30)
    turns, bows, before = 0, 0, 0
    turn = STORY.segments[STORY.index("turns_right")]
    for repetition, pose in ((1, Pose.BOW), (2, Pose.TURN_RIGHT), (3, Pose.BOW)):
        for _ in range(110):
            director.follow(ViewState(Screen.DRILL, pose=pose, dial=dial_for(25.0, 35.0, repetition)))
            now = director.next_frame()
            turns += now == turn.first != before
            bows += before < ASIDE.first + ASIDE.stands <= now
            before = now
            assert repetition < 3 or now >= ASIDE.first, "still turned aside"
    assert (turns, bows) == (1, 2)
    summed = ViewState(Screen.DRILL, dial=dial_for(25.0, 35.0, 3, summary=("3",)))
    for _ in range(60):
        director.follow(summed)
        assert director.next_frame() < ASIDE.first
    assert director.segment == "stands_before_bow"


def test_a_small_bow_aside_is_not_the_deep_one_and_no_frame_stands():
    frames = ASIDE.bow(15.0, 12.0)
    start = ASIDE.first + ASIDE.stands
    assert start < max(frames) < start + ASIDE.down
    assert max(sum(1 for _ in run) for _, run in groupby(frames)) <= 3
    assert max(ASIDE.bow(30.0, 12.0)) >= start + ASIDE.down


def test_the_clips_hold_as_many_frames_as_their_story_counts():
    story = load_story()
    assert story.aside is not None
    count = sum(int(cv2.VideoCapture(str(clip)).get(cv2.CAP_PROP_FRAME_COUNT)) for clip in (DEMO_CLIP, ASIDE_CLIP))
    assert story.aside.first + story.aside.stands + story.aside.down + story.aside.held == count


def test_a_correction_is_corrected():
    director = Director(STORY)
    play(director, 60)
    director.follow(replace(asks(Pose.FRONT), cue=Cue("badge")))
    assert play(director, 300)[-1] == "stands_badge_straight"


def test_who_is_to_face_the_mirror_after_a_turn_turns_back_and_does_not_bow():
    director = Director(STORY)
    play(director, 60)
    director.follow(asks(Pose.TURN_RIGHT, 3))
    assert play(director, 200)[-1] == "holds_right"
    director.follow(ViewState(Screen.ASSIST))
    assert play(director, 60)[-2:] == ["turns_back_from_right", "stands_before_bow"]


def test_a_result_is_put_right_without_a_bow_on_the_way():
    director = Director(STORY)
    director.follow(asks(Pose.TURN_RIGHT, 3))
    play(director, 200)
    director.follow(ViewState(Screen.ASSIST))
    play(director, 60)
    for _ in range(3):
        director.follow(ViewState(Screen.RESULT))
    assert play(director, 60) == ["stands_badge_straight"]


@pytest.mark.parametrize("content", ["", "fps = 12", 'fps = 12\nframes = 9\nwearer = "men"\nsegments = []', "]"])
def test_a_broken_story_is_one_sentence(tmp_path, content):
    path = tmp_path / "demo.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TongjingError, match=r"demo\.toml"):
        load_story(path)


def test_a_clip_shorter_than_its_story_says_so(qtbot, tmp_path):
    import cv2
    import numpy as np

    clip = tmp_path / "short.mp4"
    writer = cv2.VideoWriter(str(clip), cv2.VideoWriter.fourcc(*"mp4v"), 12.0, (64, 48))
    for grey in (40, 90, 140):
        writer.write(np.full((48, 64, 3), grey, np.uint8))
    writer.release()
    feed = DemoFeed(replace(STORY, fps=200.0), [clip])
    feed.start()
    qtbot.waitUntil(lambda: feed.fault is not None, timeout=5000)
    feed.stop()
    assert feed.fault is not None
    assert "shorter than its story" in feed.fault


@pytest.mark.skipif(not DEMO_STORY.exists(), reason="the demo is not rendered yet")
def test_the_bundled_story_has_every_segment_that_is_asked_for():
    story = load_story()
    assert all(segment.first <= segment.last for segment in story.segments)
    director = Director(story)
    for _ in range(500):
        director.next_frame()
    assert director.segment == "stands_arms_at_sides"

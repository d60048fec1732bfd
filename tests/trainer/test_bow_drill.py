from dataclasses import replace

import numpy as np
import pytest

from checklists.loader import load_shipped
from checklists.verdict import Outcome
from station.session.machine import State
from station.trainer.bow_drill import BowDrill, Repetitions
from station.trainer.bow_session import BowSession, standard_for
from station.view_state import Screen
from tests.session.actor import CHECKLIST, Stage, observation
from vision.errors import TongjingError
from vision.glossary import GLOSSARY
from vision.measure import View
from vision.motion.bow_measures import bow_measures
from vision.motion.bow_shape import bow_shape
from vision.observation import Bow, ClipSummary
from vision.reason import Reason

DEALER = load_shipped()["auto_dealer"]
STEP_S = 0.1


def angles_of(peak_deg, hold_s=1.5, way_s=0.8, rest_s=1.0):
    """Angles of one bow at ten frames a second."""
    down = np.linspace(0, peak_deg, round(way_s / STEP_S))
    top = [peak_deg] * round(hold_s / STEP_S)
    return [0.0] * round(rest_s / STEP_S) + [*down, *top, *down[::-1]] + [0.0] * 3


class Bower:
    """Gives the measures that the observer gives of bows: each stands from the frame in which its bow ends."""

    def __init__(self):
        self.seconds, self._bow = 0.0, {}

    def bow(self, peak_deg, **how):
        """The measured values of each frame of one bow."""
        angles = angles_of(peak_deg, **{k: v for k, v in how.items() if k in ("hold_s", "way_s", "rest_s")})
        frames = []
        for number, angle in enumerate(angles):
            if number == len(angles) - 2:
                self._bow = self._ended(angles)
            frames.append({"bow_angle_deg": float(angle), "hands_pose": "front_right_over_left", **self._bow})
        return frames

    def _ended(self, angles):
        times_s = np.arange(len(angles)) * STEP_S
        shape = bow_shape(times_s, np.array(angles), np.full(len(angles), 0.5))
        bow = Bow(
            shape.start_s, shape.bottom_start_s, shape.bottom_end_s, shape.end_s, shape.peak_deg, shape.hold_s,
            shape.sigma_deg, back_bend_deg=3.0, back_bend_sigma=1.0,
        )  # fmt: skip
        # a little more with each bow: no two bows are equal to the last digit
        self.seconds += 0.001
        measures = bow_measures([bow], [shape], observation(0.0).view)
        return {one.name: one.value + (self.seconds if one.name == "bow_up_s" else 0.0) for one in measures}


def run(taker, frames, start_s=0.0, **how):
    done = [taker.observe(observation(start_s + i * STEP_S, frame, **how)) for i, frame in enumerate(frames)]
    return [one for one in done if one]


@pytest.mark.parametrize(("peak_deg", "outcome"), [(30.0, Outcome.PASS), (20.0, Outcome.FAIL), (45.0, Outcome.FAIL)])
def test_a_repetition_is_a_bow_that_has_ended_judged_by_the_standards_own_clause(peak_deg, outcome):
    (done,) = run(BowDrill(DEALER, "bow.30"), Bower().bow(peak_deg))
    assert done.verdict.outcome is outcome
    assert done.verdict.clause == "bow.30"
    assert done.number("bow_peak_deg") == pytest.approx(peak_deg, abs=1)


def test_a_bow_that_is_not_held_fails_although_its_angle_was_right():
    (done,) = run(BowDrill(DEALER, "bow.30"), Bower().bow(30.0, hold_s=0.2))
    assert done.verdict.outcome is Outcome.FAIL
    assert done.verdict.measure == "bow_hold_s"


def test_a_bow_that_ended_before_the_set_began_does_not_count():
    bower, drill = Bower(), BowDrill(DEALER, "bow.30")
    frames = bower.bow(30.0)
    assert run(drill, [frames[-1]] * 5) == []
    assert len(run(drill, bower.bow(30.0), 10.0)) == 1


@pytest.mark.parametrize("how", [{"quality": (Reason.TOO_DARK,)}, {"people": 2}])
def test_a_bow_in_pictures_that_are_not_fit_is_never_good(how):
    drill = BowDrill(DEALER, "bow.30")
    (done,) = run(drill, Bower().bow(30.0), **how)
    assert done.verdict.outcome is Outcome.UNCLEAR
    assert drill.angle_deg is None


def test_who_is_lost_for_a_moment_has_not_bowed_twice():
    bower, bows = Bower(), Repetitions(DEALER, "bow.30")
    frames = bower.bow(30.0)
    run(bows, frames)
    run(bows, [{}] * 10, 10.0, people=0)
    run(bows, [frames[-1]] * 10, 12.0)
    assert len(bows.done) == 1


def test_the_bow_that_was_nearly_over_at_the_end_of_a_recording_counts_once():
    bower, bows = Bower(), Repetitions(DEALER, "bow.30")
    frames = bower.bow(30.0)
    last = observation(0.0, frames[0])
    bows.observe(last)
    ended = observation(1.0, frames[-1]).measures
    names = [name for name in GLOSSARY if name.startswith("bow_") and name != "bow_angle_deg"]
    summary = ClipSummary("clip", 9, (Bow(0, 1, 2, 3, 30.0, 1.0, 0.5),), {name: ended[name] for name in names})
    assert bows.close(summary, last) is not None
    run(bows, [frames[-1]], 2.0)
    assert len(bows.done) == 1


def test_the_live_hold_is_the_time_above_four_fifths_of_the_peak():
    drill = BowDrill(DEALER, "bow.30")
    frames = Bower().bow(30.0, hold_s=1.5)
    held = []
    for i, frame in enumerate(frames):
        drill.observe(observation(i * STEP_S, frame))
        held.append(drill.held_s)
    assert held[10] < 0.2
    assert held[-1] == pytest.approx(drill.done[0].number("bow_hold_s"), abs=0.2)


def test_reset_begins_the_set_anew():
    drill = BowDrill(DEALER, "bow.30")
    run(drill, Bower().bow(30.0))
    assert len(drill.done) == 1
    drill.reset()
    assert drill.done == ()
    assert drill.held_s == 0.0


def test_the_dial_shows_the_limits_of_the_standard():
    for name, angle in (("bow.15", 15.0), ("bow.30", 30.0)):
        dial = BowSession(name, DEALER).dial("en")
        assert dial.low_deg < angle < dial.high_deg
        assert dial.repetitions == 3


@pytest.mark.parametrize(("language", "line"), [("zh_CN", "合格 2 / 3 次"), ("en", "2 of 3 in order")])
def test_a_set_ends_with_its_summary_in_both_languages(language, line):
    bower, session = Bower(), BowSession("bow.30", DEALER)
    frames = [*bower.bow(30.0), *bower.bow(45.0), *bower.bow(30.0)]
    sounds = [session.observe(observation(i * STEP_S, frame)) for i, frame in enumerate(frames)]
    assert [sound for sound in sounds if sound] == ["pass", "fail", "pass"]
    dial = session.dial(language)
    assert session.finished
    assert dial.summary[0] == line
    assert (dial.repetition, dial.repetitions) == (3, 3)


def test_a_drill_station_goes_from_the_mark_to_the_dial_and_logs_nothing():
    bower, stage = (
        Bower(),
        Stage(drill="bow.15", checklist="auto_dealer", checklists={"house": CHECKLIST, "auto_dealer": DEALER}),
    )
    stage.leave(2.0)
    stage.stand_until(State.DRILL, {"bow_angle_deg": 0.0}, limit_s=3)
    assert stage.view.instruction == "请鞠躬"
    for frame in bower.bow(15.0):
        stage.frame(frame)
    dial = stage.view.dial
    assert stage.view.screen is Screen.DRILL
    assert dial.repetition == 2
    assert len(dial.trace) > 10
    for _ in range(2):
        for frame in bower.bow(15.0):
            stage.frame(frame)
    assert stage.state is State.DRILL_SUMMARY
    assert stage.view.dial.summary
    stage.press("again")
    assert stage.state is State.DRILL
    stage.press("stop")
    assert stage.state is State.IDLE
    assert stage.log.records == []


def test_an_unknown_drill_is_refused_in_a_sentence():
    with pytest.raises(TongjingError, match="no live drill 'cartwheel'"):
        Stage(drill="cartwheel")
    with pytest.raises(TongjingError, match="no live drill 'nod'"):
        standard_for("nod", {"auto_dealer": DEALER})


@pytest.mark.parametrize(
    ("peak_deg", "outcome", "zh", "en"),
    [
        (30.0, Outcome.PASS, "做得好：30°", "Good: 30°"),
        (21.0, Outcome.FAIL, "深", "deeper"),
    ],
)
def test_after_a_bow_words_say_how_it_was_for_a_moment(peak_deg, outcome, zh, en):
    bower, session = Bower(), BowSession("bow.30", DEALER)
    frames = bower.bow(peak_deg)
    for i, frame in enumerate(frames):
        session.observe(observation(i * STEP_S, frame))
    assert session.told is outcome
    assert zh in session.words("zh_CN")[1]
    assert en in session.words("en")[1]
    for i in range(40):
        session.observe(observation((len(frames) + i) * STEP_S, frames[-1]))
    assert session.told is None
    assert session.words("en")[1] == "Bow now"


def test_the_next_bow_ends_the_words_about_the_last_one():
    bower, session = Bower(), BowSession("bow.30", DEALER)
    frames = [*bower.bow(21.0), *bower.bow(30.0, rest_s=0.1)[:8]]
    for i, frame in enumerate(frames):
        session.observe(observation(i * STEP_S, frame))
    assert session.told is None


def test_a_bow_that_was_not_seen_is_told_as_that():
    session = BowSession("bow.30", DEALER)
    for i, frame in enumerate(Bower().bow(30.0)):
        session.observe(observation(i * STEP_S, frame, quality=(Reason.TOO_DARK,)))
    assert session.told is Outcome.UNCLEAR
    assert session.words("en")[1] == "Not sure. Switch the light on, or stand where it is brighter"


def test_who_stands_where_the_angle_is_vague_is_asked_to_turn():
    session, frame = BowSession("bow.30", DEALER), {"bow_angle_deg": 0.5}
    seen = observation(0.0, frame)
    session.observe(seen)
    assert session.words("en")[1] == "Bow now"
    vague = replace(seen.measures["bow_angle_deg"], sigma=4.2)
    session.observe(replace(seen, time_s=0.1, measures={**seen.measures, "bow_angle_deg": vague}))
    assert session.words("en")[1] == "Bow half aside: it is seen better"


def test_the_mark_on_the_dial_stays_at_the_deepest_angle():
    drill = BowDrill(DEALER, "bow.30")
    run(drill, Bower().bow(30.0))
    assert drill.peak_deg == pytest.approx(30.0, abs=1)
    run(drill, Bower().bow(15.0), 10.0)
    assert drill.peak_deg == pytest.approx(15.0, abs=1)


def test_the_summary_shows_every_repetition_and_the_angle_over_the_whole_set():
    bower, session = Bower(), BowSession("bow.30", DEALER)
    frames = [*bower.bow(30.0, rest_s=4.0), *bower.bow(45.0, rest_s=4.0), *bower.bow(30.0, rest_s=4.0)]
    for i, frame in enumerate(frames):
        session.observe(observation(i * STEP_S, frame))
        if not session.finished:
            trace = session.dial("en").trace
            assert trace[-1][0] - trace[0][0] <= 12.0 + 1e-6, "live: the last seconds"
    dial = session.dial("en")
    assert dial.trace[-1][0] - dial.trace[0][0] > 20.0
    assert [row.outcome for row in dial.done] == [Outcome.PASS, Outcome.FAIL, Outcome.PASS]
    assert dial.done[0].text.startswith("1. 30°")
    assert dial.done[1].detail, "what to do otherwise"


def test_a_set_that_runs_out_of_time_ends_with_what_there_was():
    bower = Bower()
    stage = Stage(drill="bow.15", checklist="auto_dealer", checklists={"house": CHECKLIST, "auto_dealer": DEALER})
    stage.leave(2.0)
    stage.stand_until(State.DRILL, {"bow_angle_deg": 0.0}, limit_s=3)
    for frame in bower.bow(15.0):
        stage.frame(frame)
    stage.now_s += 200.0
    stage.runtime.tick(stage.now_s)
    assert stage.state is State.DRILL_SUMMARY
    assert stage.view.dial.summary[0] == "合格 1 / 3 次"
    assert len(stage.view.dial.done) == 1


def test_nothing_of_a_trainee_stays_after_the_drill():
    bower = Bower()
    stage = Stage(drill="bow.15", checklist="auto_dealer", checklists={"house": CHECKLIST, "auto_dealer": DEALER})
    stage.leave(2.0)
    stage.stand_until(State.DRILL, {"bow_angle_deg": 0.0}, limit_s=3)
    for frame in bower.bow(15.0):
        stage.frame(frame)
    assert stage.view.dial.trace
    stage.press("stop")
    assert stage.state is State.IDLE
    assert stage.runtime._exercise.dial("en").trace == ()
    assert stage.runtime._exercise.dial("en").done == ()


def test_the_hands_of_a_bow_are_those_before_it_and_at_its_bottom_not_those_of_the_frame_in_which_it_ends():
    drill = BowDrill(DEALER, "bow.30")
    frames = Bower().bow(30.0)
    for frame in frames[-5:]:
        del frame["hands_pose"]
    (done,) = run(drill, frames)
    assert done.verdict.outcome is Outcome.PASS


def test_hands_that_were_never_seen_leave_a_bow_open():
    frames = [{**frame, "hands_pose": None} for frame in Bower().bow(30.0)]
    (done,) = run(BowDrill(DEALER, "bow.30"), frames)
    assert done.verdict.outcome is Outcome.UNCLEAR
    assert done.verdict.measure is None or done.verdict.measure == "hands_pose"


def test_the_last_bows_hands_say_nothing_about_the_next_one():
    bower, drill = Bower(), BowDrill(DEALER, "bow.30")
    frames = [*bower.bow(30.0), *({**frame, "hands_pose": None} for frame in bower.bow(30.0))]
    outcomes = [done.verdict.outcome for done in run(drill, frames)]
    assert outcomes == [Outcome.PASS, Outcome.UNCLEAR]


def test_one_blurred_picture_at_the_end_does_not_undo_a_bow_that_was_seen():
    bower, drill = Bower(), BowDrill(DEALER, "bow.30")
    frames = bower.bow(30.0)
    run(drill, frames[:-2])
    (done,) = run(drill, frames[-2:-1], 4.0, quality=(Reason.BLURRED,))
    assert done.verdict.outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (View.FRONT, "turned half aside"),
        (View.LEFT, "middle of the band"),
        (View.THREE_QUARTER, "middle of the band"),
    ],
)
def test_who_stands_side_on_already_is_not_asked_to_turn(view, words):
    session = BowSession("bow.30", DEALER)
    for i, frame in enumerate(Bower().bow(30.0)):
        seen = observation(i * STEP_S, frame)
        doubtful = {
            name: replace(measure, view=view, sigma=9.0 if name == "bow_peak_deg" else measure.sigma)
            for name, measure in seen.measures.items()
            if measure.value is not None
        }
        session.observe(replace(seen, measures={**seen.measures, **doubtful}))
    assert session.told is Outcome.UNCLEAR
    assert words in session.words("en")[1]


def test_side_on_is_not_asked_of_who_stands_so():
    session = BowSession("bow.30", DEALER)
    seen = observation(0.0, {"bow_angle_deg": 0.5})
    vague = replace(seen.measures["bow_angle_deg"], sigma=4.2, view=View.RIGHT)
    session.observe(replace(seen, measures={**seen.measures, "bow_angle_deg": vague}))
    assert session.words("en")[1] == "Bow now"


def test_a_bow_that_was_lost_between_two_pictures_is_told_as_that():
    session = BowSession("bow.30", DEALER)
    frames = Bower().bow(30.0)[:22]
    for i, frame in enumerate(frames):
        session.observe(observation(i * STEP_S, frame))
    after_s = len(frames) * STEP_S + 0.7
    # the observer starts anew: what it sees now is its new stance, and rising from it an angle backwards
    for i, angle in enumerate([0.0, 0.0, -12.0, -28.0, -28.0]):
        session.observe(observation(after_s + i * STEP_S, {"bow_angle_deg": angle}))
        assert session.words("en")[1:] == ("Not seen whole: bow again", "Pictures came too slowly: not counted")
    assert session.dial("en").angle_deg is None
    for i, angle in enumerate([0.0, 0.0, 10.0, 20.0]):
        session.observe(observation(after_s + 2.0 + i * STEP_S, {"bow_angle_deg": angle}))
    assert session.words("en")[1] == "A little deeper"


def test_only_what_a_drill_is_judged_by_is_looked_at_while_it_runs():
    stage = Stage(drill="bow.30", checklist="auto_dealer", checklists={"house": CHECKLIST, "auto_dealer": DEALER})
    assert stage.runtime.wanted == frozenset()
    stage.leave(2.0)
    stage.stand_until(State.DRILL, {"bow_angle_deg": 0.0}, limit_s=3)
    assert "hands_pose" in stage.runtime.wanted
    assert "hair_chroma" not in stage.runtime.wanted


def test_the_beginning_of_a_bow_is_not_told_to_rise_from_the_last_one():
    bower, session = Bower(), BowSession("bow.30", DEALER)
    frames = [*bower.bow(30.0, rest_s=4.0), *bower.bow(30.0, rest_s=4.0)]
    told = []
    for i, frame in enumerate(frames):
        session.observe(observation(i * STEP_S, frame))
        told.append((frame["bow_angle_deg"], session.words("en")[1]))
    second = told[len(told) // 2 + 38 :]
    assert [words for angle, words in second if angle < 7.0][:4] == ["Bow now"] * 4
    assert "Rise slowly" in [words for _, words in second]


def test_after_a_bow_too_close_to_tell_the_trainee_is_asked_to_turn_until_they_stand_side_on():
    bower, session = Bower(), BowSession("bow.30", DEALER)
    for i, frame in enumerate(bower.bow(30.0)):
        seen = observation(i * STEP_S, frame)
        doubtful = replace(seen.measures["bow_peak_deg"], sigma=9.0) if "bow_peak_deg" in frame else None
        more = {} if doubtful is None else {"bow_peak_deg": doubtful}
        session.observe(replace(seen, measures={**seen.measures, **more}))
    assert session.told is Outcome.UNCLEAR
    for i in range(40):
        session.observe(observation(4.5 + i * STEP_S, {**frame, "bow_angle_deg": 0.0}))
    assert session.side_on
    assert session.words("en")[1] == "Bow half aside: it is seen better"
    session.observe(observation(9.0, {**frame, "bow_angle_deg": 0.0}, view=View.THREE_QUARTER))
    assert not session.side_on
    assert session.words("en")[1] == "Bow now"

import numpy as np
import pytest

from checklists.verdict import Outcome
from station.session.machine import State
from station.trainer.bow_drill import Band, BowDrill
from station.trainer.bow_session import BowSession, band_for
from station.view_state import Screen
from tests.session.actor import Stage, observation
from vision.reason import Reason

BAND = Band(12.0, 18.0, hold_s=1.0, repetitions=3)


def bow(peak_deg, hold_s=1.5, way_s=0.8, rest_s=1.0):
    """Angles of one bow at ten frames a second."""
    down = np.linspace(0, peak_deg, round(way_s * 10))
    return [0.0] * round(rest_s * 10) + [*down, *[peak_deg] * round(hold_s * 10), *down[::-1]] + [0.0] * 3


def run(drill, angles, start_s=0.0, quality=(), missing=()):
    done = []
    for step, angle in enumerate(angles):
        at_s = start_s + step / 10
        values = {} if step in missing else {"bow_angle_deg": float(angle)}
        found = drill.observe(observation(at_s, values, quality=quality))
        if found:
            done.append(found)
    return done


@pytest.mark.parametrize(
    ("peak_deg", "outcome"),
    [(15.0, Outcome.PASS), (6.0, None), (9.0, Outcome.FAIL), (25.0, Outcome.FAIL), (17.98, Outcome.UNCLEAR)],
)
def test_a_bow_is_judged_by_its_peak_and_a_sway_is_no_bow(peak_deg, outcome):
    done = run(BowDrill(BAND), bow(peak_deg))
    assert [one.outcome for one in done] == ([outcome] if outcome else [])


def test_a_bow_that_is_not_held_fails_although_its_angle_was_right():
    (done,) = run(BowDrill(BAND), bow(15.0, hold_s=0.2))
    assert done.outcome is Outcome.FAIL
    assert done.held_s < 1.0


def test_one_wild_frame_does_not_make_the_peak():
    angles = bow(15.0)
    angles[22] = 40.0
    (done,) = run(BowDrill(BAND), angles)
    assert done.peak_deg == pytest.approx(15.0)


def test_a_bow_with_a_gap_is_not_seen_and_never_good():
    (done,) = run(BowDrill(BAND), bow(15.0, hold_s=3.0), missing=range(20, 32))
    assert done.outcome is Outcome.UNCLEAR
    assert done.peak_deg is None


def test_an_unfit_picture_shows_no_angle():
    drill = BowDrill(BAND)
    assert run(drill, bow(15.0), quality=(Reason.TOO_DARK,)) == []
    assert drill.angle_deg is None


def test_the_person_has_to_stand_upright_before_the_first_bow():
    drill = BowDrill(BAND)
    assert run(drill, [15.0] * 20) == []
    assert not drill.ready


def test_reset_begins_the_set_anew():
    drill = BowDrill(BAND)
    run(drill, bow(15.0))
    assert len(drill.done) == 1
    drill.reset()
    assert drill.done == []
    assert drill.held_s == 0.0


def test_the_band_comes_from_the_shipped_standard():
    from checklists.loader import load_shipped

    for drill, angle in (("bow.15", 15.0), ("bow.30", 30.0)):
        band = band_for(drill, load_shipped())
        assert band.low_deg < angle < band.high_deg


@pytest.mark.parametrize(("language", "line"), [("zh_CN", "合格 2 / 3 次"), ("en", "2 of 3 in the band")])
def test_a_set_ends_with_its_summary_in_both_languages(language, line):
    session = BowSession("bow.15", {})
    angles = [*bow(15.0), *bow(25.0), *bow(15.0)]
    sounds = [session.observe(observation(i / 10, {"bow_angle_deg": float(a)})) for i, a in enumerate(angles)]
    assert [sound for sound in sounds if sound] == ["pass", "fail", "pass"]
    dial = session.dial(language)
    assert session.finished
    assert dial.summary[0] == line
    assert (dial.repetition, dial.repetitions) == (3, 3)


def test_a_drill_station_goes_from_the_mark_to_the_dial_and_logs_nothing():
    stage = Stage(drill="bow.15")
    stage.leave(2.0)
    stage.stand_until(State.DRILL, {"bow_angle_deg": 0.0}, limit_s=3)
    assert stage.view.instruction in ("请侧身站直", "请鞠躬")
    for angle in bow(15.0):
        stage.frame({"bow_angle_deg": float(angle)})
    dial = stage.view.dial
    assert stage.view.screen is Screen.DRILL
    assert dial.repetition == 2
    assert dial.low_deg == band_for("bow.15", {}).low_deg
    assert len(dial.trace) > 10
    for _ in range(2):
        for angle in bow(15.0):
            stage.frame({"bow_angle_deg": float(angle)})
    assert stage.state is State.DRILL_SUMMARY
    assert stage.view.dial.summary
    stage.press("again")
    assert stage.state is State.DRILL
    stage.press("stop")
    assert stage.state is State.IDLE
    assert stage.log.records == []


def test_an_unknown_drill_is_refused_in_a_sentence():
    from vision.errors import TongjingError

    with pytest.raises(TongjingError, match="no live drill 'cartwheel'"):
        Stage(drill="cartwheel")

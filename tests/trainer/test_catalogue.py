"""Every drill is listed with its steps and targets; what the station does not run says so and never runs."""

import pytest

from checklists.loader import load_shipped
from station.session.machine import State
from station.trainer.catalogue import PER_PAGE, STEP, TARGET, Catalogue, Shelf, drills_of
from station.view_state import Screen
from tests.session.actor import CHECKLIST, Stage
from tests.session.test_dwell_and_presence import BOTH_UP, LEFT_UP, RIGHT_UP

SHIPPED = load_shipped()
DEALER = SHIPPED["auto_dealer"]
ALL = drills_of(SHIPPED)
NOT_RUN = [drill.clause.id for drill in ALL if not drill.runs]


def stage_at_the_list(language: str = "zh_CN") -> Stage:
    stage = Stage(checklists={"house": CHECKLIST, "auto_dealer": DEALER})
    if language == "en":
        stage.press("language")
    stage.press("drills")
    assert stage.state is State.DRILLS
    return stage


def test_every_drill_of_every_standard_is_listed_once_and_the_bows_come_first():
    expected = {c.id for standard in SHIPPED.values() for c in standard.clauses if c.drill is not None}
    assert [drill.clause.id for drill in ALL][:2] == ["bow.15", "bow.30"]
    assert sorted(drill.clause.id for drill in ALL) == sorted(expected)
    assert {drill.clause.id for drill in ALL if drill.runs} == {"bow.15", "bow.30"}


@pytest.mark.parametrize(("language", "mark"), [("zh_CN", "本机暂不运行"), ("en", "Not yet run by the station")])
def test_the_list_marks_what_is_not_run_in_both_languages(language, mark):
    catalogue, seen = Catalogue(ALL), {}
    for _ in range(-(-len(ALL) // PER_PAGE)):
        seen.update({row.clause: row for row in catalogue.page(language).rows})
        catalogue.leaf("more_drills", None)
    assert set(seen) == {drill.clause.id for drill in ALL}
    assert {name for name, row in seen.items() if row.detail == mark} == set(NOT_RUN)
    assert {name for name, row in seen.items() if row.live} == {"bow.15", "bow.30"}
    assert catalogue.page(language).number == 1, "after the last page the first comes again"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("name", [drill.clause.id for drill in ALL])
def test_a_sheet_tells_all_steps_and_targets(name, language):
    catalogue = Catalogue(ALL)
    assert catalogue.leaf("row", name)
    page = catalogue.page(language)
    clause = next(drill.clause for drill in ALL if drill.clause.id == name)
    assert clause.drill is not None
    assert sum(row.clause == STEP for row in page.rows) == len(clause.drill.steps)
    assert sum(row.clause == TARGET for row in page.rows) == len(clause.rules) + len(clause.drill.targets)
    assert all(row.detail for row in page.rows if row.clause == TARGET)
    assert bool(page.message) == (name in NOT_RUN)
    assert catalogue.shelf is (Shelf.SHEET if name in NOT_RUN else Shelf.SHEET_TO_RUN)


def test_a_trainer_picks_a_bow_reads_its_sheet_and_starts_it():
    stage = stage_at_the_list()
    stage.press("row", "bow.30")
    assert (stage.view.screen, stage.view.headline) == (Screen.DRILLS, "30度鞠躬")
    stage.press("start_drill")
    assert stage.state is State.DRILL
    assert (stage.view.dial.low_deg, stage.view.dial.high_deg) == (25.0, 35.0)
    stage.press("stop")
    assert stage.state is State.IDLE


def test_the_sheet_of_a_drill_that_is_not_run_never_starts_anything():
    stage = stage_at_the_list("en")
    stage.press("row", "nod")
    assert stage.view.message == "Not yet run by the station"
    for press in ("start_drill", "again", "start"):
        stage.press(press)
        assert stage.state is State.DRILLS
    stage.press("drill", "nod")
    assert stage.state is State.DRILLS
    stage.press("drills")
    assert stage.view.headline == "Choose a drill"


def test_the_list_by_keyboard():
    stage = stage_at_the_list()
    stage.now_s += 1.0
    stage.runtime.on_key("2", stage.now_s)
    stage.now_s += 0.3
    stage.runtime.tick(stage.now_s)
    assert stage.view.headline == "30度鞠躬"
    stage.runtime.on_key("Enter", stage.now_s)
    assert stage.state is State.DRILL
    stage.runtime.on_key("Escape", stage.now_s)
    assert stage.state is State.IDLE


def test_the_list_opens_over_the_notice_and_closes_by_itself():
    stage = Stage(checklists={"house": CHECKLIST, "auto_dealer": DEALER})
    stage.step_on()
    stage.press("drills")
    stage.press("row", "bow.15")
    assert stage.state is State.DRILLS
    stage.now_s += 100.0
    stage.runtime.tick(stage.now_s)
    assert stage.state is State.IDLE
    stage.press("drills")
    assert stage.view.headline == "选择练习", "the next one begins with the list"


def test_no_check_is_left_for_the_drills():
    stage = Stage(checklists={"house": CHECKLIST, "auto_dealer": DEALER})
    stage.enter()
    stage.press("drills")
    assert stage.state is State.PART


def raise_hands(stage: Stage, moved, seconds: float) -> None:
    """Hold a pose before the mirror, then let the hands hang."""
    for pose, length_s in ((moved, seconds), (None, 0.4)):
        for _ in range(round(length_s * 10)):
            stage.frame({}, moved=pose)


def test_a_trainer_at_the_mark_opens_picks_and_starts_a_drill_without_touching_anything():
    stage = Stage(checklists={"house": CHECKLIST, "auto_dealer": DEALER})
    stage.step_on()
    raise_hands(stage, None, 0.5)
    raise_hands(stage, BOTH_UP, 1.3)
    assert stage.state is State.DRILLS
    raise_hands(stage, LEFT_UP, 1.1)
    raise_hands(stage, LEFT_UP, 1.1)
    assert [row.clause for row in stage.view.rows if row.chosen] == ["bow.30"]
    raise_hands(stage, RIGHT_UP, 1.1)
    assert stage.view.headline == "30度鞠躬"
    raise_hands(stage, LEFT_UP, 1.1)
    assert stage.view.headline == "选择练习", "the left hand goes back to the list"
    raise_hands(stage, RIGHT_UP, 1.1)
    raise_hands(stage, RIGHT_UP, 1.1)
    assert stage.state is State.DRILL


def test_a_hand_that_stays_up_goes_down_the_list_and_over_to_the_next_page():
    stage = stage_at_the_list()
    raise_hands(stage, None, 0.5)
    raise_hands(stage, LEFT_UP, 1.0 * (PER_PAGE + 1) + 0.5)
    assert stage.view.step == 2
    assert sum(row.chosen for row in stage.view.rows) == 1


def test_the_mark_by_keyboard():
    stage = stage_at_the_list()
    stage.runtime.on_key("Down", stage.now_s)
    stage.runtime.on_key("Down", stage.now_s)
    stage.runtime.on_key("Up", stage.now_s)
    stage.runtime.on_key("Enter", stage.now_s + 1.0)
    assert stage.view.headline == "15度鞠躬"


def test_before_anybody_stands_there_the_drills_take_a_touch():
    stage = Stage(checklists={"house": CHECKLIST, "auto_dealer": DEALER})
    (drills,) = (target for target in stage.view.targets if target.action == "drills")
    assert not drills.both_hands
    assert not drills.by_hand


def test_hands_are_asked_for_as_a_person_sees_them():
    """That either hand may be on top is one thing to read, not three."""
    catalogue = Catalogue(ALL)
    catalogue.leaf("row", "bow.30")
    (hands,) = (row for row in catalogue.page("en").rows if row.text == "hands")
    assert hands.detail == "together in front"

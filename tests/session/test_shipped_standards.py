"""Every shipped standard from the first look to the record: each question is asked once, nothing hangs."""

from collections import Counter

import pytest

from checklists.loader import load_shipped
from checklists.model import Checklist
from checklists.parts import parts_for
from checklists.verdict import Mode, Outcome, Wearer
from station.session.machine import State
from station.session.stops import MOST_QUESTIONS, names_of, stops_of
from station.view_state import Screen
from tests.session.actor import Stage, settings

SHIPPED = load_shipped()
BADGES = {Wearer.MEN: "1001", Wearer.WOMEN: "1002"}
EACH = [(name, wearer) for name in SHIPPED for wearer in BADGES]
PLAYED = [pair for number, pair in enumerate(EACH) if number % 4 in (0, 3)]
"""Men of one standard, women of the next: a session of every standard, and of both."""


def expected(checklist: Checklist, wearer: Wearer) -> tuple[set[str], set[str]]:
    """The names of what is confirmed, and the self-assessments."""
    asked = [clause for clause in checklist.clauses_for(wearer) if clause.mode in (Mode.ASSISTED, Mode.ATTESTED)]
    forms = {clause.id for clause in asked if clause.questionnaire is not None}
    return {name for clause in asked if clause.id not in forms for name in names_of(clause)}, forms


@pytest.mark.parametrize(("name", "wearer"), PLAYED, ids=[f"{name}-{wearer.value}" for name, wearer in PLAYED])
def test_every_question_of_a_standard_is_asked_once_and_the_session_ends_in_the_log(name, wearer):
    stage = Stage(checklists={"house": SHIPPED[name]}, settings=settings())
    stage.enter(BADGES[wearer])
    asked, forms, titles = Counter(), Counter(), {c.title.zh: c.id for c in SHIPPED[name].clauses if c.questionnaire}
    for _ in range(3000):
        stage.frame({})
        view = stage.view
        if view.screen is Screen.QUESTIONNAIRE:
            if view.outcome is None and view.step == 1:
                forms[titles[view.instruction.split("，")[0]]] += 1
            stage.press("answer_2" if view.outcome is None else "accept")
        elif view.screen in (Screen.ASSIST, Screen.ATTEST):
            assert 0 < len(view.rows) <= MOST_QUESTIONS
            asked.update(row.clause for row in view.rows)
            stage.press("confirm")
        elif stage.state is State.RESULT:
            break
    confirmed, assessed = expected(SHIPPED[name], wearer)
    assert stage.state is State.RESULT, f"hangs in {stage.state}"
    assert set(forms) == assessed
    assert confirmed <= set(asked)
    assert set(asked.values()) | set(forms.values()) <= {1}, "asked twice"
    stage.press("accept")
    stage.stand_until(State.LOGGED, {}, limit_s=10)
    logged = {clause.clause: clause.final.outcome for clause in stage.log.records[0].clauses}
    for clause in SHIPPED[name].clauses_for(wearer):
        if clause.mode in (Mode.ASSISTED, Mode.ATTESTED):
            assert logged[clause.id] is Outcome.ATTESTED
        elif clause.mode is Mode.MEASURED:
            assert logged.get(clause.id) is not Outcome.PASS, "nothing was measured"


@pytest.mark.parametrize(("name", "wearer"), EACH, ids=[f"{name}-{wearer.value}" for name, wearer in EACH])
def test_every_question_has_one_stop(name, wearer):
    stops = [stop for stop in stops_of(parts_for(SHIPPED[name], wearer), SHIPPED[name]) if not stop.by_camera]
    confirmed, assessed = expected(SHIPPED[name], wearer)
    forms = [stop.clauses[0] for stop in stops if stop.questionnaire]
    asked = [name for stop in stops if not stop.questionnaire for name in stop.asked]
    assert sorted(forms) == sorted(assessed)
    assert confirmed <= set(asked)
    assert len(asked) == len(set(asked))

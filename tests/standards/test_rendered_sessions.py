"""Each of the eight standards proven by two rendered sessions: who keeps it, and who has three faults.

The session is the station's own, from the notice to the log; only the person is rendered and the clock counts. Who
is drawn and what must be found stands in `fixtures/standards/sessions.toml`; the people called "..._alone" have one
fault and are checked on a few clauses only.
"""

import tomllib
from collections.abc import Callable, Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from checklists.loader import load_shipped
from checklists.model import Checklist
from checklists.session_part import CAMERA_PARTS, SessionPart
from checklists.verdict import Mode, Outcome, Verdict, Wearer
from station.log.record import SessionOutcome
from station.rehearsal import Rehearsed, rehearse
from station.rehearse_commands import person_in
from vision.landmarks.onnx_backend import OnnxBackend

PEOPLE_FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "standards"
PEOPLE: dict[str, dict[str, Any]] = tomllib.loads((PEOPLE_FOLDER / "sessions.toml").read_text(encoding="utf-8"))[
    "people"
]
STANDARDS = load_shipped()
KEEPS = [name for name in PEOPLE if name.endswith("_keeps")]
FAULTS = [name for name in PEOPLE if name.endswith("_faults")]
ALONE = [name for name in PEOPLE if name.endswith("_alone")]
WITHIN_S = 20.0
"""A whole check, looking and answering; where not otherwise stated; looking alone as well."""
Player = Callable[[str], Rehearsed]


@pytest.fixture(scope="module")
def played() -> Iterator[Player]:
    """The session of a person, played once."""
    backend = OnnxBackend()

    @cache
    def play(name: str) -> Rehearsed:
        person = PEOPLE[name]
        camera = PEOPLE_FOLDER / "camera.toml"
        acts, setup = person_in(PEOPLE_FOLDER / name, camera)
        if "like" in person:
            # the chair is not taken over: who has no fault in sitting need not sit down
            acts = {**person_in(PEOPLE_FOLDER / person["like"], camera)[0], **acts}
        backend.reset()
        return rehearse(
            acts,
            checklist_of(person),
            Wearer(person["wearer"]),
            backend,
            setup=setup,
            denied=person.get("denied", ()),
        )

    yield play
    backend.close()


def checklist_of(person: dict[str, Any]) -> Checklist:
    """The person's standard, or as much of it as they are checked on."""
    whole = STANDARDS[person["standard"]]
    if "only" not in person:
        return whole
    return whole.model_copy(update={"clauses": tuple(one for one in whole.clauses if one.id in person["only"])})


def check_s(session: Rehearsed, parts: Collection[SessionPart] = tuple(SessionPart)) -> float:
    """What these parts of the check take the person: by default all that is looked at and all that is answered."""
    return sum(spent_s for name, spent_s in session.spent_s.items() if name in set(parts))


def failed(session: Rehearsed) -> set[str]:
    return {verdict.clause for verdict in session.verdicts if verdict.outcome is Outcome.FAIL}


def of(session: Rehearsed, clause: str) -> Verdict:
    return next(verdict for verdict in session.verdicts if verdict.clause == clause)


def test_every_standard_has_one_who_keeps_it_and_one_with_three_faults() -> None:
    for names in (KEEPS, FAULTS):
        assert {PEOPLE[name]["standard"] for name in names} == set(STANDARDS)
    for name in FAULTS:
        person = PEOPLE[name]
        checklist = STANDARDS[person["standard"]]
        decided = [
            clause
            for clause in checklist.clauses_for(Wearer(person["wearer"]))
            if clause.mode is not Mode.DRILL and clause.questionnaire is None
        ]
        planted = len(person["found"]) + len(person.get("never_passed", ()))
        assert planted >= min(3, len(decided))


@pytest.mark.parametrize("name", KEEPS)
def test_who_keeps_a_standard_fails_nothing(name: str, played: Player) -> None:
    session = played(name)
    assert failed(session) <= set(PEOPLE[name].get("doubtful", ()))
    for verdict in session.verdicts:
        if verdict.outcome is Outcome.UNCLEAR:
            assert verdict.remedy is not None, verdict
            assert verdict.remedy.zh
            assert verdict.remedy.en
    passed = {verdict.clause for verdict in session.verdicts if verdict.outcome is Outcome.PASS}
    assert set(PEOPLE[name]["passes"]) <= passed


@pytest.mark.parametrize("name", KEEPS)
def test_a_full_check_takes_no_longer_than_its_figure(name: str, played: Player) -> None:
    session = played(name)
    assert check_s(session) <= PEOPLE[name].get("within_s", WITHIN_S)
    assert check_s(session, CAMERA_PARTS) <= PEOPLE[name].get("looks_within_s", WITHIN_S)


@pytest.mark.parametrize("name", [*FAULTS, *ALONE])
def test_planted_faults_are_found_worded_and_nothing_else_fails(name: str, played: Player) -> None:
    session, person = played(name), PEOPLE[name]
    hard = set(person.get("never_passed", ()))
    found = person.get("found", {})
    allowed = {*found, *hard, *person.get("doubtful", ())}
    assert set(found) <= failed(session) <= allowed
    for clause in hard:
        assert of(session, clause).outcome in (Outcome.FAIL, Outcome.UNCLEAR)
    for clause, (zh, en) in found.items():
        remedy = of(session, clause).remedy
        assert remedy is not None
        assert zh in remedy.zh
        assert en in remedy.en


@pytest.mark.parametrize("name", FAULTS)
def test_a_session_with_faults_is_logged_as_failed_with_each_of_them(name: str, played: Player) -> None:
    record = played(name).record
    assert record.outcome is SessionOutcome.FAIL
    assert record.checklist_hash == STANDARDS[PEOPLE[name]["standard"]].sha256
    outcomes = {clause.clause: clause.final.outcome for clause in record.clauses}
    for clause in PEOPLE[name]["found"]:
        # a smile stands in no record unless the owner wants it there
        assert outcomes.get(clause, Outcome.FAIL) is Outcome.FAIL

"""The tables: the same after migrating as described, and no place for a picture, a landmark or a face."""

import dataclasses
import io
import typing
from pathlib import Path

import numpy as np
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Integer, String, Text, create_engine

import station.log
from checklists.verdict import Mode, Outcome
from station.log import ClauseRecord, ComplianceLog, Event, Person, SessionRecord
from station.log.draft import SMILE_MEASURES, Policy
from station.log.record import MAX_TEXT, EventKind, Finding
from station.log.schema import MAX_BODY, SCHEMA_REVISION, metadata
from vision.reason import Reason

from .sessions import MORNING, Clock, session, verdict
from .tampering import query

PLAIN = (str, int, float, bool, type(None))


def config() -> Config:
    found = Config()
    found.set_main_option("script_location", str(Path(station.log.__file__).parent / "migrations"))
    return found


def test_migrating_from_nothing_gives_the_tables_as_described(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    with engine.begin() as connection:
        made = config()
        made.attributes["connection"] = connection
        command.upgrade(made, "head")
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_program_needs_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(config()).get_heads() == [SCHEMA_REVISION]


def test_the_migrations_speak_postgresql_too() -> None:
    made = config()
    made.attributes["dialect"] = "postgresql"
    made.output_buffer = io.StringIO()
    command.upgrade(made, "head", sql=True)
    said = made.output_buffer.getvalue()
    assert "CREATE TABLE chain" in said
    assert "BIGINT NOT NULL" in said
    assert "CREATE FUNCTION no_update_of_chain() RETURNS trigger" in said


def test_no_column_takes_bytes_and_no_text_is_long_enough_for_a_picture() -> None:
    for table in metadata.tables.values():
        for column in table.columns:
            assert isinstance(column.type, String | Text | Integer), f"{table.name}.{column.name}"
            if isinstance(column.type, Text):
                checks = [str(check.sqltext) for check in table.constraints if hasattr(check, "sqltext")]
                assert f"length({column.name}) <= {MAX_BODY}" in checks
            elif isinstance(column.type, String):
                assert column.type.length is not None
                assert column.type.length <= MAX_TEXT


def test_a_record_is_made_of_words_numbers_and_flags_only() -> None:
    seen: set[object] = set()

    def visit(kind: object) -> None:
        if kind in seen:
            return
        seen.add(kind)
        if typing.get_args(kind):
            for inner in typing.get_args(kind):
                visit(inner)
        elif dataclasses.is_dataclass(kind):
            for hint in typing.get_type_hints(kind).values():
                visit(hint)
        else:
            assert kind is Ellipsis or kind in PLAIN or issubclass(typing.cast(type, kind), str | type(MORNING)), kind

    visit(SessionRecord)
    assert {ClauseRecord, Event, Person, Finding} <= seen


@pytest.mark.parametrize("picture", [b"\xff\xd8\xff", np.zeros((4, 4, 3), np.uint8), "A" * (MAX_TEXT + 1)])
def test_a_picture_passed_off_as_a_text_or_a_value_is_refused(picture: typing.Any) -> None:
    for make in (
        lambda: Event(EventKind.DISPUTED, MORNING, why=picture),
        lambda: Finding(Outcome.PASS, value=picture),
        lambda: Person("P-1", display_name=picture),
        lambda: dataclasses.replace(session(), checklist_hash=picture),
    ):
        with pytest.raises(ValueError, match=r"characters|nothing that can be logged"):
            make()


def test_a_measured_number_may_come_from_numpy(tmp_path: Path) -> None:
    log = ComplianceLog.open(tmp_path, clock=Clock())
    value = typing.cast(float, np.float32(0.5))
    log.append_session(session(with_clauses=(ClauseRecord.from_verdict(verdict("stand.head", value=value)),)))
    log.close()
    assert '"value":0.5' in str(query(tmp_path, "SELECT body FROM payload WHERE part = 'values'")[0][0])


def test_an_exemption_is_stored_without_its_reason() -> None:
    exempt = verdict("hair.fringe", Outcome.NOT_APPLICABLE, value=0.4, reason="religion")
    record = ClauseRecord.from_verdict(exempt)
    assert record.final == Finding(Outcome.NOT_APPLICABLE)
    with pytest.raises(ValueError, match="without reason"):
        dataclasses.replace(record, final=Finding(Outcome.NOT_APPLICABLE, reason="religion"))


def test_a_smile_is_in_no_record_unless_the_owner_turns_it_on(tmp_path: Path) -> None:
    smile = ClauseRecord.from_verdict(verdict("face.smile", measure="smile_ratio", value=0.7))
    hidden = ClauseRecord.from_verdict(
        verdict("greet", Outcome.UNCLEAR, measure=min(SMILE_MEASURES), value=None, sigma=None, reason=Reason.BLURRED)  # type: ignore[arg-type]
    )
    for folder, policy, kept in (("off", None, 0), ("on", Policy(smile=True), 2)):
        log = ComplianceLog.open(tmp_path / folder, policy=policy, clock=Clock())
        log.append_session(session(with_clauses=(smile, hidden), events=()))
        log.close()
        assert query(tmp_path / folder, "SELECT count(*) FROM chain WHERE kind = 'clause'") == [(kept,)]
    body = str(query(tmp_path / "off", "SELECT body FROM chain WHERE kind = 'session'")[0][0])
    assert '"withheld":["face.smile","greet"]' in body


def test_an_owner_may_keep_measured_values_for_good(tmp_path: Path) -> None:
    log = ComplianceLog.open(tmp_path, policy=Policy(personal_values=False), clock=Clock())
    log.append_session(session())
    log.erase("P-7f3a")
    log.close()
    assert query(tmp_path, "SELECT count(*) FROM payload WHERE part = 'values'") == [(0,)]
    assert '"value":1.25' in str(query(tmp_path, "SELECT body FROM chain WHERE kind = 'clause'")[0][0])


@pytest.mark.parametrize(
    "make",
    [
        lambda: Person("  "),
        lambda: Event(EventKind.OVERRIDDEN, MORNING, by="B-0042"),
        lambda: Event(EventKind.STARTED, MORNING.replace(tzinfo=None)),
        lambda: ClauseRecord.from_verdict(verdict("a"), corrected=True),
        lambda: ClauseRecord.from_verdict(verdict("a"), overridden_by="B-0042"),
        lambda: ClauseRecord.from_verdict(verdict("a", value=float("nan"))),
        lambda: ClauseRecord("", Mode.MEASURED, Finding(Outcome.PASS)),
        lambda: session(with_clauses=(ClauseRecord.from_verdict(verdict("a")),) * 2),
        lambda: dataclasses.replace(session(wearer=None), wearer=Person("P-1")),
    ],
)
def test_a_record_that_contradicts_itself_cannot_be_made(make: typing.Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        make()

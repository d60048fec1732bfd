"""Whoever changes, removes, inserts, swaps or cuts off a record is found, and the first bad record is named."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.log import ComplianceLog, LogError, Trouble
from station.log.fault import FaultKind
from station.log.key import StationKey
from station.log.verification import Known, Verification, verify

from .sessions import Clock, session
from .tampering import build, copy_of, insert_rehashed, query, swap, tamper

CHAIN_COLUMNS = (
    "chain",
    "sequence",
    "kind",
    "session_id",
    "day",
    "utc",
    "station",
    "branch",
    "body",
    "hash",
    "signature",
)
PAYLOAD_COLUMNS = ("chain", "part", "person", "salt", "body")
tampering = settings(max_examples=10, deadline=None)
fractions = st.floats(0, 1, exclude_max=True)


@pytest.fixture(scope="module")
def station() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        build(Path(folder) / "log")
        yield Path(folder) / "log"


@pytest.fixture(scope="module")
def length(station: Path) -> int:
    return int(str(query(station, "SELECT max(sequence) FROM chain")[0][0]))


def found(answer: Verification, *kinds: FaultKind) -> int:
    """The sequence number of the first fault, after making sure that it is named in words in both languages."""
    assert not answer.valid
    assert answer.fault is not None
    assert answer.fault.kind in kinds
    assert any("\u4e00" <= letter <= "\u9fff" for letter in answer.fault.text.zh)
    assert answer.fault.text.en.isascii() or "浦东" in answer.fault.text.en
    return answer.fault.sequence


def test_an_honest_log_is_valid(station: Path, length: int) -> None:
    answer = verify(station)
    assert answer.valid, answer.text.en
    assert (answer.records, answer.head_sequence) == (length, length)
    assert answer.notes == ()
    assert answer.key_id in answer.text.zh


def test_verifying_changes_nothing_in_the_folder(station: Path) -> None:
    with copy_of(station) as folder:
        before = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        assert verify(folder).valid
        for name, content in before.items():
            assert next(folder.rglob(name)).read_bytes() == content


@pytest.mark.parametrize("column", CHAIN_COLUMNS)
@tampering
@given(where=fractions)
def test_an_edit_of_any_column_of_any_record_is_named(station: Path, length: int, column: str, where: float) -> None:
    sequence = 1 + int(where * length)
    change = "sequence + 100000" if column == "sequence" else f"coalesce({column}, '') || ' '"
    with copy_of(station) as folder:
        tamper(folder, f"UPDATE chain SET {column} = {change} WHERE sequence = {sequence}")
        assert found(verify(folder), *FaultKind) == sequence


@pytest.mark.parametrize("column", ["hash", "signature"])
def test_even_another_spelling_of_hash_or_signature_is_named(station: Path, column: str) -> None:
    with copy_of(station) as folder:
        tamper(folder, f"UPDATE chain SET {column} = upper({column}) WHERE sequence = 5")
        assert found(verify(folder), FaultKind.EDITED, FaultKind.NOT_SIGNED) == 5


@pytest.mark.parametrize("kind", ["X'00'", "1", "NULL"])
def test_a_value_of_another_type_is_named(station: Path, kind: str) -> None:
    with copy_of(station) as folder:
        tamper(folder, f"UPDATE chain SET session_id = {kind} WHERE sequence = 4")
        assert found(verify(folder), FaultKind.EDITED) == 4


@tampering
@given(where=fractions, seed=st.integers(0, 2**32))
def test_one_changed_letter_of_a_signed_text_is_named(station: Path, length: int, where: float, seed: int) -> None:
    sequence = 1 + int(where * length)
    body = str(query(station, f"SELECT body FROM chain WHERE sequence = {sequence}")[0][0])
    place = Random(seed).randrange(len(body))
    changed = body[:place] + ("#" if body[place] != "#" else "+") + body[place + 1 :]
    with copy_of(station) as folder:
        tamper(
            folder,
            lambda connection: connection.execute(
                "UPDATE chain SET body = ? WHERE sequence = ?", (changed, sequence)
            ),
        )
        assert found(verify(folder), *FaultKind) == sequence


@pytest.mark.parametrize("column", PAYLOAD_COLUMNS)
@tampering
@given(where=fractions)
def test_an_edit_of_any_column_of_the_payload_is_named(station: Path, column: str, where: float) -> None:
    rows = query(station, "SELECT sequence, part FROM payload ORDER BY sequence, part")
    sequence, part = rows[int(where * len(rows))]
    with copy_of(station) as folder:
        change = "'other'" if column == "part" else f"{column} || ' '"
        tamper(folder, f"UPDATE payload SET {column} = {change} WHERE sequence = {sequence} AND part = '{part}'")
        assert found(verify(folder), FaultKind.PAYLOAD_EDITED, FaultKind.PAYLOAD_INSERTED) == sequence


@tampering
@given(where=fractions)
def test_a_personal_part_given_to_another_record_is_named(station: Path, length: int, where: float) -> None:
    rows = query(station, "SELECT sequence, part FROM payload WHERE part = 'why' ORDER BY sequence")
    sequence, part = rows[int(where * len(rows))]
    for target in (1, length + 5):
        with copy_of(station) as folder:
            tamper(folder, f"UPDATE payload SET sequence = {target} WHERE sequence = {sequence} AND part = '{part}'")
            assert found(verify(folder), *FaultKind) == min(int(str(sequence)), target)


@tampering
@given(where=fractions)
def test_a_personal_part_that_is_gone_without_an_erasure_is_named(station: Path, where: float) -> None:
    rows = query(station, "SELECT sequence, part FROM payload ORDER BY sequence, part")
    sequence, part = rows[int(where * len(rows))]
    with copy_of(station) as folder:
        tamper(folder, f"DELETE FROM payload WHERE sequence = {sequence} AND part = '{part}'")
        assert found(verify(folder), FaultKind.PAYLOAD_GONE) == sequence


def test_an_erased_part_that_comes_back_is_named(tmp_path: Path) -> None:
    log = ComplianceLog.open(tmp_path, clock=Clock())
    log.append_session(session())
    row = query(tmp_path, "SELECT * FROM payload WHERE part = 'wearer'")[0]
    log.erase("P-7f3a")
    log.close()
    tamper(tmp_path, lambda connection: connection.execute("INSERT INTO payload VALUES (?,?,?,?,?,?)", row))
    assert found(verify(tmp_path), FaultKind.PAYLOAD_BACK) == row[1]


@tampering
@given(where=fractions)
def test_a_removed_record_is_named(station: Path, length: int, where: float) -> None:
    sequence = 1 + int(where * length)
    with copy_of(station) as folder:
        tamper(folder, f"DELETE FROM chain WHERE sequence = {sequence}")
        assert found(verify(folder), FaultKind.MISSING, FaultKind.CUT_TAIL) == sequence


@tampering
@given(where=fractions)
def test_a_removed_record_whose_gap_was_closed_is_named(station: Path, length: int, where: float) -> None:
    sequence = 1 + int(where * (length - 1))
    with copy_of(station) as folder:
        tamper(
            folder,
            f"DELETE FROM chain WHERE sequence = {sequence}",
            f"UPDATE chain SET sequence = -sequence WHERE sequence > {sequence}",
            "UPDATE chain SET sequence = -sequence - 1 WHERE sequence < 0",
        )
        assert found(verify(folder), FaultKind.MOVED) == sequence


@tampering
@given(where=fractions)
def test_an_inserted_record_is_named_even_when_all_hashes_were_made_to_fit(
    station: Path, length: int, where: float
) -> None:
    sequence = 2 + int(where * (length - 1))
    with copy_of(station) as folder:
        tamper(folder, insert_rehashed(sequence))
        assert found(verify(folder), FaultKind.NOT_SIGNED) == sequence


@pytest.mark.parametrize("sequence", [0, -7])
def test_a_record_before_the_first_is_named(station: Path, sequence: int) -> None:
    with copy_of(station) as folder:
        tamper(
            folder,
            "INSERT INTO chain SELECT chain, "
            f"{sequence}, kind, session_id, day, utc, station, branch, body, hash, signature "
            "FROM chain WHERE sequence = 3",
        )
        assert found(verify(folder), FaultKind.INSERTED) == sequence


@tampering
@given(one=fractions, other=fractions)
def test_two_swapped_records_are_named(station: Path, length: int, one: float, other: float) -> None:
    first, second = sorted((1 + int(one * length), 1 + int(other * length)))
    if first == second:
        second = first % length + 1
        first, second = sorted((first, second))
    with copy_of(station) as folder:
        tamper(folder, swap(first, second))
        assert found(verify(folder), FaultKind.MOVED) == first


@tampering
@given(where=fractions)
def test_a_cut_off_end_is_named(station: Path, length: int, where: float) -> None:
    kept = int(where * length)
    with copy_of(station) as folder:
        tamper(folder, f"DELETE FROM chain WHERE sequence > {kept}", f"DELETE FROM payload WHERE sequence > {kept}")
        assert found(verify(folder), FaultKind.CUT_TAIL) == kept + 1


def test_an_end_cut_off_between_two_sessions_is_found_by_the_head_file(tmp_path: Path) -> None:
    log = ComplianceLog.open(tmp_path, clock=Clock())
    kept = log.append_session(session(1)).last_sequence
    log.append_session(session(2))
    log.close()
    tamper(tmp_path, f"DELETE FROM chain WHERE sequence > {kept}", f"DELETE FROM payload WHERE sequence > {kept}")
    assert found(verify(tmp_path), FaultKind.CUT_TAIL) == kept + 1
    with pytest.raises(LogError) as caught:
        ComplianceLog.open(tmp_path, clock=Clock())
    assert caught.value.trouble is Trouble.CUT_TAIL


def test_an_end_cut_off_together_with_an_old_head_file_is_found_by_the_checkpoint(tmp_path: Path) -> None:
    log = ComplianceLog.open(tmp_path, clock=Clock())
    kept = log.append_session(session(1)).last_sequence
    old_head = (tmp_path / "head.json").read_bytes()
    log.append_session(session(2))
    log.checkpoint()
    log.close()
    tamper(tmp_path, f"DELETE FROM chain WHERE sequence > {kept}", f"DELETE FROM payload WHERE sequence > {kept}")
    (tmp_path / "head.json").write_bytes(old_head)
    assert found(verify(tmp_path), FaultKind.CUT_TAIL) == kept + 1


def test_a_whole_folder_put_back_to_yesterday_is_found_by_a_head_noted_elsewhere(tmp_path: Path) -> None:
    log = ComplianceLog.open(tmp_path / "log", clock=Clock())
    log.append_session(session(1))
    log.database.truncate_journal()
    with copy_of(tmp_path / "log") as yesterday:
        noted = log.append_session(session(2))
        log.close()
        assert verify(yesterday).valid
        known = Known(noted.last_sequence, noted.hash, "export")
        assert verify(tmp_path / "log", known=[known]).valid
        found(verify(yesterday, known=[known]), FaultKind.CUT_TAIL)


def test_a_missing_head_file_is_named(station: Path, length: int) -> None:
    with copy_of(station) as folder:
        (folder / "head.json").unlink()
        assert found(verify(folder), FaultKind.HEAD_MISSING) == length


@pytest.mark.parametrize("field", ["sequence", "hash", "utc", "chain", "signature"])
def test_a_changed_head_file_is_named(station: Path, field: str) -> None:
    with copy_of(station) as folder:
        head = json.loads((folder / "head.json").read_text(encoding="utf-8"))
        head[field] = head[field] - 1 if field == "sequence" else head[field][::-1]
        (folder / "head.json").write_text(json.dumps(head), encoding="utf-8")
        found(verify(folder), FaultKind.HEAD_FORGED)


def test_a_database_that_has_gone_on_without_its_head_file_is_named(tmp_path: Path) -> None:
    log = ComplianceLog.open(tmp_path, clock=Clock())
    log.append_session(session(1))
    old_head = (tmp_path / "head.json").read_bytes()
    log.append_session(session(2))
    (tmp_path / "head.json").write_bytes(old_head)
    assert verify(tmp_path).valid, "one session behind is what a power cut leaves"
    log.append_session(session(3))
    log.close()
    (tmp_path / "head.json").write_bytes(old_head)
    found(verify(tmp_path), FaultKind.HEAD_OLD)


@pytest.mark.parametrize("field", ["sequence", "hash", "day", "utc", "chain", "signature", "kind"])
def test_a_changed_checkpoint_is_named(station: Path, field: str) -> None:
    with copy_of(station) as folder:
        path = sorted((folder / "checkpoints").iterdir())[0]
        content = json.loads(path.read_text(encoding="utf-8"))
        content[field] = content[field] - 1 if field == "sequence" else content[field][::-1]
        path.write_text(json.dumps(content), encoding="utf-8")
        answer = verify(folder)
        found(answer, FaultKind.CHECKPOINT_FORGED)
        assert path.name in answer.text.en


def test_a_checkpoint_signed_by_another_key_is_named(station: Path, tmp_path: Path) -> None:
    other = StationKey.create(tmp_path)
    with copy_of(station) as folder:
        path = sorted((folder / "checkpoints").iterdir())[-1]
        content = json.loads(path.read_text(encoding="utf-8"))
        content["signature"] = other.sign("checkpoint", "ab" * 32)
        path.write_text(json.dumps(content), encoding="utf-8")
        found(verify(folder), FaultKind.CHECKPOINT_FORGED)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff\xfe", b"not json"])
def test_a_checkpoint_that_is_no_checkpoint_is_named(station: Path, content: bytes) -> None:
    with copy_of(station) as folder:
        sorted((folder / "checkpoints").iterdir())[0].write_bytes(content)
        found(verify(folder), FaultKind.CHECKPOINT_FORGED)


def test_a_removed_checkpoint_file_is_named(station: Path) -> None:
    with copy_of(station) as folder:
        path = sorted((folder / "checkpoints").iterdir())[0]
        path.unlink()
        answer = verify(folder)
        found(answer, FaultKind.CHECKPOINT_MISSING)
        assert path.name in answer.text.zh


def test_a_replaced_key_file_is_named(station: Path, tmp_path: Path) -> None:
    StationKey.create(tmp_path)
    with copy_of(station) as folder:
        for name in ("station.key", "station.pub"):
            (folder / "keys" / name).write_bytes((tmp_path / "keys" / name).read_bytes())
        found(verify(folder), FaultKind.KEY_FILE)
        with pytest.raises(LogError) as caught:
            ComplianceLog.open(folder, clock=Clock())
        assert caught.value.trouble is Trouble.WRONG_KEY


@pytest.mark.parametrize("name", ["station.key", "station.pub"])
@pytest.mark.parametrize("place", [0, 40])
def test_one_changed_byte_in_a_key_file_is_named(station: Path, name: str, place: int) -> None:
    with copy_of(station) as folder:
        path = folder / "keys" / name
        content = bytearray(path.read_bytes())
        content[place] ^= 0x20 if name == "station.key" else 0x01
        path.write_bytes(bytes(content))
        answer = verify(folder)
        assert not answer.valid
        assert answer.fault is not None
        assert answer.fault.kind in (FaultKind.KEY_SPOILT, FaultKind.KEY_FILE)
        assert "key" in answer.text.en


def test_a_log_written_anew_with_another_key_is_found_by_the_fingerprint_noted_at_installation(
    station: Path, tmp_path: Path
) -> None:
    trusted = verify(station).key_id
    build(tmp_path / "forged")
    assert verify(tmp_path / "forged").valid
    assert found(verify(tmp_path / "forged", trusted_key=trusted), FaultKind.REPLACED_KEY) == 1
    assert verify(station, trusted_key=trusted).valid


def test_records_appended_with_another_key_are_named(station: Path, length: int, tmp_path: Path) -> None:
    other = StationKey.create(tmp_path)
    last = str(query(station, f"SELECT hash FROM chain WHERE sequence = {length}")[0][0])
    with copy_of(station) as folder:
        tamper(
            folder,
            f"UPDATE chain SET signature = '{other.sign('record', last)}' WHERE sequence = {length}",
        )
        assert found(verify(folder), FaultKind.NOT_SIGNED) == length
        tamper(folder, f"UPDATE chain SET chain = '{other.public.id}' WHERE sequence = {length}")
        assert found(verify(folder), FaultKind.OTHER_KEY) == length


def test_a_copy_without_the_private_key_can_be_verified(station: Path) -> None:
    with copy_of(station) as folder:
        (folder / "keys" / "station.key").unlink()
        assert verify(folder).valid
        (folder / "keys" / "station.pub").unlink()
        assert verify(folder).valid


def test_a_removed_trigger_is_noted(station: Path) -> None:
    with copy_of(station) as folder:
        tamper(folder)
        answer = verify(folder)
        assert answer.valid
        assert len(answer.notes) == 3


@tampering
@given(seed=st.integers(0, 2**32))
def test_spoilt_bytes_are_found_or_harmless_and_never_a_traceback(station: Path, length: int, seed: int) -> None:
    random = Random(seed)
    honest = query(station, "SELECT body, hash, signature FROM chain ORDER BY sequence")
    with copy_of(station) as folder:
        path = folder / "log.sqlite3"
        content = bytearray(path.read_bytes())
        for _ in range(random.choice((1, 8, 64))):
            content[random.randrange(len(content))] ^= random.randrange(1, 256)
        path.write_bytes(content)
        try:
            answer = verify(folder)
        except LogError:
            return
        if answer.valid:
            assert query(folder, "SELECT body, hash, signature FROM chain ORDER BY sequence") == honest


def test_a_table_whose_own_words_are_spoilt_is_damage(station: Path) -> None:
    with copy_of(station) as folder:
        path = folder / "log.sqlite3"
        content = path.read_bytes()
        assert content.count(b"CREATE TABLE alembic_version") >= 1
        path.write_bytes(content.replace(b"CREATE TABLE alembic_version", b"CREATE TABL\x86 alembic_version"))
        with pytest.raises(LogError, match="is damaged"):
            verify(folder)


def test_no_log_at_all_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="There is no log in"):
        verify(tmp_path)
    (tmp_path / "log.sqlite3").write_bytes(b"This is not a database, it is a letter. " * 200)
    with pytest.raises(LogError, match="is damaged"):
        verify(tmp_path)

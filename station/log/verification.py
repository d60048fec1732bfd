"""The proof: is every record as it was signed, in its place, and is none missing?"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select, text

from checklists.verdict import Text
from station.log.anchor import Anchor
from station.log.encoding import EMPTY_HASH
from station.log.errors import LogError, Trouble
from station.log.fault import Fault, FaultKind
from station.log.key import KEY_FILE, PUBLIC_FILE, PublicKey, StationKey
from station.log.reader import Snapshot, require_intact, snapshot
from station.log.schema import chain
from station.log.sweep import Sweep

_GUARDS = ("no_delete_of_chain", "no_update_of_chain", "no_update_of_payload")


@dataclass(frozen=True, slots=True)
class Known:
    """A head that somebody noted down outside the station: in an export, on a printout, in a copied checkpoint."""

    sequence: int
    hash: str
    source: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer. `fault` is the first bad record, `also` what else was found."""

    records: int
    key_id: str
    head_sequence: int
    head_hash: str
    fault: Fault | None
    also: tuple[Fault, ...] = ()
    notes: tuple[Text, ...] = ()

    @property
    def valid(self) -> bool:
        """No line was changed, removed, inserted, reordered or cut off."""
        return self.fault is None

    @property
    def text(self) -> Text:
        """The answer as a sentence."""
        if self.fault is not None:
            return self.fault.text
        return Text(
            zh=f"日志完好：{self.records} 条记录，链头 {self.head_sequence} {self.head_hash}，密钥 {self.key_id}。",
            en=f"The log is valid: {self.records} records, head {self.head_sequence} {self.head_hash}, "
            f"key {self.key_id}.",
        )


def verify(data_dir: Path, *, trusted_key: str | None = None, known: Iterable[Known] = ()) -> Verification:
    """Checks a whole log, and changes nothing in it.

    `trusted_key` is the key's fingerprint as noted at installation; `known` are heads noted elsewhere. Without them
    the log is checked against what its own folder holds, which cannot reveal that the whole folder, key included,
    was replaced. `LogError` where there is no log or the file is damaged beyond reading.
    """
    with snapshot(data_dir) as found:
        require_intact(found)
        return verify_snapshot(found, trusted_key=trusted_key, known=known)


def verify_snapshot(found: Snapshot, *, trusted_key: str | None = None, known: Iterable[Known] = ()) -> Verification:
    """`verify` for a log that is already open for reading."""
    last = found.connection.execute(select(func.max(chain.c.sequence))).scalar()
    if last is None and found.head is None and not found.checkpoints:
        raise LogError(
            Trouble.NO_LOG,
            Text(
                zh=f"{found.data_dir} 中的日志是空的。",
                en=f"The log in {found.data_dir} is empty: nothing to verify.",
            ),
        )
    keys = _keys(found, trusted_key, last if isinstance(last, int) else 0)
    if keys is None:
        return Verification(0, "", 0, EMPTY_HASH, Fault(FaultKind.UNREADABLE, 1, "public_key"))
    sweep = Sweep(found, keys.key)
    sweep.run()
    faults = [fault for fault in (keys.fault, sweep.chain_fault, sweep.payload_fault) if fault is not None]
    if sweep.chain_fault is None:
        faults += _beside_the_chain(found, keys.key, sweep, known)
    # A record that is missing may be the erasure that explains a missing payload: the chain's break comes first.
    explained = sweep.chain_fault is not None or any(fault.kind is FaultKind.CUT_TAIL for fault in faults)
    faults.sort(key=lambda fault: (explained and fault.kind is FaultKind.PAYLOAD_GONE, fault.sequence))
    return Verification(
        records=sweep.last,
        key_id=keys.key.id,
        head_sequence=sweep.last,
        head_hash=sweep.previous,
        fault=faults[0] if faults else None,
        also=tuple(faults[1:]),
        notes=(*sweep.notes, *_missing_guards(found)),
    )


def _beside_the_chain(found: Snapshot, key: PublicKey, sweep: Sweep, known: Iterable[Known]) -> Iterator[Fault]:
    """Holds the swept chain against head file, checkpoint files and heads noted elsewhere."""
    heads = [Known(head.sequence, head.hash, head.source) for head in known]
    if found.head is not None and found.head.is_signed_by(key) and found.head.kind == "head":
        heads.append(Known(found.head.sequence, found.head.hash, "head.json"))
        if found.head.sequence < sweep.batch_start - 1:
            yield Fault(FaultKind.HEAD_OLD, found.head.sequence)
    elif found.head is not None or not found.head_is_readable:
        yield Fault(FaultKind.HEAD_FORGED, sweep.last)
    elif sweep.batch_start > 1:
        yield Fault(FaultKind.HEAD_MISSING, sweep.last)
    newest: dict[str, int] = {}
    for name, checkpoint in found.checkpoints.items():
        if checkpoint is None or not _is_genuine(checkpoint, name, key):
            yield Fault(FaultKind.CHECKPOINT_FORGED, sweep.last, name)
            continue
        heads.append(Known(checkpoint.sequence, checkpoint.hash, name))
        newest[checkpoint.day] = checkpoint.sequence
    for sequence, day in sweep.checkpoints[:-1]:
        if newest.get(day, sequence) < sequence or (day not in newest and f"{day}.json" not in found.checkpoints):
            yield Fault(FaultKind.CHECKPOINT_MISSING, sequence, f"{day}.json")
    for head in sorted(heads, key=lambda head: head.sequence):
        fault = _against(found, head, sweep.last)
        if fault is not None:
            yield fault


def _is_genuine(checkpoint: Anchor, name: str, key: PublicKey) -> bool:
    return checkpoint.kind == "checkpoint" and f"{checkpoint.day}.json" == name and checkpoint.is_signed_by(key)


def _against(found: Snapshot, head: Known, last: int) -> Fault | None:
    if head.sequence > last:
        return Fault(FaultKind.CUT_TAIL, last + 1, f"{head.source}: {head.sequence}")
    there = found.connection.execute(select(chain.c.hash).where(chain.c.sequence == head.sequence)).scalar()
    return None if there == head.hash else Fault(FaultKind.REWRITTEN, head.sequence, head.source)


@dataclass(frozen=True, slots=True)
class _Keys:
    """The key to check with, and what was expected instead where that is another."""

    key: PublicKey
    fault: Fault | None


def _keys(found: Snapshot, trusted_key: str | None, last: int) -> "_Keys | None":
    """Chooses among the key that the first record names and the one in the folder: the trusted one, or else the one
    that more records belong to. None where neither can be read.
    """
    named, kept = _named_key(found), _kept_key(found.data_dir)
    candidates = [key for key in (named, kept) if key is not None]
    if not candidates:
        return None
    sizes = {key.id: _count(found, key.id) for key in candidates}
    key = max(candidates, key=lambda key: (key.id == trusted_key, sizes[key.id]))
    if trusted_key is not None and key.id != trusted_key:
        return _Keys(key, Fault(FaultKind.REPLACED_KEY, 1, key.id))
    if kept is not None and kept.id != key.id:
        return _Keys(key, Fault(FaultKind.KEY_FILE, last, kept.id))
    spoilt = _spoilt_key_file(found.data_dir, key)
    return _Keys(key, None if spoilt is None else Fault(FaultKind.KEY_SPOILT, last, str(spoilt)))


def _named_key(found: Snapshot) -> PublicKey | None:
    """The key in the first record."""
    body = found.connection.execute(select(chain.c.body).order_by(chain.c.sequence).limit(1)).scalar()
    try:
        return PublicKey(json.loads(body or "")["data"]["public_key"])
    except (ValueError, TypeError, KeyError):
        return None


def _kept_key(data_dir: Path) -> PublicKey | None:
    """The public key in the folder. The private one, where it is there, has the last word."""
    try:
        private = StationKey.load(data_dir)
        return PublicKey((data_dir / PUBLIC_FILE).read_text("ascii").strip()) if private is None else private.public
    except (OSError, ValueError, LogError):
        return None


def _spoilt_key_file(data_dir: Path, key: PublicKey) -> Path | None:
    """The key file that holds something else than the key that signed. One that may not be read is left alone."""
    try:
        StationKey.load(data_dir)
    except LogError as error:
        if error.trouble is Trouble.NO_KEY:
            return KEY_FILE
    try:
        public = (data_dir / PUBLIC_FILE).read_bytes()
    except OSError:
        return None
    return None if public.strip() == key.hex.encode("ascii") else PUBLIC_FILE


def _count(found: Snapshot, key: str) -> int:
    return int(found.connection.execute(select(func.count()).where(chain.c.chain == key)).scalar_one())


def _missing_guards(found: Snapshot) -> Iterator[Text]:
    names = set(found.connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars())
    for name in sorted(set(_GUARDS) - names):
        yield Text(
            zh=f"数据库中防误改的触发器 {name} 不见了。",
            en=f"The trigger {name}, which guards the database against mistakes, is gone.",
        )
    for name in sorted(names - set(_GUARDS)):
        yield Text(zh=f"数据库中有陌生的触发器 {name}。", en=f"The database has a trigger nobody knows: {name}.")

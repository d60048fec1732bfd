"""One pass over the chain: every record's text, signature, place and personal parts."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select, text

from checklists.verdict import Text
from station.log.draft import Kind
from station.log.encoding import EMPTY_HASH, payload_commitment, sha256
from station.log.erasures import Erasures
from station.log.fault import Fault, FaultKind
from station.log.key import PublicKey
from station.log.reader import Snapshot
from station.log.schema import chain, payload

_COLUMNS_IN_BODY = {
    "kind": "kind",
    "session_id": "session",
    "day": "day",
    "utc": "utc",
    "station": "station",
    "branch": "branch",
}
_ROWS_AT_ONCE = 500
"""Chain rows read at a time: the memory needed does not grow with the log."""


@dataclass(slots=True)
class Sweep:
    """One pass over chain and payload, in the order of the sequence numbers, to the first break of the chain."""

    found: Snapshot
    key: PublicKey
    last: int = 0
    previous: str = EMPTY_HASH
    batch_start: int = 1
    batch_end: int = 0
    chain_fault: Fault | None = None
    payload_fault: Fault | None = None
    notes: list[Text] = field(default_factory=list)
    checkpoints: list[tuple[int, str]] = field(default_factory=list)
    """Sequence number and day of every checkpoint record."""

    def run(self) -> None:
        """Fills the fields."""
        erasures = Erasures.logged(self.found.connection, self.key)
        for rows in self._portions():
            parts = self._payload(self.last + 1, self.last + len(rows))
            for row in rows:
                self.chain_fault = self._chain_fault(row)
                if self.chain_fault is not None:
                    return
                body = json.loads(row.body)
                self._take(row, body)
                if self.payload_fault is None:
                    self.payload_fault = _payload_fault(
                        row.sequence, body["commitments"], parts.get(row.sequence, []), erasures
                    )
        if self.batch_end > self.last:
            self.chain_fault = Fault(FaultKind.CUT_TAIL, self.last + 1, f"{self.batch_end - self.last}")
        elif self.payload_fault is None:
            self.payload_fault = self._stray_payload()

    def _portions(self) -> Iterator[list[Row[Any]]]:
        result = self.found.connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(
            select(chain).order_by(chain.c.sequence)
        )
        for portion in result.partitions():
            yield list(portion)

    def _payload(self, first: int, last: int) -> dict[int, list[Row[Any]]]:
        rows = self.found.connection.execute(
            select(payload).where(payload.c.sequence.between(first, last)).order_by(payload.c.sequence)
        )
        return {sequence: list(group) for sequence, group in groupby(rows, key=lambda row: row.sequence)}

    def _chain_fault(self, row: Row[Any]) -> Fault | None:
        expected = self.last + 1
        if type(row.sequence) is not int or row.sequence < expected:
            return Fault(FaultKind.INSERTED, row.sequence if type(row.sequence) is int else expected)
        if row.sequence > expected:
            return Fault(FaultKind.MISSING, expected)
        texts = ("chain", "body", "hash", "signature")
        wrong_type = next((name for name in texts if type(row._mapping[name]) is not str), None)
        if wrong_type is not None:
            return Fault(FaultKind.EDITED, expected, wrong_type)
        if row.chain != self.key.id:
            return Fault(FaultKind.OTHER_KEY, expected, row.chain)
        return self._text_fault(row) or self._place_fault(row, json.loads(row.body))

    def _text_fault(self, row: Row[Any]) -> Fault | None:
        try:
            digest = sha256(row.body)
        except UnicodeEncodeError:
            return Fault(FaultKind.EDITED, row.sequence, "text")
        stored_is_signed = self.key.verifies("record", row.hash, row.signature)
        if digest == row.hash:
            return None if stored_is_signed else Fault(FaultKind.NOT_SIGNED, row.sequence)
        if stored_is_signed:
            return Fault(FaultKind.EDITED, row.sequence, "text")
        if self.key.verifies("record", digest, row.signature):
            return Fault(FaultKind.EDITED, row.sequence, "hash")
        return Fault(FaultKind.NOT_SIGNED, row.sequence)

    def _place_fault(self, row: Row[Any], body: dict[str, Any]) -> Fault | None:
        if body["sequence"] != row.sequence:
            return Fault(FaultKind.MOVED, row.sequence, str(body["sequence"]))
        if body["previous"] != self.previous:
            return Fault(FaultKind.BROKEN_LINK, row.sequence)
        for column, name in _COLUMNS_IN_BODY.items():
            stored = row._mapping[column]
            if stored != body[name] or type(stored) is not type(body[name]):
                return Fault(FaultKind.EDITED, row.sequence, column)
        return None

    def _take(self, row: Row[Any], body: dict[str, Any]) -> None:
        index, size = body["batch"]
        self.last, self.previous = row.sequence, row.hash
        self.batch_start, self.batch_end = row.sequence - index + 1, row.sequence - index + size
        if row.kind == Kind.CHECKPOINT:
            self.checkpoints.append((row.sequence, body["data"]["day"]))
        if body["clock_set_back_s"] is not None and index == 1:
            seconds = body["clock_set_back_s"]
            self.notes.append(
                Text(
                    zh=f"第 {row.sequence} 条记录之前，时钟被拨回 {seconds:.0f} 秒（{row.utc}）。",
                    en=f"Before record {row.sequence} the clock was set back by {seconds:.0f} s (to {row.utc}).",
                )
            )

    def _stray_payload(self) -> Fault | None:
        stray = self.found.connection.execute(
            text(
                "SELECT sequence, part FROM payload WHERE typeof(sequence) != 'integer' OR sequence < 1 "
                "OR sequence > :last OR chain IS NOT :chain LIMIT 1"
            ),
            {"last": self.last, "chain": self.key.id},
        ).first()
        if stray is None:
            return None
        sequence = stray.sequence if type(stray.sequence) is int else self.last
        return Fault(FaultKind.PAYLOAD_INSERTED, sequence, str(stray.part))


def _payload_fault(
    sequence: int, commitments: dict[str, str], rows: list[Row[Any]], erasures: Erasures
) -> Fault | None:
    """Holds the payload rows of one record against what the record has committed to."""
    there = {row.part: dict(row._mapping) for row in rows}
    for part, row in there.items():
        if part not in commitments:
            return Fault(FaultKind.PAYLOAD_INSERTED, sequence, str(part))
        try:
            kept = payload_commitment(row) == commitments[part]
        except (TypeError, ValueError):
            kept = False
        if not kept:
            return Fault(FaultKind.PAYLOAD_EDITED, sequence, part)
        if erasures.cover(sequence, part):
            return Fault(FaultKind.PAYLOAD_BACK, sequence, part)
    gone = next((part for part in commitments if part not in there and not erasures.cover(sequence, part)), None)
    return None if gone is None else Fault(FaultKind.PAYLOAD_GONE, sequence, gone)

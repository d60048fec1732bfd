"""Which personal parts have been erased lawfully: what the signed erasure and purge records say."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from station.log.draft import Kind
from station.log.encoding import sha256
from station.log.key import PublicKey
from station.log.schema import chain


@dataclass(frozen=True, slots=True)
class Erasures:
    """All logged erasures, as merged runs of sequence numbers per part."""

    runs: dict[str, tuple[tuple[int, int], ...]]

    @classmethod
    def logged(cls, connection: Connection, key: PublicKey) -> "Erasures":
        """Reads them from the chain. A record that the station has not signed erases nothing, and the record's text
        decides what it is, not the columns beside it.
        """
        kinds = [chain.c.body.contains(f'"kind":"{kind.value}"') for kind in (Kind.ERASURE, Kind.PURGE)]
        found: dict[str, list[tuple[int, int]]] = {}
        for row in connection.execute(select(chain.c.body, chain.c.signature).where(or_(*kinds))):
            if not isinstance(row.body, str) or not isinstance(row.signature, str):
                continue
            if not key.verifies("record", sha256(row.body), row.signature):
                continue
            body = json.loads(row.body)
            if body["kind"] not in (Kind.ERASURE, Kind.PURGE):
                continue
            for part, first, last in body["data"]["erased"]:
                found.setdefault(part, []).append((first, min(last, body["sequence"] - 1)))
        return cls({part: tuple(_merged(runs)) for part, runs in found.items()})

    def cover(self, sequence: int, part: str) -> bool:
        """Whether this part of this record has been erased."""
        runs = self.runs.get(part, ())
        low, high = 0, len(runs)
        while low < high:
            middle = (low + high) // 2
            if runs[middle][1] < sequence:
                low = middle + 1
            else:
                high = middle
        return low < len(runs) and runs[low][0] <= sequence


def _merged(runs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(runs):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged

"""The last record of the chain."""

import json
from dataclasses import dataclass

from sqlalchemy import Connection, select

from station.log.schema import chain


@dataclass(frozen=True, slots=True)
class Tip:
    """The last record of the chain."""

    sequence: int
    hash: str
    kind: str
    day: str
    utc: str
    batch_start: int
    """Sequence number of the first record of the batch that the tip ends."""


def read_tip(connection: Connection) -> Tip | None:
    """The last record; None in an empty chain."""
    row = connection.execute(
        select(chain.c.sequence, chain.c.hash, chain.c.kind, chain.c.day, chain.c.utc, chain.c.body)
        .order_by(chain.c.sequence.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    index = int(json.loads(row.body)["batch"][0])
    return Tip(row.sequence, row.hash, row.kind, row.day, row.utc, row.sequence - index + 1)


def hash_at(connection: Connection, sequence: int) -> str | None:
    """The hash of one record; None where there is none."""
    return connection.execute(select(chain.c.hash).where(chain.c.sequence == sequence)).scalar()

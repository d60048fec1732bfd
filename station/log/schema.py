"""The tables of the log, the same for a station's SQLite and a fleet's PostgreSQL.

`chain` only grows. `payload` holds what can be erased. A chain is named by the fingerprint of its key, so that many
stations fit into one database. No column takes bytes: there is nowhere to put a picture.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, MetaData, String, Table, Text

SCHEMA_REVISION = "0001"
"""The migration this version of the program needs; `migrations/versions` holds them."""

MAX_BODY = 16384
"""Characters in a record's text; the longest, an erasure of many records, is split before it gets here."""

metadata = MetaData()

chain = Table(
    "chain",
    metadata,
    Column("chain", String(32), primary_key=True, comment="fingerprint of the station's key"),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False, comment="1, 2, 3 ... without a gap"),
    Column("kind", String(16), nullable=False),
    Column("session_id", String(500), comment="the session the record belongs to"),
    Column("day", String(10), nullable=False, comment="local day of logging"),
    Column("utc", String(27), nullable=False),
    Column("station", String(500), nullable=False),
    Column("branch", String(500), nullable=False),
    Column("body", Text, nullable=False, comment="the canonical text that was hashed and signed"),
    Column("hash", String(64), nullable=False),
    Column("signature", String(128), nullable=False),
    CheckConstraint(f"length(body) <= {MAX_BODY}", name="body_is_short"),
    Index("chain_by_day", "day", "branch"),
    Index("chain_by_session", "session_id"),
    Index("chain_by_kind", "kind"),
)

payload = Table(
    "payload",
    metadata,
    Column("chain", String(32), primary_key=True),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("part", String(16), primary_key=True, comment="wearer, values, by or why"),
    Column("person", String(500), nullable=False, comment="pseudonym, empty where there is none"),
    Column("salt", String(64), nullable=False),
    Column("body", Text, nullable=False),
    CheckConstraint(f"length(body) <= {MAX_BODY}", name="payload_is_short"),
    Index("payload_by_person", "person"),
)

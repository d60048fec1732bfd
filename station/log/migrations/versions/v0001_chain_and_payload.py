"""The chain, the erasable payload, and the triggers that refuse to change what has been logged."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_REFUSED = "what has been logged is not changed"


def upgrade() -> None:
    """Creates both tables. The triggers stop mistakes, not an attacker: those are found by the chain."""
    op.create_table(
        "chain",
        sa.Column("chain", sa.String(32), primary_key=True, comment="fingerprint of the station's key"),
        sa.Column(
            "sequence", sa.BigInteger, primary_key=True, autoincrement=False, comment="1, 2, 3 ... without a gap"
        ),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("session_id", sa.String(500), comment="the session the record belongs to"),
        sa.Column("day", sa.String(10), nullable=False, comment="local day of logging"),
        sa.Column("utc", sa.String(27), nullable=False),
        sa.Column("station", sa.String(500), nullable=False),
        sa.Column("branch", sa.String(500), nullable=False),
        sa.Column("body", sa.Text, nullable=False, comment="the canonical text that was hashed and signed"),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.CheckConstraint("length(body) <= 16384", name="body_is_short"),
    )
    op.create_index("chain_by_day", "chain", ["day", "branch"])
    op.create_index("chain_by_session", "chain", ["session_id"])
    op.create_index("chain_by_kind", "chain", ["kind"])
    op.create_table(
        "payload",
        sa.Column("chain", sa.String(32), primary_key=True),
        sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("part", sa.String(16), primary_key=True, comment="wearer, values, by or why"),
        sa.Column("person", sa.String(500), nullable=False, comment="pseudonym, empty where there is none"),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.CheckConstraint("length(body) <= 16384", name="payload_is_short"),
    )
    op.create_index("payload_by_person", "payload", ["person"])
    for table, action in (("chain", "update"), ("chain", "delete"), ("payload", "update")):
        _refuse(table, action)


def downgrade() -> None:
    """There is no way back: a log is never taken apart by a migration."""
    raise NotImplementedError("the first tables of the log are not removed")


def _refuse(table: str, action: str) -> None:
    name = f"no_{action}_of_{table}"
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {action.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
        )
    else:
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {action.upper()} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")

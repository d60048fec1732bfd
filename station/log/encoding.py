"""The canonical encoding: the one way in which a record becomes the bytes that are hashed and signed.

JSON in UTF-8, keys sorted, no spaces, no escapes beyond JSON's own, numbers in their shortest form that reads back
to the same double, no NaN. The text is stored as it was signed, so that a later version never has to encode an old
record again in order to check it.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

EMPTY_HASH = "0" * 64
"""What the first record names as the hash of the record before it."""


def canonical(body: Mapping[str, Json]) -> str:
    """The canonical text of a JSON object."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def commitment(salt: str, text: str) -> str:
    """HMAC-SHA-256 (RFC 2104) of `text` under a random salt of 32 bytes in hex.

    Without the salt the commitment tells nothing about the text, not even to someone who tries every staff number.
    ValueError where the salt is not written as the log writes it.
    """
    key = bytes.fromhex(salt)
    if key.hex() != salt:
        raise ValueError("a salt is written in small hex digits")
    return hmac.new(key, text.encode("utf-8"), hashlib.sha256).hexdigest()


def payload_commitment(row: Mapping[str, Any]) -> str:
    """The commitment to a payload row: to its place, its person and its values, under its salt."""
    committed = canonical({
        "chain": row["chain"],
        "sequence": row["sequence"],
        "part": row["part"],
        "person": row["person"],
        "values": row["body"],
    })  # fmt: skip
    return commitment(row["salt"], committed)


def utc_text(moment: datetime) -> str:
    """UTC with microseconds, ending in Z; sorts as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def local_text(moment: datetime) -> str:
    """The wall clock with its offset from UTC, to the second."""
    return moment.isoformat(timespec="seconds")


def parse_utc(text: str) -> datetime:
    """The moment that `utc_text` wrote; ValueError where it did not."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)

"""The people of the staff list, and the copy of it that the station keeps."""

import hashlib
import hmac
import json
import os
import secrets
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from checklists.verdict import Wearer
from station.staff.pin import PinHash
from vision.errors import TongjingError

FILE_NAME = "staff.json"
VERSION = 1


class StaffError(TongjingError):
    """The staff list cannot be used; the message names every fault."""


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the staff list."""

    number: str
    name: str
    role: str
    wearer: Wearer
    """Whose rules apply: men's or women's, as the list says."""
    pin: PinHash | None = None
    exempt: frozenset[str] = frozenset()
    """Clauses that do not apply to this person. The reason is not asked and not stored."""


@dataclass(frozen=True, slots=True)
class StaffList:
    """Everybody by number. `salt` makes the pseudonyms of this station; it stays when the list is replaced."""

    members: dict[str, Member] = field(default_factory=dict)
    salt: bytes = b""

    @classmethod
    def of(cls, members: Iterable[Member], salt: bytes | None = None) -> "StaffList":
        """A list of these people; a new salt where none is given."""
        return cls({member.number: member for member in members}, salt or secrets.token_bytes(16))

    def find(self, number: str) -> Member | None:
        """The person of that number; blanks around it and the case of letters do not matter."""
        wanted = number.strip()
        return self.members.get(wanted) or self.members.get(wanted.upper())

    def pseudonym(self, number: str) -> str:
        """A name that says nothing without this list: the same for the same person, from a keyed hash."""
        digest = hmac.new(self.salt, number.encode("utf-8"), hashlib.sha256).digest()
        return "P-" + b32encode(digest).decode("ascii")[:10]


def load_staff(path: Path) -> StaffList:
    """The list in force. No file means an empty list. Raises StaffError on a damaged one."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["version"] != VERSION:
            raise StaffError(f"{path}: this staff list is of another version; import the list again.")
        members = [_member(entry) for entry in document["members"]]
        return StaffList.of(members, bytes.fromhex(document["salt"]))
    except FileNotFoundError:
        return StaffList.of(())
    except OSError as error:
        raise StaffError(f"{path}: the staff list cannot be read ({error.strerror}).") from None
    except (ValueError, KeyError, TypeError):
        raise StaffError(f"{path}: the stored staff list is damaged; import the list again.") from None


def save_staff(staff: StaffList, path: Path) -> None:
    """Put this list in force: readable by the station's own user only, the old one whole until the new one is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = []
    for member in staff.members.values():
        entries.append({**asdict(member), "exempt": sorted(member.exempt)})
    document = {"version": VERSION, "salt": staff.salt.hex(), "members": entries}
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        json.dump(document, handle, ensure_ascii=False, indent=1)
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(path)


def _member(entry: dict[str, object]) -> Member:
    pin = entry["pin"]
    exempt = entry["exempt"]
    if not isinstance(exempt, list):
        raise ValueError("exempt is no list")
    return Member(
        number=str(entry["number"]),
        name=str(entry["name"]),
        role=str(entry["role"]),
        wearer=Wearer(str(entry["wearer"])),
        pin=PinHash(**pin) if isinstance(pin, dict) else None,
        exempt=frozenset(str(clause) for clause in exempt),
    )

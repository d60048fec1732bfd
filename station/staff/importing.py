"""The owner's CSV file into a staff list: every fault at once, each with its line and what is expected there.

Columns (English or Chinese headings, any order): number, name, role, rules (men / women), and where wanted pin (4 to
8 digits) and exempt (clause ids, separated by blanks or semicolons). UTF-8 with or without a byte order mark, and
GB18030, which covers what Chinese spreadsheet programs save.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from checklists.verdict import Wearer
from station.staff.members import Member, StaffError, StaffList, load_staff, save_staff
from station.staff.pin import hash_pin

MAX_BYTES = 10_000_000
HEADINGS = {
    "number": ("number", "no", "staff number", "工号", "编号"),
    "name": ("name", "display name", "姓名", "显示名"),
    "role": ("role", "岗位", "职位"),
    "rules": ("rules", "men/women", "适用规则", "性别规则", "规则"),
    "pin": ("pin", "密码", "口令"),
    "exempt": ("exempt", "豁免", "不适用"),
}
REQUIRED = ("number", "name", "role", "rules")
_RULES = {"men": Wearer.MEN, "男": Wearer.MEN, "男装": Wearer.MEN, "m": Wearer.MEN}
_RULES |= {"women": Wearer.WOMEN, "女": Wearer.WOMEN, "女装": Wearer.WOMEN, "w": Wearer.WOMEN, "f": Wearer.WOMEN}
_NUMBER = re.compile(r"[A-Za-z0-9._-]{1,32}")
_ROLE = re.compile(r"[a-z][a-z0-9_]*")
_PIN = re.compile(r"[0-9]{4,8}")


@dataclass(slots=True)
class _Faults:
    place: str
    found: list[str] = field(default_factory=list)

    def add(self, line: int, words: str) -> None:
        self.found.append(f"line {line}: {words}")

    def raise_if_any(self) -> None:
        if self.found:
            raise StaffError(f"{self.place}: {'; '.join(self.found)}.")


def import_staff(source: Path, stored: Path, known_clauses: Collection[str] | None = None) -> StaffList:
    """Read the owner's file and put it in force. On any fault StaffError is raised and the old list stays.

    `known_clauses`: where given, an exemption from a clause that no checklist holds is a fault.
    """
    members = read_staff(source, known_clauses)
    try:
        salt = load_staff(stored).salt
    except StaffError:
        salt = None  # a damaged old copy must not stand in the way of the good new list
    staff = StaffList.of(members, salt)
    save_staff(staff, stored)
    return staff


def read_staff(source: Path, known_clauses: Collection[str] | None = None) -> list[Member]:
    """The people in the owner's file, PINs already hashed. Raises StaffError naming every fault."""
    faults = _Faults(str(source))
    rows = _rows(source)
    header_line, header = next(rows, (1, []))
    columns = _columns(header_line, header, faults)
    faults.raise_if_any()
    members: dict[str, Member] = {}
    first_line: dict[str, int] = {}
    pins: dict[str, str] = {}
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: row[index].strip() if index < len(row) else "" for name, index in columns.items()}
        before = len(faults.found)
        _check(line, cells, known_clauses, faults)
        number = cells["number"]
        if number and number in first_line:
            faults.add(line, f"number '{number}' already stands in line {first_line[number]}; each may stand once")
        first_line.setdefault(number, line)
        if len(faults.found) == before:
            members[number] = _member(cells)
            pins[number] = cells.get("pin", "")
    if not first_line:
        faults.add(header_line + 1, "expected at least one person below the headings")
    faults.raise_if_any()
    # hashing is slow on purpose, so it comes after everything that can fail
    return [_with_pin(member, pins[number]) for number, member in members.items()]


def _rows(source: Path) -> Iterator[tuple[int, list[str]]]:
    """(line, cells), the line counted as an editor counts it."""
    text = _text(source)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise StaffError(f"{source}: line {line}: this is not valid CSV ({error}).") from None


def _text(source: Path) -> str:
    try:
        raw = source.read_bytes()
    except FileNotFoundError:
        raise StaffError(f"{source}: there is no such file.") from None
    except OSError as error:
        raise StaffError(f"{source}: the staff list cannot be read ({error.strerror}).") from None
    if not raw.strip():
        raise StaffError(f"{source}: the file is empty; expected headings and one line for each person.")
    if len(raw) > MAX_BYTES:
        raise StaffError(f"{source}: the file has {len(raw)} bytes; a staff list has at most {MAX_BYTES}.")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise StaffError(f"{source}: this is neither UTF-8 nor GB18030 text; save it as 'CSV UTF-8'.")


def _columns(line: int, header: list[str], faults: _Faults) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, heading in enumerate(header):
        wanted = heading.strip().lower()
        name = next((name for name, known in HEADINGS.items() if wanted in known), None)
        if name is None and wanted:
            faults.add(line, f"heading '{heading.strip()}' is not known; expected {', '.join(HEADINGS)}")
        elif name in columns:
            faults.add(line, f"heading '{heading.strip()}' stands twice")
        elif name is not None:
            columns[name] = index
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        faults.add(line, f"expected the headings {', '.join(missing)} too")
    return columns


def _check(line: int, cells: dict[str, str], known_clauses: Collection[str] | None, faults: _Faults) -> None:
    if not _NUMBER.fullmatch(cells["number"]):
        faults.add(line, f"number: expected 1 to 32 letters, digits, dots or dashes, found '{cells['number'][:40]}'")
    if not 1 <= len(cells["name"]) <= 40:
        faults.add(line, f"name: expected 1 to 40 characters, found {len(cells['name'])}")
    if not _ROLE.fullmatch(cells["role"].lower()):
        faults.add(
            line, f"role: expected letters, digits and underscores like 'teller', found '{cells['role'][:40]}'"
        )
    if cells["rules"].lower() not in _RULES:
        faults.add(line, f"rules: expected men or women (男 / 女), found '{cells['rules'][:20]}'")
    pin = cells.get("pin", "")
    if pin and not _PIN.fullmatch(pin):
        # the PIN itself is not repeated: messages end up on screens and in files
        faults.add(line, f"pin: expected 4 to 8 digits, found {len(pin)} characters")
    if known_clauses is not None:
        for clause in sorted(_exempt(cells) - set(known_clauses)):
            faults.add(line, f"exempt: no checklist holds a clause '{clause[:60]}'")


def _exempt(cells: dict[str, str]) -> frozenset[str]:
    return frozenset(part for part in re.split(r"[;；\s]+", cells.get("exempt", "")) if part)


def _member(cells: dict[str, str]) -> Member:
    return Member(
        number=cells["number"],
        name=cells["name"],
        role=cells["role"].lower(),
        wearer=_RULES[cells["rules"].lower()],
        exempt=_exempt(cells),
    )


def _with_pin(member: Member, pin: str) -> Member:
    return replace(member, pin=hash_pin(pin)) if pin else member

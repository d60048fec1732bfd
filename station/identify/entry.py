"""The keypad's number and PIN, and the badge, into a `Subject`."""

import math

from checklists.verdict import Wearer
from station.identify.subject import Subject
from station.log.record import IdentifiedBy
from station.staff.members import Member, StaffList
from station.staff.pin import PinGuard, pin_matches

MAX_NUMBER = 32
MAX_PIN = 8
DOT = "•"


class Entry:
    """What has been typed so far. `reset` forgets it; wrong tries are counted beyond that, by the guard."""

    def __init__(self, staff: StaffList, guard: PinGuard | None = None) -> None:
        self.staff = staff
        self._guard = guard or PinGuard()
        self.reset()

    def reset(self) -> None:
        """Nothing typed, the number comes first."""
        self._number = ""
        self._pin = ""
        self.wants_pin = False
        self.fault: tuple[str, dict[str, object]] | None = None
        """Text key and values of what was wrong, or None."""

    @property
    def shown(self) -> str:
        """What the keypad shows: the number, then a dot for every digit of the PIN."""
        return DOT * len(self._pin) if self.wants_pin else self._number

    def key(self, key: str, now_s: float) -> Subject | None:
        """One typed key: a character, "\\b" (erase) or "\\n" (enter). Gives the person once the PIN is right."""
        if key == "\n":
            return self._enter(now_s)
        if key == "\b":
            self._erase()
        elif self.wants_pin:
            if key.isascii() and key.isdigit() and len(self._pin) < MAX_PIN:
                self._pin += key
        elif key.isprintable() and not key.isspace() and len(self._number) < MAX_NUMBER:
            self._number += key
            self.fault = None
        return None

    def badge(self, text: str) -> Subject | None:
        """The person whose number the badge carries; None and a fault where nobody has it."""
        member = self.staff.find(text)
        if member is None:
            self.fault = ("identify.badge_unknown", {})
            return None
        return self._subject(member, IdentifiedBy.BADGE)

    def _erase(self) -> None:
        if self.wants_pin and not self._pin:
            self.wants_pin = False
        elif self.wants_pin:
            self._pin = self._pin[:-1]
        else:
            self._number = self._number[:-1]

    def _enter(self, now_s: float) -> Subject | None:
        if not self.wants_pin:
            # an unknown number is asked for a PIN as well, so that the keypad does not tell who works here
            self.wants_pin = bool(self._number)
            return None
        member = self.staff.find(self._number)
        number = member.number if member else self._number
        wait_s = self._guard.locked_for_s(number, now_s)
        if wait_s <= 0:
            right = pin_matches(self._pin, member.pin if member else None)
            self._guard.note(number, right, now_s)
            if right and member is not None:
                self.reset()
                return self._subject(member, IdentifiedBy.PIN)
            wait_s = self._guard.locked_for_s(number, now_s)
        self.reset()
        if wait_s > 0:
            self.fault = ("identify.locked", {"seconds": math.ceil(wait_s)})
        else:
            self.fault = ("identify.wrong", {})
        return None

    def _subject(self, member: Member, by: IdentifiedBy) -> Subject:
        wearer = None if member.wearer is Wearer.ALL else member.wearer
        return Subject(by, member, self.staff.pseudonym(member.number), wearer)

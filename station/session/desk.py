"""The reception desk: keys, badges and the notice, until it is known who stands there and that they agree."""

from station.identify.entry import Entry
from station.identify.subject import Subject
from station.identify.wedge import KeyboardWedge, Scan, Typed
from station.settings import NoticeSettings
from station.staff.members import StaffList
from station.staff.notices import NoticeBook

_KEYS = {"Backspace": "\b", "Enter": "\n", "Return": "\n", "\r": "\n"}


class Desk:
    """What has been typed and scanned so far. `reset` forgets it, not the count of wrong PINs."""

    def __init__(self, staff: StaffList, notices: NoticeBook, notice: NoticeSettings) -> None:
        self.entry = Entry(staff)
        self._wedge = KeyboardWedge()
        self._notices, self._notice = notices, notice

    def reset(self) -> None:
        """Nothing typed, nothing scanned."""
        self.entry.reset()
        self._wedge.reset()

    def key(self, text: str, now_s: float) -> tuple[Scan | Typed, ...]:
        """One key of a keyboard, the keypad or a reader: a character, "Backspace" or "Enter"."""
        return self._wedge.key(_KEYS.get(text, text), now_s)

    def tick(self, now_s: float) -> tuple[Typed, ...]:
        """Keys that have turned out to be typing."""
        return self._wedge.tick(now_s)

    def may_begin(self, subject: Subject, accepted_now: bool) -> bool:
        """True where this person has accepted the notice in force, now or before."""
        if accepted_now:
            if subject.pseudonym:
                self._notices.accept(subject.pseudonym, self._notice.version)
            return True
        return not self._notice.every_session and self._notices.accepted(subject.pseudonym, self._notice.version)

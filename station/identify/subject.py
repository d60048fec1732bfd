"""Who is being checked, as far as the session needs to know."""

from dataclasses import dataclass

from checklists.verdict import Wearer
from station.log.record import IdentifiedBy
from station.staff.members import Member


@dataclass(frozen=True, slots=True)
class Subject:
    """The person on the mark. A guest has neither member nor pseudonym."""

    by: IdentifiedBy
    member: Member | None = None
    pseudonym: str = ""
    wearer: Wearer | None = None
    """Whose rules apply; None: the person has to choose."""

    @property
    def name(self) -> str:
        """The name on the screen; empty for a guest."""
        return self.member.name if self.member else ""

    @property
    def role(self) -> str:
        """The role in the staff list; empty for a guest."""
        return self.member.role if self.member else ""

    @property
    def exempt(self) -> frozenset[str]:
        """Clauses that do not apply to this person."""
        return self.member.exempt if self.member else frozenset()


GUEST = Subject(IdentifiedBy.GUEST)

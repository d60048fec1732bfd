"""What is wrong with a checklist file: every fault with its place, told at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from checklists.fault_words import in_language
from vision.errors import TongjingError


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one file."""

    file: str
    path: str
    """Where inside the file, as the owner would say it: "clauses[3] (hair.fringe) rules[0].high"; may be empty."""
    message: str
    """What is wrong and what is expected, as one sentence."""
    line: int | None = None
    """Counts from 1; None where the fault has no line (a file that cannot be read)."""

    def __str__(self) -> str:
        return self.said("en")

    def said(self, language: str) -> str:
        """Place and sentence in one line."""
        message = in_language(self.message, language)
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.path}: {message}" if self.path else f"{place}: {message}"


class ChecklistError(TongjingError):
    """A checklist file cannot be used. `faults` holds all of them in the order of the file; the text lists them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line or 0)))
        super().__init__("\n".join(str(fault) for fault in self.faults))

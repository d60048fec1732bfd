"""All drills of the standards in force: which of them the station runs, and the sheet of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from checklists.judgement import STANDS_FOR
from checklists.model import Bounds, Checklist, Clause
from checklists.names import measure_name, unit_name, value_name
from station.i18n.texts import tr
from station.session.wording import limits_text
from station.trainer.bow_drill import PEAK, bow_drills
from station.view_state import Row
from vision.glossary import GLOSSARY

PER_PAGE = 6
"""More cannot be read from the mark."""
_TURNS = frozenset({"more_drills", "next_choice", "previous_choice", "take"})
STEP, TARGET = "step", "target"
"""What the rows of a sheet are called; the rows of the list are called by their clause."""


class Shelf(Enum):
    """What of the drills lies open."""

    ONE_PAGE = "one_page"
    PAGES = "pages"
    SHEET = "sheet"
    """Of a drill that is listed and not run."""
    SHEET_TO_RUN = "sheet_to_run"


@dataclass(frozen=True, slots=True)
class DrillPage:
    """A page of the list, or the sheet of one drill."""

    headline: str
    instruction: str
    message: str
    """That the station does not run this one; empty where it does."""
    rows: tuple[Row, ...]
    number: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True)
class ListedDrill:
    """A drill, in the first standard that has it."""

    clause: Clause
    runs: bool


def drills_of(checklists: Mapping[str, Checklist], wanted: str | None = None) -> tuple[ListedDrill, ...]:
    """Every drill once, those that the station runs first; `wanted`: of that standard alone."""
    standards = [checklists[wanted]] if wanted is not None else list(checklists.values())
    found: dict[str, ListedDrill] = {}
    for checklist in standards:
        live = bow_drills(checklist)
        for clause in checklist.clauses:
            if clause.drill is not None:
                found.setdefault(clause.id, ListedDrill(clause, clause.id in live))
    return tuple(sorted(found.values(), key=lambda drill: not drill.runs))


class Catalogue:
    """State: which page of the list, or whose sheet, lies open. `reset` goes back to the first page."""

    def __init__(self, drills: tuple[ListedDrill, ...]) -> None:
        self._drills = drills
        self.reset()

    def reset(self) -> None:
        """The first page of the list."""
        self._page = 0
        self._mark: int | None = None
        """Which drill of all the mark stands on; None: none."""
        self.opened: str | None = None
        """The drill whose sheet lies open; None: the list."""

    @property
    def _pages(self) -> int:
        return max(1, -(-len(self._drills) // PER_PAGE))

    @property
    def shelf(self) -> Shelf:
        """What lies open."""
        drill = self._opened
        if drill is None:
            return Shelf.PAGES if self._pages > 1 else Shelf.ONE_PAGE
        return Shelf.SHEET_TO_RUN if drill.runs else Shelf.SHEET

    @property
    def _opened(self) -> ListedDrill | None:
        return next((drill for drill in self._drills if drill.clause.id == self.opened), None)

    def close_sheet(self) -> None:
        """Back to the page of the list."""
        self.opened = None

    def leaf(self, action: str, payload: str | None) -> bool:
        """Turn the page, move the mark, or open the sheet of the drill that was pointed at or is marked.

        False for any other press.
        """
        if action in _TURNS and self.opened is None and self._drills:
            self._turn(action)
            return True
        known = any(drill.clause.id == payload for drill in self._drills)
        if action != "row" or self.opened is not None or not known:
            return False
        self.opened = payload
        return True

    def _turn(self, action: str) -> None:
        first = self._page * PER_PAGE
        if action == "more_drills":
            self._page, self._mark = (self._page + 1) % self._pages, None
            return
        if action == "take" and self._mark is not None:
            self.opened = self._drills[self._mark].clause.id
            return
        if self._mark is None:
            # the first press shows where the mark is
            last = min(first + PER_PAGE, len(self._drills)) - 1
            self._mark = last if action == "previous_choice" else first
        else:
            self._mark = (self._mark + (1 if action == "next_choice" else -1)) % len(self._drills)
        self._page = self._mark // PER_PAGE

    def page(self, language: str) -> DrillPage:
        """What the screen shows."""
        drill = self._opened
        return self._list(language) if drill is None else _sheet(drill, language)

    def _list(self, language: str) -> DrillPage:
        first = self._page * PER_PAGE
        rows = tuple(
            Row(
                drill.clause.id,
                drill.clause.title.text.of(language),
                None,
                _in_short(drill.clause, language) if drill.runs else tr(language, "drills.not_run"),
                live=drill.runs,
                chosen=place == self._mark,
            )
            for place, drill in enumerate(self._drills[first : first + PER_PAGE], start=first)
        )
        return DrillPage(
            tr(language, "drills.headline"), tr(language, "drills.instruction"), "", rows, self._page + 1, self._pages
        )


def _in_short(clause: Clause, language: str) -> str:
    """How deep and how often."""
    peak = next(rule for rule in clause.rules if rule.measure == PEAK)
    times = clause.drill.repetitions if clause.drill is not None else 1
    return tr(language, "drills.in_short", limits=limits_text(peak.limits, "deg"), times=times)


def _sheet(drill: ListedDrill, language: str) -> DrillPage:
    clause = drill.clause
    steps = clause.drill.steps if clause.drill is not None else ()
    targets = (*clause.rules, *(clause.drill.targets if clause.drill is not None else ()))
    rows = [
        Row(
            STEP,
            f"{number}. {step.says.text.of(language)}",
            None,
            "" if step.seconds is None else tr(language, "drills.seconds", seconds=f"{step.seconds:g}"),
        )
        for number, step in enumerate(steps, start=1)
    ]
    rows += [
        Row(TARGET, measure_name(target.measure).of(language), None, target_text(target, language))
        for target in targets
    ]
    return DrillPage(
        clause.title.text.of(language),
        clause.says.text.of(language),
        "" if drill.runs else tr(language, "drills.not_run"),
        tuple(rows),
    )


def target_text(bounds: Bounds, language: str) -> str:
    """What a drill's target asks for: "8–25°", "≤ 0.50", "1"."""
    limits = bounds.limits
    if not bounds.is_number:
        implied = {one for each in limits.any_of for one in STANDS_FOR.get((bounds.measure, each), ())}
        named = [each for each in limits.any_of if not isinstance(each, float) and each not in implied]
        return " / ".join(value_name(each).of(language) for each in named)
    unit = GLOSSARY[bounds.measure].unit
    if limits.low is not None and limits.low == limits.high:
        return f"{limits.low:g} {unit_name(unit).of(language)}".strip()
    return limits_text(limits, unit)

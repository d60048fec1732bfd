"""What this station offers to check: which checklist for whom, quick or full, with or without the chair."""

from collections.abc import Mapping
from datetime import datetime

from checklists.model import Checklist
from checklists.parts import Variant
from checklists.verdict import Wearer
from station.identify.subject import Subject
from station.session.course import Course
from station.session.pacing import Budget
from station.settings import Settings
from vision.errors import TongjingError


class Offer:
    """Settings and checklists, checked against each other at the start and not at the first session."""

    def __init__(
        self, checklists: Mapping[str, Checklist], settings: Settings, forced: str | None, has_chair: bool
    ) -> None:
        """`forced`: the checklist for everybody. Raises TongjingError where a named checklist is not there."""
        self._checklists, self._settings = dict(checklists), settings
        self._forced = forced
        self._has_chair = has_chair and settings.checks.chair
        for wanted in (forced, settings.checks.checklist, *settings.checks.by_role.values()):
            if wanted is not None and wanted not in self._checklists:
                known = ", ".join(sorted(self._checklists))
                raise TongjingError(f"There is no checklist '{wanted}'; expected one of {known}.")

    def course_for(self, subject: Subject, wearer: Wearer, started: datetime) -> Course:
        """A new check for this person, not begun yet."""
        settings = self._settings
        quick = settings.checks.kind == "quick"
        return Course(
            subject=subject,
            checklist=self._checklists[self._forced or settings.checklist_for(subject.role)],
            wearer=wearer,
            started=started,
            variant=Variant.QUICK if quick else Variant.FULL,
            has_chair=self._has_chair,
            attest=settings.checks.attest,
            questionnaires=settings.checks.questionnaires,
            budget=Budget(settings.session.quick_budget_s if quick else settings.session.full_budget_s),
        )

"""The shape of a checklist file: pydantic models, one per kind of table. Unknown keys are errors everywhere."""

import hashlib
import json
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr, StringConstraints

from checklists.session_part import SessionPart
from checklists.verdict import Limits, Mode, Text, Wearer
from vision.glossary import GLOSSARY, Kind
from vision.measure import View

SCHEMA_VERSION = 1
"""Of the files this product writes; older ones are brought up by `checklists.migrations`."""

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
ClauseId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")]
Source = Literal["standard", "default"]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True)]


class Node(BaseModel):
    """Base of every table: frozen, no unknown keys, text stripped of outer blanks."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Words(Node):
    """A text that must exist in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @property
    def text(self) -> Text:
        """The same as the value that verdicts carry."""
        return Text(zh=self.zh, en=self.en)


class Title(Words):
    """A headline that fits the screen at the reading distance: at most 14 Chinese characters, 40 Latin ones."""

    zh: str = Field(min_length=1, max_length=14)
    en: str = Field(min_length=1, max_length=40)


class Pool(StrEnum):
    """How many frames become one value."""

    STILL = "still"
    """Median of the frames in which the person stands or sits still."""
    PEAK = "peak"
    """The largest value of the motion."""
    LOWEST = "lowest"
    SPREAD = "spread"
    """Taken from the whole time course (sway, shaking)."""


class CloseUp(StrEnum):
    """Which region the zoomed mirror shows."""

    HAIR = "hair"
    FACE = "face"
    EYES = "eyes"
    COLLAR = "collar"
    CHEST = "chest"
    JACKET = "jacket"
    WAIST = "waist"
    CUFFS = "cuffs"
    HANDS = "hands"
    HEMS = "hems"
    SHOES = "shoes"
    WHOLE = "whole"


class Bounds(Node):
    """A measure and what it must be: an interval (ends included), or a set of categories, or a flag."""

    measure: str
    low: Number | None = None
    high: Number | None = None
    abs: Number | None = Field(default=None, gt=0, description="short for low = -abs, high = abs")
    any_of: tuple[StrictBool | StrictStr, ...] = ()
    none_of: tuple[StrictStr, ...] = ()
    source: Source = "default"
    note: Words | None = None

    @property
    def limits(self) -> Limits:
        """The limits as the verdict carries them; `abs` and `none_of` are spelled out."""
        if self.abs is not None:
            return Limits(low=-self.abs, high=self.abs)
        if self.none_of:
            known = GLOSSARY[self.measure].categories
            return Limits(any_of=tuple(name for name in known if name not in self.none_of))
        return Limits(low=self.low, high=self.high, any_of=self.any_of)

    @property
    def is_number(self) -> bool:
        """True where the limits form an interval."""
        return GLOSSARY[self.measure].kind is Kind.NUMBER


class RuleRemedy(Node):
    """What to say when this rule fails, in place of the house's words for the measure.

    May use {amount} (deviation from the target with its unit), {bit} ("a little" or "clearly") and {side}.
    """

    low: Words | None = None
    """The value lies below the limits."""
    high: Words | None = None
    other: Words | None = None
    """The category or flag is not one of those allowed."""


class Rule(Bounds):
    """One condition of a clause. All rules of a clause must hold."""

    target: Number | None = Field(default=None, description="what to aim at; default: the middle of the limits")
    parts: tuple[SessionPart, ...] = Field(default=(), description="any of them can give the value")
    views: tuple[View, ...] = Field(default=(), description="only values taken from these views count; empty: any")
    pool: Pool = Pool.STILL
    hold_s: Number | None = Field(default=None, gt=0, le=30)
    instead: Bounds | None = Field(default=None, description="used where `measure` could not be taken")
    remedy: RuleRemedy | None = None


class DrillStep(Node):
    """One step of a drill as the trainer's screen says it."""

    says: Words
    seconds: Number | None = Field(default=None, gt=0, le=120)


class Drill(Node):
    """A timed exercise."""

    done_if: str = Field(description="the measure that has a value only where the drill was done")
    run_by_station: StrictBool = Field(description="false: listed, but the station does not run it yet")
    steps: tuple[DrillStep, ...] = Field(min_length=1)
    targets: tuple[Bounds, ...] = Field(default=(), description="shown to the trainee, not judged")
    awaits: tuple[Identifier, ...] = Field(default=(), description="measures the drill would need and lacks")
    repetitions: Count = Field(default=1, ge=1, le=50)


class Band(Node):
    """A score band of a questionnaire, ends included."""

    id: Identifier
    low: Count = Field(ge=0)
    high: Count = Field(ge=0)
    name: Title
    says: Words


class Answer(Node):
    """One possible answer to every question of a questionnaire."""

    score: Count = Field(ge=0)
    says: Words


class Questionnaire(Node):
    """Questions that a person answers alone, scored."""

    answers: tuple[Answer, ...] = Field(min_length=2)
    questions: tuple[Words, ...] = Field(min_length=1)
    bands: tuple[Band, ...] = Field(min_length=2)

    def band_of(self, scores: tuple[int, ...]) -> Band:
        """The band of the summed scores. ValueError unless every question has one allowed score."""
        allowed = {answer.score for answer in self.answers}
        if len(scores) != len(self.questions) or not set(scores) <= allowed:
            raise ValueError(f"expected {len(self.questions)} scores out of {sorted(allowed)}")
        total = sum(scores)
        return next(band for band in self.bands if band.low <= total <= band.high)


class Clause(Node):
    """One clause of a standard."""

    id: ClauseId
    wearer: Wearer
    mode: Mode
    title: Title
    says: Words
    parts: tuple[SessionPart, ...] = ()
    posture: Literal["standing", "seated"] | None = None
    group: Identifier | None = Field(default=None, description="alternatives: one clause of the group must hold")
    weight: Number = Field(default=1.0, gt=0, le=10)
    pass_sigmas: Number | None = Field(default=None, ge=0, le=5)
    fail_sigmas: Number | None = Field(default=None, ge=0, le=5)
    rules: tuple[Rule, ...] = ()
    awaits: tuple[Identifier, ...] = Field(
        default=(), description="measures the clause would need and lacks: its rules may then fail it, never pass it"
    )
    when: tuple[Bounds, ...] = Field(default=(), description="no clause where one of these surely does not hold")
    close_up: CloseUp | None = None
    items: tuple[Words, ...] = Field(default=(), description="points to go through before confirming")
    remedy: Words | None = None
    drill: Drill | None = None
    questionnaire: Questionnaire | None = None

    def applies_to(self, wearer: Wearer) -> bool:
        """Whether the clause stands for a person to whom the rules of `wearer` apply."""
        return self.wearer is Wearer.ALL or self.wearer is wearer

    @property
    def left_to_eyes(self) -> bool:
        """True where rules may fail the clause and only the person's own look can meet it."""
        return self.mode is Mode.ASSISTED or (self.mode is Mode.MEASURED and bool(self.awaits))

    def parts_of(self, rule: Rule) -> tuple[SessionPart, ...]:
        """The parts any of which can give the rule's value."""
        return rule.parts or self.parts


class Checklist(Node):
    """A standard as data."""

    schema_version: Count = SCHEMA_VERSION
    id: Identifier
    version: str = Field(min_length=1, max_length=32)
    name: Title
    says: Words | None = None
    pass_sigmas: Number = Field(default=1.0, ge=0, le=5)
    fail_sigmas: Number = Field(default=1.0, ge=0, le=5)
    wrong_category: Number = Field(default=0.1, ge=0, le=0.5, description="greatest chance of a wrong category")
    quick_parts: tuple[SessionPart, ...] = Field(default=(SessionPart.FRONT,), min_length=1)
    clauses: tuple[Clause, ...] = Field(min_length=1)

    def clauses_for(self, wearer: Wearer) -> tuple[Clause, ...]:
        """The clauses that stand for a person to whom the rules of `wearer` apply, in the order of the file."""
        return tuple(clause for clause in self.clauses if clause.applies_to(wearer))

    def clause(self, clause_id: str) -> Clause:
        """The clause of that id; KeyError where there is none."""
        return self._by_id[clause_id]

    @cached_property
    def _by_id(self) -> dict[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the content: canonical JSON without defaults, so that blanks and comments do not count."""
        content: dict[str, Any] = self.model_dump(mode="json", exclude_defaults=True)
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode("utf-8")).hexdigest()

"""The house's words for what to do: one table for all standards, which a rule or a clause may override."""

import functools
import re
import tomllib
from pathlib import Path

from pydantic import Field

from checklists.model import Node, Words

PLACEHOLDERS = ("amount", "bit", "side")
"""What a template may hold: the amount with its unit, "a little" or "a lot", the side to move."""

REMEDIES = Path(__file__).with_name("remedies.toml")

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class MeasureWords(Node):
    """Templates for one measure."""

    low: Words | None = None
    """The value lies below the limits."""
    high: Words | None = None
    other: Words | None = None
    """The category or flag is not one of those allowed."""
    near: Words | None = None
    """The value lies too close to a limit: what gives a better view."""
    near_aside: Words | None = None
    """In place of `near` where the value was taken from the side already."""
    cm: float | None = Field(default=None, gt=0.0, description="average length that 1.0 of a ratio stands for, cm")
    sides: tuple[str, str] | None = Field(default=None, description="measures of the left and of the right side")
    low_side: Words | None = None
    """In place of `low` where one side clearly falls short: names the side that has the smaller value."""
    high_side: Words | None = None


class RemedyWords(Node):
    """All templates."""

    reasons: dict[str, Words]
    measures: dict[str, MeasureWords]


@functools.cache
def remedy_words() -> RemedyWords:
    """The shipped words, read once per process."""
    return RemedyWords.model_validate(tomllib.loads(REMEDIES.read_text(encoding="utf-8")))


def unknown_placeholders(template: str, known: tuple[str, ...] = PLACEHOLDERS) -> list[str]:
    """Names in braces that cannot be filled in."""
    return [name for name in _PLACEHOLDER.findall(template) if name not in known]

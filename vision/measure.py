"""A measure: one named quantity with its uncertainty, or the reason why it could not be taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from vision.reason import Reason

Value = float | str | bool


class View(StrEnum):
    """From where the camera sees the body. Left and right name the wearer's side that faces the camera."""

    FRONT = "front"
    LEFT = "left"
    RIGHT = "right"
    THREE_QUARTER = "three_quarter"
    BACK = "back"
    UNKNOWN = "unknown"


ASIDE_VIEWS = frozenset({View.LEFT, View.RIGHT, View.THREE_QUARTER})
"""From where a bow is seen better than from the front."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A value with its one-sigma uncertainty, or None with a reason; never both, never neither.

    `value` is a float in the unit its name ends in, a category (str), or a flag (bool). `sigma` is in the
    value's unit for a float and the probability of being wrong (0..1) for a category or a flag.
    """

    name: str
    value: Value | None
    sigma: float | None = None
    reason: Reason | None = None
    view: View = View.UNKNOWN
    frames: int = 1
    held: bool = False
    """Not taken in this frame but carried over from an earlier one of the same resting body: never evidence again."""

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            raise ValueError(f"{self.name}: a measure has either a value or a reason")
        if self.value is not None and (self.sigma is None or not self.sigma >= 0.0):
            raise ValueError(f"{self.name}: a value needs a sigma that is not negative")

    @staticmethod
    def missing(name: str, reason: Reason, view: View = View.UNKNOWN) -> "Measure":
        """The measure could not be taken, and why."""
        return _missing(name, reason, view)


@cache
def _missing(name: str, reason: Reason, view: View) -> Measure:
    """One for all frames: there are as many as names, reasons and views, and dozens of them in every frame."""
    return Measure(name, None, reason=reason, view=view)


Measures = Mapping[str, Measure]
"""Measures by name; every name stands in `vision.glossary.GLOSSARY`."""

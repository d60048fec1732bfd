"""What measures, their values and their units are called where people read them."""

import functools
import tomllib
from pathlib import Path

from checklists.model import Node, Words
from checklists.verdict import Text

NAMES = Path(__file__).with_name("names.toml")


class Names(Node):
    """All names."""

    measures: dict[str, Words]
    values: dict[str, Words]
    units: dict[str, Words]


@functools.cache
def _names() -> Names:
    return Names.model_validate(tomllib.loads(NAMES.read_text(encoding="utf-8")))


def measure_name(measure: str) -> Text:
    """The measure in words; its code where it has none."""
    words = _names().measures.get(measure)
    return Text(measure, measure) if words is None else words.text


def value_name(value: bool | str) -> Text:
    """A category or a flag in words."""
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    words = _names().values.get(value)
    return Text(value, value) if words is None else words.text


def unit_name(unit: str) -> Text:
    """A unit in words; empty for a ratio or a plain number."""
    words = _names().units.get(unit)
    return Text("", "") if words is None else words.text

"""Every text of the kiosk that is not part of a checklist, in both languages: `tr("zh_CN", "part.turn_left")`.

Tables live in the modules of this package whose name begins with `texts_`, one per domain; each holds
`TEXTS: dict[str, tuple[str, str]]`, key -> (Simplified Chinese, English). Placeholders are `str.format` names and
the same in both languages. Decision 0070 says why this is not Qt Linguist.
"""

import importlib
import pkgutil
from functools import cache

import station.i18n

LANGUAGES = ("zh_CN", "en")
"""Languages the product speaks, the first is the default."""

Table = dict[str, tuple[str, str]]


def index_of(language: str) -> int:
    """0 for Chinese, 1 for English; unknown languages read Chinese."""
    return 1 if language.startswith("en") else 0


def other(language: str) -> str:
    """The language that the language button switches to."""
    return LANGUAGES[1 - index_of(language)]


@cache
def tables() -> dict[str, Table]:
    """Domain (the module's name without `texts_`) -> its table."""
    found: dict[str, Table] = {}
    for module in pkgutil.iter_modules(station.i18n.__path__):
        if module.name.startswith("texts_"):
            table = importlib.import_module(f"station.i18n.{module.name}").TEXTS
            found[module.name.removeprefix("texts_")] = table
    return found


@cache
def all_texts() -> Table:
    """Every key of every domain. Raises `ValueError` where two domains claim one key."""
    merged: Table = {}
    for domain, table in tables().items():
        twice = merged.keys() & table.keys()
        if twice:
            raise ValueError(f"texts_{domain} repeats keys of another domain: {', '.join(sorted(twice))}")
        merged.update(table)
    return merged


def tr(language: str, key: str, **values: object) -> str:
    """The text `key` in `language`, its placeholders filled with `values`. Raises `KeyError` for an unknown key."""
    text = all_texts()[key][index_of(language)]
    return text.format(**values) if values else text

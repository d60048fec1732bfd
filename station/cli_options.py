"""Options that several commands share."""

from typing import Annotated

import typer

from station.i18n.texts import LANGUAGES
from vision.errors import TongjingError


def known_language(given: str | None) -> str | None:
    """One of `LANGUAGES`, or None where the option may be left out. Raises TongjingError for any other."""
    if given is not None and given not in LANGUAGES:
        raise TongjingError(f"--language is '{given}'; give {' or '.join(LANGUAGES)}.")
    return given


LanguageOption = Annotated[
    str, typer.Option("--language", callback=known_language, help="Language of the words: zh_CN or en.")
]
AnyLanguageOption = Annotated[
    str | None, typer.Option("--language", callback=known_language, help="zh_CN or en; default: as set.")
]

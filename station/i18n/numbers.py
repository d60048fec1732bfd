"""Numbers as the person's language writes them. Dates, where a screen needs one, come from the same locale."""

from PySide6.QtCore import QLocale

from station.i18n.texts import index_of

_LOCALES = (
    QLocale(QLocale.Language.Chinese, QLocale.Country.China),
    QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
)


def locale(language: str) -> QLocale:
    """The Qt locale of `language`."""
    return _LOCALES[index_of(language)]


def number(language: str, value: float, decimals: int = 0) -> str:
    """`value` with a fixed count of decimals and the language's separators; a rounded zero has no minus sign."""
    rounded = round(value, decimals) + 0.0
    return locale(language).toString(rounded, "f", decimals)

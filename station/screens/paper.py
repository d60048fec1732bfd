"""What painting on paper or into a picture needs where no window is open: an application object, and type."""

import os

from PySide6.QtGui import QFont, QGuiApplication

from station.screens.typeface import chinese_family

DPI = 300
"""Of every page that the station writes, the calibration board excepted."""

_application: QGuiApplication | None = None


def require_application() -> None:
    """Fonts need an application object; on the command line there is no screen to ask for."""
    if QGuiApplication.instance() is not None:
        return
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    global _application
    _application = QGuiApplication([])


def paper_font(size_pt: float, *, bold: bool = False) -> QFont:
    """The house's type in points on a page of `DPI`.

    Localised glyph forms have no way back to their characters in a PDF: digits beside Latin letters were lost to
    search, copy and screen readers (decision 54).
    """
    font = QFont(chinese_family())
    font.setPixelSize(max(1, round(size_pt * DPI / 72)))
    font.setBold(bold)
    font.setFeature(QFont.Tag("locl"), 0)
    return font

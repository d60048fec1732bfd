"""Colours of the screens: calm dark surfaces, Okabe-Ito fills that colour-blind people tell apart, black on fills.

Okabe and Ito, "Color Universal Design" (2008). Contrast by WCAG 2.1, relative luminance.
"""

from PySide6.QtGui import QColor

from checklists.verdict import Outcome

NIGHT = "#101316"
"""Behind everything."""
PLATE = "#1C2126"
"""Panels and the opaque plates that text over video stands on."""
RAISED = "#2C333A"
"""Buttons, keys, rows."""
EDGE = "#46505A"
"""Hairlines; never carries meaning."""
PAPER = "#F5F4EF"
"""Text on dark, and the primary button's fill."""
QUIET = "#B9C0C7"
"""Secondary text on dark."""
INK = "#000000"
"""Text on fills."""
BRONZE = "#D3AE78"
"""The house's own colour; decoration only."""

GREEN = "#009E73"
ORANGE = "#E69F00"
VERMILLION = "#D55E00"
SKY = "#56B4E9"
GREY = "#A3AAB1"

OUTCOME_FILL: dict[Outcome | None, str] = {
    Outcome.PASS: GREEN,
    Outcome.FAIL: VERMILLION,
    Outcome.UNCLEAR: GREY,
    Outcome.ATTESTED: PAPER,
    Outcome.NOT_APPLICABLE: EDGE,
    None: EDGE,
}
"""Fill of an outcome's badge; what the person only said is paper white, never the green of what was measured."""


def text_on(fill: str) -> str:
    """Black or paper, whichever reads better on `fill`."""
    return INK if contrast(INK, fill) >= contrast(PAPER, fill) else PAPER


def contrast(one: str, other: str) -> float:
    """Contrast ratio 1..21 of two opaque colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    rgb = QColor(colour)
    return 0.2126 * linear(rgb.redF()) + 0.7152 * linear(rgb.greenF()) + 0.0722 * linear(rgb.blueF())

"""Strokes of which the small pictures are made, as SVG text on a 120 x 120 grid; nothing is loaded from outside."""

import math
from html import escape

SIZE = 120
INK = "#2b3138"
ACCENT = "#0072b2"
"""Blue of Okabe and Ito: what the clause is about."""
SKIN = "#d9dde1"
PAPER = "#ffffff"

Point = tuple[float, float]


def line(*points: Point, width: float = 8.0, colour: str = INK) -> str:
    """A polyline with round ends."""
    joined = " ".join(f"{x:g},{y:g}" for x, y in points)
    return (
        f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="{width:g}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def dashed(*points: Point, width: float = 2.0, colour: str = ACCENT) -> str:
    """A line that is only there to hold something against: plumb line, level."""
    joined = " ".join(f"{x:g},{y:g}" for x, y in points)
    return (
        f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-dasharray="5 4"/>'
    )


def shape(*points: Point, fill: str = INK, edge: str | None = None, width: float = 2.0) -> str:
    """A filled polygon."""
    joined = " ".join(f"{x:g},{y:g}" for x, y in points)
    return f'<polygon points="{joined}" fill="{fill}" stroke="{edge or fill}" stroke-width="{width:g}" stroke-linejoin="round"/>'  # noqa: E501


def disc(x: float, y: float, radius: float, fill: str = INK, edge: str | None = None, width: float = 2.0) -> str:
    """A filled circle."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}" stroke="{edge or fill}" stroke-width="{width:g}"/>'  # noqa: E501


def oval(x: float, y: float, wide: float, high: float, fill: str = INK, edge: str | None = None) -> str:
    """A filled ellipse; `wide` and `high` are half axes."""
    return (
        f'<ellipse cx="{x:g}" cy="{y:g}" rx="{wide:g}" ry="{high:g}" fill="{fill}" stroke="{edge or fill}" '
        'stroke-width="2"/>'
    )


def curve(path: str, width: float = 3.0, colour: str = INK, fill: str = "none") -> str:
    """An SVG path."""
    return (
        f'<path d="{path}" fill="{fill}" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round" '
        'stroke-linejoin="round"/>'
    )


def word(x: float, y: float, text: str, size: float = 13.0, colour: str = ACCENT) -> str:
    """A short text, centred on x."""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" text-anchor="middle" font-weight="bold" '
        f'fill="{colour}">{escape(text)}</text>'
    )


def arrow(*points: Point, width: float = 4.0, colour: str = ACCENT, head: float = 8.0) -> str:
    """A polyline with a head at its end."""
    (x0, y0), (x1, y1) = points[-2], points[-1]
    angle = math.atan2(y1 - y0, x1 - x0)
    wings = [(x1 - head * math.cos(angle + turn), y1 - head * math.sin(angle + turn)) for turn in (-0.7, 0.7)]
    return line(*points, width=width, colour=colour) + line(wings[0], (x1, y1), wings[1], width=width, colour=colour)


def turned(drawing: str, degrees: float, x: float = 60.0, y: float = 60.0) -> str:
    """The drawing turned clockwise about a point."""
    return f'<g transform="rotate({degrees:g} {x:g} {y:g})">{drawing}</g>'


def moved(drawing: str, x: float, y: float, scale: float = 1.0) -> str:
    """The drawing shifted, and made larger about its own origin."""
    return f'<g transform="translate({x:g} {y:g}) scale({scale:g})">{drawing}</g>'


def sparkle(x: float, y: float, r: float = 10.0) -> str:
    """Clean."""
    path = f"M{x},{y - r} Q{x},{y} {x + r},{y} Q{x},{y} {x},{y + r} Q{x},{y} {x - r},{y} Q{x},{y} {x},{y - r} Z"
    return curve(path, 1, ACCENT, ACCENT)

"""How much chance averages out over frames: neighbours in a stream share most of their errors."""

INDEPENDENT_S = 0.15
"""Frames closer than this share the chance in their errors."""


def independent_looks(frames: int, span_s: float) -> float:
    """How many frames' worth of chance there is in so many frames over so many seconds; 1 to `frames`."""
    return min(float(frames), 1.0 + span_s / INDEPENDENT_S)

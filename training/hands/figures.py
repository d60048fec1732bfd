"""What a hands classifier reaches: right, wrong and left open, per camera, per pose and per person."""

import numpy as np
from numpy.typing import NDArray

from training.hands.examples import Examples
from vision.hands.crop_classifier import CLASSES, FRONT, ON_LAP, decide

LARGEST_BOW_DEG = 20.0
"""Beyond it a camera in front loses the hands of a standing person, and no clause asks for them."""
UNCLEAR = "front_clasped_unclear"


def figures(probabilities: NDArray[np.floating], examples: Examples) -> str:
    """Lines of text, as the product decides."""
    decided = [decide(dict(zip(CLASSES, row, strict=True))) for row in probabilities]
    true = [CLASSES[label] for label in examples.label]
    right = np.array([d == t for d, t in zip(decided, true, strict=True)])
    folded = np.isin(true, FRONT + ON_LAP)
    opened = np.array([d is None for d in decided]) | (np.array([d == UNCLEAR for d in decided]) & folded)
    wrong = ~right & ~opened
    azimuth = np.abs((examples.azimuth_deg + 180) % 360 - 180)
    views = {"front 0..20": azimuth <= 20, "oblique 20..65": (azimuth > 20) & (azimuth <= 65), "side": azimuth > 65}
    lines = []
    for name, view in views.items():
        for place, seated in (("standing", False), ("seated", True)):
            lines.append(_line(f"{name} {place}", view & (examples.seated == seated), right, wrong, opened))
    near = azimuth <= 65
    still = (examples.bow_deg < LARGEST_BOW_DEG) | examples.seated
    for view in ("front 0..20", "oblique 20..65"):
        lines.append(_line(f"{view} all but bows", views[view] & still, right, wrong, opened))
    for view in ("front 0..20", "oblique 20..65"):
        lines.append(_line(f"{view} all", views[view], right, wrong, opened))
    for number, name in enumerate(CLASSES):
        mask = near & (examples.label == number)
        others = [decided[k] or "open" for k in np.flatnonzero(mask & ~right)]
        common = ", ".join(f"{other} {others.count(other)}" for other in sorted(set(others)))
        lines.append(_line(f"  {name}", mask, right, wrong, opened) + f" ({common})")
    for person in sorted(set(examples.person)):
        lines.append(_line(f"  {person}", near & (examples.person == person), right, wrong, opened))
    return "\n".join(lines)


def _line(name: str, mask: NDArray[np.bool_], *rates: NDArray[np.bool_]) -> str:
    shares = [100.0 * float(rate[mask].mean()) if mask.any() else float("nan") for rate in rates]
    return f"{name}: n {int(mask.sum())}, right {shares[0]:.1f} %, wrong {shares[1]:.1f} %, open {shares[2]:.1f} %"

"""How the clauses about hair would be judged on heads whose hair is known, of people who were never trained on.

    python -m training.grooming.verdicts --heads FILE.npz [FILE.npz ...] [--count 400] [--seed 11] [--out FILE.json]

The limits are those of the shipped standards, a value is sure from one sigma. Heads are groomed by drawing as in
`training.grooming.figures`; hair's colour is given to heads as they were rendered, in their rooms: natural colours,
and dyed ones of at least C*ab 40 whose hue no head grows.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np

from training.grooming import hair
from training.grooming.canvas import NATURAL_HAIR
from training.grooming.examples import Head, read_heads
from training.grooming.figures import Look, looked, pictured, use_models
from vision.colour.hair_colour import NAME as COLOUR
from vision.grooming.hair import read_hair_colour
from vision.grooming.parts import Part, parts_of
from vision.measure import Measure
from vision.reason import Reason

LIMITS: dict[str, tuple[float | None, float | None]] = {
    "hair_forehead_cover_ratio": (None, 0.35),
    "hair_brow_cover_ratio": (None, 0.15),
    "hair_ear_cover_left_ratio": (None, 0.3),
    "hair_ear_cover_right_ratio": (None, 0.3),
    "hair_below_chin_ratio": (None, 0.05),
    "hair_area_ratio": (0.05, None),
    "hair_collar_gap_cm": (0.0, None),
    COLOUR: (None, 30.0),
}
"""Measure to the lowest and the highest value that passes."""
NATURAL_SHARES = (0.25, 0.2, 0.2, 0.12, 0.1, 0.07, 0.06)
GROWN_HUES_DEG = (15.0, 120.0)
FEWEST_PIXELS = 400

Verdict = Literal["pass", "fail", "unclear"]
Judged = tuple[str, bool, Verdict]
"""Measure, whether the clause is truly met, and what is said."""


def said(name: str, measure: Measure) -> Verdict:
    """What a clause with this measure would say."""
    if measure.value is None or measure.sigma is None:
        return "unclear"
    low, high = LIMITS[name]
    value, sigma = float(measure.value), measure.sigma
    if (high is None or value + sigma <= high) and (low is None or value - sigma >= low):
        return "pass"
    outside = (high is not None and value - sigma > high) or (low is not None and value + sigma < low)
    return "fail" if outside else "unclear"


def met(name: str, value: float) -> bool:
    """Whether the true value lies inside the limits."""
    low, high = LIMITS[name]
    return (low is None or value >= low) and (high is None or value <= high)


def judged(look: Look) -> Iterable[Judged]:
    """Every clause of one head whose truth is known."""
    for name in LIMITS:
        true = look.true.get(name)
        if true is not None and true.value is not None:
            yield name, met(name, float(true.value)), said(name, look.found[name])


def under_headwear(look: Look) -> str | None:
    """What becomes of the hair clauses of a head with drawn headwear; None without."""
    if look.flags[3] != 1.0:
        return None
    reasons = {measure.reason for measure in look.found.values()}
    if Reason.HEAD_COVERED in reasons:
        return "not applicable"
    return "unclear" if Reason.AMBIGUOUS in reasons and len(reasons) == 1 else "judged"


def any_dye(rng: np.random.Generator) -> np.ndarray[Any, Any]:
    """A strong colour that no head grows, blue-green-red."""
    while True:
        lightness, chroma, hue = rng.uniform(30, 65), rng.uniform(40, 80), rng.uniform(0, 360)
        if GROWN_HUES_DEG[0] < hue < GROWN_HUES_DEG[1]:
            continue
        a, b = chroma * np.cos(np.radians(hue)), chroma * np.sin(np.radians(hue))
        colour = cv2.cvtColor(np.array([[[lightness, a, b]]], np.float32), cv2.COLOR_LAB2BGR)[0, 0]
        if colour.min() >= 0 and colour.max() <= 1:
            return np.asarray(255.0 * colour, np.float64)


def coloured(head: Head, rng: np.random.Generator) -> Judged | None:
    """One head with natural or dyed hair in its room; None without hair, or where no head is seen from the front."""
    canvas, dyed = head.canvas(), bool(rng.random() < 0.5)
    if int(canvas.is_(Part.HAIR).sum()) < FEWEST_PIXELS:
        return None
    if dyed:
        hair.tint(canvas, rng, any_dye(rng))
    else:
        natural = NATURAL_HAIR[int(rng.choice(len(NATURAL_HAIR), p=NATURAL_SHARES))]
        hair.tint(canvas, rng, np.array(natural, np.float64) * rng.uniform(0.7, 1.25))
    context, _ = pictured(head, canvas, rng)
    seen = parts_of(context.frame, context.person)
    if isinstance(seen, Reason):
        return None
    (found,) = read_hair_colour(context, seen)
    if found.reason is Reason.NEEDS_FRONT_VIEW:
        return None
    return COLOUR, not dyed, said(COLOUR, found)


def counted(rows: Iterable[Judged]) -> dict[str, dict[str, float]]:
    """Measure to how many heads there are, and how many were judged rightly, wrongly and not at all."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, is_met, verdict in rows:
        right = verdict == ("pass" if is_met else "fail")
        kind = (
            "unclear" if verdict == "unclear" else "right" if right else "passed" if verdict == "pass" else "failed"
        )
        counts[name].update(("n", kind))
    table = {}
    for name in LIMITS:
        if counts[name]["n"]:
            of = counts[name]
            decided = of["right"] + of["passed"] + of["failed"]
            row = {key: of[key] for key in ("n", "right", "passed", "failed", "unclear")}
            table[name] = {**row, "rate": round(of["right"] / max(decided, 1), 3)}
    return table


def groups_of(looks: list[Look]) -> dict[str, list[Look]]:
    """Looks by skin tone, hair and headwear; a look is in one group of each kind."""
    tones = np.nanpercentile([look.tone for look in looks], [33, 67])
    groups: dict[str, list[Look]] = defaultdict(list)
    for look in looks:
        tone = ("dark", "middle", "light")[int(np.searchsorted(tones, look.tone))]
        groups[f"skin: {tone}"].append(look)
        wig = look.head.wig != "none" and "_F_" in look.head.avatar
        groups[f"hair: {'long (wig)' if wig else 'short, tied or none'}"].append(look)
    return groups


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--heads", type=Path, nargs="+", required=True)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--models", type=Path, default=Path("assets/models/own"))
    parser.add_argument("--out", type=Path, default=Path("tests/accuracy/hair.json"))
    arguments = parser.parse_args()
    use_models(arguments.models)
    heads = [head for path in arguments.heads for head in read_heads(path) if head.held_out]
    rng = np.random.default_rng(arguments.seed)
    looks = [one for n in range(arguments.count) if (one := looked(heads[n % len(heads)], rng)) is not None]
    colours = [row for n in range(arguments.count) if (row := coloured(heads[n % len(heads)], rng)) is not None]
    figures = {
        "all": counted([row for look in looks for row in judged(look)] + colours),
        "groups": {
            group: counted(row for look in members for row in judged(look))
            for group, members in sorted(groups_of(looks).items())
        },
        "headwear": dict(Counter(kind for look in looks if (kind := under_headwear(look)) is not None)),
    }
    arguments.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()

"""How the clauses about hair would be judged on heads whose hair is known, of people who were never trained on.

    python -m training.grooming.verdicts --heads FILE.npz [FILE.npz ...] [--count 400] [--seed 11] [--out FILE.json]

Limits and judgement are those of the shipped standards. Heads are groomed by drawing as in
`training.grooming.figures`; hair's colour is given to heads as they were rendered, in their rooms: natural colours,
and dyed ones of at least C*ab 40 whose hue no head grows.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from checklists.judgement import Certainty, judge_value
from checklists.loader import load_shipped
from checklists.model import Bounds
from checklists.verdict import Outcome
from training.grooming import hair
from training.grooming.canvas import NATURAL_HAIR
from training.grooming.examples import Head
from training.grooming.figures import Look, asked, groups_of, looks_at, pictured
from training.tally import tallied
from vision.colour.hair_colour import NAME as COLOUR
from vision.grooming.hair import NAMES, read_hair_colour
from vision.grooming.parts import Part, parts_of
from vision.measure import Measure
from vision.reason import Reason

MEASURES = (*NAMES, COLOUR)
NATURAL_SHARES = (0.25, 0.2, 0.2, 0.12, 0.1, 0.07, 0.06)
GROWN_HUES_DEG = (15.0, 120.0)
FEWEST_PIXELS = 400

Judged = tuple[str, bool, Outcome]
"""Measure, whether the clause is truly met, and what is said."""


@cache
def rules() -> dict[str, tuple[Bounds, Certainty]]:
    """Measure to the limits of the shipped standards, which agree about hair, and how sure a value must be there."""
    return {
        rule.measure: (rule, Certainty.of(checklist, clause))
        for checklist in load_shipped().values()
        for clause in checklist.clauses
        for rule in clause.rules
        if rule.measure in MEASURES
    }


def said(measure: Measure) -> Outcome:
    """What a clause with this measure would say."""
    if measure.value is None:
        return Outcome.UNCLEAR
    bounds, certainty = rules()[measure.name]
    return judge_value(bounds, measure, certainty).outcome


def met(name: str, value: float) -> bool:
    """Whether the true value lies inside the limits."""
    return said(Measure(name, value, 0.0)) is Outcome.PASS


def judged(look: Look) -> Iterable[Judged]:
    """Every clause of one head whose truth is known."""
    for name in MEASURES:
        true = look.true.get(name)
        if true is not None and true.value is not None:
            yield name, met(name, float(true.value)), said(look.found[name])


def under_headwear(look: Look) -> str | None:
    """What becomes of the hair clauses of a head with drawn headwear; None without."""
    if look.flags[3] != 1.0:
        return None
    reasons = {measure.reason for measure in look.found.values()}
    if Reason.HEAD_COVERED in reasons:
        return "not applicable"
    return "unclear" if Reason.AMBIGUOUS in reasons and len(reasons) == 1 else "judged"


def any_dye(rng: np.random.Generator) -> NDArray[np.float64]:
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
    return COLOUR, not dyed, said(found)


def counted(rows: Iterable[Judged]) -> dict[str, dict[str, float]]:
    """Measure to how many heads there are, and how many were judged rightly, wrongly and not at all."""
    judgements: dict[str, list[tuple[bool, Outcome]]] = defaultdict(list)
    for name, is_met, outcome in rows:
        judgements[name].append((is_met, outcome))
    return {name: tallied(judgements[name]) for name in MEASURES if judgements[name]}


def main() -> None:
    """Entry point."""
    parser = asked(__doc__, count=400, seed=11)
    parser.add_argument("--out", type=Path, default=Path("tests/accuracy/hair.json"))
    arguments = parser.parse_args()
    heads, looks, rng = looks_at(arguments)
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

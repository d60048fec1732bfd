"""A doubtful tie or scarf is looked at again, nearer or wider and mirrored, and a second witness is asked about ties.

The chart rests on landmarks, and what is no tie is taken for one, or a tie missed, where it happens to lie badly in
the chart: a second look from nearer says the opposite. What is worn is believed by all looks. Averaging the answers
for changed versions of a picture is test-time augmentation (Krizhevsky et al. 2012, Advances in Neural Information
Processing Systems 25); here the changes have a reason: a knot is small and is seen better from near, a scarf is wider
than the chest's middle and is seen better with what surrounds it. How the figures were found: decisions 0170 to 0172.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from vision.dress.chart import Chart
from vision.dress.witness import Sighting
from vision.landmarks.points import Floats

TIE, SCARF = 0, 3
"""Their places among the model's flags."""
DOUBTFUL_TIE, DOUBTFUL_SCARF = (-6.0, 6.0), (-4.0, 8.0)
"""Logits of the first look between which others are asked."""
CLEAR_TIE = (-6.0, 4.0)
"""Mean logits between which the witness is asked."""
OWN_WEIGHT, WITNESS_WEIGHT, PRIOR = 0.6, 2.1, 0.75
"""Logistic regression of "a tie is worn" on our looks' mean logit and the witness's log odds."""
MOST_SAID = 1.0
"""Log odds beyond which its score says no more: the witness overlooks small ties, and is at times sure of a lapel."""

DENIED, ALONE = -4.0, 0.4
"""Where our own looks' mean logit lies below the first, the witness makes no more than the second of it: no tie."""

OPEN = 0.3
"""Belief where not all that was wanted has been asked yet: neither worn nor missing (`PRESENT`, `ABSENT`)."""

Ask = Callable[["Look"], Floats | None]
"""The model's flags, logits, from another look; None: not yet."""
Witness = Callable[[], Sighting | None]
"""None: not yet."""


@dataclass(frozen=True, slots=True)
class Look:
    """Another look at the same chest."""

    scale: float
    """Of the chart's unit: below 1 is nearer."""
    mirrored: bool = False

    def chart(self, chart: Chart) -> Chart:
        """The chart of this look; its origin and axis stay."""
        return replace(chart, unit_px=self.scale * chart.unit_px)


NEARER = (Look(0.8), Look(0.8, mirrored=True))
WIDER = (Look(1.25), Look(1.25, mirrored=True), Look(1.5))


def settled(flags: Floats, ask: Ask, witness: Witness) -> tuple[float, float, Sighting | None]:
    """The beliefs, 0..1, that a tie and a scarf are worn, and the tie that the witness saw, if it was asked and did.

    `flags`: the model's logits from the first look; `ask` gives those of another. Where it, or the witness, has no
    answer yet, the belief is `OPEN`.
    """
    tie, sighting = _tie(float(flags[TIE]), ask, witness)
    return tie, _scarf(float(flags[SCARF]), ask), sighting


def _tie(first: float, ask: Ask, witness: Witness) -> tuple[float, Sighting | None]:
    if not DOUBTFUL_TIE[0] < first < DOUBTFUL_TIE[1]:
        return _probability(first), None
    nearer = _asked(NEARER, TIE, ask)
    if nearer is None:
        return OPEN, None
    mean = float(np.mean([first, *nearer]))
    if not CLEAR_TIE[0] < mean < CLEAR_TIE[1]:
        return _probability(mean), None
    sighting = witness()
    if sighting is None:
        return OPEN, None
    score = min(max(sighting.score, 0.01), 0.99)
    said = float(np.clip(np.log(score / (1.0 - score)), -MOST_SAID, MOST_SAID))
    belief = _probability(OWN_WEIGHT * mean + WITNESS_WEIGHT * said + PRIOR)
    return belief if mean >= DENIED else min(belief, ALONE), sighting if sighting.score > 0.0 else None


def _scarf(first: float, ask: Ask) -> float:
    if not DOUBTFUL_SCARF[0] < first < DOUBTFUL_SCARF[1]:
        return _probability(first)
    wider = _asked(WIDER, SCARF, ask)
    return OPEN if wider is None else _probability(float(np.mean(wider)))


def _asked(looks: tuple[Look, ...], flag: int, ask: Ask) -> list[float] | None:
    """What all of these looks say of one flag, logits; None while one has not been taken."""
    answers = [answer[flag] for look in looks if (answer := ask(look)) is not None]
    return [float(answer) for answer in answers] if len(answers) == len(looks) else None


def _probability(logit: float) -> float:
    return float(1.0 / (1.0 + np.exp(-logit)))

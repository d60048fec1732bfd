"""A doubtful tie is looked at again round the collar, a doubtful scarf from farther; a second witness is asked too.

The chart rests on landmarks, and what is no scarf is taken for one where it happens to lie badly in the chart: what
is worn is believed by all looks. Averaging the answers for changed versions of a picture is test-time augmentation
(Krizhevsky et al. 2012, Advances in Neural Information Processing Systems 25); here the changes have a reason. A knot
is small: a decoder of its own looks at the collar alone, from so near that the knot fills a fifth of what it sees. A
scarf is wider than the chest's middle and is seen better with what surrounds it. How the figures were found:
decisions 0170 to 0172 and 0192.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from vision.dress.chart import TOP, Chart
from vision.dress.witness import Sighting
from vision.frame import Picture
from vision.landmarks.points import Floats

TIE, SCARF = 0, 3
"""Their places among the model's flags."""
DOUBTFUL_TIE, DOUBTFUL_SCARF = (-6.0, 6.0), (-4.0, 8.0)
"""Logits of the first look between which others are asked."""
MOST_SAID = 6.0
"""A logit beyond which a look says no more: none is surer than the pictures it has not seen allow."""
NEUTRAL_EVIDENCE, EVIDENCE_STEP, MOST_EVIDENCE = 20.0, 4.0, 4.0
"""The evidence is counted from the first, in steps of the second, and no more of them than the third."""
MOST_WITNESSED = 1.0
"""Log odds beyond which its score says no more: the witness overlooks small ties, and is at times sure of a lapel."""
SAID_WEIGHT, EVIDENCE_WEIGHT, WITNESS_WEIGHT, PRIOR = 0.7, 0.4, 2.6, 2.6
"""Logistic regression of "a tie is worn" on the three."""
DENIED, ALONE = -5.0, 0.4
"""Where the decoder's logit lies below the first, evidence and witness make no more than the second of it: no tie."""

OPEN = 0.3
"""Belief where not all that was wanted has been asked yet: neither worn nor missing (`PRESENT`, `ABSENT`)."""

Ask = Callable[["Look"], Floats | None]
"""The model's answer for another look, logits: a chest's flags; of a collar that a tie is worn, and the highest
evidence for a "Windsor tie" of the ImageNet classifier below. None: not yet."""
Witness = Callable[[], Sighting | None]
"""None: not yet."""


@dataclass(frozen=True, slots=True)
class Look:
    """Another look at the same chest."""

    scale: float
    """Of the chart's unit: below 1 is nearer."""
    mirrored: bool = False
    collar: bool = False
    """It is the collar's decoder that is asked, and not the chest's."""

    @property
    def top(self) -> float:
        """The upper edge in units of this look's chart, + down: over a collar the chin is seen as well."""
        return COLLAR_TOP if self.collar else TOP

    def chart(self, chart: Chart) -> Chart:
        """The chart of this look; its origin and axis stay."""
        return replace(chart, unit_px=self.scale * chart.unit_px)

    def cut(self, picture: Picture, chart: Chart) -> Picture:
        """What is seen in this look."""
        pixels = self.chart(chart).cut(picture, top=self.top)
        return pixels[:, ::-1] if self.mirrored else pixels


COLLAR_TOP = -0.5
COLLAR = Look(0.5, collar=True)
COLLARS = (COLLAR, replace(COLLAR, mirrored=True))
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
    answers = _answers(COLLARS, ask)
    sighting = None if answers is None else witness()
    if answers is None or sighting is None:
        return OPEN, None
    said, evidence = np.mean(answers, axis=0)
    belief = _probability(joined(float(said), float(evidence), sighting.score))
    return belief if said >= DENIED else min(belief, ALONE), sighting if sighting.score > 0.0 else None


def joined(said: float, evidence: float, score: float) -> float:
    """The log odds of a tie from the collar decoder's logit, its evidence and the witness's score 0..1."""
    score = min(max(score, 0.01), 0.99)
    steps = (evidence - NEUTRAL_EVIDENCE) / EVIDENCE_STEP
    return (
        SAID_WEIGHT * _within(said, MOST_SAID)
        + EVIDENCE_WEIGHT * _within(steps, MOST_EVIDENCE)
        + WITNESS_WEIGHT * _within(float(np.log(score / (1.0 - score))), MOST_WITNESSED)
        + PRIOR
    )


def _within(value: float, most: float) -> float:
    return min(max(value, -most), most)


def _scarf(first: float, ask: Ask) -> float:
    if not DOUBTFUL_SCARF[0] < first < DOUBTFUL_SCARF[1]:
        return _probability(first)
    wider = _answers(WIDER, ask)
    return OPEN if wider is None else _probability(float(np.mean([flags[SCARF] for flags in wider])))


def _answers(looks: tuple[Look, ...], ask: Ask) -> list[Floats] | None:
    """What the model says of all of these looks; None while one has not been taken."""
    answers = [answer for look in looks if (answer := ask(look)) is not None]
    return answers if len(answers) == len(looks) else None


def _probability(logit: float) -> float:
    return float(1.0 / (1.0 + np.exp(-logit)))

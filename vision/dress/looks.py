"""A doubtful tie or scarf is looked at again round the collar, a scarf from farther too; of a tie a witness is asked.

The chart rests on landmarks, and what is no scarf is taken for one where it happens to lie badly in the chart: what
is worn is believed by all looks. Averaging the answers for changed versions of a picture is test-time augmentation
(Krizhevsky et al. 2012, Advances in Neural Information Processing Systems 25); here the changes have a reason. Knots
are small: decoders of their own look at the collar alone, from so near that a tie's knot fills a fifth of what they
see. A scarf is named by either of two opinions: that of decoders which learned from drawings and hear the ImageNet
classifier, seen from farther with what surrounds it, or that of two which learned from rendered scarves as well, one
of the chest and one of the collar, where both agree and the chest looks so mirrored, nearer and from farther too. How
the figures were found: decisions 0170 to 0172, 0192 to 0194.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from vision.dress.chart import TOP, UNIT_PX, WIDTH_PX, Chart
from vision.dress.witness import Sighting
from vision.frame import Picture
from vision.landmarks.points import Floats

TIE, SCARF, TIED = 0, 3, 6
"""Places among the model's flags; the last is that a scarf is worn in the opinion of the second pair of decoders."""
DOUBTFUL_TIE, DOUBTFUL_SCARF, LEAST_TIED = (-6.0, 6.0), (-4.0, 8.0), -3.0
"""Logits of the first look between which, or above which, others are asked."""
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

AGREED = (-12.0, -2.0, 5.0, 8.0)
AGREED_ODDS = (-4.0, -1.4, 0.0, 2.5)
"""The logits of chest and collar together, and the log odds of a scarf that they make."""
BOTH_AGREE, NOT_AGREED = 1.0, -0.4
"""Where either logit lies below the first, the two make no more than the second of it: no scarf."""
MOST_BOW = 36.0
"""Where the classifier's evidence for a bow tie lies above, neither."""

Array = NDArray[np.float64]
Ask = Callable[["Look"], "Said | None"]
"""None: not yet."""
Witness = Callable[[], Sighting | None]
"""None: not yet."""


@dataclass(frozen=True, slots=True)
class Look:
    """Another look at the same chest."""

    scale: float
    """Of the chart's unit: below 1 is nearer."""
    mirrored: bool = False
    collar: bool = False
    """It is the collar's decoders that are asked, and not the chest's."""

    @property
    def top(self) -> float:
        """The upper edge in units of this look's chart, + down: over a collar the chin is seen as well."""
        return COLLAR_TOP if self.collar else TOP

    def cut(self, picture: Picture, chart: Chart) -> Picture:
        """What is seen in this look."""
        pixels = replace(chart, unit_px=self.scale * chart.unit_px).cut(picture, top=self.top)
        return pixels[:, ::-1] if self.mirrored else pixels

    def units(self, cut_px: Array) -> Array:
        """N x 2 px of the cut (0 = the outer edge of the first pixel) to units of the chest's chart."""
        x = WIDTH_PX - cut_px[:, 0] if self.mirrored else cut_px[:, 0]
        middle, y = x - WIDTH_PX / 2.0, cut_px[:, 1] + self.top * UNIT_PX
        return np.asarray(np.stack([middle, y], 1) * (self.scale / UNIT_PX))


COLLAR_TOP = -0.5
COLLAR = Look(0.5, collar=True)
COLLARS = (COLLAR, replace(COLLAR, mirrored=True))
WIDER = (Look(1.25), Look(1.25, mirrored=True), Look(1.5))
AROUND = (*WIDER, Look(0.8))


@dataclass(frozen=True, slots=True)
class Said:
    """What is said in one look; of a chest the scarf alone."""

    scarf: float
    """Logit that one is worn."""
    tied: float = math.nan
    """Likewise, of a chest, by the decoder that learned from rendered scarves."""
    tie: float = math.nan
    """Likewise."""
    evidence: float = math.nan
    """The highest one for a "Windsor tie" of the ImageNet classifier below."""
    bow: float = math.nan
    """Likewise for a "bow tie"."""
    knot: Array = field(default_factory=lambda: np.full(2, np.nan))
    """2: where a scarf's knot lies, units of the chest's chart."""
    focus: float = 0.0
    """How much of the belief in that place lies there, 0..1."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What is believed in the end, 0..1."""

    tie: float
    scarf: float
    sighting: Sighting | None
    """The tie that the witness saw, if it was asked and did."""
    knot: Array | None
    """A scarf's knot seen from near, units of the chest's chart; None where none was seen there."""
    focus: float = 0.0
    """How much of the belief in that place lies there, 0..1."""


def settled(flags: Floats, ask: Ask, witness: Witness) -> Settled:
    """What is believed of tie and scarf.

    `flags`: the model's logits from the first look; `ask` gives what is said in another. Where it, or the witness,
    has no answer yet, the belief is `OPEN`.
    """
    tie, sighting = _tie(float(flags[TIE]), ask, witness)
    odds, knot, focus = _seen_by_both(float(flags[TIED]), ask)
    if odds is None or odds > 0.0:
        # the ties' decoders have never seen a scarf's long ends
        return Settled(min(tie, OPEN), OPEN if odds is None else _probability(odds), sighting, knot, focus)
    scarf = max(_seen_from_farther(float(flags[SCARF]), ask), _probability(odds))
    return Settled(tie, scarf, sighting, knot, focus)


def _seen_by_both(far: float, ask: Ask) -> tuple[float | None, Array | None, float]:
    """The log odds of a scarf that chest and collar make, None until they are known; its knot, and that one's focus.

    Where the collar agrees, the chest is looked at from all around: who wears a scarf wears it in every look.
    """
    if far <= LEAST_TIED:
        return agreed(far, far), None, 0.0
    collars = _answers(COLLARS, ask)
    if collars is None:
        return None, None, 0.0
    near, bow, focus = np.mean([(one.scarf, one.bow, one.focus) for one in collars], axis=0).tolist()
    if near <= BOTH_AGREE:
        return agreed(far, near, bow), None, 0.0
    knot = np.asarray(np.mean([one.knot for one in collars], axis=0))
    around = _answers(AROUND, ask)
    if around is None:
        return None, knot, focus
    far = float(np.mean([_within(one, MOST_SAID) for one in (far, *(look.tied for look in around))]))
    return agreed(far, near, bow), knot, focus


def agreed(far: float, near: float, bow: float = 0.0) -> float:
    """The log odds of a scarf from the logits of chest and collar, and the evidence for a bow tie."""
    odds = float(np.interp(_within(far, MOST_SAID) + _within(near, MOST_SAID), AGREED, AGREED_ODDS))
    return odds if min(far, near) > BOTH_AGREE and bow < MOST_BOW else min(odds, NOT_AGREED)


def _seen_from_farther(first: float, ask: Ask) -> float:
    if not DOUBTFUL_SCARF[0] < first < DOUBTFUL_SCARF[1]:
        return _probability(first)
    wider = _answers(WIDER, ask)
    return OPEN if wider is None else _probability(float(np.mean([one.scarf for one in wider])))


def _tie(first: float, ask: Ask, witness: Witness) -> tuple[float, Sighting | None]:
    if not DOUBTFUL_TIE[0] < first < DOUBTFUL_TIE[1]:
        return _probability(first), None
    answers = _answers(COLLARS, ask)
    sighting = None if answers is None else witness()
    if answers is None or sighting is None:
        return OPEN, None
    said, evidence = np.mean([(one.tie, one.evidence) for one in answers], axis=0)
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


def _answers(looks: tuple[Look, ...], ask: Ask) -> list[Said] | None:
    """What is said in all of these looks; None while one has not been taken."""
    answers = [answer for look in looks if (answer := ask(look)) is not None]
    return answers if len(answers) == len(looks) else None


def _probability(logit: float) -> float:
    return float(1.0 / (1.0 + np.exp(-logit)))

"""From a judgement to words: what to change, in which direction, by how much, in both languages.

The amount leads to the target (by default the middle of two limits, or the one limit), not just to the limit: who is
told to move should end inside, not on the edge.
"""

import math

from checklists.evidence import Take, find
from checklists.judgement import Judgement
from checklists.model import Bounds, Clause, Rule, Words
from checklists.reasons import JudgingReason
from checklists.remedy_words import MeasureWords, remedy_words
from checklists.verdict import Outcome, Text
from vision.glossary import GLOSSARY
from vision.measure import ASIDE_VIEWS
from vision.reason import Reason

_NOTHING = MeasureWords()


def remedy_for(clause: Clause, judgement: Judgement, takes: tuple[Take, ...]) -> Text:
    """What the person should do about a rule that failed or is open."""
    words = remedy_words().measures.get(judgement.bounds.measure, _NOTHING)
    if judgement.outcome is Outcome.FAIL:
        return _correction(clause, judgement, words, takes)
    measure = judgement.measure
    if measure is not None and measure.view in ASIDE_VIEWS and words.near_aside is not None:
        return words.near_aside.text
    if measure is not None and words.near is not None:
        return words.near.text
    return remedy_for_reason(judgement.reason or Reason.AMBIGUOUS)


def remedy_for_reason(reason: Reason | JudgingReason) -> Text:
    """What the person should do so that it can be seen."""
    return remedy_words().reasons[str(reason)].text


def remedy_for_no(clause: Clause) -> Text:
    """What to do where the person said that the clause is not met: its own words, else those of what it measures,
    where these need neither an amount nor a side.
    """
    if clause.remedy is not None:
        return clause.remedy.text
    told = [words for rule in clause.rules if (words := _said_without_value(rule)) is not None]
    # of two sides nobody has said which one
    if told and (told[0] == told[-1] or not clause.rules[0].is_number):
        return told[0].text
    return clause.says.text


def _said_without_value(rule: Rule) -> Words | None:
    """The words for the one way in which the rule can be missed; None where there are two, or an amount in them."""
    words, limits = remedy_words().measures.get(rule.measure, _NOTHING), rule.limits
    if rule.is_number and limits.low is not None and limits.high is not None:
        return None
    key = "other" if not rule.is_number else "low" if limits.high is None else "high"
    template: Words | None = getattr(words, key)
    return None if template is None or "{" in template.zh + template.en else template


def _correction(clause: Clause, judgement: Judgement, words: MeasureWords, takes: tuple[Take, ...]) -> Text:
    key = judgement.deviation or "other"
    own = judgement.rule.remedy if judgement.rule is not None and judgement.rule == judgement.bounds else None
    template: Words | None = getattr(own, key) if own is not None else None
    side = None
    if template is None and key == "other":
        template = clause.remedy or words.other
    if template is None and words.sides is not None and key != "other":
        side = _side(words.sides, key, clause, judgement.rule, takes)
        template = getattr(words, f"{key}_side") if side is not None else None
    if template is None:
        template = getattr(words, key) or clause.remedy or clause.says
    return _filled(template, judgement, side)


def _side(
    sides: tuple[str, str], key: str, clause: Clause, rule: Rule | None, takes: tuple[Take, ...]
) -> Text | None:
    """The side to move: the one with the smaller value where more is wanted, else the larger; None if not clear."""
    if rule is None:
        return None
    left, right = (find(takes, name, clause.parts_of(rule), rule.views, clause.posture)[0] for name in sides)
    if left is None or right is None or not isinstance(left.value, float) or not isinstance(right.value, float):
        return None
    difference = left.value - right.value
    if abs(difference) <= math.hypot(left.sigma or 0.0, right.sigma or 0.0):
        return None
    move_left = (difference < 0.0) == (key == "low")
    return Text(zh="左", en="left") if move_left else Text(zh="右", en="right")


def _filled(template: Words, judgement: Judgement, side: Text | None) -> Text:
    amount = amount_of(judgement.bounds, judgement)
    much = judgement.excess > 1.0
    bit = Text(zh="明显", en="a lot") if much else Text(zh="稍微", en="a little")
    no_side = Text(zh="", en="")
    return Text(
        zh=_fill(template.zh, amount.zh, bit.zh, (side or no_side).zh),
        en=_fill(template.en, amount.en, bit.en, (side or no_side).en),
    )


def _fill(template: str, amount: str, bit: str, side: str) -> str:
    return template.replace("{amount}", amount).replace("{bit}", bit).replace("{side}", side)


def spoken_correction(judgement: Judgement) -> Text | None:
    """The amount that the remedy of a failed rule speaks of; None where it is about a category."""
    if judgement.outcome is not Outcome.FAIL:
        return None
    amount = amount_of(judgement.bounds, judgement)
    return amount if amount.en else None


def amount_of(bounds: Bounds, judgement: Judgement) -> Text:
    """How far the value is from the target, rounded to what a person can do, with its unit; empty for a category.

    Nobody moves a tie by three per cent of a shoulder width: where the words give the average length that a ratio
    stands for, the amount is said in centimetres, and as about so many.
    """
    value = judgement.measure.value if judgement.measure is not None else None
    if not bounds.is_number or not isinstance(value, int | float):
        return Text(zh="", en="")
    off = abs(float(value) - target_of(bounds))
    length_cm = remedy_words().measures.get(bounds.measure, _NOTHING).cm
    if length_cm is None:
        return spoken_amount(off, GLOSSARY[bounds.measure].unit)
    about = spoken_amount(off * length_cm, "cm")
    return Text(zh=f"约{about.zh}", en=f"about {about.en}")


def target_of(bounds: Bounds) -> float:
    """The value to aim at."""
    own = bounds.target if isinstance(bounds, Rule) else None
    if own is not None:
        return own
    limits = bounds.limits
    ends = [limit for limit in (limits.low, limits.high) if limit is not None]
    return sum(ends) / len(ends)


def spoken_amount(amount: float, unit: str) -> Text:
    """An amount as people say it: whole degrees, half centimetres below 2 cm, tenths of a second, per cent."""
    if unit == "deg":
        degrees = max(1, round(amount))
        return Text(zh=f"{degrees}度", en=f"{degrees} degree{'s' if degrees > 1 else ''}")
    if unit == "cm":
        length = max(0.5, round(amount * 2) / 2) if amount < 2 else float(round(amount))
        return Text(zh=f"{length:g}厘米", en=f"{length:g} cm")
    if unit == "s":
        seconds = max(0.1, round(amount, 1))
        return Text(zh=f"{seconds:g}秒", en=f"{seconds:g} s")
    if unit == "m":
        metres = max(0.1, round(amount, 1))
        return Text(zh=f"{metres:g}米", en=f"{metres:g} m")
    if unit == "ratio":
        percent = max(1, round(amount * 100))
        return Text(zh=f"{percent}%", en=f"{percent} %")
    number = float(f"{amount:.2g}")
    return Text(zh=f"{number:g}", en=f"{number:g}")

"""Faults that the shape of a table cannot show: names that must exist, limits that must fit, groups that must agree.

Every function yields (path inside what it was given, sentence); the loader adds file and line.
"""

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from checklists.model import Bounds, Checklist, Clause, Drill, Questionnaire, Rule, RuleRemedy, Words
from checklists.positions import Path
from checklists.remedy_words import PLACEHOLDERS, unknown_placeholders
from checklists.session_part import CAMERA_PARTS, SessionPart
from checklists.verdict import Mode, Wearer
from vision.glossary import GLOSSARY, Kind

Found = tuple[Path, str]


def check_bounds(bounds: Bounds) -> Iterator[Found]:
    """A measure must exist, and its limits must be of its kind and in order."""
    quantity = GLOSSARY.get(bounds.measure)
    if quantity is None:
        yield ("measure",), f"{_unknown(bounds.measure, GLOSSARY)}; expected a measure of the glossary"
        return
    has_interval = any(limit is not None for limit in (bounds.low, bounds.high, bounds.abs))
    has_choice = bool(bounds.any_of or bounds.none_of)
    if quantity.kind is Kind.NUMBER:
        if has_choice:
            yield ("any_of",), f"{bounds.measure} is a number; expected low, high or abs instead of any_of or none_of"
        yield from _check_interval(bounds, has_interval)
        return
    if has_interval:
        yield ("measure",), f"{bounds.measure} is not a number; expected any_of instead of low, high or abs"
    if not has_choice:
        yield ("measure",), f"{bounds.measure} has no limits; expected any_of = [...]"
    elif bounds.any_of and bounds.none_of:
        yield ("none_of",), "any_of and none_of exclude each other; keep one of them"
    yield from _check_choice(bounds)


def _check_interval(bounds: Bounds, has_interval: bool) -> Iterator[Found]:
    if not has_interval:
        yield ("measure",), f"{bounds.measure} has no limits; expected low, high or abs"
    if bounds.abs is not None and (bounds.low is not None or bounds.high is not None):
        yield ("abs",), "abs excludes low and high; keep one of the two forms"
    elif bounds.low is not None and bounds.high is not None and bounds.low > bounds.high:
        yield ("low",), f"low ({bounds.low:g}) lies above high ({bounds.high:g}); expected low <= high"


def _check_choice(bounds: Bounds) -> Iterator[Found]:
    quantity = GLOSSARY[bounds.measure]
    for key in ("any_of", "none_of"):
        for index, value in enumerate(getattr(bounds, key)):
            if quantity.kind is Kind.FLAG and (key == "none_of" or not isinstance(value, bool)):
                yield (key, index), f"{bounds.measure} is a flag; expected any_of = [true] or any_of = [false]"
            elif quantity.kind is Kind.CATEGORY and value not in quantity.categories:
                yield (
                    (key, index),
                    f"{_unknown(str(value), quantity.categories)}; expected a value of {bounds.measure}",
                )


def check_rule(rule: Rule) -> Iterator[Found]:
    """What a rule adds to plain limits: its fallback, its target, its words, its parts."""
    yield from check_bounds(rule)
    if rule.instead is not None:
        for path, message in check_bounds(rule.instead):
            yield ("instead", *path), message
        if rule.instead.measure == rule.measure:
            yield ("instead", "measure"), f"is {rule.measure} again; expected another measure to fall back on"
    if rule.measure not in GLOSSARY:
        return
    number = rule.is_number
    if rule.target is not None and (not number or not _inside(rule)):
        yield ("target",), f"the target {rule.target:g} lies outside the limits; expected a value that complies"
    for index, part in enumerate(rule.parts):
        if part not in CAMERA_PARTS:
            yield ("parts", index), f"{part} yields no measures; expected one of {', '.join(CAMERA_PARTS)}"
    if rule.remedy is not None:
        yield from _check_remedy(rule.remedy, number)


def _inside(rule: Rule) -> bool:
    limits, target = rule.limits, rule.target
    return target is None or (
        (limits.low is None or target >= limits.low) and (limits.high is None or target <= limits.high)
    )


def _check_remedy(remedy: RuleRemedy, number: bool) -> Iterator[Found]:
    for key in ("low", "high", "other"):
        words: Words | None = getattr(remedy, key)
        if words is None:
            continue
        if (key == "other") == number:
            yield ("remedy", key), "expected low and high for a number, other for a category or a flag"
        for language in ("zh", "en"):
            for name in unknown_placeholders(getattr(words, language)):
                known = ", ".join(f"{{{known}}}" for known in PLACEHOLDERS)
                yield ("remedy", key, language), f"{{{name}}} is no placeholder; expected {known}"


def check_clause(clause: Clause) -> Iterator[Found]:
    """What a clause needs in its mode."""
    for index, condition in enumerate(clause.when):
        for path, message in check_bounds(condition):
            yield ("when", index, *path), message
    yield from _check_mode(clause)
    for index, rule in enumerate(clause.rules):
        if not rule.parts and not any(part in CAMERA_PARTS for part in clause.parts):
            yield ("rules", index), f"nothing says when {rule.measure} is taken; expected parts on the rule or clause"
    if clause.drill is not None:
        yield from _check_drill(clause.drill)
    if clause.questionnaire is not None:
        yield from _check_questionnaire(clause.questionnaire)
    if clause.remedy is not None:
        for language in ("zh", "en"):
            for name in unknown_placeholders(getattr(clause.remedy, language), ()):
                yield ("remedy", language), f"{{{name}}} is not possible here; expected plain words"


def _check_mode(clause: Clause) -> Iterator[Found]:
    mode = clause.mode
    if mode is Mode.MEASURED and not clause.rules and not clause.awaits:
        yield ("mode",), "a measured clause needs rules, or awaits = [...] where its measure does not exist yet"
    if mode is Mode.ASSISTED and clause.close_up is None:
        yield ("mode",), "an assisted clause needs close_up, the region that the zoomed mirror shows"
    if mode is Mode.ATTESTED and (clause.rules or clause.awaits):
        yield ("rules",), "an attested clause has nothing to measure; expected no rules, or another mode"
    if (mode is Mode.DRILL) != (clause.drill is not None):
        yield ("drill",), "expected a drill table exactly where mode is drill"
    if clause.questionnaire is not None and mode is not Mode.ATTESTED:
        yield ("questionnaire",), "a questionnaire belongs to an attested clause; expected mode = attested"
    for part, needed in (
        (SessionPart.CLOSE_UP, clause.close_up is not None),
        (SessionPart.ATTEST, _is_asked(clause)),
    ):
        if (part in clause.parts) and not needed:
            yield ("parts",), f"{part} does not fit this clause; expected one of {', '.join(CAMERA_PARTS)}"


def _is_asked(clause: Clause) -> bool:
    return clause.mode is Mode.ATTESTED and clause.questionnaire is None


def _check_drill(drill: Drill) -> Iterator[Found]:
    if drill.done_if not in GLOSSARY:
        yield ("drill", "done_if"), f"{_unknown(drill.done_if, GLOSSARY)}; expected a measure of the glossary"
    for index, target in enumerate(drill.targets):
        for path, message in check_bounds(target):
            yield ("drill", "targets", index, *path), message


def _check_questionnaire(questionnaire: Questionnaire) -> Iterator[Found]:
    scores = [answer.score for answer in questionnaire.answers]
    if len(set(scores)) != len(scores):
        yield ("questionnaire", "answers"), "two answers have the same score; expected one score for each answer"
    expected = 0
    for index, band in enumerate(questionnaire.bands):
        if band.low != expected or band.high < band.low:
            message = (
                f"runs from {band.low} to {band.high}; expected it to start at {expected}, without gap or overlap"
            )
            yield ("questionnaire", "bands", index), message
        expected = band.high + 1
    highest = max(scores) * len(questionnaire.questions)
    if expected - 1 != highest:
        path = ("questionnaire", "bands", len(questionnaire.bands) - 1)
        yield path, f"ends at {expected - 1}; expected the highest possible score, {highest}"


def check_checklist(clauses: Sequence[tuple[int, Clause]], *, lonely_groups: bool = False) -> Iterator[Found]:
    """Ids must be unique, and a group must hold real alternatives. Paths start with "clauses".

    `lonely_groups`: a group may have one clause left, because a file that extends a standard omits the others.
    """
    seen: dict[str, int] = {}
    groups: dict[str, list[tuple[int, Clause]]] = defaultdict(list)
    for index, clause in clauses:
        if clause.id in seen:
            message = f"{clause.id} stands here twice (first as clauses[{seen[clause.id]}]); expected each id once"
            yield ("clauses", index, "id"), message
        seen.setdefault(clause.id, index)
        if clause.group is not None:
            groups[clause.group].append((index, clause))
    for name, members in groups.items():
        yield from _check_group(name, members, lonely_groups)


def _check_group(name: str, members: Sequence[tuple[int, Clause]], lonely: bool) -> Iterator[Found]:
    first_index, first = members[0]
    most = max(sum(clause.applies_to(wearer) for _, clause in members) for wearer in (Wearer.MEN, Wearer.WOMEN))
    if most < 2 and not lonely:
        message = f"the group {name} has one clause only; expected at least two alternatives for the same wearer"
        yield ("clauses", first_index, "group"), message
    for index, clause in members[1:]:
        if clause.mode is not first.mode:
            message = f"the group {name} mixes {first.mode} and {clause.mode}; expected one mode for all alternatives"
            yield ("clauses", index, "group"), message
        if clause.posture != first.posture:
            message = f"the group {name} mixes postures; expected {first.posture} as in {first.id}"
            yield ("clauses", index, "posture"), message


def check_whole(checklist: Checklist) -> Iterator[Found]:
    """What only the validated whole can show."""
    for index, part in enumerate(checklist.quick_parts):
        if part not in CAMERA_PARTS:
            yield ("quick_parts", index), f"{part} is not looked at; expected one of {', '.join(CAMERA_PARTS)}"


def _unknown(name: str, known: Mapping[str, object] | Sequence[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"{name!r} is not known (did you mean {near[0]!r}?)" if near else f"{name!r} is not known"

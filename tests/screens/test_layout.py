"""Every screen, both languages, every surface: nothing overlaps, nothing runs out, everything can be read."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QRectF, QSizeF

from station.screens import scenes, typeface
from station.screens.elements import Button, Elements, Key, words_of
from station.screens.metrics import Metrics
from station.screens.mirror import MirrorPane
from station.screens.palette import SKY, contrast
from tests.screens.sample_views import NAMES, sample

SURFACES = [(1080, 1920), (1920, 1080), (540, 960), (1280, 720), (2160, 3840)]
ALL = [(name, language, surface) for name in NAMES for language in ("zh_CN", "en") for surface in SURFACES]
SMALL_PRINT = {"notice": 0.8, "fault_long": 0.6, "result_disputed": 0.8}
"""Screens with a text that is read in peace from nearer: the notice, what an installer has to mend."""

TIGHT = {"questionnaire": 0.85, "drill_sheet": 0.8, "drill_sheet_long": 0.8, "drill_sheet_to_run": 0.8}
"""A question of a dozen words has four lines, the name of a drill one: large letters give way a little."""
TIGHT_ACROSS = {
    **TIGHT, "assist_many": 0.75, "drill_sheet": 0.5, "drill_sheet_long": 0.5, "drill_sheet_to_run": 0.5,
}  # fmt: skip
"""Six questions on a landscape screen leave one line for the headline, ten rows of a drill the top bar for it."""


def composed(name: str, language: str, surface: tuple[int, int]) -> tuple[Elements, Metrics]:
    metrics = Metrics.of(*surface)
    return scenes.compose(QSizeF(*surface), sample(name, language), metrics), metrics


@pytest.fixture(params=ALL, ids=lambda case: f"{case[0]}-{case[1]}-{case[2][0]}x{case[2][1]}")
def screen(request: pytest.FixtureRequest) -> tuple[Elements, Metrics, str]:
    name, language, surface = request.param
    elements, metrics = composed(name, language, surface)
    return elements, metrics, name


def test_every_text_is_whole_inside_the_surface_and_clear_of_every_other(screen):
    elements, metrics, _ = screen
    surface = QRectF(0, 0, metrics.width_px, metrics.height_px)
    boxes = []
    for words in words_of(elements):
        assert not words.elided, words.lines
        for line, box in zip(words.lines, words.line_rects(), strict=True):
            assert surface.contains(box), line
            # neighbouring lines may share their leading, letters may not meet
            boxes.append((line, box.adjusted(0, box.height() * 0.1, 0, -box.height() * 0.1)))
    for (one, first), (other, second) in combinations(boxes, 2):
        assert not first.intersects(second), (one, other)


def test_letters_are_large_enough_for_the_standing_mark(screen):
    elements, metrics, name = screen
    least = metrics.secondary_px * SMALL_PRINT.get(name, 1.0)
    assert all(words.px >= int(least) for words in words_of(elements)), [
        (words.lines, words.px) for words in words_of(elements) if words.px < least
    ]
    large = metrics.primary_px * (TIGHT.get(name, 1.0) if metrics.portrait else TIGHT_ACROSS.get(name, 1.0))
    assert any(words.px >= large for words in words_of(elements))


def test_text_stands_out_from_its_ground(screen):
    elements, _, _ = screen
    for words in words_of(elements):
        assert contrast(words.colour, words.ground) >= 4.5, words.lines


def test_buttons_can_be_hit_one_by_one(screen):
    elements, metrics, _ = screen
    surface = QRectF(0, 0, metrics.width_px, metrics.height_px)
    places = [element.rect for element in elements if isinstance(element, Button | Key)]
    assert all(surface.contains(place) for place in places)
    assert all(min(place.width(), place.height()) >= metrics.u(90) for place in places)
    assert not any(one.intersects(other) for one, other in combinations(places, 2))


def test_text_on_a_button_stays_on_it(screen):
    elements, _, _ = screen
    places = [element.rect for element in elements if isinstance(element, Button | Key)]
    for words in words_of(elements):
        for box in words.line_rects():
            box = box.adjusted(0, box.height() * 0.15, 0, -box.height() * 0.15)
            for place in places:
                assert place.contains(box) or not place.intersects(box), words.lines


def test_no_text_lies_on_the_bare_mirror(screen):
    elements, _, _ = screen
    panes = [element.rect for element in elements if isinstance(element, MirrorPane)]
    for words in words_of(elements):
        assert not any(pane.intersects(box) for pane in panes for box in words.line_rects()), words.lines


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("name", ["part", "part_cue", "part_unseen"])
def test_the_mirror_does_not_jump_between_the_parts_of_a_portrait_screen(name, language):
    def pane(of: str) -> QRectF:
        elements, _ = composed(of, language, (1080, 1920))
        return next(element.rect for element in elements if isinstance(element, MirrorPane))

    assert abs(pane(name).bottom() - pane("part").bottom()) < 1.0
    assert abs(pane(name).top() - pane("part").top()) < 160


@pytest.mark.parametrize("screen_name", ["part", "result", "drill"])
def test_the_mirror_is_a_third_of_a_portrait_screen_or_more(screen_name):
    elements, metrics = composed(screen_name, "zh_CN", (1080, 1920))
    pane = next(element.rect for element in elements if isinstance(element, MirrorPane))
    assert pane.height() >= metrics.u(480)


def test_a_very_long_remedy_shrinks_before_it_loses_words():
    long = "Pull the tie knot up until it sits tightly against the collar and hangs straight down"
    px = typeface.fitted_px(long, 115, 60, (900.0, 600.0), 4, bold=True)
    lines = typeface.broken(long, px, 900.0, typeface.lines_in(600.0, px, 1.22, 4), bold=True)
    assert " ".join(lines) == long
    assert all(typeface.text_width(line, px, True) <= 900.0 for line in lines)


def test_steps_are_told_by_shape():
    dots = scenes.compose(QSizeF(1080, 1920), sample("part", "en"), Metrics.of(1080, 1920))
    kinds = [type(element).__name__ for element in dots]
    assert "Dots" in kinds
    assert all(one != other or one != "Dots" for one, other in pairwise(kinds))


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("name", ["assist_many", "attest"])
def test_nobody_confirms_a_clause_that_cannot_be_read(name, language, surface):
    elements, _ = composed(name, language, surface)
    told = {" ".join(words.lines) for words in words_of(elements)}
    assert {row.text for row in sample(name, language).rows} <= told


@pytest.mark.parametrize("name", ["notice", "part", "result", "choose"])
def test_a_label_can_be_read_while_its_button_fills(name):
    view = sample(name, "en")
    view = replace(view, targets=tuple(replace(target, dwell=0.6) for target in view.targets))
    elements = scenes.compose(QSizeF(1080, 1920), view, Metrics.of(1080, 1920))
    buttons = [element for element in elements if isinstance(element, Button)]
    labels = [words for words in words_of(elements) if any(b.rect.contains(words.rect) for b in buttons)]
    assert len(labels) == len(buttons)
    for words in labels:
        assert contrast(words.colour, SKY) >= 4.5
        assert contrast(words.colour, words.ground) >= 4.5

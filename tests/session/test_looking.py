"""The close-ups: one region at a time, named, with what was measured."""

from dataclasses import replace

import pytest

from checklists.model import CloseUp
from station.i18n.texts import LANGUAGES, all_texts
from station.session.close_up import crop_for
from station.session.looking import REGION_S, close_look, crop_of_cue, figure_text
from station.view_state import Cue
from tests.session.actor import observation
from vision.landmarks.points import BodyPoint as B
from vision.landmarks.points import Side
from vision.measure import Measure
from vision.reason import Reason

REGIONS = (CloseUp.CUFFS, CloseUp.HANDS, CloseUp.SHOES)


def test_every_region_gets_its_turn_and_is_named():
    seen = observation(0.0)
    names = [close_look(REGIONS, REGION_S * (n + 0.5), seen, "en").caption[:5] for n in range(6)]
    assert names == ["Cuffs", "Cuffs", "Hands", "Hands", "Shoes", "Cuffs"]
    crops = [close_look(REGIONS, REGION_S * (n + 0.5), seen, "en").crop for n in range(5)]
    assert len(set(crops)) == 5
    assert all(crop is not None and (crop[3] - crop[1]) < 0.6 for crop in crops)


def test_hands_held_apart_are_shown_one_after_the_other_and_folded_ones_together():
    apart = observation(0.0).landmarks
    right, left, both = (crop_for((CloseUp.HANDS,), apart, hand) for hand in (Side.RIGHT, Side.LEFT, None))
    assert right is not None
    assert left is not None
    assert both is not None
    # the wearer's right hand is on the left of the unmirrored picture
    assert right[2] < left[0]
    assert right[2] - right[0] < 0.6 * (both[2] - both[0])
    xy = apart.person.body.points.xy.copy()
    for point in (B.LEFT_WRIST, B.RIGHT_WRIST, B.LEFT_INDEX, B.RIGHT_INDEX):
        xy[point] = (640.0, 360.0)
    body = replace(apart.person.body, points=replace(apart.person.body.points, xy=xy))
    folded = replace(apart, person=replace(apart.person, body=body))
    assert crop_for((CloseUp.HANDS,), folded, Side.LEFT) == crop_for((CloseUp.HANDS,), folded)


@pytest.mark.parametrize("region", list(CloseUp))
def test_every_region_is_shown_larger_than_life_in_the_whole_mirror(region):
    """No close-up is the whole picture, and all but the whole figure take less than half of its height."""
    crop = crop_for((region,), observation(0.0).landmarks, Side.LEFT)
    assert crop is not None
    assert crop[3] - crop[1] < (1.0 if region is CloseUp.WHOLE else 0.5)


@pytest.mark.parametrize("region", list(CloseUp))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_region_has_a_name(region, language):
    assert close_look((region,), 0.0, None, language).caption
    assert f"region.{region.value}" in all_texts()


def test_the_figure_stands_beside_the_name_with_its_uncertainty():
    measures = {"cuff_show_cm": Measure("cuff_show_cm", 1.2, 0.3)}
    assert figure_text(CloseUp.CUFFS, measures, "en") == "cuff shows 1.2 cm ±0.3 cm"
    shoes = {"shoe_darkness": Measure("shoe_darkness", 0.941, 0.04)}
    assert figure_text(CloseUp.SHOES, shoes, "en") == "94 ±4 % dark"
    nails = {"nail_colour_difference": Measure("nail_colour_difference", 4.7, 2.1)}
    assert figure_text(CloseUp.HANDS, nails, "zh_CN") == "指甲与皮肤色差 5 ±2"
    assert figure_text(CloseUp.CUFFS, {}, "en") == ""
    missing = {"cuff_show_cm": Measure.missing("cuff_show_cm", Reason.HANDS_HIDDEN)}
    assert figure_text(CloseUp.CUFFS, missing, "en") == ""
    assert figure_text(CloseUp.WAIST, measures, "en") == ""


def test_without_a_person_the_region_is_named_over_the_whole_mirror():
    look = close_look((CloseUp.SHOES,), 0.0, observation(0.0, people=0), "en")
    assert look.crop is None
    assert look.caption == "Shoes"
    assert close_look((), 0.0, None, "en").caption == ""


def test_only_a_correction_of_an_item_enlarges_the_mirror():
    seen = observation(0.0)
    item = Cue("x", anchor=(0.5, 0.3), outline=((0.5, 0.3), (0.52, 0.3), (0.52, 0.32)))
    crop = crop_of_cue(item, seen.landmarks)
    assert crop is not None
    assert crop[3] - crop[1] < 0.7
    assert crop_of_cue(Cue("x", anchor=(0.5, 0.3)), seen.landmarks) is None
    assert crop_of_cue(None, seen.landmarks) is None

"""The uniform's colours: what is worn is found, what is not is not, and doubt is said."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.colour.dressed import GREY, NAVY, RED, WHITE, context, paint, under
from tests.landmark_figures import standing_xy
from vision.colour.cielab import lab_of
from vision.colour.garments import Garment, GarmentPixels, garments_of
from vision.colour.light import Light, light_like, light_of, occupied_by
from vision.colour.measures import measure_colours
from vision.colour.modes import Uniform, distance_to, modes_of
from vision.colour.uniform import NAME
from vision.landmarks.points import BodyPoint as B
from vision.reason import Reason

LIMIT = 12.0


def enrolled(picture) -> Uniform:
    seen = context(picture)
    light = light_of(picture, occupied_by(seen.landmarks))
    garments = garments_of(seen, None)
    assert all(isinstance(pixels, GarmentPixels) for pixels in garments.values())
    return Uniform(
        {name.value: modes_of(lab_of(light.balanced(pixels.linear))) for name, pixels in garments.items()}, light
    )


@pytest.fixture(scope="module")
def suit() -> Uniform:
    return enrolled(paint(NAVY, NAVY, shirt=WHITE))


def measured(picture, uniform, **more):
    return {one.name: one for one in measure_colours(context(picture, uniform, **more))}[NAME]


def passes(measure) -> bool:
    return measure.value is not None and measure.value + 2 * measure.sigma <= LIMIT


def test_the_enrolled_suit_is_the_uniform(suit):
    assert passes(measured(paint(NAVY, NAVY, shirt=WHITE, seed=5), suit))


def test_the_same_suit_over_another_shirt_is_the_uniform(suit):
    assert passes(measured(paint(NAVY, NAVY, shirt=(70.0, -5.0, -20.0), seed=5), suit))


@pytest.mark.parametrize(
    ("upper", "lower"),
    [(RED, NAVY), (NAVY, RED), (WHITE, NAVY), (NAVY, WHITE), (GREY, GREY), ((55.0, 5.0, -40.0), NAVY)],
    ids=["red jacket", "red trousers", "no jacket", "white trousers", "grey suit", "blue jacket"],
)
def test_other_clothes_never_pass(suit, upper, lower):
    """The white shirt under the enrolled jacket does not make a white top the uniform."""
    measure = measured(paint(upper, lower, shirt=WHITE), suit)
    assert measure.value is not None
    assert measure.value - measure.sigma > LIMIT


def test_two_colours_are_both_asked_for():
    """Enrolled with a white top and grey trousers; a top that is half red is not it."""
    uniform = enrolled(paint(WHITE, GREY))
    assert passes(measured(paint(WHITE, GREY, seed=3), uniform))
    picture = paint(WHITE, GREY, seed=3).copy()
    picture[100:225, 320:380] = paint(RED, GREY, seed=3)[100:225, 320:380]
    measure = measured(picture, uniform)
    assert not passes(measure)


def test_nothing_enrolled_is_said():
    measure = measured(paint(NAVY, NAVY), None)
    assert measure.value is None
    assert measure.reason is Reason.NEEDS_ENROLMENT


@pytest.mark.parametrize("light", [(1.35, 1.0, 0.75), (0.8, 1.0, 1.2)], ids=["warm lamp", "cloudy sky"])
def test_another_light_does_not_change_the_verdict(suit, light):
    assert passes(measured(under(paint(NAVY, NAVY, shirt=WHITE), *light), suit))
    red = measured(under(paint(RED, NAVY, shirt=WHITE), *light), suit)
    assert red.value is not None
    assert red.value > LIMIT


def test_strongly_coloured_light_is_unclear(suit):
    measure = measured(under(paint(NAVY, NAVY), 1.0, 0.45, 0.12), suit)
    assert measure.value is None
    assert measure.reason is Reason.COLOURED_LIGHT


def test_a_darker_exposure_of_the_same_room_is_carried_over():
    uniform = enrolled(paint((60.0, 2.0, -20.0), GREY))
    measure = measured(under(paint((60.0, 2.0, -20.0), GREY), 0.75, 0.75, 0.75), uniform)
    assert passes(measure)
    assert measure.sigma < 4.0


def test_legs_outside_the_picture_leave_it_open(suit):
    low = standing_xy(trunk_px=220.0, centre=(320.0, 420.0))
    assert measured(paint(NAVY, NAVY), suit, xy=low).reason is Reason.LEGS_HIDDEN
    assert measured(paint(NAVY, NAVY), suit, azimuth_deg=95.0).reason is Reason.NEEDS_FRONT_VIEW


def test_hands_before_the_chest_are_no_cloth():
    xy = standing_xy()
    for points, place in (
        ((B.LEFT_WRIST, B.LEFT_INDEX, B.LEFT_PINKY), (345, 150)),
        ((B.RIGHT_WRIST, B.RIGHT_INDEX, B.RIGHT_PINKY), (300, 150)),
    ):
        for point in points:
            xy[point] = place
    picture = paint(NAVY, NAVY).copy()
    for left in (291, 336):
        picture[141:159, left : left + 18] = (40, 60, 230)
    seen = context(picture, xy=xy)
    found = garments_of(seen, None)[Garment.UPPER]
    assert isinstance(found, GarmentPixels)
    lab = lab_of(found.linear)
    assert float(np.quantile(lab[:, 1], 0.98)) < 15.0


@settings(max_examples=25, deadline=None)
@given(red=st.floats(0.75, 1.3), blue=st.floats(0.7, 1.3), level=st.floats(0.6, 1.0), wall=st.floats(45.0, 80.0))
def test_a_grey_room_tells_the_light(red, blue, level, wall):
    picture = under(paint(RED, NAVY, wall=(wall, 0.0, 0.0)), red * level, level, blue * level)
    light = light_of(picture, occupied_by(context(picture).landmarks))
    gains = np.array(light.gains)
    off = np.log(gains[[0, 2]] / gains[1] * np.array([red, blue]))
    assert np.abs(off).max() <= 3.0 * light.sigma_log


def test_a_picture_without_grey_gives_no_more_than_doubt():
    wall = np.full((480, 640, 3), (40, 160, 20), np.uint8)
    light = light_of(wall)
    assert light.sigma_log >= 0.1 or light.coloured
    dark = light_of(np.zeros((480, 640, 3), np.uint8))
    assert dark.reference is None
    assert dark.gains == (1.0, 1.0, 1.0)


def test_the_light_of_another_room_is_not_carried_over():
    here = Light((1.0, 1.0, 1.0), 0.03, 0.16, (0.5, 0.5, 0.5))
    brighter = Light((1.0, 1.0, 1.0), 0.03, 0.16, (0.55, 0.55, 0.55))
    elsewhere = Light((1.2, 1.0, 0.9), 0.05, 0.16, (0.4, 0.5, 0.6))
    assert light_like(here, brighter).exposure_sigma_log < 0.1
    assert light_like(here, elsewhere) is elsewhere


@given(share=st.floats(0.3, 0.7), seed=st.integers(0, 99))
def test_modes_find_both_colours_with_their_shares(share, seed):
    dice = np.random.default_rng(seed)
    count = round(600 * share)
    pixels = np.concatenate(
        [np.array(NAVY) + dice.normal(0, 2, (count, 3)), np.array(WHITE) + dice.normal(0, 2, (600 - count, 3))]
    )
    modes = modes_of(dice.permutation(pixels))
    assert len(modes) == 2
    assert sum(mode.share for mode in modes) == pytest.approx(1.0)
    assert max(mode.share for mode in modes) == pytest.approx(max(share, 1 - share), abs=0.02)
    assert distance_to(modes, pixels) < 4.0


def test_folds_are_one_cloth_and_modes_are_repeatable():
    linear = np.linspace(0.35, 1.0, 500)[:, None] * np.array([[0.12, 0.2, 0.42]])
    modes = modes_of(lab_of(linear))
    assert len(modes) == 1
    assert modes == modes_of(lab_of(linear))

"""Hair: what grows stays below the limit, what is dyed does not, whatever the light."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vision.colour.cielab import bytes_of, linear_of_lab
from vision.colour.hair_colour import conspicuousness, hair_chroma
from vision.colour.light import Light, light_of
from vision.reason import Reason

LIMIT = 30.0
WHITE = Light((1.0, 1.0, 1.0), 0.04, 0.16, (0.5, 0.5, 0.5))
# L*, a*, b*
NATURAL = {
    "black": (8.0, 0.5, -0.5), "dark brown": (18.0, 5.0, 7.0), "brown": (30.0, 8.0, 12.0),
    "blond": (62.0, 4.0, 24.0), "copper": (36.0, 19.0, 29.0), "grey": (55.0, 0.5, 1.0), "white": (82.0, 0.0, 4.0),
    "shining black": (38.0, 0.0, -6.0), "black beside a window": (20.0, 1.0, -13.0),
    "white under a warm lamp": (88.0, 1.0, 13.0),
}  # fmt: skip
DYED = {
    "green": (45.0, -30.0, 20.0), "blue": (32.0, 5.0, -32.0), "crimson": (30.0, 42.0, 12.0),
    "teal": (25.0, -16.0, -8.0), "pink": (65.0, 35.0, -5.0), "violet": (28.0, 24.0, -26.0),
    "orange": (58.0, 38.0, 52.0), "bleached yellow": (84.0, 2.0, 30.0),
}  # fmt: skip


def head(lab, seed=0, share=1.0, base=NATURAL["black"]):
    """Hair of a colour with strands lighter and darker, and the mask that says where it is."""
    dice = np.random.default_rng(seed)
    colour = np.where(dice.random((20, 20, 1)) < share, np.array(lab), np.array(base))
    colour = colour.repeat(4, axis=0).repeat(4, axis=1)
    linear = linear_of_lab(colour) * np.exp(dice.normal(0.0, 0.15, (80, 80, 1)))
    return bytes_of(np.maximum(linear, 0.0)), np.ones((80, 80), np.float32)


@pytest.mark.parametrize("name", sorted(NATURAL))
def test_hair_as_it_grows_never_fails(name):
    value, sigma = hair_chroma(*head(NATURAL[name]), WHITE)
    assert value - sigma <= LIMIT
    if name not in ("copper", "blond"):
        assert value + sigma <= LIMIT


@pytest.mark.parametrize("name", sorted(DYED))
def test_dyed_hair_never_passes(name):
    value, sigma = hair_chroma(*head(DYED[name]), WHITE)
    assert value + sigma > LIMIT, (value, sigma)


@pytest.mark.parametrize("name", ["green", "blue", "crimson", "pink", "violet", "orange"])
def test_loud_colours_are_called_so(name):
    value, sigma = hair_chroma(*head(DYED[name]), WHITE)
    assert value - sigma > LIMIT


def test_streaks_over_half_of_the_hair_count():
    value, sigma = hair_chroma(*head(DYED["blue"], share=0.55), WHITE)
    assert value - sigma > LIMIT


@settings(max_examples=20, deadline=None)
@given(red=st.floats(0.8, 1.25), blue=st.floats(0.8, 1.25), name=st.sampled_from(["black", "dark brown", "grey"]))
def test_a_tinted_light_that_is_known_changes_nothing(red, blue, name):
    pixels, mask = head(NATURAL[name])
    from vision.colour.cielab import linear_of

    tinted = bytes_of(linear_of(pixels) * np.array([red, 1.0, blue]))
    light = Light((1.0 / red, 1.0, 1.0 / blue), 0.04, 0.16, None)
    assert hair_chroma(tinted, mask, light)[0] < 20.0


def test_no_hair_and_coloured_light_are_said():
    pixels, mask = head(NATURAL["black"])
    assert hair_chroma(pixels, mask * 0.0, WHITE) is Reason.ITEM_NOT_FOUND
    assert hair_chroma(pixels, mask, Light((2.5, 1.0, 0.5), 0.1, 0.16, None)) is Reason.COLOURED_LIGHT


def test_a_picture_without_colours_says_nothing_about_dyed_hair():
    grey = np.random.default_rng(1).integers(30, 220, (120, 160, 1), np.uint8).repeat(3, axis=2)
    light = light_of(grey)
    assert light.colourless
    pixels, mask = head(NATURAL["black"])
    assert hair_chroma(pixels, mask, light) is Reason.AMBIGUOUS
    tinted = grey.copy()
    tinted[:40, :, 0] //= 2
    assert not light_of(tinted).colourless


def test_a_mask_of_another_size_serves():
    pixels, _ = head(DYED["green"])
    assert hair_chroma(pixels, np.ones((40, 40), np.float32), WHITE)[0] > LIMIT


@given(lightness=st.floats(0, 100), hue=st.floats(0, 360), low=st.floats(0, 40), more=st.floats(0, 40))
def test_more_chroma_is_never_quieter(lightness, hue, low, more):
    angle = np.radians(hue)

    def lab(chroma):
        return np.array([lightness, chroma * np.cos(angle), chroma * np.sin(angle)])

    assert conspicuousness(lab(low + more)) >= conspicuousness(lab(low)) - 1e-9

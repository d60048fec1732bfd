"""What is said of hair, from masks painted by hand."""

from dataclasses import replace

import numpy as np
import pytest

from tests.grooming.heads import context, head, person
from vision.glossary import GLOSSARY
from vision.glossary import Part as Heading
from vision.grooming import face_items, hair, parts
from vision.grooming.chart import chart_of
from vision.grooming.hair import read_hair
from vision.grooming.parts import Part, yaw_deg
from vision.measure import Measure
from vision.reason import Reason


def read(of, seen) -> dict[str, Measure]:
    found = {one.name: one for one in read_hair(context(of), seen)}
    assert set(found) == set(hair.NAMES)
    return found


def crown(across, down):
    """Short hair: over the hairline, nothing on the forehead."""
    return ((across / 0.52) ** 2 + ((down + 0.1) / 0.72) ** 2 < 1) & (down < -0.34)


def covered_head(of):
    """Something worn over all hair."""
    bare = head(of, 0.0, 0.99, hair=crown)
    swapped = bare.belief[[0, 1, 2, 7, 4, 5, 6, 3]]
    return type(bare)(bare.chart, swapped, 0.99, 0.0, bare.inside, bare.pixels)


def fringe_to(height):
    return lambda across, down: crown(across, down) | ((np.abs(across) < 0.4) & (down < height) & (down > -0.6))


def test_every_name_stands_in_the_glossary_under_hair_or_face():
    assert {GLOSSARY[name].part for name in hair.NAMES} == {Heading.HAIR}
    assert {GLOSSARY[name].part for name in face_items.NAMES} == {Heading.FACE}


def test_short_hair_leaves_forehead_and_brows_open_and_nothing_below_the_chin():
    of = person()
    found = read(of, head(of, hair=crown))
    assert found["hair_forehead_cover_ratio"].value < 0.1
    assert found["hair_brow_cover_ratio"].value == 0.0
    assert found["hair_below_chin_ratio"].value == 0.0
    assert 0.2 < found["hair_area_ratio"].value < 0.7


def test_a_fringe_covers_the_forehead_and_a_longer_one_the_brows():
    of = person()
    half, long = read(of, head(of, hair=fringe_to(-0.22))), read(of, head(of, hair=fringe_to(-0.02)))
    assert 0.2 < half["hair_forehead_cover_ratio"].value < 0.95
    assert half["hair_brow_cover_ratio"].value < 0.1
    assert long["hair_forehead_cover_ratio"].value > 0.95
    assert long["hair_brow_cover_ratio"].value > 0.9


def test_dark_brows_alone_are_no_hair_over_the_brows():
    of = person()
    dark = read(of, head(of, hair=lambda across, down: (np.abs(across) < 0.4) & (np.abs(down + 0.12) < 0.04)))
    assert dark["hair_brow_cover_ratio"].value < 0.12


def test_long_hair_hangs_below_the_chin_and_a_dark_jacket_does_not():
    of = person()
    long = read(of, head(of, hair=lambda across, down: (np.abs(np.abs(across) - 0.5) < 0.12) & (down > -0.6)))
    jacket = read(of, head(of, hair=lambda across, down: crown(across, down) | (down > 0.95)))
    assert long["hair_below_chin_ratio"].value > 0.2
    assert jacket["hair_below_chin_ratio"].value == 0.0


def test_a_bowed_head_whose_face_is_hidden_says_nothing_about_hair_below_the_chin():
    of = person(meshed=False)
    found = read(of, head(of, hair=lambda across, down: (np.abs(np.abs(across) - 0.5) < 0.12) & (down > -0.6)))
    for name in ("hair_below_chin_ratio", "hair_area_ratio"):
        assert found[name].reason is Reason.FACE_HIDDEN


def test_a_shaved_head_has_no_hair():
    of = person()
    assert read(of, head(of))["hair_area_ratio"].value == 0.0


def test_a_head_covering_is_no_evidence_about_hair():
    of = person()
    covered = read(of, covered_head(of))
    assert {one.reason for one in covered.values()} == {Reason.HEAD_COVERED}


@pytest.mark.parametrize("meshed", [True, False])
def test_a_likely_hat_where_hair_should_be_is_a_head_covering_unless_the_head_may_be_bowed(meshed):
    of = person(meshed=meshed)
    likely = replace(covered_head(of), headwear=0.7)
    assert {one.reason for one in read(of, likely).values()} == {Reason.AMBIGUOUS}
    found = read(of, replace(likely, unexplained=0.9))
    assert {one.reason for one in found.values()} == {Reason.HEAD_COVERED if meshed else Reason.AMBIGUOUS}


def test_what_may_be_a_head_covering_leaves_hair_open():
    of = person()
    assert {one.reason for one in read(of, head(of, 0.0, 0.6, hair=crown)).values()} == {Reason.AMBIGUOUS}


def test_a_small_face_is_too_far():
    of = person(size=0.3)
    assert {one.reason for one in read(of, head(of, hair=crown)).values()} == {Reason.TOO_FAR}


@pytest.mark.parametrize("meshed", [True, False])
def test_ears_are_read_from_their_own_side_and_the_forehead_only_from_the_front(meshed):
    left = person(yaw_deg=60.0, meshed=meshed)
    ear = lambda across, down: (np.abs(across - 0.2) < 0.5) & (np.abs(down - 0.05) < 0.4)  # noqa: E731
    found = read(left, head(left, 60.0, hair=ear))
    assert found["hair_ear_cover_left_ratio"].value > 0.9
    assert found["hair_ear_cover_right_ratio"].reason is Reason.NEEDS_SIDE_VIEW
    assert found["hair_forehead_cover_ratio"].reason is Reason.NEEDS_FRONT_VIEW
    free = read(left, head(left, 60.0, ear=ear))
    assert free["hair_ear_cover_left_ratio"].value == 0.0
    front = read(person(), head(person(), ear=ear))
    assert front["hair_ear_cover_left_ratio"].reason is Reason.NEEDS_SIDE_VIEW


@pytest.mark.parametrize(("end", "closest", "widest"), [(0.45, 3.0, 6.5), (0.72, -0.5, 1.0), (0.95, -6.0, -0.5)])
def test_the_gap_to_the_collar_grows_as_the_hair_gets_shorter(end, closest, widest):
    of = person(yaw_deg=70.0)
    behind = lambda across, down: (across > -0.05) & (across < 0.5) & (down < 0.72)  # noqa: E731
    side = head(
        of,
        70.0,
        skin=behind,
        cloth=lambda across, down: down > 0.72,
        hair=lambda across, down: (across > -0.05) & (across < 0.5) & (down < end),
    )
    gap = read(of, side)["hair_collar_gap_cm"]
    assert closest <= gap.value <= widest
    assert read(person(), head(person(), hair=crown))["hair_collar_gap_cm"].reason is Reason.NEEDS_SIDE_VIEW


def side_view(hair_end, cloth=lambda across, down: down > 0.72):
    """Skin down to the clothes at 0.72, hair at the nape down to `hair_end`."""
    behind = lambda across, down: (across > -0.05) & (across < 0.5)  # noqa: E731
    return head(
        person(yaw_deg=70.0),
        70.0,
        skin=lambda across, down: behind(across, down) & (down < 0.72),
        hair=lambda across, down: behind(across, down) & (down < hair_end),
        cloth=cloth,
    )


def test_hair_that_runs_into_the_clothes_surely_touches_the_collar_and_a_free_nape_surely_does_not():
    of = person(yaw_deg=70.0)
    touching, free = (read(of, side_view(end))["hair_collar_gap_cm"] for end in (0.72, 0.55))
    assert touching.value + touching.sigma < 0.0
    assert free.value - free.sigma > 0.0


def test_a_line_that_is_taken_for_cloth_high_at_the_back_of_the_head_is_no_collar():
    of = person(yaw_deg=70.0)
    free = read(of, side_view(0.55, lambda across, down: (down > 0.72) | (np.abs(down - 0.2) < 0.02)))
    assert free["hair_collar_gap_cm"].value > 1.0


def ear_shared(share):
    """A side view whose mask leaves `share` of the ear's place to hair."""
    of = person(yaw_deg=60.0)
    ear = lambda across, down: (np.abs(across - 0.2) < 0.5) & (np.abs(down - 0.05) < 0.4)  # noqa: E731
    seen = head(of, 60.0, ear=ear)
    belief = seen.belief.copy()
    belief[Part.HAIR], belief[Part.EAR] = share * belief[Part.EAR], (1 - share) * belief[Part.EAR]
    return read(of, type(seen)(seen.chart, belief, 0.0, 60.0, seen.inside, seen.pixels))["hair_ear_cover_left_ratio"]


def test_a_free_ear_s_hollow_is_no_cover_and_what_is_half_hair_is_doubtful():
    free, between, covered = ear_shared(0.4), ear_shared(0.72), ear_shared(0.97)
    assert free.value + free.sigma < 0.3
    assert between.value - between.sigma < 0.3 < between.value + between.sigma
    assert covered.value - covered.sigma > 0.3


def test_what_is_neither_hair_nor_skin_above_the_brows_may_be_a_hat_and_leaves_hair_open():
    of = person()
    seen = head(of, hair=crown)
    whole = np.ones_like(seen.belief[0])
    assert parts.unexplained(seen, np.where(seen.is_(Part.HAIR, Part.SKIN) > 0, whole, 0.0)) == 0.0
    hat = head(of, cloth=crown)
    share = parts.unexplained(hat, np.where(hat.is_(Part.CLOTH, Part.SKIN) > 0, whole, 0.0))
    assert share > hair.WORN
    worn = replace(seen, unexplained=share)
    assert {one.reason for one in read(of, worn).values()} == {Reason.AMBIGUOUS}
    (colour,) = hair.read_hair_colour(context(of), worn)
    assert colour.reason is Reason.AMBIGUOUS


def test_an_open_mask_widens_the_sigma():
    of = person()
    sure = head(of, hair=crown)
    belief = 0.5 * sure.belief + 0.5 * sure.belief[[0, 3, 2, 1, 4, 5, 6, 7]]
    blurred = type(sure)(sure.chart, belief, 0.0, 0.0, sure.inside, sure.pixels)
    name = "hair_forehead_cover_ratio"
    assert read(of, blurred)[name].sigma > 2 * read(of, sure)[name].sigma


def test_a_forehead_lost_in_the_light_is_not_judged():
    of = person()
    seen = head(of, hair=crown)
    lost = read(of, replace(seen, pixels=np.full_like(seen.pixels, 250)))
    assert read(of, seen)["hair_forehead_cover_ratio"].value is not None
    for name in ("hair_forehead_cover_ratio", "hair_brow_cover_ratio"):
        assert lost[name].reason is Reason.OVER_EXPOSED
    assert lost["hair_below_chin_ratio"].value is not None


def test_a_forehead_outside_the_picture_is_not_judged():
    of = person()
    seen = head(of, hair=crown)
    inside = np.tile((seen.rows() > -0.25)[:, None], (1, seen.inside.shape[1]))
    cut = type(seen)(seen.chart, seen.belief, 0.0, 0.0, inside, seen.pixels)
    found = read(of, cut)
    for name in ("hair_forehead_cover_ratio", "hair_area_ratio"):
        assert found[name].reason is Reason.HEAD_OUTSIDE


@pytest.mark.parametrize("meshed", [True, False])
@pytest.mark.parametrize("yaw", [-75.0, -40.0, 0.0, 25.0, 60.0])
def test_the_head_s_turn_is_told_with_and_without_a_mesh(yaw, meshed):
    of = person(yaw_deg=yaw, meshed=meshed)
    chart = chart_of(of)
    assert chart is not None
    assert yaw_deg(chart, of) == pytest.approx(yaw, abs=2.0)

"""The grooming family: the models' words into measures, and when nothing is said."""

from dataclasses import replace

import numpy as np
import pytest

from tests.grooming.heads import context, head, person
from vision.frame import Frame
from vision.glossary import GLOSSARY
from vision.grooming import close_up, measures, outline, parts
from vision.grooming.close_up import FaceItems
from vision.grooming.measures import NAMES, measure_grooming
from vision.grooming.parts import Part
from vision.landmarks.points import BodyPoint, Provenance
from vision.measure import Measure, View
from vision.reason import Reason


@pytest.fixture
def sees(monkeypatch):
    """Let the models answer what the test says; the whole chart is the person unless `theirs` says otherwise."""

    def answering(items: FaceItems, mask=None, headwear: float = 0.0, theirs=None):
        if mask is None:
            mask = np.zeros((8, 40, 40), np.float32)
            mask[Part.SKIN] = 1.0
        whole = np.ones((parts.CELLS, parts.CELLS), np.float32)
        monkeypatch.setattr(parts, "ask", lambda pixels: (mask, headwear))
        monkeypatch.setattr(parts, "outline", lambda *_: whole if theirs is None else theirs)
        monkeypatch.setattr(close_up, "look", lambda picture, chart: items)

    return answering


def told(of, azimuth: float = 0.0) -> dict[str, Measure]:
    found = {one.name: one for one in measure_grooming(context(of, azimuth))}
    assert set(found) == set(NAMES)
    return found


def test_every_name_is_given_once_and_stands_in_the_glossary():
    assert len(set(NAMES)) == len(NAMES)
    assert set(NAMES) <= set(GLOSSARY)


@pytest.mark.parametrize(("belief", "worn"), [(0.99, True), (0.6, True), (0.4, False), (0.01, False)])
def test_glasses_are_a_flag_with_the_chance_of_being_wrong(sees, belief, worn):
    sees(FaceItems(0.0, belief, 0.0))
    flag = told(person())["glasses_present"]
    assert flag.value is worn
    assert flag.sigma == pytest.approx(max(min(belief, 1.0 - belief), 0.04))


def test_the_beard_s_belief_is_passed_on(sees):
    sees(FaceItems(0.83, 0.0, 0.0))
    assert told(person())["facial_hair_probability"].value == pytest.approx(0.83)


@pytest.mark.parametrize(("belief", "decided"), [(0.05, True), (0.4, False), (0.6, False), (0.9, True)])
def test_what_may_be_stubble_is_asked_about_again(sees, belief, decided):
    sees(FaceItems(belief, 0.0, 0.0))
    found = told(person())["facial_hair_probability"]
    assert (abs(found.value - 0.5) > found.sigma) is decided


def test_without_a_mesh_or_from_the_side_neither_beard_nor_glasses_are_told(sees):
    sees(FaceItems(0.9, 0.9, 0.9))
    for of in (person(meshed=False), person(yaw_deg=72.0)):
        found = told(of)
        for name in ("facial_hair_probability", "glasses_present"):
            assert found[name].reason is Reason.NEEDS_FRONT_VIEW


def test_a_turned_back_says_nothing(sees):
    sees(FaceItems(0.9, 0.9, 0.9))
    given = replace(context(person()), view=View.BACK)
    assert {one.reason for one in measure_grooming(given)} == {Reason.TURNED_AWAY}


def test_a_face_of_a_few_pixels_says_nothing(sees):
    sees(FaceItems(0.9, 0.9, 0.9))
    assert {one.reason for one in told(person(size=0.2)).values()} == {Reason.TOO_FAR}


def test_a_head_that_was_not_seen_in_this_picture_says_nothing(sees):
    sees(FaceItems(0.9, 0.9, 0.9))
    of = person()
    of.body.points.provenance[BodyPoint.NOSE] = Provenance.HELD
    assert {one.reason for one in told(of).values()} == {Reason.HEAD_OUTSIDE}


def test_headwear_that_the_model_is_sure_of_leaves_no_word_about_hair_but_glasses_are_seen(sees):
    mask = np.zeros((8, 40, 40), np.float32)
    mask[Part.SKIN] = 1.0
    mask[:, :12] = 0.0
    mask[Part.HEADWEAR, :12] = 1.0
    sees(FaceItems(0.0, 0.98, 0.0), mask, headwear=0.98)
    found = told(person())
    assert found["hair_forehead_cover_ratio"].reason is Reason.HEAD_COVERED
    assert found["hair_chroma"].reason is Reason.HEAD_COVERED
    assert found["glasses_present"].value is True


def test_a_curtain_beside_the_head_is_no_hair_of_theirs(sees):
    mask = np.zeros((8, 40, 40), np.float32)
    mask[Part.SKIN] = 1.0
    mask[:, :, :12], mask[Part.HAIR, :, :12] = 0.0, 1.0
    theirs = np.ones((parts.CELLS, parts.CELLS), np.float32)
    theirs[:, :24] = 0.0
    sees(FaceItems(0.0, 0.0, 0.0), mask)
    assert told(person())["hair_below_chin_ratio"].value > 0.15
    sees(FaceItems(0.0, 0.0, 0.0), mask, theirs=theirs)
    found = told(person())
    assert found["hair_below_chin_ratio"].value == 0.0
    assert found["hair_area_ratio"].value < 0.05


def test_where_no_person_is_seen_the_points_of_a_face_say_nothing(sees):
    sees(FaceItems(0.9, 0.9, 0.9), theirs=np.zeros((parts.CELLS, parts.CELLS), np.float32))
    assert {one.reason for one in told(person()).values()} == {Reason.AMBIGUOUS}


def test_a_hat_outside_the_outline_stays_a_hat():
    belief = np.zeros((8, parts.CELLS, parts.CELLS), np.float32)
    belief[Part.HEADWEAR, :40], belief[Part.HAIR, 40:] = 1.0, 1.0
    kept = parts.within(belief, np.zeros((parts.CELLS, parts.CELLS), np.float32))
    assert kept[Part.HEADWEAR, :40].min() == 1.0
    assert kept[Part.HAIR].max() == 0.0
    np.testing.assert_allclose(kept.sum(0), 1.0)


def test_the_outline_lies_where_the_chart_lies(monkeypatch):
    """The model is asked with a margin: its answer comes back cell by cell, whatever the chart's size."""
    seen = head(person())
    marked = np.zeros((1, 256, 256, 1), np.float32)
    marked[0, :, 128:] = 1.0

    class Half:
        def run(self, _, inputs):
            assert inputs["input"].shape == (1, 256, 256, 3)
            return [marked]

    monkeypatch.setattr(outline, "_session", Half)
    found = outline.outline(context(person()).frame, seen.chart, parts.CELLS)
    assert found.shape == (parts.CELLS, parts.CELLS)
    assert found[:, : parts.CELLS // 2 - 1].max() == 0.0
    assert found[:, parts.CELLS // 2 + 1 :].min() == 1.0
    assert outline.share_of_face(found, seen.chart) == pytest.approx(0.5, abs=0.06)


def test_the_model_is_asked_once_for_all(monkeypatch, sees):
    sees(FaceItems(0.0, 0.0, 0.0))
    asked = []
    answer = parts.ask
    monkeypatch.setattr(parts, "ask", lambda pixels: asked.append(1) or answer(pixels))
    told(person())
    assert asked == [1]
    assert measures.READERS


def test_the_shipped_models_answer_for_any_picture():
    given = context(person())
    noise = np.random.default_rng(3).integers(0, 255, (480, 640, 3), np.uint8)
    found = list(measure_grooming(replace(given, frame=Frame(noise))))
    assert {one.name for one in found} == set(NAMES)
    seen = head(person())
    assert seen.belief.shape == (8, parts.CELLS, parts.CELLS)

"""A print or a screen that somebody holds up is found; doors, posters and windows behind a person are not."""

import numpy as np
import pytest

from tests.faults import spoiling
from tests.faults.fault_set import FULL_BODY, person
from vision.frame import Frame
from vision.landmarks.onnx_backend import OnnxBackend
from vision.landmarks.points import Landmarks
from vision.quality.region import luma_of
from vision.quality.sheet import EVERY_S, SheetWatch, encloses_person


@pytest.fixture(scope="module")
def backend() -> OnnxBackend:
    return OnnxBackend()


def seen(backend: OnnxBackend, frame: Frame) -> Landmarks:
    backend.reset()
    return backend.track(frame)


def held(name: str, turn_deg: float) -> Frame:
    photo = spoiling.without_columns(person(name), 0.36, 0.70)
    return Frame(spoiling.held_up(photo, person("empty"), turn_deg=turn_deg))


def test_a_sheet_around_the_person_is_found_whichever_way_it_is_held(backend: OnnxBackend) -> None:
    frames = [held(name, turn) for name in ("stand_v_front_hands", "stand_sides") for turn in (-6.0, 0.0, 2.0, 7.0)]
    found = [encloses_person(luma_of(frame.pixels), seen(backend, frame)) for frame in frames]
    assert np.mean(found) >= 0.6


@pytest.mark.parametrize("name", [*FULL_BODY, "back", "side", "seated", "portrait", "bow_front"])
def test_doors_and_pictures_on_the_wall_are_no_sheet(backend: OnnxBackend, name: str) -> None:
    frame = Frame(person(name))
    assert not encloses_person(luma_of(frame.pixels), seen(backend, frame))


def test_one_look_alone_says_nothing_and_reset_forgets(backend: OnnxBackend) -> None:
    held_up = [held("stand_sides", turn) for turn in (0.0, 2.0, 4.0)]
    frame = next(one for one in held_up if encloses_person(luma_of(one.pixels), seen(backend, one)))
    luma, landmarks = luma_of(frame.pixels), seen(backend, frame)
    watch = SheetWatch()
    assert not watch.update(0.0, luma, landmarks)
    assert watch.update(EVERY_S + 0.01, luma, landmarks)
    watch.reset()
    assert not watch.update(0.0, luma, landmarks)

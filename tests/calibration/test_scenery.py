"""The camera has not moved: rendered rooms, turned by known angles, lit otherwise, with and without people.

The pictures in fixtures/scenery are one rendered room (62 degrees across, 1.35 m high, 9.5 degrees down) with people;
each file's name says what was changed at the camera.
"""

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.faults import CalibrationError
from calibration.scenery import Doubt, Scenery, Standing, compare, occupied_by, scenery_of
from calibration.scenery_file import load_scenery, save_scenery
from tests.calibration.turned import turned
from vision.camera import Camera
from vision.landmarks.points import Body, Box, Landmarks, Person, Points, Provenance

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
PERSON = Box(405.0, 15.0, 555.0, 655.0)


def picture(name: str) -> np.ndarray:
    found = cv2.imread(str(FIXTURES / f"{name}.jpg"))
    assert found is not None
    return found


def camera_of(pixels: np.ndarray, hfov_deg: float = 62.0) -> Camera:
    return Camera.from_hfov(pixels.shape[1], pixels.shape[0], hfov_deg)


@pytest.fixture(scope="module")
def room() -> Scenery:
    return scenery_of(picture("scenery/room"), [PERSON])


@pytest.mark.parametrize("name", ["faults/stand_v_front_hands", "faults/seated", "faults/portrait"])
@pytest.mark.parametrize(
    ("pan", "tilt", "roll", "zoom"),
    [(0.0, 0.0, 0.0, 1.0), (0.4, -0.3, 0.3, 1.005), (2.0, 0.0, 0.0, 1.0), (0.0, -2.0, 0.0, 1.0),
     (0.0, 0.0, 1.5, 1.0), (-8.0, 3.0, -2.0, 1.0), (0.0, 0.0, 0.0, 1.05)],
)  # fmt: skip
def test_a_known_turn_is_told_with_its_size_and_direction(
    name: str, pan: float, tilt: float, roll: float, zoom: float
) -> None:
    before = picture(name)
    camera = camera_of(before)
    after = turned(before, camera, pan, tilt, roll, zoom)
    movement = compare(scenery_of(before), scenery_of(after), camera)
    small = max(abs(pan), abs(tilt), abs(roll)) < 0.5 and zoom < 1.01
    assert movement.standing is (Standing.UNMOVED if small else Standing.MOVED)
    assert movement.pan_deg == pytest.approx(pan, abs=0.15)
    assert movement.tilt_deg == pytest.approx(tilt, abs=0.15)
    assert movement.roll_deg == pytest.approx(roll, abs=0.15)
    assert movement.zoom_ratio == pytest.approx(zoom, abs=0.004)


@settings(max_examples=12, deadline=None)
@given(pan=st.floats(-6, 6), tilt=st.floats(-6, 6), roll=st.floats(-4, 4))
def test_no_turn_beyond_the_limits_is_taken_for_none(pan: float, tilt: float, roll: float) -> None:
    before = picture("faults/stand_sides")
    camera = camera_of(before)
    movement = compare(scenery_of(before), scenery_of(turned(before, camera, pan, tilt, roll, 1.0)), camera)
    if max(abs(pan), abs(tilt)) > 1.2 or abs(roll) > 0.9:
        assert movement.standing is not Standing.UNMOVED
    if max(abs(pan), abs(tilt)) < 0.8 and abs(roll) < 0.5:
        assert movement.standing is not Standing.MOVED


def test_another_person_in_another_light_does_not_move_the_camera(room: Scenery) -> None:
    now = picture("scenery/other_person_and_light")
    assert compare(room, scenery_of(now), camera_of(now)).standing is Standing.UNMOVED


@pytest.mark.parametrize("gain", [0.45, 1.3])
def test_less_or_more_light_does_not_move_the_camera(room: Scenery, gain: float) -> None:
    now = np.clip(picture("scenery/room") * gain + 3, 0, 255).astype(np.uint8)
    assert compare(room, scenery_of(now), camera_of(now)).standing is Standing.UNMOVED


@pytest.mark.parametrize(("name", "tilt", "roll"), [("tilted_up_1_5", 1.5, 0.0), ("rolled_1_5", 0.0, 1.5)])
def test_a_camera_rendered_anew_at_another_angle_has_moved(
    room: Scenery, name: str, tilt: float, roll: float
) -> None:
    now = picture(f"scenery/{name}")
    movement = compare(room, scenery_of(now), camera_of(now))
    assert movement.standing is Standing.MOVED
    assert movement.tilt_deg == pytest.approx(tilt, abs=0.15)
    assert movement.roll_deg == pytest.approx(roll, abs=0.15)


def test_a_camera_raised_by_five_cm_reads_as_a_turn_below_the_limit(room: Scenery) -> None:
    now = picture("scenery/raised_5_cm")
    movement = compare(room, scenery_of(now), camera_of(now))
    assert movement.standing is Standing.UNMOVED
    assert 0.5 < movement.tilt_deg < 1.0


def test_another_room_is_not_recognised(room: Scenery) -> None:
    now = picture("scenery/other_room")
    movement = compare(room, scenery_of(now), camera_of(now))
    assert (movement.standing, movement.doubt) == (Standing.CANNOT_TELL, Doubt.NOT_RECOGNISED)


def test_in_the_dark_it_cannot_be_told(room: Scenery) -> None:
    now = (picture("scenery/room") * 0.1).astype(np.uint8)
    movement = compare(room, scenery_of(now), camera_of(now))
    assert (movement.standing, movement.doubt) == (Standing.CANNOT_TELL, Doubt.TOO_DARK)


def test_a_covered_lens_or_a_bare_wall_cannot_be_told(room: Scenery) -> None:
    now = np.full((720, 960, 3), 170, np.uint8)
    movement = compare(room, scenery_of(now), camera_of(now))
    assert (movement.standing, movement.doubt) == (Standing.CANNOT_TELL, Doubt.TOO_FEW_MARKS)


def test_a_picture_of_another_shape_cannot_be_compared(room: Scenery) -> None:
    now = picture("scenery/room")[:540]
    assert compare(room, scenery_of(now), camera_of(now)).doubt is Doubt.OTHER_SHAPE


def test_another_size_of_the_same_picture_is_the_same_room(room: Scenery) -> None:
    now = cv2.resize(picture("scenery/room"), (1280, 960))
    assert compare(room, scenery_of(now), camera_of(now)).standing is Standing.UNMOVED


def test_nothing_is_kept_from_where_a_person_stands(room: Scenery) -> None:
    margin = 31.0
    x, y = room.points_px.T
    inside = (x > PERSON.x0 - margin) & (x < PERSON.x1 + margin) & (y > PERSON.y0 - margin) & (y < PERSON.y1 + margin)
    assert len(room.points_px) > 100
    assert not inside.any()


def test_the_person_makes_no_difference_to_what_is_kept(room: Scenery) -> None:
    painted = picture("scenery/room")
    painted[15:655, 405:555] = (np.indices((640, 150)).sum(axis=0) % 255).astype(np.uint8)[..., None]
    again = scenery_of(painted, [PERSON])
    assert np.array_equal(again.points_px, room.points_px)
    assert np.array_equal(again.descriptors, room.descriptors)


def test_the_body_and_bystanders_are_cut_out() -> None:
    xy = np.tile(np.float32([300, 400]), (33, 1))
    xy[0], xy[1] = (280, 100), (900, 900)
    provenance = np.full(33, Provenance.HELD, np.uint8)
    provenance[1] = Provenance.MISSING
    zeros = np.zeros(33, np.float32)
    body = Body(Points(xy, zeros, zeros, provenance), np.zeros((33, 3), np.float32), 1.0)
    far = Box(1, 2, 3, 4)
    boxes = occupied_by(Landmarks(0, 0.0, (960, 720), 2, Person(body, None, None, None), (far,)))
    assert boxes == (far, Box(280.0, 64.0, 300.0, 400.0))
    assert occupied_by(Landmarks(0, 0.0, (960, 720), 0, None)) == ()


def test_what_is_saved_is_places_and_descriptors_and_nothing_else(room: Scenery, tmp_path: Path) -> None:
    save_scenery(room, tmp_path / "scenery.npz")
    with np.load(tmp_path / "scenery.npz") as held:
        assert sorted(held.files) == ["descriptors", "points_px", "size", "version"]
    again = load_scenery(tmp_path / "scenery.npz")
    assert again.size == room.size
    assert np.array_equal(again.points_px, room.points_px)
    assert np.array_equal(again.descriptors, room.descriptors)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"plain words"])
def test_a_broken_file_is_told_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "scenery.npz").write_bytes(content)
    with pytest.raises(CalibrationError, match=r"scenery\.npz.*calibrate floor"):
        load_scenery(tmp_path / "scenery.npz")


def test_a_file_of_wrong_shapes_is_told(tmp_path: Path) -> None:
    empty = np.zeros((3, 2), np.float32)
    np.savez(tmp_path / "s.npz", version=1, size=[960, 720], points_px=empty, descriptors=np.zeros((2, 32), np.uint8))
    with pytest.raises(CalibrationError, match="wrong shapes"):
        load_scenery(tmp_path / "s.npz")

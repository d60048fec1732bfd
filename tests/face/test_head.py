"""The head's pose from the mesh: signs, gravity, and no value without evidence."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.body.figure import CAMERA, Figure, landmarks
from vision.body.view import view_of
from vision.camera import Camera
from vision.face import mesh
from vision.face.head import NAMES, head_pose, measure_head
from vision.families import MeasureContext
from vision.frame import Frame
from vision.landmarks.points import Face, Landmarks, Person, Points
from vision.observation import Quality
from vision.reason import Reason
from vision.setup import Setup


def turned(pitch_deg: float, yaw_deg: float, roll_deg: float) -> np.ndarray:
    """3 x 3: head axes (left, up, out of the face) -> world (right, up, away), for a face towards the camera."""
    pitch, yaw, roll = (math.radians(angle) for angle in (pitch_deg, yaw_deg, roll_deg))
    out = np.array([math.cos(pitch) * math.sin(yaw), -math.sin(pitch), -math.cos(pitch) * math.cos(yaw)])
    level_left = np.array([math.cos(yaw), 0.0, math.sin(yaw)])
    up = np.cross(level_left, out)  # the world frame (right, up, away) is left-handed
    left = math.cos(roll) * level_left - math.sin(roll) * up
    return np.column_stack([left, np.cross(left, out), out])


def face_before(camera: Camera, rotation: np.ndarray, distance_m: float = 2.0) -> Face:
    """A face whose rigid points are exactly the average head's."""
    place = np.array([0.0, 1.55, distance_m])
    world = mesh.RIGID_SHAPE_CM / 100.0 @ rotation.T + place
    local = (world - [0.0, camera.height_m or 0.0, 0.0]) @ camera.rotation()
    xy = np.zeros((478, 2), np.float32)
    xy[list(mesh.RIGID_POINTS)] = np.column_stack(
        [camera.fx * local[:, 0] / local[:, 2] + camera.cx, camera.fy * local[:, 1] / local[:, 2] + camera.cy]
    )
    points = Points(xy, np.zeros(478, np.float32), np.ones(478, np.float32), np.full(478, 2, np.uint8))
    return Face(points, 1.0, 80.0)


@settings(max_examples=40)
@given(pitch=st.floats(-25, 25), yaw=st.floats(-40, 40), roll=st.floats(-20, 20), tilt=st.floats(-20, 5))
def test_a_perfect_mesh_gives_its_pose_whatever_the_camera_s_tilt(
    pitch: float, yaw: float, roll: float, tilt: float
) -> None:
    camera = Camera.from_hfov(960, 720, 62.0, height_m=1.4, pitch_deg=tilt, roll_deg=1.5)
    pose = head_pose(face_before(camera, turned(pitch, yaw, roll)), camera)
    assert pose is not None
    assert pose.pitch_deg == pytest.approx(pitch, abs=0.1)
    assert pose.yaw_deg == pytest.approx(yaw, abs=0.1)
    assert pose.roll_deg == pytest.approx(roll, abs=0.1)


def context(face: Face | None, seen: Landmarks, azimuth: float = 0.0, camera: Camera = CAMERA) -> MeasureContext:
    assert seen.person is not None
    person = Person(seen.person.body, face, None, None)
    frame = Frame(np.full((720, 960, 3), 120, np.uint8))
    return MeasureContext(frame, seen, person, view_of(azimuth), azimuth, 4.0, camera, Setup(camera), Quality())


def test_without_a_face_nothing_is_said_about_the_head() -> None:
    for azimuth, reason in ((0.0, Reason.FACE_HIDDEN), (175.0, Reason.TURNED_AWAY)):
        found = list(measure_head(context(None, landmarks(Figure(azimuth_deg=azimuth)), azimuth)))
        assert {measure.name for measure in found} == set(NAMES)
        assert all(measure.value is None and measure.reason is reason for measure in found)


def test_the_yaw_is_told_against_the_body_not_against_the_camera() -> None:
    # the body is turned 20 deg to its right (the camera stands at its left), the face looks into the camera
    face = face_before(CAMERA, turned(0.0, 0.0, 0.0))
    found = {m.name: m for m in measure_head(context(face, landmarks(Figure(azimuth_deg=20)), 20.0))}
    assert found["head_yaw_deg"].value == pytest.approx(20.0, abs=0.5)


def test_a_glance_past_a_body_whose_heading_is_not_known_is_not_known_either() -> None:
    face = face_before(CAMERA, turned(0.0, 0.0, 0.0))
    for eye, iris in (((33, 133), mesh.RIGHT_IRIS), ((362, 263), mesh.LEFT_IRIS)):
        face.points.xy[iris] = face.points.xy[list(eye)].mean(axis=0)
    told = context(face, landmarks(Figure()), azimuth=25.0)
    sure, unsure = (
        {one.name: one for one in measure_head(replace(told, azimuth_sigma_deg=doubt))}["gaze_offset_deg"]
        for doubt in (3.0, 20.0)
    )
    assert sure.value > unsure.value
    assert sure.sigma < 12.0 < 18.0 < unsure.sigma


def test_an_unknown_camera_widens_the_pitch() -> None:
    face = face_before(CAMERA, turned(0.0, 0.0, 0.0))
    known = {m.name: m for m in measure_head(context(face, landmarks(Figure())))}
    unknown = {m.name: m for m in measure_head(context(face, landmarks(Figure()), camera=Camera.assumed(960, 720)))}
    assert (unknown["head_pitch_deg"].sigma or 0) > 1.4 * (known["head_pitch_deg"].sigma or 0)


def test_the_higher_a_head_stands_in_a_picture_of_an_unknown_lens_the_less_is_known_of_its_pitch() -> None:
    camera = Camera.assumed(960, 720)
    face = face_before(CAMERA, turned(0.0, 0.0, 0.0))
    sigmas = []
    for height_px in (360.0, 100.0):
        points = face.points
        moved = replace(points, xy=points.xy + np.float32([0.0, height_px - points.xy[:, 1].mean()]))
        found = {
            m.name: m for m in measure_head(context(replace(face, points=moved), landmarks(Figure()), 0.0, camera))
        }
        sigmas.append(found["head_pitch_deg"].sigma or 0.0)
    assert sigmas[1] > sigmas[0] + 1.0


def test_a_face_of_a_few_pixels_is_too_far() -> None:
    face = face_before(CAMERA, turned(0.0, 0.0, 0.0))
    tiny = Face(face.points, 1.0, 15.0)
    assert all(m.reason is Reason.TOO_FAR for m in measure_head(context(tiny, landmarks(Figure()))))

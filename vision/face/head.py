"""How the head is held: pitch, yaw and roll from the face mesh, and where the eyes look.

The mesh's rigid points are fitted to an average head by perspective-n-point (SQPnP, Terzakis and Lourakis 2020,
refined by Levenberg-Marquardt); the camera's own pitch and roll are then taken out. The mesh model draws every face
nearer to its average than it is, so that a pitch comes out damped and differs from person to person; how far the ears
lie below the eyes is a second, independent cue. Both are joined by a regression on rendered people.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.camera import ASSUMED_PITCH_DEG, ASSUMED_PITCH_SIGMA_DEG, Camera
from vision.face import mesh
from vision.families import MeasureContext
from vision.landmarks.points import BodyPoint, Face
from vision.measure import Measure, View
from vision.reason import Reason

NAMES = ("head_pitch_deg", "head_yaw_deg", "head_roll_deg", "gaze_offset_deg")

_PITCH_OF_MESH, _PITCH_OF_EARS_DEG, _PITCH_OFFSET_DEG = 0.762, -63.0, -0.3
"""Slopes on the mesh's pitch (deg per deg) and on the ears' drop below the eyes (deg per face size), and offset."""
_PITCH_SIGMA_DEG = 3.0
_YAW_SIGMA_DEG = 2.0
_ROLL_SIGMA_DEG = 1.2
_GAZE_SIGMA_DEG = 5.0
_GAZE_REACH_DEG = 10.0
"""How far eyes usually turn in the head: what a blurred iris seems to show beyond that is mostly noise."""
_EYE_REST_DEG, _EYE_REST_SIGMA_DEG = -8.0, 3.0
"""Where the iris stands between the corners when the eyes look ahead: over their line. Rendered people show -5.7
(-1 to -10 by person), photographs of people who look into the camera about -10 with a spread of 2."""
_GAZE_BLUR_PX = 60.0
_CLOSE_PITCH_DEG = -3.0
"""Of a camera that nobody calibrated and that does not see the feet: it looks nearly ahead."""
_UNKNOWN_ROLL_SIGMA_DEG = 2.5
_UNKNOWN_LENS_SHARE = 0.4
"""Of the angle at which the assumed lens shows the head over its axis: what a longer lens makes of a head at the
upper edge of the picture. On 90 photographs of unknown lenses the pitch grows by a degree with every degree of it."""
_SMALLEST_FACE_PX = 24.0
_SMALLEST_FACE_FOR_GAZE_PX = 40.0
_LARGEST_TURN_DEG = 65.0
_EYEBALL_CM, _EYE_WIDTH_CM = 1.2, 3.0


@dataclass(frozen=True, slots=True)
class HeadPose:
    """The head against gravity and the camera's heading, degrees."""

    pitch_deg: float
    """+ down."""
    yaw_deg: float
    """+ to the wearer's left, against the line through the camera's heading."""
    roll_deg: float
    """+ left ear lower."""


def head_pose(face: Face, camera: Camera) -> HeadPose | None:
    """The pose of the head in the world, or None where no pose fits. A camera without a pitch counts as level."""
    pixels = camera.straight(face.points.xy[list(mesh.RIGID_POINTS)])
    # OpenCV's camera frame has y down and z away from the camera
    shape = mesh.RIGID_SHAPE_CM * np.array([1.0, -1.0, -1.0])
    # a least-squares search from there on takes twice the time and moves no angle's mean error by 0.05 deg
    found, turn, _ = cv2.solvePnP(shape, pixels, camera.matrix, None, flags=cv2.SOLVEPNP_SQPNP)
    if not found or not np.all(np.isfinite(turn)):
        return None
    rotation = camera.rotation() @ cv2.Rodrigues(turn)[0] @ np.diag([1.0, -1.0, -1.0])
    return _angles(np.asarray(rotation, dtype=np.float64))


def _angles(rotation: NDArray[np.float64]) -> HeadPose:
    """`rotation`: head axes (left, up, out of the face) -> world (right, up, away from the camera)."""
    out, left = rotation[:, 2], rotation[:, 0]
    pitch = -math.asin(float(np.clip(out[1], -1.0, 1.0)))
    # a face towards the camera looks along -z; to the wearer's left is the picture's right
    yaw = math.atan2(float(out[0]), float(-out[2]))
    roll = -math.asin(float(np.clip(left[1] / max(math.cos(pitch), 0.2), -1.0, 1.0)))
    return HeadPose(math.degrees(pitch), math.degrees(yaw), math.degrees(roll))


def measure_head(context: MeasureContext) -> Iterable[Measure]:
    """Head pitch, yaw (against the body), roll and the gaze, each with a sigma, or why not."""
    face = context.person.face
    view = context.view
    if face is None:
        reason = Reason.TURNED_AWAY if view is View.BACK else Reason.FACE_HIDDEN
        return [Measure.missing(name, reason, view) for name in NAMES]
    if face.size_px < _SMALLEST_FACE_PX:
        return [Measure.missing(name, Reason.TOO_FAR, view) for name in NAMES]
    pose = head_pose(face, context.camera)
    if pose is None or abs(pose.yaw_deg) > _LARGEST_TURN_DEG:
        return [Measure.missing(name, Reason.NEEDS_FRONT_VIEW, view) for name in NAMES]
    return _measures(context, face, pose)


def _measures(context: MeasureContext, face: Face, pose: HeadPose) -> list[Measure]:
    view, camera = context.view, context.camera
    # a small face has few pixels per degree, a turned one leaves the frontal fit
    turned = 1.0 + (pose.yaw_deg / 45.0) ** 2
    known = camera.pitch_deg is not None and camera.calibrated
    tilt = 0.0 if known else math.hypot(ASSUMED_PITCH_SIGMA_DEG, _lens_sigma_deg(face, camera))
    lean = 0.0 if camera.calibrated else _UNKNOWN_ROLL_SIGMA_DEG
    pitch = _joined_pitch(context, face, pose) + (0.0 if known else _tilt_of_unknown(context))
    yaw = _wrapped(pose.yaw_deg + context.azimuth_deg)
    fine, coarse = 1.0 + 20.0 / face.size_px, 1.0 + 35.0 / face.size_px
    pitch_sigma = math.hypot(_PITCH_SIGMA_DEG * fine * turned, tilt)
    yaw_sigma = math.hypot(_YAW_SIGMA_DEG * coarse * turned, context.azimuth_sigma_deg)
    return [
        Measure("head_pitch_deg", pitch, pitch_sigma, view=view),
        Measure("head_yaw_deg", yaw, yaw_sigma, view=view),
        Measure("head_roll_deg", pose.roll_deg, math.hypot(_ROLL_SIGMA_DEG * coarse * turned, lean), view=view),
        _gaze(face, (yaw, yaw_sigma), (pitch, pitch_sigma), view),
    ]


def _joined_pitch(context: MeasureContext, face: Face, pose: HeadPose) -> float:
    """Mesh and ears together; against the camera's own level where its pitch is not known."""
    body = context.person.body.points.xy.astype(np.float64)
    eyes = (body[BodyPoint.LEFT_EYE, 1] + body[BodyPoint.RIGHT_EYE, 1]) / 2.0
    ears = (body[BodyPoint.LEFT_EAR, 1] + body[BodyPoint.RIGHT_EAR, 1]) / 2.0
    drop = float(ears - eyes) / max(float(np.ptp(face.points.xy, axis=0).max()), 1.0)
    return _PITCH_OF_MESH * pose.pitch_deg + _PITCH_OF_EARS_DEG * drop + _PITCH_OFFSET_DEG


def _lens_sigma_deg(face: Face, camera: Camera) -> float:
    """What an assumed lens adds to the doubt of the pitch."""
    if camera.calibrated:
        return 0.0
    over_axis = math.atan(abs(camera.cy - float(face.points.xy[:, 1].mean())) / camera.fy)
    return _UNKNOWN_LENS_SHARE * math.degrees(over_axis)


def _tilt_of_unknown(context: MeasureContext) -> float:
    feet = (BodyPoint.LEFT_ANKLE, BodyPoint.RIGHT_ANKLE)
    return ASSUMED_PITCH_DEG if context.person.body.points.measured(*feet) else _CLOSE_PITCH_DEG


def _gaze(face: Face, yaw_deg: tuple[float, float], pitch_deg: tuple[float, float], view: View) -> Measure:
    """Angle between the line of sight and straight ahead of the body, from the irises between the eye corners.

    Yaw and pitch of the head come with their sigmas: where the shoulders hardly tell how the body stands, as in a
    portrait, a glance past it is not known any better.
    """
    name = "gaze_offset_deg"
    if face.size_px < _SMALLEST_FACE_FOR_GAZE_PX:
        return Measure.missing(name, Reason.TOO_FAR, view)
    xy = face.points.xy.astype(np.float64)
    eyes = (
        (mesh.RIGHT_EYE_OUTER, mesh.RIGHT_EYE_INNER, mesh.RIGHT_IRIS),
        (mesh.LEFT_EYE_INNER, mesh.LEFT_EYE_OUTER, mesh.LEFT_IRIS),
    )
    shifts = []
    for first, second, iris in eyes:
        axis = xy[second] - xy[first]
        width = float(np.linalg.norm(axis))
        if width < 1.0:
            return Measure.missing(name, Reason.FACE_HIDDEN, view)
        offset = xy[iris] - (xy[first] + xy[second]) / 2.0
        along = float(offset @ axis) / width**2
        across = float(offset[1] * axis[0] - offset[0] * axis[1]) / width**2
        shifts.append((along, across))
    along, across = np.mean(shifts, axis=0) * (_EYE_WIDTH_CM / _EYEBALL_CM)
    eye_yaw = math.degrees(math.asin(float(np.clip(along, -0.9, 0.9))))
    eye_pitch = math.degrees(math.asin(float(np.clip(across, -0.9, 0.9)))) - _EYE_REST_DEG
    # at the mark an iris is a few pixels wide: half a pixel of it is worth several degrees
    noise = _GAZE_SIGMA_DEG * math.hypot(1.0, _GAZE_BLUR_PX / face.size_px)
    trust = _GAZE_REACH_DEG**2 / (_GAZE_REACH_DEG**2 + noise**2)
    eyes_sigma = math.sqrt(trust) * noise
    aside, down = yaw_deg[0] + trust * eye_yaw, pitch_deg[0] + trust * eye_pitch
    seen = math.hypot(aside, down)
    # of each direction's doubt counts as much as the line of sight goes that way
    sideways = (aside / seen) ** 2 if seen > 0 else 0.5
    down_sigma = math.hypot(pitch_deg[1], trust * _EYE_REST_SIGMA_DEG)
    head_sigma = math.sqrt(sideways * yaw_deg[1] ** 2 + (1.0 - sideways) * down_sigma**2)
    sigma = math.hypot(eyes_sigma, head_sigma)
    # an amount is never below zero, so noise alone lengthens it
    return Measure(name, math.sqrt(max(seen**2 - sigma**2, 0.0)), sigma, view=view)


def _wrapped(angle_deg: float) -> float:
    """Into -180..180."""
    return (angle_deg + 180.0) % 360.0 - 180.0

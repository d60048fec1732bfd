"""What the arms and hands do, read from the arms' points and a cut-out of the hands by a small model of ours.

The hand models' own word on left and right is too often wrong to say which hand lies on top. This model was trained
on rendered people (`training/hands`, card `assets/models/own/hands_pose.md`): the arms' points in trunk lengths and a
cut-out of the trunk say what the arms do, a cut-out around the wrists says which hand lies on top where they are
folded. One calibrated probability per pose comes out.
"""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from vision.frame import Picture
from vision.landmarks.crop import Crop, cut
from vision.landmarks.points import BodyPoint, Floats, Hand, Landmarks, Person, trunk_px
from vision.models.sessions import load_session

MODEL = "hands_pose"
CLASSES = (
    "sides",
    "front_right_over_left",
    "front_left_over_right",
    "behind",
    "crossed",
    "akimbo",
    "on_knees",
    "on_lap_right_over_left",
    "on_lap_left_over_right",
    "other",
)
"""In the order of the model's output. `other` holds raised, pocketed and loosely held hands, among others."""

FRONT = ("front_right_over_left", "front_left_over_right")
ON_LAP = ("on_lap_right_over_left", "on_lap_left_over_right")
SURE, SURE_ORDER = 0.65, 0.80
"""A pose is named from this probability on, an upper hand where the order of folded hands is that sure; chosen on
people who were not trained on (see the model card)."""

CROP_PX = 64
WRISTS_SIDE = 0.6
"""Side of the cut-out in trunk lengths (mid-shoulders to mid-hips)."""
TORSO_PX = 128
TORSO_SIDE = 2.0
TORSO_CENTRE = 0.3
"""Cut-out of trunk and arms: its side in trunk lengths, and its middle, of the way from the hips to the shoulders."""
SMALLEST_TRUNK_PX = 30.0

ARM_POINTS = tuple(range(BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_KNEE + 1))
HAND_POINTS = (0, 4, 5, 8, 9, 12, 13, 16, 17, 20)
FEATURES = 3 * len(ARM_POINTS) + 2 * (2 * len(HAND_POINTS) + 1)

Loader = Callable[[str], ort.InferenceSession]


@cache
def _session() -> ort.InferenceSession:
    return load_session(MODEL)


def classify(
    picture: Picture, landmarks: Landmarks, session: ort.InferenceSession | None = None
) -> dict[str, float] | None:
    """Probability of every pose in `CLASSES` (sum 1), or None where there is no person or too few pixels of one.

    The model always answers something: whether the hands are in the picture at all is for the caller to see from the
    landmarks' provenance.
    """
    person = landmarks.person
    if person is None or trunk_px(person.body.points.xy) < SMALLEST_TRUNK_PX:
        return None
    xy = person.body.points.xy
    answer = (session or _session()).run(
        None,
        {
            "torso": cut(picture, torso_crop(xy), TORSO_PX),
            "wrists": cut(picture, wrists_crop(xy), CROP_PX),
            "arms": person_features(person)[None],
        },
    )
    probabilities = np.asarray(answer[0], dtype=np.float64).reshape(-1)
    return {name: float(value) for name, value in zip(CLASSES, probabilities, strict=True)}


def decide(probabilities: Mapping[str, float], sure: float = SURE, sure_order: float = SURE_ORDER) -> str | None:
    """The pose's name where sure enough; `front_clasped_unclear` where only the upper hand is not; else None."""
    for names in (FRONT, ON_LAP):
        folded = sum(probabilities[name] for name in names)
        if folded >= sure:
            upper = max(names, key=lambda name: probabilities[name])
            if probabilities[upper] >= sure_order * folded:
                return upper
            return "front_clasped_unclear" if names is FRONT else None
    name, value = max(probabilities.items(), key=lambda item: item[1])
    return name if value >= sure and name not in FRONT + ON_LAP else None


def wrists_crop(xy: NDArray[np.floating]) -> Crop:
    """The window around the middle of both wrists."""
    centre = _middle(xy, BodyPoint.LEFT_WRIST)
    return Crop(float(centre[0]), float(centre[1]), WRISTS_SIDE * trunk_px(xy))


def torso_crop(xy: NDArray[np.floating]) -> Crop:
    """The window of the trunk and the arms beside it."""
    hips, shoulders = _middle(xy, BodyPoint.LEFT_HIP), _middle(xy, BodyPoint.LEFT_SHOULDER)
    centre = hips + TORSO_CENTRE * (shoulders - hips)
    return Crop(float(centre[0]), float(centre[1]), TORSO_SIDE * trunk_px(xy))


def person_features(person: Person) -> Floats:
    """The model's second input for a person."""
    points = person.body.points
    hands = (person.left_hand, person.right_hand)
    return arm_features(points.xy, points.visibility, [_hand_xy(hand) for hand in hands])


def arm_features(
    xy: NDArray[np.floating], visibility: NDArray[np.floating], hands: list[NDArray[np.floating] | None]
) -> Floats:
    """Arms and hands in trunk lengths from the mid-hips: x, y and visibility of 16 points, then both hands' points.

    `xy` 33 x 2 px, `visibility` 33, `hands` left and right, 21 x 2 px or None. A missing hand is all zeros with a
    zero flag.
    """
    hips = _middle(xy, BodyPoint.LEFT_HIP)
    trunk = max(trunk_px(xy), 1.0)
    index = list(ARM_POINTS)
    parts = [((xy[index] - hips) / trunk).reshape(-1), visibility[index]]
    for hand in hands:
        if hand is None:
            parts += [np.zeros(2 * len(HAND_POINTS)), np.zeros(1)]
        else:
            parts += [((hand[list(HAND_POINTS)] - hips) / trunk).reshape(-1), np.ones(1)]
    return np.clip(np.concatenate(parts), -4.0, 4.0).astype(np.float32)


def _hand_xy(hand: Hand | None) -> Floats | None:
    return None if hand is None else hand.points.xy


def _middle(xy: NDArray[np.floating], left: BodyPoint) -> NDArray[np.float64]:
    """Between a left point and its right twin, which follows it."""
    return np.asarray((xy[left] + xy[left + 1]) / 2.0, dtype=np.float64)

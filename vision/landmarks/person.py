"""From the models' answers to the person: provenance of every point, and hands that belong to their arms."""

import numpy as np
from numpy.typing import NDArray

from vision.landmarks.crop import extent
from vision.landmarks.face import FaceAnswer
from vision.landmarks.hand import ARM, WRIST, HandAnswer
from vision.landmarks.people import trunk_length
from vision.landmarks.points import Body, Face, Floats, Hand, Person, Points, Side
from vision.landmarks.pose import PoseAnswer
from vision.landmarks.provenance import BODY_VISIBILITY, HAND_SURE_SCORE, hidden_by_head, provenance_of

WRIST_REACH = 0.30
"""A hand whose wrist is further than this share of the trunk from the arm's wrist belongs to something else."""
COLLAPSE_RATIO = 0.25
"""Two hands whose points lie nearer than this share of a hand are one hand found twice."""


def wrist_offset(hand: HandAnswer, pose: PoseAnswer, side: Side) -> float:
    """Distance between the hand model's wrist and the arm's, in trunk lengths."""
    return float(np.linalg.norm(hand.xy[WRIST] - pose.xy[ARM[side][0]])) / trunk_length(pose)


def fits_arm(hand: HandAnswer, pose: PoseAnswer, side: Side) -> bool:
    """True where the hand sits at the end of this arm."""
    return wrist_offset(hand, pose, side) <= WRIST_REACH


def collapsed(left: HandAnswer, right: HandAnswer) -> bool:
    """True where both answers lie on one and the same hand."""
    apart = float(np.median(np.linalg.norm(left.xy - right.xy, axis=1)))
    return apart < COLLAPSE_RATIO * max(left.size_px, right.size_px)


def assembled(
    pose: PoseAnswer, face: FaceAnswer | None, hands: dict[Side, HandAnswer], image_size: tuple[int, int]
) -> Person:
    """The person as every measure reads it."""
    visible = pose.visibility * pose.presence
    body = Body(
        points=_points(pose.xy, pose.z, visible, (visible >= BODY_VISIBILITY) & ~hidden_by_head(pose.xy), image_size),
        world=pose.world,
        score=pose.score,
    )
    doubtful: Side | None = None
    if len(hands) == 2 and collapsed(hands[Side.LEFT], hands[Side.RIGHT]):
        doubtful = max(Side, key=lambda side: wrist_offset(hands[side], pose, side))
    return Person(
        body=body,
        face=_face(face, image_size) if face else None,
        left_hand=_hand(hands.get(Side.LEFT), Side.LEFT, pose, image_size, certain=doubtful is not Side.LEFT),
        right_hand=_hand(hands.get(Side.RIGHT), Side.RIGHT, pose, image_size, certain=doubtful is not Side.RIGHT),
    )


def _points(
    xy: Floats, z: Floats, visibility: Floats, sure: NDArray[np.bool_], image_size: tuple[int, int]
) -> Points:
    return Points(
        xy=xy,
        z=z.astype(np.float32),
        visibility=visibility.astype(np.float32),
        provenance=provenance_of(xy, sure, image_size),
    )


def _face(face: FaceAnswer, image_size: tuple[int, int]) -> Face:
    count = len(face.xy)
    return Face(
        points=_points(face.xy, face.z, np.full(count, face.score), facing(face), image_size),
        score=face.score,
        size_px=extent(face.xy),
        blendshapes=face.blendshapes,
    )


def facing(face: FaceAnswer) -> NDArray[np.bool_]:
    """478 flags: the skin there is turned to the camera, so that the point was seen and not guessed.

    A head is round: what lies deeper than the nearest point by more than a head's half width is behind its edge.
    """
    nearest, width = float(face.z.min()), extent(face.xy)
    return np.asarray(face.z - nearest < 0.75 * width)


def _hand(
    hand: HandAnswer | None, side: Side, pose: PoseAnswer, image_size: tuple[int, int], *, certain: bool
) -> Hand | None:
    if hand is None:
        return None
    seen = float(pose.visibility[ARM[side][0]])
    sure = certain and hand.score >= HAND_SURE_SCORE and seen >= BODY_VISIBILITY
    count = len(hand.xy)
    return Hand(
        side=side,
        points=_points(hand.xy, hand.z, np.full(count, min(hand.score, seen)), np.full(count, sure), image_size),
        world=hand.world,
        score=hand.score,
        right_probability=hand.right_probability,
    )

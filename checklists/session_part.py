"""The parts a session is made of, in the order a person goes through them."""

from enum import StrEnum


class SessionPart(StrEnum):
    """What the person does while evidence is gathered. Turns name the way the WEARER turns."""

    FRONT = "front"
    TURN_LEFT = "turn_left"
    """A quarter turn to the own left: the right side faces the camera."""
    TURN_RIGHT = "turn_right"
    """A quarter turn to the own right: the left side faces the camera."""
    BOW = "bow"
    SEATED = "seated"
    CLOSE_UP = "close_up"
    """The zoomed mirror: the person looks and confirms."""
    ATTEST = "attest"
    """Nothing to see: the person confirms in words."""


CAMERA_PARTS = (
    SessionPart.FRONT,
    SessionPart.TURN_LEFT,
    SessionPart.TURN_RIGHT,
    SessionPart.BOW,
    SessionPart.SEATED,
)
"""The parts that yield measures."""

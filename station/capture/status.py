"""How the camera is doing, in one word that screens and logs share."""

from enum import StrEnum


class CameraStatus(StrEnum):
    """`OK` delivers fresh pictures; everything else says why there are none."""

    STARTING = "starting"
    OK = "ok"
    MISSING = "missing"
    BUSY = "busy"
    UNPLUGGED = "unplugged"
    BLACK = "black"
    FROZEN = "frozen"

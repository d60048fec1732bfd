"""Which way a person has to face for a part, and whether they do: only then a frame says something about the part."""

from checklists.evidence import Take
from checklists.session_part import SessionPart
from vision.observation import Observation
from vision.reason import Reason

FRONT_DEG = 45.0
"""Who stands askew is still judged from the front: the clause on facing the customer needs it."""
SIDE_DEG = (60.0, 120.0)
MIRROR_DEG = 30.0
"""Who looks at a close-up sees the mirror."""
TURNING_S = 6.0
"""How long a part waits for the person to turn or to sit down before its own time runs."""

_SIDES = {SessionPart.TURN_LEFT: -1.0, SessionPart.TURN_RIGHT: 1.0}
"""A turn to the own left brings the right side, the negative azimuths, before the camera."""


def turned_away(part: SessionPart, observation: Observation) -> Reason | None:
    """What this part still waits for in a frame of one person; None where the frame may count.

    A bow is taken from every side, a seat as the chair stands: the camera is not carried round it.
    """
    azimuth_deg = observation.view_azimuth_deg
    if part is SessionPart.FRONT:
        return None if azimuth_deg is not None and abs(azimuth_deg) <= FRONT_DEG else Reason.NEEDS_FRONT_VIEW
    if part in _SIDES:
        low, high = SIDE_DEG
        shown = azimuth_deg is not None and low <= _SIDES[part] * azimuth_deg <= high
        return None if shown else Reason.NEEDS_SIDE_VIEW
    if part is SessionPart.SEATED and is_standing(observation):
        return Reason.NOT_SEATED
    return None


def is_standing(observation: Observation) -> bool:
    """True where the person surely does not sit."""
    return Take(None, observation.measures, ()).posture == "standing"


def sees_the_mirror(observation: Observation) -> bool:
    """True where one person faces the mirror."""
    azimuth_deg = observation.view_azimuth_deg
    return observation.people == 1 and azimuth_deg is not None and abs(azimuth_deg) <= MIRROR_DEG

"""One frame by itself: is it fit to judge? Pure."""

from dataclasses import replace

from vision.frame import Frame
from vision.landmarks.points import Landmarks, Person
from vision.observation import Quality
from vision.quality.exposure import light_reasons
from vision.quality.framing import is_cut_by_a_frame, is_upside_down
from vision.quality.region import Luma, luma_of, mean_of, part, regions_of
from vision.quality.sharpness import is_blurred, laplacian_variance
from vision.quality.sheet import encloses_person
from vision.reason import Reason

SMALLEST_SIDE_PX = 160
SMALLEST_TORSO_PX = 28.0
"""Below this one pixel is 4 % of the torso: no measure is better than a guess."""


def assess(frame: Frame, landmarks: Landmarks, luma: Luma | None = None) -> Quality:
    """Judge the picture itself: people, light, blur, resolution, orientation.

    What single measures lack (feet outside, hands hidden) is theirs to say; frames over time are `QualityWatch`'s.
    `luma`: the frame's brightness, where it is at hand.
    """
    luma = luma_of(frame.pixels) if luma is None else luma
    person = landmarks.person
    reasons: list[Reason] = []
    if min(frame.width_px, frame.height_px) < SMALLEST_SIDE_PX:
        reasons.append(Reason.LOW_RESOLUTION)
    if person is None:
        reasons.append(Reason.NOBODY)
        reasons += light_reasons(luma, luma, None)
        return Quality(tuple(reasons), mean_of(luma), laplacian_variance(luma, frame.width_px))
    if landmarks.people > 1:
        reasons.append(Reason.SEVERAL_PEOPLE)
    regions = regions_of(person, frame.width_px, frame.height_px)
    around = part(luma, regions.person)
    reasons += light_reasons(luma, around, part(frame.pixels, regions.head))
    if regions.torso_px < SMALLEST_TORSO_PX and Reason.LOW_RESOLUTION not in reasons:
        reasons.append(Reason.LOW_RESOLUTION)
    if is_blurred(around, regions.torso_px):
        reasons.append(Reason.BLURRED)
    reasons += _framing_reasons(luma, person)
    return Quality(tuple(reasons), mean_of(around), laplacian_variance(around, frame.width_px))


def assess_still(frame: Frame, landmarks: Landmarks) -> Quality:
    """The same for a picture that stands alone: a sheet around the person is looked for too, which takes longer."""
    luma = luma_of(frame.pixels)
    quality = assess(frame, landmarks, luma)
    if Reason.PICTURE_OF_A_PICTURE in quality.reasons or not encloses_person(luma, landmarks):
        return quality
    return replace(quality, reasons=(*quality.reasons, Reason.PICTURE_OF_A_PICTURE))


def _framing_reasons(luma: Luma, person: Person) -> list[Reason]:
    reasons = []
    if is_upside_down(person):
        reasons.append(Reason.UPSIDE_DOWN)
    if is_cut_by_a_frame(luma, person):
        reasons.append(Reason.PICTURE_OF_A_PICTURE)
    return reasons

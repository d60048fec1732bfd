"""What the zoomed mirror shows: one region at a time, with its name and what was measured of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from checklists.model import CloseUp
from station.i18n.texts import tr
from station.session.close_up import IN_PAIRS, Crop, crop_for
from station.session.wording import value_text
from station.view_state import Cue
from vision.glossary import GLOSSARY
from vision.landmarks.points import Landmarks, Side
from vision.measure import Measure, Measures
from vision.observation import Observation

REGION_S = 2.0
"""How long a region, or one of two hands, is shown before the next one."""
_FIGURES: dict[CloseUp, str] = {
    CloseUp.HAIR: "hair_chroma",
    CloseUp.WHOLE: "uniform_colour_distance",
    CloseUp.CUFFS: "cuff_show_cm",
    CloseUp.HANDS: "nail_colour_difference",
    CloseUp.SHOES: "shoe_darkness",
}


_SHARES = ("shoe_darkness",)
_BOTH: tuple[Side | None, ...] = (Side.RIGHT, Side.LEFT)


@dataclass(frozen=True, slots=True)
class CloseLook:
    """The zoomed mirror."""

    crop: Crop | None
    """None: the whole mirror."""
    name: str = ""
    """Of the region."""
    figure: str = ""
    """What was measured of it."""

    @property
    def caption(self) -> str:
        """The name, and on a second line the figure."""
        return "\n".join(filter(None, (self.name, self.figure)))


def close_look(
    regions: Sequence[CloseUp], elapsed_s: float, observation: Observation | None, language: str
) -> CloseLook:
    """The region whose turn it is. A region that is not in the picture is named over the whole mirror.

    Hands and cuffs get two turns, one for each where they are held apart: both in one frame would be too small.
    """
    if not regions:
        return CloseLook(None)
    turns = [(region, hand) for region in regions for hand in (_BOTH if region in IN_PAIRS else (None,))]
    region, hand = turns[int(max(elapsed_s, 0.0) // REGION_S) % len(turns)]
    landmarks = observation.landmarks if observation is not None else None
    name = tr(language, f"region.{region.value}")
    figure = figure_text(region, observation.measures, language) if observation is not None else ""
    return CloseLook(crop_for((region,), landmarks, hand), name, figure)


def figure_text(region: CloseUp, measures: Measures, language: str) -> str:
    """What was measured of the region, with its uncertainty; empty where nothing was."""
    name = _FIGURES.get(region)
    measure = measures.get(name) if name is not None else None
    if name is None or measure is None or measure.value is None:
        return ""
    return tr(language, f"figure.{name}", value=_with_sigma(measure, language))


def _with_sigma(measure: Measure, language: str) -> str:
    """ "1.2 cm ±0.3 cm"; colours as whole numbers, shares in per cent."""
    numbers = [measure.value, *([] if measure.sigma is None else [measure.sigma])]
    if GLOSSARY[measure.name].unit:
        texts = [value_text(measure.name, number, language) for number in numbers if number is not None]
    else:
        hundred = 100.0 if measure.name in _SHARES else 1.0
        texts = [f"{float(number) * hundred:.0f}" for number in numbers if number is not None]
    return " ±".join(texts)


def crop_of_cue(cue: Cue | None, landmarks: Landmarks | None) -> Crop | None:
    """A correction of something small on the chest is drawn on the enlarged upper body."""
    if cue is None or not cue.outline:
        return None
    return crop_for((CloseUp.COLLAR, CloseUp.JACKET), landmarks)

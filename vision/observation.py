"""What one frame says about the person, and what a whole clip says: the values the rest of the house reads."""

from dataclasses import dataclass, field

from vision.landmarks.points import Box, Landmarks
from vision.measure import Measures, View
from vision.reason import Reason

Pixel = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Quality:
    """Whether the picture is fit to judge. Any reason here forbids a pass from this frame."""

    reasons: tuple[Reason, ...] = ()
    brightness: float = 0.0
    """Mean luma of the person's surroundings and body, 0..255."""
    sharpness: float = 0.0
    """Variance of the Laplacian of the luma in the person's box, scaled to a 640 px wide picture."""

    @property
    def fit(self) -> bool:
        """True where nothing is wrong with the picture."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class TieItem:
    """A tie as it sits in the picture."""

    score: float
    box: Box
    knot: Pixel
    tip: Pixel | None = None


@dataclass(frozen=True, slots=True)
class BadgeItem:
    """A badge as it sits in the picture; corners run from its own upper left clockwise as seen by the camera."""

    score: float
    kind: str
    corners: tuple[Pixel, Pixel, Pixel, Pixel]
    tilt_deg: float
    """Of the upper edge in the picture, + = its right end is lower."""


@dataclass(frozen=True, slots=True)
class ScarfItem:
    """A scarf as it sits in the picture."""

    score: float
    knot: Pixel
    """Where it is tied, or the middle of its front where it has no knot."""


Item = TieItem | BadgeItem | ScarfItem
"""What hangs on a chest."""


@dataclass(frozen=True, slots=True)
class Items:
    """Dress items found in the picture; None where not found or not looked for."""

    tie: TieItem | None = None
    badge: BadgeItem | None = None
    scarf: ScarfItem | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """One frame, measured."""

    source: str
    frame_index: int
    time_s: float
    people: int
    view: View
    view_azimuth_deg: float | None
    """From where the camera stands around the person: 0 = front, + at the person's left side, -180..180."""
    quality: Quality
    measures: Measures
    """Every name of the glossary, each with a value or a reason."""
    items: Items = field(default_factory=Items)
    landmarks: Landmarks | None = None
    """For drawing and for the trackers over time; never stored."""
    still: bool = False
    """In a stream: the body has rested for a moment (`vision.motion.stillness`)."""


@dataclass(frozen=True, slots=True)
class Bow:
    """One bow, from the stance before it to the stance after it. Times are of the source."""

    start_s: float
    bottom_start_s: float
    """First moment above 80 % of the peak."""
    bottom_end_s: float
    end_s: float
    peak_deg: float
    hold_s: float
    sigma: float
    """Of the peak, degrees."""
    back_bend_deg: float | None = None
    back_bend_sigma: float | None = None
    """Of the back's bend, degrees."""


@dataclass(frozen=True, slots=True)
class ClipSummary:
    """What only the whole clip can say."""

    source: str
    frames: int
    bows: tuple[Bow, ...] = ()
    measures: Measures = field(default_factory=dict)
    """Measures pooled over the clip or taken from its motion."""

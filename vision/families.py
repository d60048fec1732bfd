"""What a measure family is given and what it gives back.

A family is one pure function over one frame, `measure(context) -> Iterable[Finding]`; it lives beside its kin
(`vision/body/feet.py`, `vision/hands/pose.py` ...) and is plugged in by one line in `vision/registry.py`. A quantity
that lives in time is read by a motion tracker instead, plugged in at the same place.

A family that is too dear for every frame (it runs a model, or looks at many pixels) states how often it looks, in
that one line and nowhere else:

    Sampled(measure_feet, every_s=0.3)

Nothing else changes for it: it stays a pure function over one frame and knows nothing of other frames. In a stream
the observer then asks it that often by the frames' own times, so that a clip gives what live gave. Between two looks
its last findings stand, marked `Measure.held`: they are shown, and never counted as evidence again. They stand only
while the body, the view and the person are the same; where the body has moved, its measures are missing as NOT_STILL
until the next look. A still picture is always looked at. A family without a cadence is asked in every frame.

A family that has too much to do for one look names a follower as well, which spreads it over the looks at one stance:

    Sampled(measure_dress, every_s=0.4, follower=DressFollower)

In a stream the follower is asked in place of the family. It comes to what the family says of a still, a few looks
later; what it has not come to yet it leaves out with a reason.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from vision.body.bow_features import Stances
from vision.body.stance import stance_of
from vision.camera import Camera
from vision.frame import Frame
from vision.landmarks.points import Landmarks, Person, PersonMask
from vision.measure import Measure, Measures, View
from vision.observation import Item, Quality
from vision.setup import Setup


def _no_mask() -> PersonMask | None:
    return None


@dataclass(frozen=True)
class MeasureContext:
    """One frame with a person in it, ready to be measured. Without slots, for `stance` is kept once it is asked."""

    frame: Frame
    landmarks: Landmarks
    person: Person
    """`landmarks.person`, never None here."""
    view: View
    azimuth_deg: float
    """Where the camera stands around the body: 0 = front, + at the person's left side, -180..180."""
    azimuth_sigma_deg: float
    camera: Camera
    """The calibrated camera, or the assumed one with `calibrated` False."""
    setup: Setup
    quality: Quality
    seated_probability: float = 0.0
    """0..1: the belief that the person sits."""
    still: bool = False
    """In a stream: the body has rested for a moment."""
    mask: Callable[[], PersonMask | None] = _no_mask
    """The person's mask, computed when it is asked for; None where the backend has none."""

    @cached_property
    def stance(self) -> Stances:
        """The person's stance as the learned readers want it; one row."""
        return stance_of(self.person, self.camera, self.azimuth_deg)


Finding = Measure | Item
"""A family gives measures, and where it finds dress items their place in the picture."""

Family = Callable[[MeasureContext], Iterable[Finding]]
"""Pure: the same context gives the same findings. Odd input gives missing measures with a reason, never an error."""


class Follower(Protocol):
    """Does a family's work for one source bit by bit. State: what it knows of the person; forgotten by `reset`."""

    @property
    def complete(self) -> bool:
        """Whether the last look left nothing to be done for what it saw."""

    def look(self, context: MeasureContext, *, at_rest: bool) -> Iterable[Finding]:
        """Look now. Whether what it knows still holds is its own to judge.

        `at_rest`: the body stands still; what is found of one on its way somewhere is shown and counts for nothing.
        """

    def reset(self) -> None:
        """Another person or another source."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """A family with its cadence; itself a family. See the head of this module."""

    family: Family
    every_s: float
    """Seconds of the source between two looks, 0.4 at most: evidence needs three within 1.5 s (`MeasurePool`)."""
    follower: Callable[[], Follower] | None = None
    """Makes what is asked in the family's place in a stream; made once for every source."""

    def __call__(self, context: MeasureContext) -> Iterable[Finding]:
        """Look now."""
        return self.family(context)


class MotionTracker(Protocol):
    """Reads a quantity that lives in time. State is forgotten by `reset`."""

    def update(self, context: MeasureContext, measures: Measures) -> Iterable[Measure]:
        """Take one frame of the source, in order; give the measures as they stand now.

        `measures` holds what the families found in this very frame.
        """

    def summary(self) -> Iterable[Measure]:
        """What the frames since the last reset say together."""

    def reset(self) -> None:
        """Forget the source."""

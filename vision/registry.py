"""Every measure family and every motion tracker of the product: plug a new one in by one line.

The order is the order of calling. No two of them may give a measure of the same name.
"""

from collections.abc import Callable

from vision.body.feet import measure_feet
from vision.body.legs import measure_legs
from vision.body.legs_crossed import measure_crossing
from vision.body.seat import measure_seat
from vision.body.trunk import measure_trunk
from vision.body.view import measure_view
from vision.colour.measures import measure_colours
from vision.dress.follower import DressFollower
from vision.dress.measures import measure_dress
from vision.face.head import measure_head
from vision.face.smile import measure_smile
from vision.families import Family, MotionTracker, Sampled
from vision.grooming.measures import measure_grooming
from vision.hands.pose import measure_hands
from vision.motion.leg_shake import LegShakeTracker
from vision.motion.sway import SwayTracker, measure_weight

FAMILIES: tuple[Family, ...] = (
    measure_view,
    measure_trunk,
    measure_weight,
    measure_head,
    measure_smile,
    measure_seat,
    measure_legs,
    Sampled(measure_feet, every_s=0.3),
    Sampled(measure_crossing, every_s=0.3),
    Sampled(measure_hands, every_s=0.2),
    Sampled(measure_dress, every_s=0.4, follower=DressFollower),
    Sampled(measure_colours, every_s=0.4),
    Sampled(measure_grooming, every_s=0.4),
)
"""Asked in every frame with a person; the dear ones at the cadence given here (`vision.families.Sampled`)."""

MOTION_TRACKERS: tuple[Callable[[], MotionTracker], ...] = (SwayTracker, LegShakeTracker)
"""Made once for every source; not used for unrelated stills."""

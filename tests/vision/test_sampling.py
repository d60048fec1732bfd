"""Dear families look a few times a second; what they found is shown meanwhile and never counted twice."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.body.figure import CAMERA, Figure, ReplayBackend, landmarks, nobody, noisy_picture, two_people
from vision.body.trunk import measure_trunk
from vision.families import Family, Finding, MeasureContext, Sampled
from vision.frame import Frame
from vision.landmarks.points import Body, Box, Landmarks
from vision.measure import Measure
from vision.motion.pooling import MeasurePool
from vision.observation import Observation, TieItem
from vision.observer import Observer
from vision.reason import Reason
from vision.registry import FAMILIES
from vision.setup import Setup

PICTURE = noisy_picture()
TIE = TieItem(0.9, Box(0, 0, 1, 1), (0.0, 0.0))


class Counted:
    """A family that notes the times at which it looked and gives the number of the look."""

    def __init__(self, name: str = "smile_ratio", *, item: bool = False) -> None:
        self.name, self.item = name, item
        self.times: list[float] = []

    def __call__(self, context: MeasureContext) -> Iterable[Finding]:
        self.times.append(context.frame.time_s)
        number = Measure(self.name, float(len(self.times)), 0.1, view=context.view)
        return [number, TIE] if self.item else [number]


def film(seconds: float, fps: float = 15.0, figure: Figure | None = None) -> list[Landmarks]:
    return [landmarks(figure or Figure(), time_s=k / fps, index=k) for k in range(round(seconds * fps))]


def shifted(body: Body, right_px: float) -> Body:
    return replace(body, points=replace(body.points, xy=body.points.xy + np.float32([right_px, 0.0])))


def observed(rows: Sequence[Landmarks], *families: Family, stills: bool = False) -> list[Observation]:
    observer = Observer(ReplayBackend(list(rows)), Setup(CAMERA), stills=stills, families=families, motion=())
    return [observer.observe(Frame(np.roll(PICTURE, k, axis=1), k, row.time_s)) for k, row in enumerate(rows)]


def test_a_sampled_family_looks_at_its_cadence_and_the_frames_between_hold() -> None:
    family = Counted()
    seen = observed(film(1.0), Sampled(family, every_s=0.2))
    assert family.times == pytest.approx([0.0, 0.2, 0.4, 0.6, 0.8])
    fresh = [one.measures["smile_ratio"] for one in seen if not one.measures["smile_ratio"].held]
    assert [measure.value for measure in fresh] == [1.0, 2.0, 3.0, 4.0, 5.0]
    assert seen[1].measures["smile_ratio"].value == 1.0
    assert seen[1].measures["smile_ratio"].held


def test_a_family_without_a_cadence_looks_in_every_frame() -> None:
    family = Counted()
    seen = observed(film(0.4), family)
    assert len(family.times) == len(seen)
    assert not any(one.measures["smile_ratio"].held for one in seen)


def test_a_still_picture_is_always_looked_at() -> None:
    family = Counted()
    seen = observed(film(0.4), measure_trunk, Sampled(family, every_s=0.4), stills=True)
    assert len(family.times) == len(seen)
    assert not any(one.measures["smile_ratio"].held for one in seen)


def test_the_cadence_goes_by_the_frames_times_alone() -> None:
    slow = [replace(row, time_s=10.0 + 0.5 * k) for k, row in enumerate(film(0.4))]
    family = Counted()
    observed(slow, Sampled(family, every_s=0.4))
    assert len(family.times) == len(slow)


def test_a_body_that_has_moved_keeps_no_earlier_measures_and_its_items_go_along() -> None:
    moved = [
        replace(row, time_s=(k + 1) / 15, frame_index=k + 1)
        for k, row in enumerate(film(0.1, 15, Figure(bow_deg=40)))
    ]
    family = Counted(item=True)
    before, after = observed([film(0.1)[0], *moved][:2], Sampled(family, every_s=0.4))
    assert before.items.tie is TIE
    assert after.measures["smile_ratio"].reason is Reason.NOT_STILL
    assert after.items.tie is not None
    assert after.items.tie.knot != TIE.knot


def test_another_view_keeps_no_earlier_findings() -> None:
    rows = [landmarks(Figure()), landmarks(Figure(azimuth_deg=90), time_s=1 / 15, index=1)]
    turned = observed(rows, Sampled(Counted(item=True), every_s=0.4))[1]
    assert turned.measures["smile_ratio"].reason is Reason.NOT_STILL
    assert turned.items.tie is None


def test_whoever_comes_after_an_empty_mark_is_looked_at_anew() -> None:
    rows = film(0.3)
    rows[1] = nobody(rows[1])
    family = Counted()
    seen = observed(rows, Sampled(family, every_s=0.4))
    assert family.times == pytest.approx([0.0, 2 / 15])
    assert not seen[2].measures["smile_ratio"].held


def test_what_an_unfit_picture_showed_is_not_carried_into_a_fit_one() -> None:
    rows = film(0.2)
    rows[0] = two_people(rows[0])
    seen = observed(rows, Sampled(Counted(), every_s=0.4))
    assert seen[1].quality.fit
    assert seen[1].measures["smile_ratio"].reason is Reason.NOT_STILL


def test_dear_families_take_turns_and_none_starves() -> None:
    quick, slow = Counted("smile_ratio"), Counted("hair_chroma")
    rows = film(4.0)
    observed(rows, Sampled(quick, every_s=0.2), Sampled(slow, every_s=0.4))
    settled = [time_s for time_s in slow.times if time_s > 0.5]
    assert set(settled).isdisjoint(quick.times)
    assert np.diff(slow.times).max() < 0.61
    assert np.diff(quick.times).max() < 0.31


def test_a_body_that_comes_to_rest_gets_three_quick_looks_and_one_on_its_way_does_not() -> None:
    family = Counted()
    rows = film(3.0)
    going = [
        replace(row, person=replace(row.person, body=shifted(row.person.body, 8.0 * min(k, 15))))
        for k, row in enumerate(rows)
        if row.person is not None
    ]
    observed(going, Sampled(family, every_s=0.4))
    moving = [time_s for time_s in family.times if time_s <= 1.0]
    assert np.diff(moving) == pytest.approx([0.4] * (len(moving) - 1))
    # a body counts as still once its last half second is slow
    resting = [time_s for time_s in family.times if time_s > 1.25]
    assert np.diff(resting)[:3] == pytest.approx([0.2, 0.2, 0.4])


def test_the_three_quick_looks_are_not_spent_before_the_body_counts_as_still() -> None:
    family, pool = Counted(), MeasurePool()
    rows = film(2.5)
    turned = [
        replace(row, person=replace(row.person, body=shifted(row.person.body, 40.0 * (row.time_s > 1.0))))
        for row in rows
        if row.person is not None
    ]
    told_s = None
    for seen in observed(turned, Sampled(family, every_s=0.4)):
        if seen.time_s > 1.0:
            pool.add(seen)
            if told_s is None and pool.measures()["smile_ratio"].value is not None:
                told_s = seen.time_s
    assert told_s is not None
    assert told_s <= 1.0 + 0.5 + 0.4 + 0.2


def test_held_values_never_count_as_frames() -> None:
    pool = MeasurePool()
    for one in observed(film(1.0), Sampled(Counted(), every_s=0.2)):
        pool.add(one)
    pooled = pool.measures()["smile_ratio"]
    # two of the five looks fall into the moment in which nobody knows yet whether the body rests
    assert pooled.frames == 3


def test_two_looks_are_too_few_for_a_value() -> None:
    pool = MeasurePool()
    for one in observed(film(0.6), Sampled(Counted(), every_s=0.2)):
        pool.add(one)
    pooled = pool.measures()["smile_ratio"]
    assert pooled.reason is Reason.TOO_FEW_FRAMES


def test_every_cadence_of_the_product_gives_three_looks_within_the_pools_window() -> None:
    cadences = [family.every_s for family in FAMILIES if isinstance(family, Sampled)]
    assert cadences
    assert max(cadences) <= 0.4


def test_a_family_that_gives_nothing_anybody_waits_for_looks_once_and_no_more() -> None:
    smile, gaze = Counted(), Counted("gaze_offset_deg")
    rows = film(2.0)
    families = (Sampled(smile, every_s=0.2), Sampled(gaze, every_s=0.2))
    observer = Observer(ReplayBackend(rows), Setup(CAMERA), families=families, motion=())
    observer.wanted = frozenset({"gaze_offset_deg"})
    for k, row in enumerate(rows):
        seen = observer.observe(Frame(np.roll(PICTURE, k, axis=1), k, row.time_s))
    assert len(smile.times) == 1
    assert len(gaze.times) == 10
    assert seen.measures["smile_ratio"].held, "an old look is shown and is no evidence"


class Follower:
    """Done with a person at its second look; the people, each with the number of looks."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.people: list[int] = [0]

    @property
    def complete(self) -> bool:
        return self.people[-1] >= 2

    def look(self, context: MeasureContext, *, at_rest: bool) -> Iterable[Finding]:
        self.times.append(context.frame.time_s)
        self.people[-1] += int(at_rest)
        if not self.complete:
            return [Measure.missing("smile_ratio", Reason.AMBIGUOUS, context.view)]
        return [Measure("smile_ratio", float(self.people[-1]), 0.1, view=context.view)]

    def reset(self) -> None:
        self.people.append(0)


def test_a_follower_is_asked_in_a_stream_and_the_family_in_stills() -> None:
    family, follower = Counted(), Follower()
    observed(film(0.4), Sampled(family, every_s=0.2, follower=lambda: follower))
    assert not family.times
    assert follower.times == pytest.approx([0.0, 0.2])
    observed(film(0.4), measure_trunk, Sampled(family, every_s=0.2, follower=lambda: follower), stills=True)
    assert len(family.times) == 6
    assert len(follower.times) == 2


def test_quick_looks_go_on_until_three_have_nothing_left_to_do() -> None:
    follower = Follower()
    observed(film(2.5), Sampled(Counted(), every_s=0.4, follower=lambda: follower))
    resting = [time_s for time_s in follower.times if time_s >= 0.25]
    # one that leaves something to be done, three that leave nothing; then the cadence
    assert np.diff(resting)[:4] == pytest.approx([0.2, 0.2, 0.2, 0.4])


def test_what_a_follower_knows_ends_with_the_person() -> None:
    follower = Follower()
    rows = film(1.0)
    observed(rows, Sampled(Counted(), every_s=0.4, follower=lambda: follower))
    assert len(follower.people) == 1
    observed([*rows[:2], nobody(rows[2])], Sampled(Counted(), every_s=0.4, follower=lambda: follower))
    assert len(follower.people) > 1

"""Many frames into one value."""

from dataclasses import replace

import pytest

from tests.body.figure import Figure
from tests.motion.bows import FPS, film
from vision.glossary import GLOSSARY
from vision.landmarks.points import Landmarks
from vision.measure import Measure, Value, View
from vision.motion.pooling import MeasurePool, sharpest
from vision.motion.stillness import Stillness
from vision.observation import Observation, Quality
from vision.reason import Reason

STANDING = film(lambda t: Figure(), 2.0)


def observation(
    seen: Landmarks, measures: list[Measure], reasons: tuple[Reason, ...] = (), *, still: bool = True
) -> Observation:
    return Observation(
        "film", seen.frame_index, seen.time_s, 1, View.FRONT, 0.0, Quality(reasons), {m.name: m for m in measures},
        landmarks=seen, still=still,
    )  # fmt: skip


def pooled(
    name: str, values: list[Value | Reason], sigma: float = 1.0, rows: list[Landmarks] = STANDING,
    reasons: tuple[Reason, ...] = (),
) -> Measure:  # fmt: skip
    pool, stillness = MeasurePool(), Stillness()
    for seen, value in zip(rows, values, strict=False):
        measure = (
            Measure.missing(name, value)
            if isinstance(value, Reason)
            else Measure(name, value, sigma, view=View.FRONT)
        )
        pool.add(observation(seen, [measure], reasons, still=stillness.update(seen)))
    return pool.measures()[name]


def test_one_wild_frame_does_not_move_the_value() -> None:
    values: list[Value | Reason] = [2.0] * 25
    values[20] = 40.0
    assert pooled("trunk_inclination_deg", values).value == 2.0


def test_more_frames_shrink_the_sigma_but_never_below_its_systematic_share() -> None:
    found = pooled("trunk_inclination_deg", [2.0] * 30, sigma=2.0)
    assert found.sigma is not None
    assert 0.85 * 2.0 <= found.sigma < 2.0
    assert found.frames > 10


def test_more_looks_at_an_item_do_not_make_it_surer_and_more_looks_at_a_pose_do() -> None:
    tie, pose = (pooled(name, [True] * 30, sigma=0.12).sigma for name in ("tie_present", "legs_crossed"))
    assert tie == pytest.approx(0.12)
    assert pose is not None
    assert pose < 0.12


def test_restless_values_widen_the_sigma() -> None:
    quiet = pooled("shoulder_tilt_deg", [2.0] * 30, sigma=0.5).sigma
    restless = pooled("shoulder_tilt_deg", [float(k % 2) * 8 for k in range(30)], sigma=0.5).sigma
    assert quiet is not None
    assert restless is not None
    assert restless > 2 * quiet


def test_frames_unfit_to_judge_give_no_value() -> None:
    found = pooled("trunk_inclination_deg", [2.0] * 30, reasons=(Reason.SEVERAL_PEOPLE,))
    assert found.reason is Reason.SEVERAL_PEOPLE


def test_a_person_in_motion_gives_no_value() -> None:
    walking = film(lambda t: Figure(step_m=0.8 * t), 2.0)
    assert pooled("shoulder_tilt_deg", [2.0] * 30, rows=walking).reason is Reason.NOT_STILL


def test_a_value_in_few_frames_is_no_value() -> None:
    values: list[Value | Reason] = [Reason.HANDS_HIDDEN] * 25
    values[20] = "sides"
    assert pooled("hands_pose", values, sigma=0.1).reason is Reason.HANDS_HIDDEN


def test_why_there_is_no_value_is_told_by_the_first_look() -> None:
    pool = MeasurePool()
    for count, seen in enumerate(STANDING[:12]):
        missing = Measure.missing("uniform_colour_distance", Reason.NEEDS_ENROLMENT)
        pool.add(observation(seen, [missing] if count == 10 else []))
    assert pool.measures()["uniform_colour_distance"].reason is Reason.NEEDS_ENROLMENT
    assert pool.measures()["tie_tilt_deg"].reason is Reason.TOO_FEW_FRAMES


def test_a_category_needs_a_clear_majority() -> None:
    clear: list[Value | Reason] = ["sides"] * 28 + ["behind"] * 2
    found = pooled("hands_pose", clear, sigma=0.1)
    assert found.value == "sides"
    assert found.sigma is not None
    assert found.sigma >= 2 / 23 - 0.01
    split: list[Value | Reason] = ["sides", "behind"] * 15
    assert pooled("hands_pose", split, sigma=0.1).reason is Reason.AMBIGUOUS


def test_an_empty_pool_names_every_quantity_with_a_reason() -> None:
    measures = MeasurePool().measures()
    assert set(measures) == set(GLOSSARY)
    assert all(m.reason is Reason.TOO_FEW_FRAMES for m in measures.values())


def test_reset_forgets_and_old_frames_fall_out() -> None:
    pool = MeasurePool()
    for seen in film(lambda t: Figure(), 4.0):
        value = 10.0 if seen.time_s < 2 else 0.0
        pool.add(observation(seen, [Measure("shoulder_tilt_deg", value, 1.0)]))
    assert pool.measures()["shoulder_tilt_deg"].value == 0.0
    assert pool.measures()["shoulder_tilt_deg"].frames <= 1.5 * FPS + 2
    pool.reset()
    assert pool.measures()["shoulder_tilt_deg"].reason is Reason.TOO_FEW_FRAMES


@pytest.mark.parametrize(("speed", "still"), [(0.0, True), (0.02, True), (0.5, False)])
def test_a_step_is_seen_and_a_sway_is_still(speed: float, still: bool) -> None:
    stillness = Stillness()
    answers = [stillness.update(seen) for seen in film(lambda t: Figure(step_m=speed * t), 1.5)]
    assert answers[-1] is still
    assert answers[0] is False


@pytest.mark.parametrize("fps", [4, 5, 8, 10, 30])
def test_a_slow_camera_sees_who_stands_and_who_steps(fps: int) -> None:
    for speed, still in ((0.0, True), (0.5, False)):
        stillness = Stillness()
        rows = film(lambda t, speed=speed: Figure(step_m=speed * t), 2.0, fps=fps)
        assert [stillness.update(seen) for seen in rows][-1] is still


def test_who_was_not_seen_for_a_while_has_not_stood_still() -> None:
    stillness = Stillness()
    for seen in STANDING:
        assert stillness.update(seen) or seen.time_s < 0.3
    assert stillness.update(replace(STANDING[-1], time_s=STANDING[-1].time_s + 2.0)) is False


def test_nobody_is_never_still() -> None:
    stillness = Stillness()
    for seen in STANDING:
        stillness.update(seen)
    from tests.body.figure import nobody

    assert stillness.update(nobody(STANDING[-1])) is False


def of_focus(name: str, rows: list[tuple[float, float]]) -> Measure:
    """Pooled from (sharpness, value) rows of a body at rest."""
    pool = MeasurePool()
    for seen, (sharpness, value) in zip(STANDING, rows, strict=False):
        one = observation(seen, [Measure(name, value, 0.1, view=View.FRONT)])
        pool.add(replace(one, quality=Quality((), sharpness=sharpness)))
    return pool.measures()[name]


def test_small_things_are_taken_from_the_sharp_frames() -> None:
    hunting = [(400.0, 0.1) if k % 3 == 0 else (90.0, 0.8) for k in range(30)]
    assert of_focus("badge_x_ratio", hunting).value == pytest.approx(0.1)
    assert of_focus("trunk_inclination_deg", hunting).value == pytest.approx(0.8)


def test_frames_that_are_alike_all_count_and_few_are_never_fewer() -> None:
    alike = of_focus("badge_x_ratio", [(300.0 + k % 5, 0.2) for k in range(30)])
    assert alike.frames > 10
    one_sharp = of_focus("badge_x_ratio", [(900.0 if k == 20 else 100.0 + k, 0.2) for k in range(30)])
    assert one_sharp.value == pytest.approx(0.2)
    assert one_sharp.frames >= 3


def test_more_looks_take_away_a_numbers_own_share_only() -> None:
    tilt = Measure("shoulder_tilt_deg", 0.0, 2.0, view=View.FRONT)
    few, many = sharpest(replace(tilt, frames=3)), sharpest(replace(tilt, frames=1000))
    assert few.sigma == pytest.approx(2.0 * 0.941, abs=0.002)
    assert many.sigma == pytest.approx(2.0, abs=0.002)

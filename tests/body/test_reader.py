"""The ensemble's arithmetic, and the files that ship."""

import numpy as np
import pytest

from vision.body.reader import ERRORS_PER_SPREAD, USUAL_SPREAD, load_reader, reader_of


def arrays(shift: float = 0.0) -> dict[str, np.ndarray]:
    """Two networks without a hidden layer: 2 x the only feature, one of them shifted."""
    found: dict[str, np.ndarray] = {
        "unit": np.float32(10.0),
        "knots_deg": np.array([0.0, 90.0]),
        "base": np.array([[4.0], [1.0]]),
        "slope": np.array([[0.0], [0.1]]),
    }
    for k in range(2):
        found |= {f"mean_{k}": np.zeros(1), f"scale_{k}": np.ones(1)}
        found |= {f"weight_{k}_0": np.array([[2.0], [0.0]]), f"bias_{k}_0": np.array([k * shift, 0.0])}
    return {name: np.asarray(value, dtype=np.float32) for name, value in found.items()}


def test_values_are_the_ensembles_mean_in_the_readers_unit() -> None:
    values, _ = reader_of(arrays(shift=0.2)).read(np.array([[1.0], [-2.0]]), np.zeros(2))
    assert values[:, 0] == pytest.approx([21.0, -39.0])


def test_sigma_follows_the_view_the_value_and_the_disagreement() -> None:
    agreed = reader_of(arrays())
    _, front = agreed.read(np.array([[1.0]]), np.zeros(1))
    _, side = agreed.read(np.array([[1.0]]), np.array([-90.0]))
    _, between = agreed.read(np.array([[1.0]]), np.array([45.0]))
    assert front[0, 0] == pytest.approx(4.0)
    assert side[0, 0] == pytest.approx(1.0 + 0.1 * 20)
    assert between[0, 0] == pytest.approx(2.5 + 0.05 * 20)
    _, doubtful = reader_of(arrays(shift=0.6)).read(np.array([[1.0]]), np.zeros(1))
    unusual = 3.0**2 - (USUAL_SPREAD * 4.0) ** 2
    assert doubtful[0, 0] == pytest.approx(np.sqrt(4.0**2 + ERRORS_PER_SPREAD**2 * unusual))


def test_the_usual_disagreement_is_in_the_sigma_already() -> None:
    _, usual = reader_of(arrays(shift=0.2)).read(np.array([[1.0]]), np.zeros(1))
    assert usual[0, 0] == pytest.approx(4.0)


def test_what_the_networks_disagree_about_at_rest_is_no_doubt_about_a_movement() -> None:
    reader = reader_of(arrays(shift=0.6))
    values, sigmas = reader.read(np.array([[1.0], [1.5]]), np.zeros(2), rest=np.array([0.5]))
    assert values[:, 0] == pytest.approx([10.0, 20.0])
    assert sigmas[:, 0] == pytest.approx([4.0, 4.0])


def test_a_feature_far_outside_the_training_is_held_in() -> None:
    values, _ = reader_of(arrays()).read(np.array([[1e9]]), np.zeros(1))
    assert values[0, 0] == pytest.approx(160.0)


@pytest.mark.parametrize(
    ("name", "targets"),
    [
        ("view", 3),
        ("trunk_calibrated", 3),
        ("trunk_assumed", 3),
        ("bow_angle_calibrated", 2),
        ("bow_angle_assumed", 2),
    ],
)
def test_every_reader_that_ships_is_whole(name: str, targets: int) -> None:
    reader = load_reader(name)
    assert reader.targets == targets
    assert len(reader.mean) >= 2
    assert (reader.base > 0).all()
    assert (reader.slope >= 0).all()


def test_without_a_calibrated_camera_the_sigmas_of_the_trunk_are_wider_head_on() -> None:
    assert load_reader("trunk_assumed").base[0, 0] > load_reader("trunk_calibrated").base[0, 0]

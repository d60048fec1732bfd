"""Nothing that was once measured rightly is measured worse."""

import pytest

from tests.accuracy import ratchet
from tests.accuracy.measuring import DATA, SCORER, make_backend, set_figures

pytestmark = pytest.mark.timeout(1500)


@pytest.fixture(scope="module")
def tables() -> ratchet.Tables:
    if not DATA.is_dir() or not SCORER.is_file():
        pytest.skip("the shared rendered set is not beside this checkout")
    return set_figures(make_backend())


def test_no_figure_falls_behind_what_is_committed(tables: ratchet.Tables) -> None:
    assert ratchet.fallen_behind(ratchet.load(), tables) == []


def test_every_clip_holds_exactly_one_bow(tables: ratchet.Tables) -> None:
    for name in ("clips, calibrated", "clips, uncalibrated"):
        assert tables[name]["exactly one bow found"]["rate"] == 1.0


def test_stated_sigmas_hold_for_nine_errors_of_ten(tables: ratchet.Tables) -> None:
    for name in ("stills, calibrated", "stills, uncalibrated"):
        for measure, figure in tables[name].items():
            trunk = measure.startswith(("trunk_inclination", "shoulder_tilt", "seated trunk"))
            if trunk and figure["n"] >= ratchet.SMALL_SET:
                assert figure["within2s"] >= 0.9, (name, measure, figure)


def test_the_gate_itself_sees_what_is_worse() -> None:
    before = {"t": {"a": {"n": 20, "coverage": 1.0, "mae": 2.0, "within2s": 0.95}, "b wrong": {"n": 9, "rate": 0.1}}}
    assert ratchet.fallen_behind(before, before) == []
    worse = {"t": {"a": {"n": 20, "coverage": 0.9, "mae": 2.5, "within2s": 0.8}, "b wrong": {"n": 9, "rate": 0.3}}}
    assert len(ratchet.fallen_behind(before, worse)) == 4
    assert ratchet.fallen_behind(before, {"t": {}}) == [
        "t: a is not measured any more",
        "t: b wrong is not measured any more",
    ]

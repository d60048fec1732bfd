import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.hold import HOLD_S, VerdictHold
from checklists.severity import severity, worst_first
from checklists.verdict import Limits, Mode, Outcome, Verdict

from .samples import checklist, clause

PASS = Verdict("stand.shoulders", Outcome.PASS, Mode.MEASURED)
FAIL = Verdict("stand.shoulders", Outcome.FAIL, Mode.MEASURED)


def test_a_verdict_stands_for_half_a_second() -> None:
    hold = VerdictHold()
    assert hold.update([PASS], 10.0) == (PASS,)
    assert hold.update([FAIL], 10.4) == (PASS,)
    assert hold.update([FAIL], 10.5) == (FAIL,)
    assert hold.update([PASS], 10.9) == (FAIL,)


def test_a_flicker_is_never_seen() -> None:
    hold = VerdictHold()
    hold.update([PASS], 0.0)
    shown = [hold.update([FAIL if step % 5 == 1 else PASS], step * 0.1)[0] for step in range(1, 5)]
    assert set(shown) == {PASS}


def test_clauses_are_held_each_for_itself_and_reset_forgets() -> None:
    other = dataclasses.replace(FAIL, clause="face.smile")
    hold = VerdictHold()
    hold.update([PASS], 0.0)
    assert hold.update([FAIL, other], 0.2) == (PASS, other)
    hold.reset()
    assert hold.update([FAIL], 0.3) == (FAIL,)


def test_a_clock_set_back_does_not_freeze_the_screen() -> None:
    hold = VerdictHold()
    hold.update([PASS], 100.0)
    assert hold.update([FAIL], 5.0) == (PASS,)
    assert hold.update([FAIL], 5.5) == (FAIL,)


def test_a_negative_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="hold_s"):
        VerdictHold(-0.1)


@given(st.lists(st.tuples(st.floats(0.01, 1.0), st.booleans()), max_size=40))
def test_changes_are_never_closer_than_the_hold(steps: list[tuple[float, bool]]) -> None:
    hold, now = VerdictHold(), 0.0
    shown, changed = hold.update([PASS], now)[0], now
    for wait, passes in steps:
        now += wait
        (next_shown,) = hold.update([PASS if passes else FAIL], now)
        if next_shown != shown:
            assert now - changed >= HOLD_S
            shown, changed = next_shown, now


def failed(name: str, value: float | bool, limits: Limits, measure: str = "shoulder_tilt_deg") -> Verdict:
    return Verdict(name, Outcome.FAIL, Mode.MEASURED, measure=measure, value=value, limits=limits)


def test_worst_comes_first() -> None:
    slight = failed("a", 4.0, Limits(-3, 3))
    strong = failed("b", 8.0, Limits(-3, 3))
    unclear = Verdict("c", Outcome.UNCLEAR, Mode.MEASURED)
    passed = Verdict("d", Outcome.PASS, Mode.MEASURED)
    assert worst_first([passed, unclear, slight, strong]) == (strong, slight, unclear, passed)


def test_the_weight_of_a_clause_counts() -> None:
    weighted = checklist(clause("tie", weight=3.0), clause("shoulders"))
    tie = failed("tie", False, Limits(any_of=(True,)), "tie_present")
    shoulders = failed("shoulders", 8.0, Limits(-3, 3))
    assert worst_first([shoulders, tie], weighted) == (tie, shoulders)
    assert worst_first([tie, shoulders]) == (shoulders, tie)


def test_far_outside_is_capped_so_that_one_figure_cannot_outrank_all() -> None:
    assert severity(failed("a", 900.0, Limits(-3, 3))) == severity(failed("a", 90.0, Limits(-3, 3))) == 4.0
    assert severity(failed("a", 0.4, Limits(high=0.0), "smile_ratio")) > severity(
        failed("a", 0.1, Limits(high=0.0), "smile_ratio")
    )


def test_equal_verdicts_keep_the_order_of_the_checklist() -> None:
    rows = [Verdict(name, Outcome.PASS, Mode.MEASURED) for name in ("x", "m", "a")]
    assert worst_first(rows) == tuple(rows)

"""Feet, seats and leans as the product measures them on the posture data set -> the figures of docs/accuracy.md.

    python -m training.posture.figures --dataset FOLDER... [--out tests/accuracy/postures.json]

Feet: only people whom the foot points were never trained on, standing, one picture of each series. Seats and knees:
everybody (nothing there is trained). Leans: everybody who leans to the side (`training.bow.bow_series --leans`).
Facing and weight: the same standing people as the feet, whom the view's reader does not know either.
"""

import argparse
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from training.posture.looks import Arrays, Look, camera_number, looks
from vision.body.feet import feet_geometry, measure_feet, stances
from vision.body.legs import measure_legs
from vision.body.level_view import level_points
from vision.body.seat import measure_seat
from vision.body.trunk import measure_trunk
from vision.body.view import measure_view
from vision.measure import Measure
from vision.motion.sway import measure_weight

VIEWS = {"front": (0.0, 20.0), "oblique": (20.0, 70.0), "side": (70.0, 112.0)}
BELIEVED = 0.1
"""A category decides up to this chance of being wrong (`wrong_category` of a checklist)."""
Figure = dict[str, float | int]
Truth = Callable[[Look], float]

FEET: dict[str, Truth] = {
    "feet_splay_deg": lambda look: look.true["foot_splay_deg"],
    "heel_gap_cm": lambda look: 100 * float(_true_feet(look).heel_gap_m[0]),
    "heel_gap_ratio": lambda look: look.true["heel_gap_foot_lengths"],
    "toe_gap_cm": lambda look: 100 * float(_true_feet(look).toe_gap_m[0]),
    "left_toe_out_deg": lambda look: look.true["left_toe_out_deg"],
}
SEATS: dict[str, Truth] = {
    "seat_depth_ratio": lambda look: look.true["seat_depth_fraction"],
    "back_gap_cm": lambda look: 100 * look.true["back_gap_m"],
    "knee_gap_ratio": lambda look: look.true["knee_gap_over_hip_width"],
    "trunk_inclination_deg": lambda look: look.true["bow_angle_deg"],
}
LEANS: dict[str, Truth] = {
    "trunk_inclination_deg": lambda look: look.true["bow_angle_deg"],
    "trunk_lateral_deg": lambda look: look.true["trunk_lateral_deg"],
    "shoulder_tilt_deg": lambda look: look.true["shoulder_tilt_deg"],
}

FACING: dict[str, Truth] = {
    "body_yaw_deg": lambda look: -look.azimuth_deg,
    "weight_shift_ratio": lambda look: _true_shift(look),
}


def _true_shift(look: Look) -> float:
    """The hips' place over the ankles in shoulder widths, from the joints themselves."""
    names = ("left_hip", "right_hip", "left_ankle", "right_ankle", "left_shoulder", "right_shoulder")
    hips, ankles, shoulders = level_points(
        np.stack([look.joints_px[name] for name in names]), look.context.camera
    ).reshape(3, 2, 2)
    return float((hips.mean(0) - ankles.mean(0))[0] / np.linalg.norm(shoulders[0] - shoulders[1]))


def _true_feet(look: Look):  # type: ignore[no-untyped-def]
    return feet_geometry(look.floor_m[None], look.azimuth_deg)


def _stands_unseen(arrays: Arrays, row: int) -> bool:
    first = arrays["kind"][row] == "stand" or (arrays["kind"][row] == "bow" and arrays["number"][row] == 0)
    ahead = abs(camera_number(arrays, row, "azimuth_deg")) < VIEWS["oblique"][1]
    return bool(arrays["held_out"][row]) and first and ahead


def _sits(arrays: Arrays, row: int) -> bool:
    return bool(arrays["seated"][row]) and abs(camera_number(arrays, row, "azimuth_deg")) < VIEWS["side"][1]


def _leans(arrays: Arrays, row: int) -> bool:
    return str(arrays["series"][row]).startswith("lean") and not _sits(arrays, row)


def _feet(look: Look) -> dict[str, Measure]:
    return {m.name: m for m in measure_feet(look.context)}


def _seat(look: Look) -> dict[str, Measure]:
    families = (measure_seat(look.context), measure_legs(look.context), measure_trunk(look.context))
    return {m.name: m for family in families for m in family}


def _facing(look: Look) -> dict[str, Measure]:
    return {m.name: m for family in (measure_view, measure_weight) for m in family(look.context)}


def _trunk(look: Look) -> dict[str, Measure]:
    return {m.name: m for m in measure_trunk(look.context)}


def figure_of(pairs: Iterable[tuple[Measure, float]]) -> Figure | None:
    """n, share with a value, bias, mean absolute error, 95th percentile, share within two sigmas."""
    every = list(pairs)
    rows = [
        (float(m.value) - true, m.sigma) for m, true in every if isinstance(m.value, float) and m.sigma is not None
    ]
    if not rows:
        return None
    error, sigma = np.array(rows, dtype=np.float64).T
    return {
        "n": len(every),
        "coverage": round(len(rows) / len(every), 3),
        "bias": round(float(error.mean()), 3),
        "mae": round(float(np.abs(error).mean()), 3),
        "p95": round(float(np.percentile(np.abs(error), 95)), 3),
        "within2s": round(float((np.abs(error) <= 2 * sigma).mean()), 3),
    }


def stance_figure(found: list[tuple[Measure, str]]) -> Figure:
    """How often the stance is told with a doubt that decides, and how often it is then right."""
    told = [(m.value, true) for m, true in found if m.value is not None and (m.sigma or 0.0) <= BELIEVED]
    right = [value == true for value, true in told]
    return {
        "n": len(found),
        "coverage": round(len(told) / max(len(found), 1), 3),
        "rate": round(float(np.mean(right)), 3) if right else 0.0,
    }


def table(
    seen: list[tuple[Look, dict[str, Measure]]], truths: dict[str, Truth], *, stance: bool = False
) -> dict[str, dict[str, Figure]]:
    """Figures by view and measure."""
    tables: dict[str, dict[str, Figure]] = {}
    for view, (low, high) in VIEWS.items():
        rows = [(look, measures) for look, measures in seen if low <= abs(look.azimuth_deg) < high]
        figures = {name: figure_of((m[name], true(look)) for look, m in rows) for name, true in truths.items()}
        known = {name: figure for name, figure in figures.items() if figure is not None}
        if stance and rows:
            named = [(m["feet_stance"], str(stances(_true_feet(look))[0])) for look, m in rows]
            known["feet_stance"] = stance_figure(named)
        if known:
            tables[view] = known
    return tables


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=Path("tests/accuracy/postures.json"))
    arguments = parser.parse_args()
    found = {}
    for known in (True, False):
        lens = "calibrated" if known else "uncalibrated"
        groups = {
            "Feet, people never trained on": (_stands_unseen, _feet, FEET, True),
            "Facing and weight, people held out": (_stands_unseen, _facing, FACING, False),
            "Seated people": (_sits, _seat, SEATS, False),
            "Leans to the side of up to 14 degrees": (_leans, _trunk, LEANS, False),
        }
        for name, (wanted, measured, truths, feet) in groups.items():
            pictures = looks(arguments.dataset, wanted, calibrated=known, feet=feet)
            found[f"{name}, {lens}"] = table([(look, measured(look)) for look in pictures], truths, stance=feet)
    # what training.posture.sway has added stays
    stored = json.loads(arguments.out.read_text(encoding="utf-8")) if arguments.out.exists() else {}
    found |= {name: tables for name, tables in stored.items() if name not in found}
    arguments.out.write_text(json.dumps(found, indent=1) + "\n")
    print(arguments.out)


if __name__ == "__main__":
    main()

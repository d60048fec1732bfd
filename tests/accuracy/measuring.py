"""Measure rendered sets with the product's own pipeline and score them with the project's scorer."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from station.measure_commands import jobs_from_manifest, measure
from vision.frame import Frame
from vision.landmarks.backend import LandmarkBackend
from vision.landmarks.onnx_backend import OnnxBackend
from vision.landmarks.points import Landmarks, PersonMask

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("TONGJING_SHARED", ROOT.parent / "shared"))
SCORER = SHARED / "tools" / "score.py"
DATA = SHARED / "synth" / "data"
FIXTURES = Path(__file__).resolve().parent / "rendered"
RATCHET = Path(__file__).resolve().parent / "ratchet.json"

Figures = dict[str, dict[str, Any]]


class RememberingBackend:
    """Looks at every picture once, so that the calibrated and the uncalibrated run share the landmarks."""

    name = "remembering"

    def __init__(self, backend: LandmarkBackend) -> None:
        self._backend = backend
        self._known: dict[tuple[str, int], Landmarks] = {}

    def track(self, frame: Frame) -> Landmarks:
        key = (frame.source, frame.index)
        if key not in self._known:
            self._known[key] = self._backend.track(frame)
        return self._known[key]

    def mask(self, frame: Frame, landmarks: Landmarks) -> PersonMask | None:
        return self._backend.mask(frame, landmarks)

    def reset(self) -> None:
        self._backend.reset()


def make_backend() -> RememberingBackend:
    """The product's default runtime, remembered."""
    return RememberingBackend(OnnxBackend())


def manifest(truth: Path, *, calibrated: bool) -> list[dict[str, Any]]:
    """What an installer would have calibrated for each picture of the set."""
    rows = []
    for line in truth.read_text(encoding="utf-8").splitlines():
        gt = json.loads(line)
        row: dict[str, Any] = {"source": str(truth.parent / gt["file"])}
        if calibrated:
            c = gt["camera"]
            row["camera"] = {
                "hfov_deg": c["hfov_deg"],
                "height_m": c["height_m"],
                "pitch_deg": round(c["pitch_deg"], 2),
                "roll_deg": c["roll_deg"],
            }
            chair = gt.get("items", {}).get("chair")
            if chair:
                row["chair"] = {
                    "front_edge_px": chair["seat_front_edge"]["px"],
                    "rear_edge_px": chair["seat_rear_edge"]["px"],
                    "seat_height_m": chair["seat_height"],
                    "seat_depth_m": chair["seat_depth"],
                }
        rows.append(row)
    return rows


def measured(truth: Path, backend: LandmarkBackend, *, calibrated: bool) -> list[dict[str, Any]]:
    """Every line of `tongjing measure` for the set."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "list.jsonl"
        rows = manifest(truth, calibrated=calibrated)
        listed.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        out = Path(folder) / "measured.jsonl"
        with out.open("w", encoding="utf-8") as handle:
            code = measure(jobs_from_manifest(listed), backend, handle, sys.stderr)
        assert code == 0
        return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def scored(kind: str, truth: Path, rows: list[dict[str, Any]], scorer: Path = SCORER) -> Figures:
    """The scorer's figures for `kind` stills or clips."""
    with tempfile.TemporaryDirectory() as folder:
        lines, figures = Path(folder) / "measured.jsonl", Path(folder) / "figures.json"
        lines.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        subprocess.run(
            [sys.executable, str(scorer), kind, str(truth), str(lines), "--json", str(figures)],
            check=True,
            capture_output=True,
        )
        loaded: Figures = json.loads(figures.read_text(encoding="utf-8"))
        return loaded


def rows_of(backend: LandmarkBackend, data: Path = DATA) -> dict[str, list[dict[str, Any]]]:
    """What `tongjing measure` says of a rendered set, by table: stills and clips, calibrated and not."""
    rows = {}
    for calibrated in (True, False):
        for kind in ("stills", "clips"):
            name = f"{kind}, {'calibrated' if calibrated else 'uncalibrated'}"
            rows[name] = measured(truth_of(name, data), backend, calibrated=calibrated)
    return rows


def truth_of(table: str, data: Path = DATA) -> Path:
    """The truth of a table of that name."""
    return data / f"gt_{table.split(',')[0]}.jsonl"


def figures_of(rows: dict[str, list[dict[str, Any]]], data: Path = DATA) -> dict[str, Figures]:
    """The four tables, scored."""
    return {name: scored(name.split(",")[0], truth_of(name, data), those) for name, those in rows.items()}


def set_figures(backend: LandmarkBackend, data: Path = DATA) -> dict[str, Figures]:
    """The four tables of a rendered set."""
    return figures_of(rows_of(backend, data), data)

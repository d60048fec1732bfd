"""How fast the house is on this machine: stage timings, and where mediapipe is at hand the same pictures through it.

Milliseconds depend on the machine and on what else it does; contestants therefore take turns in short rounds, and
only the ratios between them are claims.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO

import cv2
import numpy as np

from station.bench_measures import POSTURE_TARGET_MS, MeasureBench, Stream
from station.bench_worker import FIRST_LANDMARKS, MEDIAPIPE, PIPELINE, READY
from station.capture.sources import frames_of, resolve
from vision.errors import TongjingError
from vision.frame import Frame
from vision.landmarks.detector import Session
from vision.landmarks.onnx_backend import OnnxBackend
from vision.landmarks.points import Floats
from vision.models.sessions import load_session
from vision.observer import Observer

WIDTH_PX, HEIGHT_PX = 1280, 720
ROUNDS = 5
FRAMES = 24
STANDING_S = 6.0
"""From then on the demo person stands before the mirror."""
MEDIAPIPE_PYTHON = "TONGJING_MEDIAPIPE_PYTHON"
REFERENCE_ENVIRONMENT = Path(__file__).resolve().parents[1] / ".venv-mediapipe" / "bin" / "python"
"""Where `./tongjing setup --with-mediapipe` puts it."""
"""Environment variable: the Python of an environment with mediapipe, for the comparison."""
REFERENCE_MS = 44.0
"""Mediapipe's landmarks on the machine for which the targets were set: elsewhere a share of its time says more."""
STAGE_OF = {
    "pose_detection": "detect",
    "face_detection_full_range_sparse": "detect",
    "pose_landmark_full__nomask": "pose",
    "task_face_landmarks_detector": "face",
    "hand_landmark_full": "hands",
    "hand_recrop": "hands",
}


@dataclass(frozen=True, slots=True)
class BenchReport:
    """All figures of one run. Times are medians over rounds of the mean per frame, milliseconds."""

    source: str
    width_px: int
    height_px: int
    frames: int
    rounds: int
    stages_ms: dict[str, float] = field(default_factory=dict)
    landmarks_ms: float = 0.0
    landmarks_one_worker_ms: float = 0.0
    posture_ms: float = 0.0
    """Of processor time a frame, beyond landmarks and quality; what counts: `station.bench_measures`."""
    items_ms: float = 0.0
    """Of processor time a run of a family of items."""
    items_per_second: float = 0.0
    whole_ms: float = 0.0
    frames_per_second: float = 0.0
    peak_memory_mib: float = 0.0
    """Of a fresh Python that runs the whole pipeline, without screen and log."""
    first_landmarks_s: float = 0.0
    mediapipe_ms: float | None = None
    ratio_to_mediapipe: float | None = None
    """Our whole landmark set over mediapipe's, median of the rounds' own ratios."""
    whole_ratio_to_mediapipe: float | None = None
    """Our whole pipeline, measures and all, over mediapipe's landmarks."""
    posture_ratio_to_mediapipe: float | None = None
    """The posture measures alone, over mediapipe's landmarks."""


class _TimedSession:
    """A model that adds its running time to a stage."""

    def __init__(self, session: Session, stage: str, spent_s: dict[str, float]) -> None:
        self._session, self._stage, self._spent_s = session, stage, spent_s

    def run(self, output_names: Sequence[str] | None, input_feed: dict[str, Floats]) -> list[Floats]:
        start = time.perf_counter()
        try:
            return self._session.run(output_names, input_feed)
        finally:
            self._spent_s[self._stage] += time.perf_counter() - start


class _Worker:
    """Another Python that is given the same pictures and waits while others run."""

    def __init__(self, python: str, what: str, pictures: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
        self._process = subprocess.Popen(
            [python, "-m", "station.bench_worker", what, str(pictures)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        self.told = self._answer()
        self.ready = self.told == READY

    def round_ms(self) -> float:
        """One round over all pictures: mean milliseconds a frame."""
        assert self._process.stdin is not None
        self._process.stdin.write("round\n")
        self._process.stdin.flush()
        return float(self._answer())

    def close(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(timeout=30)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("bench "):
                return line.removeprefix("bench ").strip()
        return ""


def run_bench(source: Path | None = None, *, rounds: int = ROUNDS, frames: int = FRAMES) -> BenchReport:
    """Time every stage on the pictures of `source` (default: the bundled demo clip), brought to 1280 x 720.

    Raises TongjingError where the source cannot be read.
    """
    start = time.perf_counter()
    pictures = _pictures(source, frames)
    decode_ms = (time.perf_counter() - start) * 1000.0 / len(pictures)
    with tempfile.TemporaryDirectory() as folder:
        stored = Path(folder) / "pictures.npy"
        np.save(stored, np.stack([frame.pixels for frame in pictures]))
        first_s, peak_mib = _first_landmarks_s(stored), _peak_memory_mib(stored)
        worker = _mediapipe_worker(stored)
        try:
            figures = _rounds(pictures, rounds, worker)
            return _report(str(source or "demo"), pictures, figures, decode_ms, first_s, peak_mib)
        finally:
            if worker is not None:
                worker.close()


def _rounds(pictures: list[Frame], rounds: int, worker: _Worker | None) -> dict[str, list[float]]:
    """Each contestant's figure of every round, after one round to warm up."""
    spent_s: dict[str, float] = defaultdict(float)
    single = OnnxBackend(
        workers=1, load=lambda name: _TimedSession(load_session(name), STAGE_OF.get(name, "detect"), spent_s)
    )
    double, whole = OnnxBackend(), OnnxBackend()
    measures, observer, stream = MeasureBench(double, pictures), Observer(whole), Stream(pictures)
    figures: dict[str, list[float]] = defaultdict(list)
    for warm in (True, *[False] * rounds):
        spent_s.clear()
        measured = {
            "one": _track_ms(single, pictures),
            "two": _track_ms(double, pictures),
            "whole": _observe_ms(observer, stream, len(pictures)),
        }
        if worker is not None:
            measured["mediapipe"] = worker.round_ms()
        measured |= asdict(measures.round())
        measured |= {stage: 1000.0 * seconds / len(pictures) for stage, seconds in spent_s.items()}
        if not warm:
            for name, value in measured.items():
                figures[name].append(value)
    double.close()
    whole.close()
    return figures


def _report(
    source: str,
    pictures: list[Frame],
    figures: dict[str, list[float]],
    decode_ms: float,
    first_s: float,
    peak_mib: float,
) -> BenchReport:
    middle = {name: round(statistics.median(values), 2) for name, values in figures.items()}
    stages = {"decode": round(decode_ms, 2)}
    stages |= {stage: middle.get(stage, 0.0) for stage in ("detect", "pose", "face", "hands")}
    stages["quality"] = middle["quality_ms"]
    return BenchReport(
        source=source,
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        frames=len(pictures),
        rounds=len(figures["whole"]),
        stages_ms=stages,
        landmarks_ms=middle["two"],
        landmarks_one_worker_ms=middle["one"],
        posture_ms=middle["posture_ms"],
        items_ms=middle["items_ms"],
        items_per_second=middle["items_per_second"],
        whole_ms=middle["whole"],
        frames_per_second=round(1000.0 / middle["whole"], 1),
        peak_memory_mib=peak_mib,
        first_landmarks_s=round(first_s, 2),
        mediapipe_ms=middle.get("mediapipe"),
        ratio_to_mediapipe=_ratio(figures, "two"),
        whole_ratio_to_mediapipe=_ratio(figures, "whole"),
        posture_ratio_to_mediapipe=_ratio(figures, "posture_ms"),
    )


def _ratio(figures: dict[str, list[float]], ours: str) -> float | None:
    """The median of the rounds' own ratios to mediapipe; None where it is not at hand."""
    if "mediapipe" not in figures:
        return None
    pairs = zip(figures[ours], figures["mediapipe"], strict=True)
    return round(statistics.median(one / other for one, other in pairs), 3)


def _pictures(source: Path | None, frames: int) -> list[Frame]:
    taken: list[Frame] = []
    for part in resolve(str(source) if source else "demo"):
        for frame in frames_of(part):
            if source is None and frame.time_s < STANDING_S:
                continue
            taken.append(Frame(_letterboxed(frame.pixels), len(taken), len(taken) / 25.0, frame.source))
            if len(taken) == frames:
                return taken
    if not taken:
        raise TongjingError(f"{source or 'The demo clip'} has no picture to time; give a clip or a picture.")
    while len(taken) < frames:
        again = taken[-1]
        taken.append(Frame(again.pixels, len(taken), len(taken) / 25.0, again.source))
    return taken


def _letterboxed(pixels: np.ndarray) -> np.ndarray:
    height, width = pixels.shape[:2]
    scale = min(WIDTH_PX / width, HEIGHT_PX / height)
    small = cv2.resize(pixels, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    top, left = (HEIGHT_PX - small.shape[0]) // 2, (WIDTH_PX - small.shape[1]) // 2
    edges = (top, HEIGHT_PX - small.shape[0] - top, left, WIDTH_PX - small.shape[1] - left)
    return np.asarray(cv2.copyMakeBorder(small, *edges, cv2.BORDER_REPLICATE), dtype=np.uint8)


def _track_ms(backend: OnnxBackend, pictures: list[Frame]) -> float:
    start = time.perf_counter()
    for frame in pictures:
        backend.track(frame)
    return (time.perf_counter() - start) * 1000.0 / len(pictures)


def _observe_ms(observer: Observer, stream: Stream, count: int) -> float:
    start = time.perf_counter()
    for frame in stream.take(count):
        observer.observe(frame)
    return (time.perf_counter() - start) * 1000.0 / count


def _first_landmarks_s(pictures: Path) -> float:
    """From the start of a fresh Python to its first landmarks, seconds."""
    start = time.perf_counter()
    worker = _Worker(sys.executable, FIRST_LANDMARKS, pictures)
    taken = time.perf_counter() - start
    worker.close()
    return taken


def _mediapipe_python() -> str:
    """The Python that has mediapipe: as named, else the reference environment, else this one."""
    named = os.environ.get(MEDIAPIPE_PYTHON)
    if named:
        return named
    return str(REFERENCE_ENVIRONMENT) if REFERENCE_ENVIRONMENT.exists() else sys.executable


def _mediapipe_worker(pictures: Path) -> _Worker | None:
    worker = _Worker(_mediapipe_python(), MEDIAPIPE, pictures)
    if worker.ready:
        return worker
    worker.close()
    return None


def _peak_memory_mib(pictures: Path) -> float:
    """Of a fresh Python that puts the pictures through the whole pipeline."""
    worker = _Worker(sys.executable, PIPELINE, pictures)
    worker.close()
    return float(worker.told or "nan")


def bench_command(source: Path | None, out: TextIO, *, json_out: TextIO | None = None) -> int:
    """Run and print; the exit code is always 0 where a report was made."""
    report = run_bench(source)
    if json_out is not None:
        json_out.write(json.dumps(asdict(report), indent=2) + "\n")
    if json_out is not out:
        out.write(_table(report))
    return 0


def _table(report: BenchReport) -> str:
    lines = [
        f"{report.source}, {report.width_px} x {report.height_px}, {report.frames} frames, {report.rounds} rounds",
        *[f"  {stage:<10}{value:8.1f} ms a frame" for stage, value in report.stages_ms.items()],
        f"  landmarks {report.landmarks_ms:8.1f} ms a frame (two workers; one: {report.landmarks_one_worker_ms:.1f})",
        f"  posture   {report.posture_ms:8.1f} ms a frame of one core beyond them"
        f" (at most {POSTURE_TARGET_MS:.0f} where mediapipe's landmarks take {REFERENCE_MS:.0f}):"
        " points, view, bow, motion, and body, face and hands at their cadence",
        f"  items     {report.items_ms:8.1f} ms a run, {report.items_per_second:.1f} runs a second of the source:"
        " dress, colours, hair",
        f"  whole     {report.whole_ms:8.1f} ms a frame = {report.frames_per_second:.1f} frames a second",
        f"  first landmarks after {report.first_landmarks_s:.2f} s, peak memory {report.peak_memory_mib:.0f} MiB",
    ]
    if report.ratio_to_mediapipe is None:
        lines.append("  mediapipe is not at hand: ./tongjing setup --with-mediapipe")
    else:
        lines.append(
            f"  landmarks take {report.ratio_to_mediapipe:.2f} of mediapipe's time ({report.mediapipe_ms:.1f} ms),"
            f" the whole pipeline {report.whole_ratio_to_mediapipe:.2f},"
            f" the posture measures {report.posture_ratio_to_mediapipe:.2f}"
            f" (at most {POSTURE_TARGET_MS / REFERENCE_MS:.2f})"
        )
    return "\n".join(lines) + "\n"

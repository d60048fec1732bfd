"""The other end of the benchmark, in a Python of its own: `python -m station.bench_worker WHAT PICTURES.npy`.

Needs nothing of the kiosk but the landmark runtimes, so that it runs in a small environment beside it.
"""

import resource
import sys
import time
from pathlib import Path

import numpy as np

from vision.frame import Frame
from vision.landmarks.backend import LandmarkBackend

FIRST_LANDMARKS = "first-landmarks"
PIPELINE = "pipeline"
MEDIAPIPE = "mediapipe"
READY = "ready"


def main(what: str, path: Path) -> int:
    """Say "ready" after the first landmarks; then one line of mean milliseconds for every line read.

    `PIPELINE` puts every picture through the whole pipeline instead and says its peak memory, MiB.
    """
    if what == PIPELINE:
        print(f"bench {_observed_peak_mib(path):.1f}", flush=True)
        return 0
    pictures = [Frame(pixels, index, index / 25.0) for index, pixels in enumerate(np.load(path, mmap_mode="r"))]
    backend = _backend(what)
    backend.track(Frame(np.array(pictures[0].pixels)))
    print(f"bench {READY}", flush=True)
    frames = [Frame(np.array(frame.pixels), frame.index, frame.time_s) for frame in pictures]
    for _ in sys.stdin:
        start = time.perf_counter()
        for frame in frames:
            backend.track(frame)
        print(f"bench {(time.perf_counter() - start) * 1000.0 / len(frames):.4f}", flush=True)
    return 0


def _observed_peak_mib(path: Path) -> float:
    """One picture in memory at a time, as a camera would have it."""
    from vision.observer import Observer

    observer = Observer(_backend(PIPELINE))
    for index in range(len(np.load(path, mmap_mode="r"))):
        observer.observe(Frame(np.array(np.load(path, mmap_mode="r")[index]), index, index / 25.0))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def _backend(what: str) -> LandmarkBackend:
    if what == MEDIAPIPE:
        from vision.landmarks.mediapipe_backend import MediapipeBackend

        return MediapipeBackend()
    from vision.landmarks.onnx_backend import OnnxBackend

    return OnnxBackend()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], Path(sys.argv[2])))

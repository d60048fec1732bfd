"""What bench counts as posture, as items, and as a stream of pictures."""

from collections.abc import Iterable

import numpy as np
import pytest

from station.bench_measures import FPS, MeasureBench, Stream
from tests.body.figure import Figure, ReplayBackend, landmarks, noisy_picture
from vision.body.trunk import measure_trunk
from vision.families import Finding, MeasureContext, Sampled
from vision.frame import Frame
from vision.measure import Measure

PICTURE = noisy_picture()
PICTURES = [Frame(np.roll(PICTURE, k, axis=1), k, k / FPS) for k in range(10)]


def hair(context: MeasureContext) -> Iterable[Finding]:
    return [Measure("hair_chroma", 1.0, 0.1)]


def test_the_stream_goes_to_and_fro_and_its_times_go_on() -> None:
    stream = Stream(PICTURES[:3])
    shown = [*stream.take(4), *stream.take(3)]
    assert [frame.index for frame in shown] == list(range(7))
    assert [frame.time_s for frame in shown] == pytest.approx([k / FPS for k in range(7)])
    places = [next(k for k, picture in enumerate(PICTURES) if picture.pixels is frame.pixels) for frame in shown]
    assert places == [0, 1, 2, 1, 0, 1, 2]


def test_items_are_the_sampled_families_beside_body_face_hands_and_motion() -> None:
    rows = [landmarks(Figure(), time_s=k / FPS, index=k) for k in range(len(PICTURES))]
    bench = MeasureBench(ReplayBackend(rows), PICTURES, [measure_trunk, Sampled(hair, every_s=0.2)])
    assert bench.round().items_per_second == pytest.approx(2 * FPS / len(PICTURES))
    only_posture = MeasureBench(ReplayBackend(rows), PICTURES, [measure_trunk])
    costs = only_posture.round()
    assert costs.items_per_second == 0.0
    assert costs.items_ms == 0.0
    assert costs.quality_ms > 0.0

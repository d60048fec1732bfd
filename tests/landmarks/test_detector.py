import numpy as np
import pytest

from vision.landmarks.detector import FACE_FAR, POSE, DetectorSpec, anchor_centres, blended, overlap


@pytest.mark.parametrize(("spec", "count"), [(POSE, 2254), (FACE_FAR, 2304)])
def test_there_is_an_anchor_for_every_answer_of_the_model(spec: DetectorSpec, count: int) -> None:
    centres = anchor_centres(spec)
    assert centres.shape == (count, 2)
    assert float(centres.min()) > 0.0
    assert float(centres.max()) < 1.0


def test_a_box_overlaps_itself_wholly_and_a_far_one_not_at_all() -> None:
    boxes = np.array([[0.0, 0.0, 2.0, 2.0], [5.0, 5.0, 6.0, 6.0], [1.0, 0.0, 3.0, 2.0]])
    assert overlap(boxes[0], boxes).tolist() == pytest.approx([1.0, 0.0, 1.0 / 3.0])


def test_near_answers_become_one_and_far_ones_stay_apart() -> None:
    values = np.array([[0.0, 0.0, 1.0, 1.0], [0.1, 0.0, 1.1, 1.0], [5.0, 5.0, 6.0, 6.0]], dtype=np.float32)
    found = blended(values, np.array([0.9, 0.3, 0.6], dtype=np.float32))
    assert [score for _, score in found] == pytest.approx([0.9, 0.6])
    assert found[0][0][0] == pytest.approx(0.025)

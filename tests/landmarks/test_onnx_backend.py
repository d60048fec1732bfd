import numpy as np
import pytest

from tests.landmarks.people import PEOPLE, frame, noisy, picture, truth, two_side_by_side
from vision.frame import Frame
from vision.landmarks.onnx_backend import OnnxBackend
from vision.landmarks.points import BodyPoint, Landmarks, Person, Provenance

MIRRORED = [0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9, *(k + (1 if k % 2 else -1) for k in range(11, 33))]


def person_in(landmarks: Landmarks) -> Person:
    assert landmarks.person is not None
    return landmarks.person


@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_is_found_and_alone(seen: dict[str, Landmarks], name: str) -> None:
    assert seen[name].person is not None
    assert seen[name].people == 1
    assert seen[name].bystanders == ()


@pytest.mark.parametrize("name", PEOPLE)
def test_visible_joints_lie_where_they_are(seen: dict[str, Landmarks], name: str) -> None:
    known = truth(name)
    points = person_in(seen[name]).body.points
    visible = known.in_frame & known.unoccluded
    error = np.linalg.norm(points.xy[known.index] - known.xy, axis=1)[visible] / known.torso_px
    # the rig's own joints stand 3-9 % of the torso off the model's definitions (shoes, knees, shoulders)
    assert float(np.median(error)) < 0.08
    assert float(error.max()) < 0.30


def test_nobody_is_found_in_an_empty_room(seen: dict[str, Landmarks]) -> None:
    assert seen["empty"].person is None
    assert seen["empty"].people == 0


def test_a_black_or_grey_picture_or_one_pixel_has_nobody(backend: OnnxBackend) -> None:
    for pixels in (
        np.zeros((480, 640, 3), np.uint8),
        np.full((90, 160, 3), 128, np.uint8),
        np.zeros((1, 1, 3), np.uint8),
    ):
        backend.reset()
        assert backend.track(Frame(pixels)).person is None


def test_a_second_person_beside_is_counted(backend: OnnxBackend) -> None:
    backend.reset()
    landmarks = backend.track(Frame(two_side_by_side()))
    assert landmarks.people == 2
    assert len(landmarks.bystanders) == 1


def test_the_person_nearer_the_mark_is_measured(backend: OnnxBackend) -> None:
    both = two_side_by_side()
    for mark, left_half in (((0.25, 0.5), True), ((0.75, 0.5), False)):
        one = OnnxBackend(workers=1, mark=mark)
        nose = person_in(one.track(Frame(both))).body.points.xy[BodyPoint.NOSE]
        assert (nose[0] < 320) == left_half


def test_a_head_behind_the_shoulder_is_counted(backend: OnnxBackend) -> None:
    front, behind = picture("front"), picture("second")
    backend.reset()
    landmarks = backend.track(frame("second"))
    mask = backend.mask(frame("second"), landmarks)
    assert mask is not None
    backend.reset()
    front_mask = backend.mask(frame("front"), backend.track(frame("front")))
    assert front_mask is not None
    shifted = np.roll(behind, 42, axis=1)
    paint = np.roll(mask.coverage, 42, axis=1) * (1.0 - front_mask.coverage)
    both = (front + paint[..., None] * (shifted.astype(np.float32) - front)).astype(np.uint8)
    backend.reset()
    assert backend.track(Frame(both)).people == 2


def test_a_newcomer_is_counted_within_ten_frames(backend: OnnxBackend) -> None:
    backend.reset()
    alone = picture("front").copy()
    for index in range(4):
        assert backend.track(Frame(noisy(alone, index), index, index / 20)).people == 1
    both = alone.copy()
    both[:, :220] = picture("second")[:, 210:430]
    counts = [backend.track(Frame(noisy(both, k), k, k / 20)).people for k in range(4, 16)]
    assert counts[-1] == 2
    assert counts.index(2) <= 10


@pytest.mark.parametrize("name", ["front", "bow_three_quarter", "side"])
def test_a_flipped_picture_swaps_left_and_right(backend: OnnxBackend, seen: dict[str, Landmarks], name: str) -> None:
    flipped = np.ascontiguousarray(picture(name)[:, ::-1])
    backend.reset()
    mirrored = person_in(backend.track(Frame(flipped))).body.points
    plain = person_in(seen[name]).body.points
    back = mirrored.xy[MIRRORED].copy()
    back[:, 0] = flipped.shape[1] - back[:, 0]
    sure = plain.provenance == Provenance.MEASURED
    apart = np.linalg.norm(back - plain.xy, axis=1)[sure] / truth(name).torso_px
    assert float(np.median(apart)) < 0.04


def test_feet_outside_the_picture_are_missing(seen: dict[str, Landmarks]) -> None:
    points = person_in(seen["upper"]).body.points
    feet = [BodyPoint.LEFT_ANKLE, BodyPoint.RIGHT_ANKLE, BodyPoint.LEFT_HEEL, BodyPoint.RIGHT_FOOT_INDEX]
    assert all(points.provenance[foot] == Provenance.MISSING for foot in feet)
    assert points.measured(BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER)


def test_the_far_arm_of_a_side_view_is_no_evidence(seen: dict[str, Landmarks]) -> None:
    points = person_in(seen["side"]).body.points
    assert points.measured(BodyPoint.LEFT_ELBOW, BodyPoint.LEFT_WRIST)
    assert not points.measured(BodyPoint.RIGHT_ELBOW)
    assert not points.measured(BodyPoint.RIGHT_EAR)


def test_the_back_of_a_head_has_no_face(seen: dict[str, Landmarks]) -> None:
    person = person_in(seen["back"])
    assert person.face is None
    assert not person.body.points.measured(BodyPoint.NOSE)


@pytest.mark.parametrize("name", ["front", "hands_front", "second"])
def test_face_and_hands_sit_on_head_and_wrists(seen: dict[str, Landmarks], name: str) -> None:
    person, torso = person_in(seen[name]), truth(name).torso_px
    assert person.face is not None
    assert np.linalg.norm(person.face.points.xy[1] - person.body.points.xy[BodyPoint.NOSE]) < 0.12 * torso
    for hand, wrist in ((person.left_hand, BodyPoint.LEFT_WRIST), (person.right_hand, BodyPoint.RIGHT_WRIST)):
        assert hand is not None
        assert np.linalg.norm(hand.points.xy[0] - person.body.points.xy[wrist]) < 0.3 * torso


def test_tracking_agrees_with_stills(backend: OnnxBackend, seen: dict[str, Landmarks]) -> None:
    backend.reset()
    for index in range(8):
        tracked = backend.track(frame("front", index, index / 20))
    plain, follow = person_in(seen["front"]).body.points, person_in(tracked).body.points
    sure = plain.provenance == Provenance.MEASURED
    apart = np.linalg.norm(plain.xy - follow.xy, axis=1)[sure] / truth("front").torso_px
    assert float(np.median(apart)) < 0.02


def test_reset_forgets_the_person_before(backend: OnnxBackend, seen: dict[str, Landmarks]) -> None:
    backend.reset()
    backend.track(frame("upper"))
    backend.reset()
    again = backend.track(frame("far"))
    assert np.array_equal(person_in(again).body.points.xy, person_in(seen["far"]).body.points.xy)


def test_two_workers_and_one_give_the_same_numbers(backend: OnnxBackend) -> None:
    single = OnnxBackend(workers=1)
    backend.reset()
    for index in range(7):
        shown = Frame(noisy(picture("hands_front"), index), index, index / 20)
        both = backend.track(shown), single.track(shown)
    one, two = (person_in(landmarks) for landmarks in both)
    assert np.array_equal(one.body.points.xy, two.body.points.xy)
    assert one.left_hand is not None
    assert two.left_hand is not None
    assert np.array_equal(one.left_hand.points.xy, two.left_hand.points.xy)


def test_a_person_who_leaves_is_lost_and_one_who_comes_is_found(backend: OnnxBackend) -> None:
    backend.reset()
    assert backend.track(frame("front", 0)).person is not None
    assert backend.track(frame("empty", 1, 0.1)).person is None
    assert backend.track(frame("second", 2, 0.2)).person is not None


def test_a_picture_on_its_head_still_has_its_person(backend: OnnxBackend) -> None:
    backend.reset()
    points = person_in(backend.track(Frame(np.ascontiguousarray(picture("front")[::-1, ::-1])))).body.points
    assert points.xy[BodyPoint.NOSE, 1] > points.xy[BodyPoint.LEFT_HIP, 1]


def test_the_mask_covers_the_person_and_not_the_room(backend: OnnxBackend, seen: dict[str, Landmarks]) -> None:
    mask = backend.mask(frame("front"), seen["front"])
    assert mask is not None
    assert mask.coverage.shape == picture("front").shape[:2]
    points = person_in(seen["front"]).body.points.xy.astype(int)
    trunk = points[[BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER, BodyPoint.LEFT_HIP, BodyPoint.LEFT_KNEE]]
    assert all(mask.coverage[y, x] > 0.5 for x, y in trunk)
    assert float(mask.coverage[:, :60].max()) < 0.1
    assert backend.mask(frame("empty"), seen["empty"]) is None


def test_an_empty_room_costs_two_looks_a_picture_and_a_newcomer_is_still_found() -> None:
    backend = OnnxBackend(workers=1)
    looks: list[int] = []
    detect = backend._detector.detect

    def counted(*given: object, **named: object) -> object:
        looks.append(1)
        return detect(*given, **named)  # type: ignore[arg-type]

    backend._detector.detect = counted  # type: ignore[method-assign, assignment]
    room = np.full((480, 640, 3), 190, np.uint8)
    seen = []
    for index in range(4):
        looks.clear()
        assert backend.track(Frame(room, index, index / 15)).person is None
        seen.append(len(looks))
    assert seen[0] > 5
    assert seen[1:] == [2, 2, 2]
    assert backend.track(Frame(picture("front"), 4, 4 / 15)).person is not None


def test_both_hands_go_with_a_person_who_moves_though_one_is_looked_at_in_each_picture() -> None:
    backend = OnnxBackend(workers=1)
    looks: list[int] = []
    look = backend._hand.look

    def counted(*given: object) -> object:
        looks.append(1)
        return look(*given)  # type: ignore[arg-type]

    backend.track(Frame(picture("hands_front")))
    backend._hand.look = counted  # type: ignore[method-assign, assignment]
    for index in range(1, 5):
        looks.clear()
        shown = Frame(np.roll(picture("hands_front"), 4 * index, axis=1), index, index / 20)
        followed = person_in(backend.track(shown))
        assert len(looks) == 1
    backend.reset()
    alone = person_in(backend.track(shown))
    for one, other in ((followed.left_hand, alone.left_hand), (followed.right_hand, alone.right_hand)):
        assert one is not None
        assert other is not None
        assert float(np.abs(one.points.xy - other.points.xy).max()) < 0.06 * truth("hands_front").torso_px

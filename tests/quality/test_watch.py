from collections.abc import Iterable

import cv2
import numpy as np

from tests.landmarks.people import frame, noisy, picture
from vision.frame import Frame, Picture
from vision.landmarks.onnx_backend import OnnxBackend
from vision.landmarks.points import Landmarks
from vision.quality import QualityWatch
from vision.reason import Reason

RATE_HZ = 20.0


def run(pictures: Iterable[Picture], landmarks: Landmarks, rate_hz: float = RATE_HZ) -> list[tuple[Reason, ...]]:
    watch, out = QualityWatch(), []
    for index, pixels in enumerate(pictures):
        shown = Frame(pixels, index, index / rate_hz)
        out.append(watch.watch(shown, landmarks).reasons)
    return out


def test_the_same_picture_for_a_second_is_frozen(seen: dict[str, Landmarks]) -> None:
    said = run([picture("front")] * 25, seen["front"])
    assert said[0] == ()
    assert Reason.FROZEN not in said[int(0.9 * RATE_HZ)]
    assert Reason.FROZEN in said[-1]


def test_one_still_is_not_frozen(seen: dict[str, Landmarks]) -> None:
    assert run([picture("front")], seen["front"]) == [()]


def test_a_camera_s_noise_is_life(seen: dict[str, Landmarks]) -> None:
    said = run((noisy(picture("front"), seed, 1.5) for seed in range(30)), seen["front"])
    assert all(Reason.FROZEN not in reasons for reasons in said)


def test_a_picture_that_lives_again_is_fit_again_and_reset_forgets(seen: dict[str, Landmarks]) -> None:
    said = run([picture("front")] * 25 + [noisy(picture("front"), 1)], seen["front"])
    assert Reason.FROZEN in said[-2]
    assert Reason.FROZEN not in said[-1]
    watch, landmarks = QualityWatch(), seen["front"]
    for index in range(25):
        watch.watch(frame("front", index, index / RATE_HZ), landmarks)
    watch.reset()
    late = frame("front", 26, 26 / RATE_HZ)
    assert watch.watch(late, landmarks).reasons == ()


def shown_on_card(shift: int) -> Picture:
    """A textured room, and before it a card with the whole of another picture, moved sideways."""
    random = np.random.default_rng(5)
    coarse = random.integers(60, 200, (36, 64, 3)).astype(np.uint8)
    room = np.asarray(cv2.resize(coarse, (1280, 720), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    card = picture("second").copy()
    for y in range(10, 470, 26):
        for x in range(10, 630, 26):
            card[y : y + 5, x : x + 5] = 60
    room[120:600, 300 + shift : 940 + shift] = card
    return room


def follow(backend: OnnxBackend, pictures: list[Picture]) -> list[tuple[Reason, ...]]:
    watch, out = QualityWatch(), []
    backend.reset()
    for index, pixels in enumerate(pictures):
        shown = Frame(noisy(pixels, index, 1.5), index, index / 4.0)
        landmarks = backend.track(shown)
        out.append(watch.watch(shown, landmarks).reasons)
    return out


def test_a_card_that_moves_with_its_own_room_is_a_picture_of_a_picture(backend: OnnxBackend) -> None:
    said = follow(backend, [shown_on_card(8 * k) for k in range(9)])
    assert Reason.PICTURE_OF_A_PICTURE in said[-1]


def test_a_person_who_moves_before_the_room_is_not(backend: OnnxBackend) -> None:
    backend.reset()
    landmarks = backend.track(frame("second"))
    mask = backend.mask(frame("second"), landmarks)
    assert mask is not None
    room = shown_on_card(0)[:480, :640].astype(np.float32)
    pictures = []
    for k in range(9):
        paint = np.roll(mask.coverage, 8 * k, axis=1)[..., None]
        person = np.roll(picture("second"), 8 * k, axis=1)
        pictures.append((room + paint * (person - room)).astype(np.uint8))
    assert all(Reason.PICTURE_OF_A_PICTURE not in reasons for reasons in follow(backend, pictures))

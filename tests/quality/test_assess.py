from dataclasses import replace

import cv2
import numpy as np
import pytest

from tests.landmarks.people import PEOPLE, frame, noisy, picture, truth
from vision.frame import Frame, Picture
from vision.landmarks.onnx_backend import OnnxBackend
from vision.landmarks.points import Landmarks
from vision.quality import assess
from vision.reason import Reason


def exposed(pixels: Picture, stops: float) -> Picture:
    """The picture with `stops` more light (sRGB taken as a power of 2.2)."""
    light = (pixels / 255.0) ** 2.2 * 2.0**stops
    return (np.clip(light, 0.0, 1.0) ** (1.0 / 2.2) * 255.0).astype(np.uint8)


def reasons_of(pixels: Picture, landmarks: Landmarks) -> tuple[Reason, ...]:
    return assess(Frame(pixels), landmarks).reasons


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "far"])
def test_a_good_picture_is_fit(seen: dict[str, Landmarks], name: str) -> None:
    quality = assess(frame(name), seen[name])
    assert quality.reasons == ()
    assert quality.fit
    assert quality.brightness > 60.0
    assert quality.sharpness > 50.0


@pytest.mark.parametrize("name", ["front", "side", "hands_front"])
def test_a_little_less_or_more_light_or_noise_is_still_fit(seen: dict[str, Landmarks], name: str) -> None:
    for pixels in (exposed(picture(name), -1.5), exposed(picture(name), 0.4), noisy(picture(name), 1, 4.0)):
        assert reasons_of(pixels, seen[name]) == ()


@pytest.mark.parametrize("name", ["front", "side", "upper"])
def test_a_dark_picture_is_not_fit(seen: dict[str, Landmarks], name: str) -> None:
    assert reasons_of(exposed(picture(name), -5.0), seen[name])[0] is Reason.TOO_DARK


@pytest.mark.parametrize("name", ["front", "hands_front", "upper"])
def test_a_burnt_out_head_is_not_fit(seen: dict[str, Landmarks], name: str) -> None:
    assert Reason.OVER_EXPOSED in reasons_of(exposed(picture(name), 4.0), seen[name])


@pytest.mark.parametrize("name", ["front", "side", "upper", "bow_three_quarter"])
@pytest.mark.parametrize("grain", [0.0, 3.0])
def test_a_blurred_picture_is_not_fit_even_with_grain(seen: dict[str, Landmarks], name: str, grain: float) -> None:
    smeared = cv2.GaussianBlur(picture(name), (0, 0), 0.04 * truth(name).torso_px)
    shown = noisy(np.asarray(smeared, dtype=np.uint8), 2, grain)
    assert Reason.BLURRED in reasons_of(shown, seen[name])


@pytest.mark.parametrize("level", [0, 30, 128, 250])
def test_a_covered_lens_is_said(seen: dict[str, Landmarks], level: int) -> None:
    pixels = noisy(np.full((480, 640, 3), level, np.uint8), 3, 3.0)
    quality = assess(Frame(pixels), seen["empty"])
    assert Reason.COVERED_LENS in quality.reasons
    assert Reason.NOBODY in quality.reasons


def test_a_finger_with_light_from_one_edge_is_a_covered_lens(seen: dict[str, Landmarks]) -> None:
    shade = np.linspace(40, 80, 640)[None, :, None] * np.array([0.4, 0.5, 1.0])
    pixels = noisy(np.broadcast_to(shade, (480, 640, 3)).astype(np.uint8), 4, 3.0)
    assert Reason.COVERED_LENS in reasons_of(pixels, seen["empty"])


def test_an_empty_room_has_nobody_but_no_covered_lens(seen: dict[str, Landmarks]) -> None:
    assert assess(frame("empty"), seen["empty"]).reasons == (Reason.NOBODY,)


def test_two_people_are_not_fit(seen: dict[str, Landmarks]) -> None:
    assert Reason.SEVERAL_PEOPLE in assess(frame("front"), replace(seen["front"], people=2)).reasons


@pytest.mark.parametrize("name", ["front", "upper", "hands_front"])
def test_a_picture_on_its_head_is_said(backend: OnnxBackend, name: str) -> None:
    turned = Frame(np.ascontiguousarray(picture(name)[::-1, ::-1]))
    backend.reset()
    assert Reason.UPSIDE_DOWN in assess(turned, backend.track(turned)).reasons


def test_a_bow_or_a_seat_is_not_upside_down(seen: dict[str, Landmarks]) -> None:
    for name in ("bow_three_quarter", "seated_left", "back"):
        assert Reason.UPSIDE_DOWN not in assess(frame(name), seen[name]).reasons


def test_a_tiny_picture_is_too_coarse(backend: OnnxBackend) -> None:
    tiny = Frame(np.asarray(cv2.resize(picture("front"), (160, 120)), dtype=np.uint8))
    backend.reset()
    assert Reason.LOW_RESOLUTION in assess(tiny, backend.track(tiny)).reasons


def test_a_print_held_into_the_picture_is_found(backend: OnnxBackend) -> None:
    room = picture("empty").copy()
    portrait = cv2.resize(picture("upper")[:, 150:490], (272, 384))
    room[38:446, 172:468] = 245
    room[50:434, 184:456] = portrait
    backend.reset()
    landmarks = backend.track(Frame(room))
    assert landmarks.person is not None
    assert Reason.PICTURE_OF_A_PICTURE in reasons_of(room, landmarks)

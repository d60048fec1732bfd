"""What the product does with every kind of picture file a person may hand it."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from station.capture.pictures import PictureError, read_picture


@pytest.fixture
def scene() -> np.ndarray:
    """Red upper half, blue lower half, 64 wide and 48 high (RGB)."""
    picture = np.zeros((48, 64, 3), dtype=np.uint8)
    picture[:24, :, 0] = 220
    picture[24:, :, 2] = 220
    return picture


def saved(scene: np.ndarray, path: Path, **options: object) -> Path:
    Image.fromarray(scene).save(path, **options)
    return path


@pytest.mark.parametrize("ending", ["jpg", "png", "bmp", "webp", "tif"])
def test_common_formats_are_read_as_blue_green_red(scene: np.ndarray, tmp_path: Path, ending: str) -> None:
    picture = read_picture(saved(scene, tmp_path / f"a.{ending}"))
    assert picture.shape == (48, 64, 3)
    assert picture.dtype == np.uint8
    assert picture[5, 5, 2] > 180, "the upper half is red"
    assert picture[5, 5, 0] < 60
    assert picture[40, 5, 0] > 180, "the lower half is blue"


def test_a_wrong_ending_does_not_matter(scene: np.ndarray, tmp_path: Path) -> None:
    path = saved(scene, tmp_path / "a.png")
    path.rename(tmp_path / "a.jpg")
    assert read_picture(tmp_path / "a.jpg").shape == (48, 64, 3)


def test_exif_rotation_is_honoured(scene: np.ndarray, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held with its top to the right
    picture = read_picture(saved(scene, tmp_path / "a.jpg", exif=exif, quality=95))
    assert picture.shape == (64, 48, 3)
    assert picture[30, 45, 2] > 150, "what was on top lies on the right"
    assert picture[30, 3, 0] > 150


def test_grey_alpha_palette_and_16_bit_become_colour(scene: np.ndarray, tmp_path: Path) -> None:
    grey = Image.fromarray(scene).convert("L")
    grey.save(tmp_path / "grey.png")
    Image.fromarray(scene).convert("P").save(tmp_path / "palette.png")
    alpha = Image.fromarray(scene).convert("RGBA")
    alpha.putalpha(Image.fromarray(np.where(np.arange(64) < 32, 255, 0).astype(np.uint8)[None].repeat(48, 0)))
    alpha.save(tmp_path / "alpha.png")
    ramp = np.linspace(0, 65535, 64 * 48).reshape(48, 64).astype(np.uint16)
    Image.fromarray(ramp).save(tmp_path / "deep.png")
    for name in ("grey", "palette", "alpha", "deep"):
        picture = read_picture(tmp_path / f"{name}.png")
        assert picture.shape == (48, 64, 3), name
        assert picture.dtype == np.uint8, name
    assert read_picture(tmp_path / "alpha.png")[5, 60].tolist() == [128, 128, 128], "transparent is mid-grey"
    deep = read_picture(tmp_path / "deep.png")
    assert deep[0, 0, 0] == 0
    assert deep[-1, -1, 0] == 255
    assert abs(int(deep[24, 0, 0]) - 128) <= 2


def huge_png(path: Path, side: int) -> Path:
    """A PNG whose header says side x side, without its pixels: what counts is that it is refused before reading."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b""))
    return path


def test_bad_files_get_one_clear_sentence_with_their_name(scene: np.ndarray, tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "text.jpg").write_text("this is a letter")
    Image.fromarray(scene[:1, :1]).save(tmp_path / "dot.png")
    whole = saved(scene, tmp_path / "whole.png").read_bytes()
    noise = np.random.default_rng(0).integers(0, 255, (400, 400, 3), dtype=np.uint8)
    cut = saved(noise, tmp_path / "cut.jpg").read_bytes()
    (tmp_path / "cut.jpg").write_bytes(cut[: len(cut) // 3])
    (tmp_path / "cut.png").write_bytes(whole[: len(whole) // 2])
    huge_png(tmp_path / "huge.png", 20000)
    expected = {
        "empty.jpg": "empty",
        "text.jpg": "no picture",
        "dot.png": "1x1",
        "cut.jpg": "cut off",
        "cut.png": "cut off",
        "huge.png": "megapixels",
        "nothing.jpg": "no such file",
    }
    for name, words in expected.items():
        with pytest.raises(PictureError) as caught:
            read_picture(tmp_path / name)
        message = str(caught.value)
        assert name in message
        assert words in message
        assert "\n" not in message

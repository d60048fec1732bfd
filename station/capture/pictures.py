"""Reading picture files of any common kind into upright, blue-green-red, 8 bit pictures."""

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from vision.errors import TongjingError
from vision.frame import Picture

PICTURE_ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".gif"})
MAX_PIXELS = 100_000_000
MIN_SIDE_PX = 16


class PictureError(TongjingError):
    """A file that is no picture the product can use."""


def read_picture(path: Path) -> Picture:
    """H x W x 3 uint8 BGR, EXIF rotation applied, grey and alpha and 16 bit brought to colour.

    Raises PictureError, one sentence with the file's name, for anything else.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as opened:
                _check_size(path, *opened.size)
                return _to_bgr(ImageOps.exif_transpose(opened))
    except FileNotFoundError:
        raise PictureError(f"{path}: there is no such file.") from None
    except PermissionError:
        raise PictureError(f"{path}: this file may not be read; change its rights.") from None
    except UnidentifiedImageError:
        if path.exists() and path.stat().st_size == 0:
            raise PictureError(f"{path}: the file is empty (zero bytes).") from None
        raise PictureError(f"{path}: this is no picture that can be read; give a JPEG, PNG, WebP or BMP.") from None
    except Image.DecompressionBombError:
        raise PictureError(f"{path}: the picture is larger than {MAX_PIXELS // 1_000_000} megapixels.") from None
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise PictureError(f"{path}: the picture is damaged or cut off ({error}).") from None


def _check_size(path: Path, width_px: int, height_px: int) -> None:
    if min(width_px, height_px) < MIN_SIDE_PX:
        raise PictureError(f"{path}: {width_px}x{height_px} pixels are too few to see a person.")
    if width_px * height_px > MAX_PIXELS:
        raise PictureError(
            f"{path}: {width_px}x{height_px} pixels are more than the {MAX_PIXELS // 1_000_000} megapixels"
            " that are read; reduce the picture."
        )


def _to_bgr(picture: Image.Image) -> Picture:
    if picture.mode.startswith("I") or picture.mode == "F":
        values = np.asarray(picture, dtype=np.float64)
        top = 65535.0 if values.max(initial=0.0) > 255.0 else 255.0
        grey = np.clip(values * (255.0 / top), 0, 255).astype(np.uint8)
        picture = Image.fromarray(grey)
    if "A" in picture.getbands() or "transparency" in picture.info:
        # what lies under full transparency is arbitrary: show it on mid-grey
        layered = picture.convert("RGBA")
        backdrop = Image.new("RGBA", layered.size, (128, 128, 128, 255))
        picture = Image.alpha_composite(backdrop, layered)
    rgb = picture.convert("RGB")
    return np.ascontiguousarray(np.asarray(rgb)[:, :, ::-1])

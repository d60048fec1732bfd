"""What every texel of a rendered person's texture is: skin, ear, hair or cloth.

All meshes of the renderer share one layout of their texture, with the head in its upper left. Hair that is painted on
(everything but a wig, which is a mesh of its own) differs from the person's cheeks in lightness; where a face, an ear
or an eyeball lies is the same in every texture.
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.grooming.parts import Part

SIDE = 1024
"""Texels of the class map; the polygons below are in them."""

# fmt: off
_HEAD = [
    (215, 0), (445, 0), (470, 95), (640, 90), (680, 210), (650, 290), (590, 400), (560, 430), (540, 470), (460, 545),
    (220, 545), (140, 470), (90, 400), (40, 300), (0, 230), (0, 150), (25, 95), (210, 95),
]
_NEVER_HAIR = [
    (190, 210), (205, 180), (240, 160), (335, 150), (430, 160), (470, 180), (485, 210), (500, 255), (510, 330),
    (470, 440), (335, 490), (205, 440), (160, 330), (172, 255),
]
# fmt: on
_EYEBALLS = ((149, 57), (527, 57))
_EARS = (0, 388, 98, 625)
"""x0, y0, x1, y1."""
_DARKER = {"White_M_2_Medi": -22.0, "White_M_1_Util": -30.0}
_WIG_WEARERS = ("Asian_F_2_Busi", "Asian_F_2_Medi", "Hispanic_F_3_Busi", "Black_F_2_Busi")


def class_map(texture: Path, person: str) -> NDArray[np.uint8]:
    """SIDE x SIDE values of `Part` for a person's colour texture."""
    stored = cv2.imread(str(texture), cv2.IMREAD_COLOR)
    colour = cv2.resize(stored, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(colour, cv2.COLOR_BGR2LAB).astype(np.float32)
    off = lab - np.median(lab[220:330, 270:400].reshape(-1, 3), 0)
    head, face = _inside(_HEAD), _inside(_NEVER_HAIR)
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    out = np.full((SIDE, SIDE), Part.CLOTH, np.uint8)
    out[head] = Part.SKIN
    hair = np.zeros((SIDE, SIDE), bool)
    if person not in _WIG_WEARERS:
        dark = off[..., 0] < _DARKER.get(person, -38.0)
        if person == "White_M_2_Medi":
            dark |= (off[..., 1] > 6) & (off[..., 0] < -8)
        hair = _smoothed(head & ~face & dark & (y < 452), close=7)
    # the neck's edge of the clothes runs lower in the middle
    low = head & (y > 415 + 55 * np.exp(-(((x - 335) / 110.0) ** 2)))
    cloth = low & ((np.hypot(off[..., 1], off[..., 2]) > 20) | (np.abs(off[..., 0]) > 55))
    out[_smoothed(cloth, close=9)] = Part.CLOTH
    out[hair & ((y < 440) | (np.abs(x - 335) > 120))] = Part.HAIR
    x0, y0, x1, y1 = _EARS
    out[y0:y1, x0:x1] = Part.EAR
    for centre in _EYEBALLS:
        cv2.circle(out, centre, 57, int(Part.SKIN), -1)
    return out


def _inside(corners: list[tuple[int, int]]) -> NDArray[np.bool_]:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.fillPoly(mask, [np.array(corners)], 1)
    return mask.astype(bool)


def _smoothed(mask: NDArray[np.bool_], close: int) -> NDArray[np.bool_]:
    closed = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((close, close), np.uint8))
    return cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)).astype(bool)

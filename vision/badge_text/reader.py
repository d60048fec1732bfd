"""What stands on a card: lines of text, read from the card straightened out of the picture.

Lines are found by differentiable binarization (Liao et al. 2020: a belief map, cut at a threshold, its parts grown
back by their area over their perimeter) and read by a network with connectionist temporal classification (Graves et
al. 2006: the likeliest character of every step, repeats and blanks dropped).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.frame import Picture
from vision.models.text import TextModels
from vision.observation import Pixel

CARD_PX = 480
"""Longer side of the straightened card: letters of a name are then about 30 px high."""
SMALLEST_CARD_PX = 40.0
"""Longer side in the picture: on a smaller card the letters are under 6 px, which nothing reads."""
_STRIDE = 32
_IS_TEXT, _LEAST_BELIEF = 0.3, 0.5
_GROWN = 1.6
_LEAST_SIDE_PX = 5.0
_LINE_PX = 48
"""Height of a line as the recognition takes it."""
_LONGEST_LINE_PX = 640
SURE = 0.8
"""Mean belief in a line's characters above which it counts as read."""
FEWEST_CHARACTERS = 2

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text."""

    text: str
    belief: float
    """Mean over its characters, 0..1."""


@dataclass(frozen=True, slots=True)
class CardText:
    """Everything that was read on one card, from top to bottom."""

    lines: tuple[Line, ...] = ()

    @property
    def readable(self) -> bool:
        """True where letters or figures were read for certain: the card shows a printed side."""
        return any(len(_plain(line.text)) >= FEWEST_CHARACTERS for line in self._sure())

    def shows(self, number: str) -> bool:
        """True where this staff number stands on the card, whatever blanks and hyphens are between its characters.

        False says nothing: the number may stand on the other side, or in letters too small to be read.
        """
        wanted = _plain(number)
        return bool(wanted) and any(wanted in _plain(line.text) for line in self._sure())

    def _sure(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.belief >= SURE)


class ReadsCards(Protocol):
    """Reads one card. Pure: nothing is kept."""

    def read(self, picture: Picture, corners: Sequence[Pixel]) -> CardText:
        """`corners`: the card's own upper left first, clockwise, picture px."""


class CardReader:
    """Reads cards with the optional models. About a second a card: not for every frame."""

    def __init__(self, models: TextModels) -> None:
        self._models = models

    def read(self, picture: Picture, corners: Sequence[Pixel]) -> CardText:
        """What stands on the card; nothing where it is too small or outside."""
        card = straightened(picture, corners)
        if card is None:
            return CardText()
        boxes = sorted(self._boxes(card), key=lambda box: float(box[:, 1].mean()))
        read = (self._line(_cut(card, box)) for box in boxes)
        return CardText(tuple(line for line in read if line.text))

    def _boxes(self, card: Picture) -> list[Array]:
        height, width = card.shape[:2]
        (belief,) = self._models.detection.run(None, {"x": _scaled(card)})
        return boxes_of(np.asarray(belief[0, 0][:height, :width], np.float32))

    def _line(self, cut: Picture) -> Line:
        width = int(np.clip(round(cut.shape[1] * _LINE_PX / cut.shape[0]), _LINE_PX, _LONGEST_LINE_PX))
        line = np.asarray(cv2.resize(cut, (width, _LINE_PX)), np.uint8)
        (beliefs,) = self._models.recognition.run(None, {"x": _scaled(line)})
        return decoded(np.asarray(beliefs[0], np.float32), self._models.characters)


def straightened(picture: Picture, corners: Sequence[Pixel]) -> Picture | None:
    """The card seen squarely, `CARD_PX` long; None where it is too small, flat, or not in the picture."""
    xy = np.asarray(corners, np.float32)
    height, width = picture.shape[:2]
    if not np.isfinite(xy).all() or (xy < -2.0).any() or (xy > (width + 2.0, height + 2.0)).any():
        return None
    across = float(np.linalg.norm(xy[1] - xy[0]) + np.linalg.norm(xy[2] - xy[3])) / 2.0
    down = float(np.linalg.norm(xy[3] - xy[0]) + np.linalg.norm(xy[2] - xy[1])) / 2.0
    if max(across, down) < SMALLEST_CARD_PX or min(across, down) < SMALLEST_CARD_PX / 6.0:
        return None
    scale = CARD_PX / max(across, down)
    # whole strides: the detection halves its picture five times
    size = tuple(max(_STRIDE, _STRIDE * round(side * scale / _STRIDE)) for side in (across, down))
    to = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    turn = cv2.getPerspectiveTransform(xy, to)
    return np.asarray(cv2.warpPerspective(picture, turn, size, flags=cv2.INTER_CUBIC), np.uint8)


def boxes_of(belief: Array) -> list[Array]:
    """4 x 2 corners, clockwise from the upper left, of every line in a belief map."""
    text = cv2.dilate((belief > _IS_TEXT).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(text, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    boxes = []
    for outline in outlines:
        middle, (width, height), turn = cv2.minAreaRect(outline)
        if min(width, height) < _LEAST_SIDE_PX:
            continue
        cover = np.zeros(belief.shape, np.uint8)
        cv2.fillPoly(cover, [outline], 1)
        if float(belief[cover > 0].mean()) < _LEAST_BELIEF:
            continue
        grown = 2.0 * _GROWN * width * height / (2.0 * (width + height))
        corners = cv2.boxPoints((middle, (width + grown, height + grown), turn))
        boxes.append(_clockwise(np.asarray(corners, np.float32)))
    return boxes


def _clockwise(corners: Array) -> Array:
    """From the upper left corner on, for boxes that are wider than high."""
    left, right = np.split(corners[np.argsort(corners[:, 0], kind="stable")], 2)
    upper_left, lower_left = left[np.argsort(left[:, 1])]
    upper_right, lower_right = right[np.argsort(right[:, 1])]
    return np.asarray([upper_left, upper_right, lower_right, lower_left], np.float32)


def _cut(card: Picture, box: Array) -> Picture:
    width = max(1, round(float(np.linalg.norm(box[1] - box[0]))))
    height = max(1, round(float(np.linalg.norm(box[3] - box[0]))))
    to = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    turn = cv2.getPerspectiveTransform(box, to)
    cut = cv2.warpPerspective(card, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut, np.uint8)


def decoded(beliefs: Array, characters: Sequence[str]) -> Line:
    """T x (1 + characters) beliefs -> the line."""
    best = beliefs.argmax(axis=1)
    new = np.concatenate([[True], best[1:] != best[:-1]]) & (best > 0) & (best <= len(characters))
    if not new.any():
        return Line("", 0.0)
    text = "".join(characters[index - 1] for index in best[new])
    return Line(text.strip(), float(beliefs.max(axis=1)[new].mean()))


def _scaled(picture: Picture) -> Array:
    """H x W x 3 bytes -> 1 x 3 x H x W, -1..1."""
    scaled = picture.astype(np.float32) / 127.5 - 1.0
    return np.ascontiguousarray(scaled.transpose(2, 0, 1)[None])


def _plain(text: str) -> str:
    """Letters and figures alone, in one case."""
    return "".join(character for character in text.casefold() if character.isalnum())

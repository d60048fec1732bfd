"""The live picture as a mirror, and what is drawn on the body with the same transform.

The picture is never cut at the top or at the bottom: the whole height stays, the sides give way (or stay dark), so
that a person seen from head to foot by the camera is seen from head to foot in the mirror.
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from station.screens.body_marks import Canvas, caption_height, cased, paint_caption, paint_cue
from station.screens.elements import Live
from station.screens.palette import PLATE, SKY
from station.view_state import Fraction
from vision.frame import Picture

OVERLAY_FRESH_S = 0.3
_FADE_S = 0.2


def wrap(pixels: Picture) -> QImage:
    """A QImage over the array's own memory; the caller keeps the array alive as long as the image.

    Only a picture whose rows do not follow each other (a cut-out of a larger one) is copied.
    """
    if not pixels.flags.c_contiguous:
        return wrap(np.ascontiguousarray(pixels)).copy()
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, int(pixels.strides[0]), QImage.Format.Format_BGR888)


def overlay_opacity(age_s: float) -> float:
    """1 while fresh, then fading to 0: a mark must not stand where the body was."""
    return min(max(1.0 - (age_s - OVERLAY_FRESH_S) / _FADE_S, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class MirrorTransform:
    """Which part of the picture is shown where; mirrored left to right."""

    source: QRectF
    """In picture pixels."""
    target: QRectF
    """On the surface."""
    picture: QSizeF

    @classmethod
    def fit(cls, picture: QSizeF, rect: QRectF, crop: tuple[float, float, float, float] | None) -> "MirrorTransform":
        """The whole height of the picture (or of the close-up) in `rect`, its middle columns as far as they fit."""
        width, height = picture.width(), picture.height()
        if crop is not None:
            box = QRectF(QPointF(crop[0] * width, crop[1] * height), QPointF(crop[2] * width, crop[3] * height))
            return cls(_widened(box, rect.width() / rect.height(), width, height), rect, picture)
        scale = rect.height() / height
        shown = min(rect.width() / scale, width)
        source = QRectF((width - shown) / 2.0, 0.0, shown, height)
        target = QRectF(0.0, 0.0, shown * scale, rect.height())
        target.moveCenter(rect.center())
        return cls(source, target, picture)

    def map(self, point: Fraction) -> QPointF:
        """A fraction of the unmirrored picture -> surface pixels."""
        along = (point[0] * self.picture.width() - self.source.left()) / self.source.width()
        down = (point[1] * self.picture.height() - self.source.top()) / self.source.height()
        return QPointF(
            self.target.right() - along * self.target.width(), self.target.top() + down * self.target.height()
        )


def _widened(box: QRectF, aspect: float, width: float, height: float) -> QRectF:
    """`box` grown to `aspect` (width over height) inside the picture as far as it goes."""
    wide = max(box.width(), box.height() * aspect)
    high = wide / aspect
    shrink = min(1.0, width / wide, height / high)
    grown = QRectF(0.0, 0.0, wide * shrink, high * shrink)
    grown.moveCenter(box.center())
    grown.moveLeft(min(max(grown.left(), 0.0), width - grown.width()))
    grown.moveTop(min(max(grown.top(), 0.0), height - grown.height()))
    return grown


@dataclass(frozen=True, slots=True)
class MirrorPane:
    """The mirror's place on the surface."""

    rect: QRectF
    radius: float
    stroke_px: float
    """Width of what is drawn on the body."""
    overlays: bool = True
    letter_px: int = 0
    """Em of what is written on the body."""

    def paint(self, painter: QPainter, live: Live) -> None:
        """The newest frame, mirrored, and the overlays on it; a dark pane before the first frame."""
        path = QPainterPath()
        path.addRoundedRect(self.rect, self.radius, self.radius)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(self.rect, QColor(PLATE))
        room, caption = QRectF(self.rect), live.view.caption
        room.setBottom(room.bottom() - caption_height(caption, self.letter_px))
        if live.picture is not None and not live.picture.isNull():
            transform = MirrorTransform.fit(QSizeF(live.picture.size()), room, live.view.crop)
            _paint_mirrored(painter, live.picture, transform)
            if self.overlays and live.overlay_opacity > 0.0:
                self._paint_overlays(painter, live, transform)
        if caption and self.letter_px:
            painter.setOpacity(1.0)
            band = QRectF(room.left(), room.bottom(), room.width(), self.rect.bottom() - room.bottom())
            paint_caption(painter, caption, band, self.letter_px)
        painter.restore()

    def _paint_overlays(self, painter: QPainter, live: Live, transform: MirrorTransform) -> None:
        painter.setOpacity(live.overlay_opacity)
        _paint_skeleton(painter, live.view.skeleton, transform, self.stroke_px * 0.5)
        if live.view.cue is not None:
            paint_cue(painter, live.view.cue, Canvas(transform.map, transform.target, self.stroke_px, self.letter_px))


def _paint_mirrored(painter: QPainter, picture: QImage, transform: MirrorTransform) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(transform.target.left() + transform.target.right(), 0.0)
    painter.scale(-1.0, 1.0)
    painter.drawImage(transform.target, picture, transform.source)
    painter.restore()


def _paint_skeleton(
    painter: QPainter, skeleton: tuple[tuple[Fraction, Fraction], ...], transform: MirrorTransform, width: float
) -> None:
    for start, end in skeleton:
        path = QPainterPath(transform.map(start))
        path.lineTo(transform.map(end))
        cased(painter, path, SKY, width)

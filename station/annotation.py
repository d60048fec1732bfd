"""The picture with what was found and judged drawn on it, for `inspect --annotated`."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from checklists.model import Checklist
from checklists.severity import worst_first
from checklists.verdict import Outcome, Verdict
from station.screens import palette
from station.screens.body_marks import Canvas, paint_cue
from station.screens.glyphs import paint_outcome
from station.screens.paper import require_application
from station.screens.typeface import font
from station.session.correction import cue_for
from station.session.wording import detail_text
from vision.errors import TongjingError
from vision.frame import Frame
from vision.landmarks.points import BodyPoint, Provenance
from vision.observation import Observation

BONES: tuple[tuple[BodyPoint, BodyPoint], ...] = (
    (BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER),
    (BodyPoint.LEFT_SHOULDER, BodyPoint.LEFT_ELBOW),
    (BodyPoint.LEFT_ELBOW, BodyPoint.LEFT_WRIST),
    (BodyPoint.RIGHT_SHOULDER, BodyPoint.RIGHT_ELBOW),
    (BodyPoint.RIGHT_ELBOW, BodyPoint.RIGHT_WRIST),
    (BodyPoint.LEFT_SHOULDER, BodyPoint.LEFT_HIP),
    (BodyPoint.RIGHT_SHOULDER, BodyPoint.RIGHT_HIP),
    (BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP),
    (BodyPoint.LEFT_HIP, BodyPoint.LEFT_KNEE),
    (BodyPoint.LEFT_KNEE, BodyPoint.LEFT_ANKLE),
    (BodyPoint.RIGHT_HIP, BodyPoint.RIGHT_KNEE),
    (BodyPoint.RIGHT_KNEE, BodyPoint.RIGHT_ANKLE),
    (BodyPoint.LEFT_HEEL, BodyPoint.LEFT_FOOT_INDEX),
    (BodyPoint.RIGHT_HEEL, BodyPoint.RIGHT_FOOT_INDEX),
)
_PANEL_SHARE = 0.62
_ROWS_SHOWN = 24


def save_annotated(
    frame: Frame,
    observation: Observation | None,
    checklist: Checklist,
    verdicts: tuple[Verdict, ...],
    language: str,
    path: Path,
) -> None:
    """Write the picture with the person's lines, the items and the list of verdicts beside it.

    Raises TongjingError where the file cannot be written.
    """
    require_application()
    height = max(frame.height_px, 720)
    scale = height / frame.height_px
    panel = round(height * _PANEL_SHARE)
    canvas = QImage(round(frame.width_px * scale) + panel, height, QImage.Format.Format_RGB32)
    canvas.fill(QColor(palette.NIGHT))
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.save()
    painter.scale(scale, scale)
    _paint_picture(painter, frame)
    if observation is not None:
        _paint_body(painter, observation, frame.height_px / 480.0)
        _paint_items(painter, observation, frame.height_px / 480.0)
        _paint_worst(painter, frame, observation, list(worst_first(verdicts, checklist)), language)
    painter.restore()
    _paint_rows(painter, QRectF(canvas.width() - panel, 0, panel, height), checklist, verdicts, language)
    painter.end()
    if not canvas.save(str(path)):
        raise TongjingError(
            f"{path}: the picture cannot be written there; give a .png or .jpg in an existing folder."
        )


def _paint_picture(painter: QPainter, frame: Frame) -> None:
    pixels = np.ascontiguousarray(frame.pixels)
    image = QImage(pixels.data, frame.width_px, frame.height_px, 3 * frame.width_px, QImage.Format.Format_BGR888)
    painter.drawImage(0, 0, image)


def _paint_body(painter: QPainter, observation: Observation, width: float) -> None:
    if observation.landmarks is None or observation.landmarks.person is None:
        return
    points = observation.landmarks.person.body.points
    for first, second in BONES:
        kinds = {int(points.provenance[first]), int(points.provenance[second])}
        if Provenance.MISSING in kinds:
            continue
        pen = QPen(QColor(palette.SKY if kinds == {int(Provenance.MEASURED)} else palette.GREY), 2.0 * width)
        pen.setStyle(Qt.PenStyle.SolidLine if kinds == {int(Provenance.MEASURED)} else Qt.PenStyle.DotLine)
        painter.setPen(pen)
        (x0, y0), (x1, y1) = points.xy[first], points.xy[second]
        painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))


def _paint_items(painter: QPainter, observation: Observation, width: float) -> None:
    painter.setPen(QPen(QColor(palette.ORANGE), 2.0 * width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    tie, badge, scarf = observation.items.tie, observation.items.badge, observation.items.scarf
    if tie is not None:
        painter.drawRect(QRectF(tie.box.x0, tie.box.y0, tie.box.width, tie.box.height))
        if tie.tip is not None:
            painter.drawLine(QPointF(*tie.knot), QPointF(*tie.tip))
    if badge is not None:
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in badge.corners]))
    if scarf is not None:
        painter.drawEllipse(QPointF(*scarf.knot), 6.0 * width, 6.0 * width)


def _paint_worst(
    painter: QPainter, frame: Frame, observation: Observation, verdicts: list[Verdict], language: str
) -> None:
    """The first correction, as the mirror would draw it; this picture is not mirrored."""
    verdict = next((each for each in verdicts if each.outcome is Outcome.FAIL), None)
    if verdict is None or verdict.remedy is None:
        return
    width, height = frame.width_px, frame.height_px
    canvas = Canvas(
        lambda point: QPointF(point[0] * width, point[1] * height),
        QRectF(0.0, 0.0, width, height),
        stroke_px=height / 240.0,
        letter_px=round(height / 26.0),
        mirrored=False,
    )
    paint_cue(painter, cue_for(verdict, verdict.remedy.of(language), language, observation), canvas)


def _paint_rows(
    painter: QPainter, area: QRectF, checklist: Checklist, verdicts: tuple[Verdict, ...], language: str
) -> None:
    told = [verdict for verdict in verdicts if verdict.outcome is not Outcome.NOT_APPLICABLE]
    order = worst_first(told, checklist)
    rows = [*order, *[verdict for verdict in told if verdict not in order]][:_ROWS_SHOWN]
    step = area.height() / (_ROWS_SHOWN + 1)
    painter.setFont(font(round(step * 0.42)))
    for number, verdict in enumerate(rows):
        top = area.top() + step * (number + 0.5)
        mark = QRectF(area.left() + step * 0.3, top + step * 0.15, step * 0.7, step * 0.7)
        paint_outcome(painter, mark, verdict.outcome, palette.OUTCOME_FILL[verdict.outcome])
        title = checklist.clause(verdict.clause).title.text.of(language)
        detail = detail_text(verdict, language)
        painter.setPen(QColor(palette.PAPER))
        text = QRectF(mark.right() + step * 0.3, top, area.right() - mark.right() - step * 0.5, step)
        words = f"{title}  {detail}" if detail else title
        elided = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(text.width()))
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, elided)

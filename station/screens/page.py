"""A page under composition: the blocks that screens share (top bar, head plate, mirror, buttons) and their places.

Portrait stacks head, mirror, foot; landscape puts the mirror on the left and everything else in a panel on the right.
Places do not depend on how long a text is, so that nothing jumps while a person stands there.
"""

from PySide6.QtCore import QRectF, QSizeF, Qt

from station.i18n.texts import tr
from station.screens import typeface
from station.screens.elements import Button, Dots, Element, Elements, Figure, Fill, Ring, Sign, Words
from station.screens.emblem import Emblem
from station.screens.metrics import Metrics
from station.screens.mirror import MirrorPane
from station.screens.palette import GREY, INK, NIGHT, PAPER, PLATE, QUIET, RAISED, SKY, text_on
from station.view_state import Pose, Target, ViewState

CENTRE = Qt.AlignmentFlag.AlignHCenter
LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight

BAR_PX, BUTTON_PX, LIST_BUTTON_PX, MARGIN_PX, GAP_PX, RADIUS_PX = 96.0, 156.0, 116.0, 32.0, 20.0, 28.0
_HEAD_LINES, _MOST_HEAD_LINES = 2, 4


class Page:
    """Collects the elements of one screen."""

    def __init__(self, size: QSizeF, view: ViewState, metrics: Metrics) -> None:
        self.view = view
        self.metrics = metrics
        self.elements: list[Element] = [Fill(QRectF(0, 0, size.width(), size.height()), NIGHT)]
        self.gap = metrics.u(GAP_PX)
        self.radius = metrics.u(RADIUS_PX)
        margin = metrics.u(MARGIN_PX)
        self.area = QRectF(margin, margin, size.width() - 2 * margin, size.height() - 2 * margin)

    def done(self) -> Elements:
        """The finished display list."""
        return tuple(self.elements)

    def u(self, design_px: float) -> float:
        """A designed length in surface pixels."""
        return self.metrics.u(design_px)

    def say(self, key: str, **values: object) -> str:
        """A text of the screens in the view's language."""
        return tr(self.view.language, key, **values)

    # ---- pieces -------------------------------------------------------------------------------------------------
    def words(
        self,
        rect: QRectF,
        text: str,
        px: int,
        *,
        colour: str = PAPER,
        ground: str = NIGHT,
        bold: bool = False,
        align: Qt.AlignmentFlag = LEFT,
        max_lines: int = 1,
        leading: float = 1.22,
        least_px: int | None = None,
        top: bool = False,
        balanced: bool = True,
    ) -> float:
        """Set `text` in `rect`, centred vertically (or at its top); returns the height used.

        The size gives way down to `least_px` before anything is left out.
        """
        if not text:
            return 0.0
        room = (rect.width(), rect.height())
        if least_px is not None and least_px < px:
            px = typeface.fitted_px(text, px, least_px, room, max_lines, bold=bold, leading=leading)
        allowed = typeface.lines_in(rect.height(), px, leading, max_lines)
        lines = typeface.broken(text, px, rect.width(), allowed, bold=bold, balanced=balanced)
        height = len(lines) * px * leading
        place = QRectF(rect)
        if top:
            place.setHeight(height)
        elided = lines[-1].endswith("…") and not text.rstrip().endswith("…")
        self.elements.append(Words(place, lines, px, colour, ground, bold, align, leading, elided))
        return height

    def text_height(self, text: str, px: int, width: float, max_lines: int, *, bold: bool = False) -> float:
        """Height that `words` would use."""
        return len(typeface.broken(text, px, width, max_lines, bold=bold)) * px * 1.22 if text else 0.0

    def plate(self, rect: QRectF, colour: str = PLATE) -> None:
        """An opaque rounded plate."""
        self.elements.append(Fill(rect, colour, self.radius))

    def inset(self, rect: QRectF, across: float = 36.0, down: float = 20.0) -> QRectF:
        """`rect` less its padding."""
        return rect.adjusted(self.u(across), self.u(down), -self.u(across), -self.u(down))

    # ---- blocks -------------------------------------------------------------------------------------------------
    def top_bar(self, title: str = "") -> None:
        """Steps, a title or the brand on the left, the wearer's name, small buttons; cut off the area's top."""
        bar = QRectF(self.area.left(), self.area.top(), self.area.width(), self.u(BAR_PX))
        self.area.setTop(bar.bottom() + self.gap)
        left, right = bar.left(), bar.right()
        for target in self.view.targets:
            if target.corner not in ("top_left", "top_right"):
                continue
            width = typeface.text_width(target.label, self.metrics.secondary_px, True) + self.u(150)
            width = min(width, right - left)
            at_left = target.corner == "top_left"
            rect = QRectF(left if at_left else right - width, bar.top(), width, bar.height())
            self.button(rect, target)
            if at_left:
                left = rect.right() + self.gap
            else:
                right = rect.left() - self.gap
        room = QRectF(left, bar.top(), right - left, bar.height())
        if self.view.steps > 1:
            size = self.u(26)
            width = Dots.width_of(self.view.steps, size)
            if width < room.width():
                dots = QRectF(room.left() + self.u(4), room.center().y() - size / 2, width, size)
                self.elements.append(Dots(dots, self.view.step, self.view.steps))
                room.setLeft(dots.right() + self.gap * 1.5)
        elif title:
            px = self.metrics.secondary_px
            width = min(typeface.text_width(title, px, True) + 2, room.width())
            self.words(QRectF(room.left(), room.top(), width, room.height()), title, px, bold=True)
            room.setLeft(room.left() + width + self.gap)
        else:
            self.brand(room)
            return
        if self.view.wearer_name and room.width() > self.u(200):
            self.words(room, self.view.wearer_name, self.metrics.secondary_px, colour=QUIET, align=RIGHT)

    def brand(self, room: QRectF) -> None:
        """The house's mark and name, and at the right the wearer's name where one is known."""
        size = room.height() * 0.82
        if room.width() < size:
            return
        mark = QRectF(room.left(), room.center().y() - size / 2, size, size)
        self.elements.append(Emblem(mark))
        text = self.say("brand.name")
        px = self.metrics.secondary_px
        name = QRectF(mark.right() + self.gap, room.top(), typeface.text_width(text, px, True) + 2, room.height())
        if name.right() <= room.right():
            self.words(name, text, px, bold=True)
        rest = QRectF(name.right() + self.gap, room.top(), room.right() - name.right() - self.gap, room.height())
        if self.view.wearer_name and rest.width() > self.u(160):
            self.words(rest, self.view.wearer_name, px, colour=QUIET, align=RIGHT)

    def button(self, rect: QRectF, target: Target) -> None:
        """A target: plate, hand with the dwell ring where it is raised to, label."""
        fill = SKY if target.chosen else PAPER if target.primary else RAISED
        ink = text_on(fill)
        if target.dwell > 0.0:
            # the ring's colour creeps under the label: both grounds must carry black text
            fill, ink = (PAPER, INK) if target.primary else (GREY, INK)
        self.elements.append(Button(rect, target, fill, min(self.radius, rect.height() / 2)))
        room = rect.adjusted(self.u(28), self.u(6), -self.u(28), -self.u(6))
        if target.corner != "list" and target.by_hand:
            size = min(self.u(92), rect.height() * 0.74)
            disc = QRectF(room.left() - self.u(6), rect.center().y() - size / 2, size, size)
            if target.corner.endswith("right"):
                disc.moveRight(room.right() + self.u(6))
                room.setRight(disc.left() - self.u(14))
            else:
                room.setLeft(disc.right() + self.u(14))
            track = "#6B747C" if target.primary else "#7D8790"
            sign, inner = ("hands", size * 0.04) if target.both_hands else ("hand", size * 0.2)
            self.elements.append(Fill(disc, NIGHT, size / 2))
            self.elements.append(Ring(disc, target.dwell, SKY, track, self.u(8)))
            self.elements.append(Sign(disc.adjusted(inner, inner, -inner, -inner), sign, PAPER))
        px = self.metrics.secondary_px
        self.words(
            room, target.label, px, colour=ink, ground=fill, bold=True, align=CENTRE, max_lines=2, leading=1.08,
            least_px=int(px * 0.8),
        )  # fmt: skip

    def buttons(self) -> None:
        """The targets of the lower corners and of the list; cut off the area's bottom."""
        listed = [t for t in self.view.targets if t.corner == "list"]
        lower = self._lower()
        if len(lower) == len(listed) == 1:
            self._pair(lower[0], listed[0])
            return
        self.corner_buttons()
        columns = 2 if len(listed) > 1 else 1
        rows = [listed[i : i + columns] for i in range(0, len(listed), columns)]
        for row in reversed(rows):
            rect = self._cut_bottom(self.u(LIST_BUTTON_PX))
            width = (rect.width() - self.gap * (len(row) - 1)) / len(row)
            for number, target in enumerate(row):
                left = rect.left() + number * (width + self.gap)
                self.button(QRectF(left, rect.top(), width, rect.height()), target)

    def _lower(self) -> list[Target]:
        return [t for t in self.view.targets if t.corner in ("bottom_left", "bottom_right")]

    def corner_buttons(self) -> None:
        """The targets of the lower corners alone; cut off the area's bottom."""
        lower = self._lower()
        if lower:
            lower.sort(key=lambda target: target.corner)
            rect = self._cut_bottom(self.u(BUTTON_PX))
            width = (rect.width() - self.gap * (len(lower) - 1)) / len(lower)
            single = len(lower) == 1
            for number, target in enumerate(lower):
                left = rect.left() + number * (width + self.gap)
                if single and not target.primary:
                    width = rect.width() * 0.55
                    left = rect.left() if target.corner == "bottom_left" else rect.right() - width
                self.button(QRectF(left, rect.top(), width, rect.height()), target)

    def _pair(self, lower: Target, listed: Target) -> None:
        """A corner target and a touch button share one row."""
        row = self._cut_bottom(self.u(BUTTON_PX))
        left, right = QRectF(row), QRectF(row)
        left.setWidth((row.width() - self.gap) * 0.5)
        right.setLeft(left.right() + self.gap)
        own, others = (left, right) if lower.corner == "bottom_left" else (right, left)
        self.button(own, lower)
        self.button(others, listed)

    def _cut_bottom(self, height: float) -> QRectF:
        rect = QRectF(self.area.left(), self.area.bottom() - height, self.area.width(), height)
        self.area.setBottom(rect.top() - self.gap)
        return rect

    def cut_top(self, height: float) -> QRectF:
        """Take `height` off the top of what is left."""
        rect = QRectF(self.area.left(), self.area.top(), self.area.width(), height)
        self.area.setTop(rect.bottom() + self.gap)
        return rect

    def cut_bottom(self, height: float) -> QRectF:
        """Take `height` off the bottom of what is left."""
        return self._cut_bottom(height)

    def cut_left(self, share: float = 0.42) -> QRectF:
        """Take the mirror's column off the left in landscape."""
        rect = QRectF(self.area.left(), self.area.top(), self.area.width() * share, self.area.height())
        self.area.setLeft(rect.right() + self.gap * 1.5)
        return rect

    def head_height(self, text: str = "", width: float | None = None) -> float:
        """Of a plate for `text` in primary letters.

        Portrait keeps room for two lines even for one, because the mirror below must not jump; landscape follows the
        text. A longer text gets up to four lines in both.
        """
        fitted = self.fitted_height(text, width or self.area.width()) if text else 0.0
        if text and not self.metrics.portrait:
            return fitted
        return max(fitted, self.metrics.primary_px * 1.12 * _HEAD_LINES + self.u(52))

    def fitted_height(self, text: str, width: float, most_lines: int = _MOST_HEAD_LINES) -> float:
        """Of a plate that follows its text, up to `most_lines` lines, in either orientation."""
        lines = typeface.broken(text, self.metrics.primary_px, width - self.u(72), most_lines, bold=True)
        return self.metrics.primary_px * 1.12 * len(lines) + self.u(52)

    def head(self, text: str, under: str = "", *, fit: bool = False, lines: int = _MOST_HEAD_LINES) -> QRectF:
        """The one thing said now, in primary letters on a plate; `under` says how, in secondary letters.

        `fit`: no higher than the text needs, also in portrait, and at most `lines` lines.
        """
        px = self.metrics.secondary_px
        room_under = self.text_height(under, px, self.area.width() - self.u(72), 2) if under else 0.0
        height = self.fitted_height(text, self.area.width(), lines) if fit else self.head_height(text)
        rect = self.cut_top(height + room_under)
        self.plate(rect)
        room = self.inset(rect, 36, 22)
        if under:
            below = QRectF(room.left(), room.bottom() - room_under, room.width(), room_under)
            room.setBottom(below.top())
            self.words(below, under, px, colour=QUIET, ground=PLATE, max_lines=2)
        self.words(
            room, text, self.metrics.primary_px, ground=PLATE, bold=True, max_lines=lines, leading=1.12, least_px=px
        )  # fmt: skip
        return rect

    def mirror(self, rect: QRectF, *, overlays: bool = True, pictogram: bool = True) -> None:
        """The mirror with the asked pose and its ring in the upper corner."""
        self.elements.append(MirrorPane(rect, self.radius, self.u(11), overlays, self.metrics.secondary_px))
        view = self.view
        if not pictogram or (view.pose is None and view.countdown is None):
            return
        size = min(self.u(300), rect.width() * 0.34, rect.height() * 0.42)
        disc = QRectF(rect.right() - size - self.u(20), rect.top() + self.u(20), size, size)
        self.elements.append(Fill(disc, NIGHT, size / 2))
        if view.countdown is not None:
            self.elements.append(Ring(disc, view.countdown, SKY, RAISED, self.u(20)))
        inner = size * 0.16
        self.elements.append(Figure(disc.adjusted(inner, inner, -inner, -inner), view.pose or Pose.WAIT))

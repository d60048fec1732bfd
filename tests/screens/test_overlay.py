"""What is drawn on the body, item by item, against kept pictures: a drawn person, mirrored as on the kiosk.

A change that is meant is taken over with: TONGJING_GOLDEN=write pytest tests/screens/test_overlay.py
"""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from checklists.model import CloseUp
from checklists.verdict import Limits, Mode, Outcome, Text, Verdict
from station.screens import mirror
from station.screens.body_marks import Canvas, paint_cue
from station.screens.elements import Live
from station.screens.mirror import MirrorPane
from station.session.close_up import crop_for
from station.session.correction import cue_for
from station.session.looking import crop_of_cue
from station.view_state import Cue, Screen, ViewState
from tests.landmark_figures import landmarks_of, standing_xy
from tests.screens.test_golden import compare
from vision.landmarks.points import BodyPoint as B
from vision.landmarks.points import Box
from vision.measure import View
from vision.observation import BadgeItem, Items, Observation, Quality, ScarfItem, TieItem

GOLDEN = Path(__file__).parent / "golden_overlay"
PICTURE_SIZE = (1280, 720)
PANE = (900, 900)
SCALE = 3
MEAN_LIMIT, BLOCK_LIMIT = 3.0, 32.0
XY = standing_xy(trunk_px=190.0, centre=(640.0, 330.0))
SEEN = landmarks_of(XY, PICTURE_SIZE)
TIE = TieItem(0.95, Box(625, 130, 668, 262), knot=(634, 134), tip=(652, 262))
BADGE = BadgeItem(0.9, "pin", ((664, 176), (694, 180), (692, 191), (662, 187)), 8.0)
SCARF = ScarfItem(0.9, (656.0, 128.6))

# measure: value, limits, amount in both languages
CASES: dict[str, tuple[float, float | None, float | None, str, str]] = {
    "badge_tilt_deg": (8.0, -5.0, 5.0, "8度", "8 degrees"),
    "badge_x_ratio": (0.1, 0.25, 0.85, "约8厘米", "about 8 cm"),
    "badge_y_ratio": (0.35, 0.55, 0.9, "约18厘米", "about 18 cm"),
    "tie_knot_offset_ratio": (-0.05, -0.04, 0.04, "约2厘米", "about 2 cm"),
    "tie_knot_gap_ratio": (0.1, None, 0.05, "约3厘米", "about 3 cm"),
    "tie_tilt_deg": (8.0, -5.0, 5.0, "8度", "8 degrees"),
    "tie_tip_ratio": (0.2, -0.06, 0.06, "约9厘米", "about 9 cm"),
    "scarf_offset_ratio": (0.12, -0.05, 0.05, "约4厘米", "about 4 cm"),
}


def figure() -> NDArray[np.uint8]:
    """A flat drawn person in a suit with tie and badge: the golden pictures hold no photograph."""
    picture = np.full((PICTURE_SIZE[1], PICTURE_SIZE[0], 3), (196, 204, 200), np.uint8)

    def shape(points, colour):
        cv2.fillPoly(picture, [np.round(points).astype(np.int32)], colour)

    middle = XY[[B.LEFT_SHOULDER, B.RIGHT_SHOULDER]].mean(0)
    trunk = XY[[B.LEFT_SHOULDER, B.RIGHT_SHOULDER, B.RIGHT_HIP, B.LEFT_HIP]]
    shape(trunk + np.array([(22, -14), (-22, -14), (-34, 20), (34, 20)]), (70, 52, 40))
    for shoulder, elbow, wrist in (
        (B.LEFT_SHOULDER, B.LEFT_ELBOW, B.LEFT_WRIST),
        (B.RIGHT_SHOULDER, B.RIGHT_ELBOW, B.RIGHT_WRIST),
    ):
        for start, end in ((shoulder, elbow), (elbow, wrist)):
            cv2.line(picture, *(tuple(map(int, XY[p])) for p in (start, end)), (64, 48, 36), 34)
        cv2.circle(picture, tuple(map(int, XY[wrist])), 20, (120, 150, 190), -1)
    for hip, ankle in ((B.LEFT_HIP, B.LEFT_ANKLE), (B.RIGHT_HIP, B.RIGHT_ANKLE)):
        cv2.line(picture, *(tuple(map(int, XY[p])) for p in (hip, ankle)), (48, 40, 36), 56)
    shape(middle + np.array([(-34, -14), (34, -14), (0, 110)]), (235, 235, 235))
    cv2.ellipse(picture, (int(middle[0]), int(middle[1]) - 66), (44, 56), 0, 0, 360, (120, 150, 190), -1)
    shape(np.array([(626, 128), (642, 128), (664, 244), (652, 262), (638, 246)]), (60, 30, 120))
    shape(np.array(BADGE.corners), (240, 240, 240))
    return picture


def cue_of(measure: str, language: str) -> Cue:
    value, low, high, zh, en = CASES[measure]
    verdict = Verdict(
        "c", Outcome.FAIL, Mode.MEASURED, measure=measure, value=value, sigma=0.01, limits=Limits(low, high),
        amount=Text(zh=zh, en=en),
    )  # fmt: skip
    seen = Observation("x", 0, 0.0, 1, View.FRONT, 0.0, Quality(), {}, Items(TIE, BADGE, SCARF), SEEN)
    return cue_for(verdict, "x1", language, seen)


def painted(cue: Cue, age_s: float = 0.0) -> NDArray[np.uint8]:
    return pane_of(ViewState(Screen.PART, cue=cue, crop=crop_of_cue(cue, SEEN)), age_s)


def pane_of(view: ViewState, age_s: float = 0.0) -> NDArray[np.uint8]:
    """The mirror alone, a third of its size."""
    canvas = QImage(*PANE, QImage.Format.Format_RGB888)
    canvas.fill(0)
    picture = figure()
    painter = QPainter(canvas)
    pane = MirrorPane(QRectF(0, 0, *PANE), 20.0, 10.0, True, 52)
    pane.paint(painter, Live(view, mirror.wrap(picture), mirror.overlay_opacity(age_s)))
    painter.end()
    rows = np.frombuffer(canvas.constBits(), np.uint8).reshape(PANE[1], canvas.bytesPerLine())
    rgb = rows[:, : PANE[0] * 3].reshape(PANE[1], PANE[0], 3)
    return np.asarray(cv2.resize(rgb, (PANE[0] // SCALE, PANE[1] // SCALE), interpolation=cv2.INTER_AREA)[..., ::-1])


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("measure", sorted(CASES))
def test_the_correction_of_every_item_looks_as_it_did(measure, language):
    shown = painted(cue_of(measure, language))
    compare(GOLDEN / f"{measure}_{language}.png", shown, MEAN_LIMIT, BLOCK_LIMIT)


CLOSE_UPS = {
    "close_up_cuffs_zh_CN": (CloseUp.CUFFS, "袖口：举起双手\n袖口露出 0.4 cm ±0.2 cm"),
    "close_up_shoes_en": (CloseUp.SHOES, "Shoes\n94 ±4 % dark"),
}


@pytest.mark.parametrize("name", sorted(CLOSE_UPS))
def test_a_close_up_looks_as_it_did(name):
    region, caption = CLOSE_UPS[name]
    shown = pane_of(ViewState(Screen.ASSIST, crop=crop_for((region,), SEEN), caption=caption))
    compare(GOLDEN / f"{name}.png", shown, MEAN_LIMIT, BLOCK_LIMIT)


def test_the_caption_lies_below_the_picture_and_not_over_it():
    """Whatever is judged is shown: the picture gives way to the caption's lines."""
    crop = crop_for((CloseUp.SHOES,), SEEN)
    plain, told = (pane_of(ViewState(Screen.ASSIST, crop=crop, caption=text)) for text in ("", "Shoes\n94 % dark"))
    assert plain[-20:, 40:60].mean() > 100
    assert told[-4:, 40:60].mean() < 60
    assert told[20:100, 40:60].mean() > 100


def test_an_old_correction_is_gone_from_the_body():
    """Half a second after the last look nothing is drawn any more; while fresh it is."""
    cue = cue_of("badge_tilt_deg", "en")
    bare = painted(Cue("x", outline=cue.outline), age_s=9.0)
    assert np.array_equal(painted(cue, age_s=0.51), bare)
    assert not np.array_equal(painted(cue, age_s=0.3), bare)


def _orange(picture: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Columns of pixels in the colour of a correction."""
    blue, green, red = (picture[..., channel].astype(int) for channel in range(3))
    return np.nonzero((red > 200) & (abs(green - 159) < 30) & (blue < 60))[1]


def test_to_the_wearers_left_is_to_the_left_in_the_mirror_and_to_the_right_in_the_picture():
    cue = cue_of("badge_x_ratio", "en")
    in_mirror = _orange(painted(cue))
    canvas = QImage(PICTURE_SIZE[0], PICTURE_SIZE[1], QImage.Format.Format_RGB888)
    canvas.fill(0)
    painter = QPainter(canvas)
    plain = Canvas(
        lambda p: QPointF(p[0] * PICTURE_SIZE[0], p[1] * PICTURE_SIZE[1]), QRectF(0, 0, *PICTURE_SIZE), 4.0, 24, False
    )  # fmt: skip
    paint_cue(painter, cue, plain)
    painter.end()
    rows = np.frombuffer(canvas.constBits(), np.uint8).reshape(PICTURE_SIZE[1], canvas.bytesPerLine())
    unmirrored = rows[:, : PICTURE_SIZE[0] * 3].reshape(PICTURE_SIZE[1], PICTURE_SIZE[0], 3)[..., ::-1]
    in_picture = _orange(unmirrored)
    badge_x = np.mean([x for x, _ in BADGE.corners])
    assert np.median(in_picture) > badge_x
    # the badge lies left of the mirror's middle, and the arrow with its amount further left still
    assert np.median(in_mirror) < PANE[0] / SCALE * 0.42


def test_the_amount_never_leaves_the_mirror():
    for anchor in ((0.02, 0.02), (0.98, 0.5), (0.5, 0.98)):
        for direction in ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)):
            shown = painted(Cue("x", anchor=anchor, direction=direction, tag="about 18 cm"))
            assert len(_orange(shown)) > 300


def test_the_kept_pictures_stay_small():
    kept = list(GOLDEN.glob("*.png"))
    assert {path.stem for path in kept} == {
        *(f"{m}_{language}" for m in CASES for language in ("zh_CN", "en")),
        *CLOSE_UPS,
    }
    assert sum(path.stat().st_size for path in kept) < 600_000

"""Every clause has a drawn picture, and the sheet prints them in both languages."""

import io
import unicodedata
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from checklists.loader import load_shipped
from checklists.model import Checklist, Clause
from checklists.pictures import picture
from checklists.sheet import sheet_of
from station.checklist_commands import show_checklist
from vision.errors import TongjingError

from .samples import checklist, clause

STANDARDS = load_shipped()
CLAUSES = {each.id: each for standard in STANDARDS.values() for each in standard.clauses}

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def _no_own_checklists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGJING_DATA", str(tmp_path / "data"))


def painted(svg: str) -> QImage:
    renderer = QSvgRenderer(QByteArray(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()))
    assert renderer.isValid()
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, 60, 60))
    painter.end()
    return image


@pytest.mark.parametrize("each", CLAUSES.values(), ids=lambda each: each.id)
def test_every_clause_has_a_picture_that_shows_something(each: Clause) -> None:
    for language in ("zh_CN", "en"):
        svg = picture(each, language)
        ElementTree.fromstring(svg)
        image = painted(svg)
        dark = sum(image.pixelColor(x, y).lightness() < 240 for x in range(60) for y in range(60))
        assert dark > 100


def test_pictures_that_mean_different_things_differ() -> None:
    told_apart = [
        ["stand.feet_v", "stand.feet_t", "stand.feet_y", "stand.feet_parallel", "stand.feet_shoulder_width"],
        ["stand.hands_front_left_over_right", "stand.hands_front_right_over_left", "stand.arms_sides"],
        ["bow.15", "bow.30"],
        ["sit.knees_men", "sit.knees_women", "sit.depth", "sit.not_on_back"],
        ["uniform.tie_centred", "uniform.tie_snug", "uniform.tie_length", "uniform.tie_clip"],
    ]
    for group in told_apart:
        assert len({picture(CLAUSES[name], "en") for name in group}) == len(group)


def test_left_and_right_are_named_in_the_readers_language() -> None:
    hands = CLAUSES["stand.hands_front_left_over_right"]
    assert {"左", "右"} <= set(picture(hands, "zh_CN"))
    assert not {"左", "右"} & set(picture(hands, "en"))


def test_a_clause_of_the_owners_own_gets_a_picture_too() -> None:
    own = checklist(clause("stand.own"), clause("guard.radio", mode="attested", rules=None, parts=["attest"]))
    for each in own.clauses:
        assert picture(each, "zh_CN").startswith("<svg")


def _plain(text: str) -> str:
    return "".join(
        letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter)[0] not in "ZC"
    )


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_printed_sheet_holds_every_clause_with_limits_and_source(language: str, tmp_path: Path) -> None:
    standard: Checklist = STANDARDS["service_center"]
    path = tmp_path / "sheet.pdf"
    assert show_checklist("service_center", io.StringIO(), language=language, pdf=path) == 0
    reader = PdfReader(path)
    text = "".join(_plain(page.extract_text()) for page in reader.pages)
    for row in sheet_of(standard, language).rows:
        assert _plain(row.clause) in text
        for part in (row.title, row.how, *row.details):
            # Chinese radicals that share a glyph with a character come back as either
            assert _plain(part)[:6] in text or language == "zh_CN"
    assert all(standard.sha256 in _plain(page.extract_text()) for page in reader.pages)
    assert ("面带微笑" in text) == (language == "zh_CN")


def test_html_and_pdf_can_be_written_together_and_a_bad_place_is_said(tmp_path: Path) -> None:
    out = io.StringIO()
    assert show_checklist("call_center", out, html=tmp_path / "a.html", pdf=tmp_path / "a.pdf") == 0
    assert out.getvalue().splitlines() == [str(tmp_path / "a.html"), str(tmp_path / "a.pdf")]
    assert (tmp_path / "a.html").read_text(encoding="utf-8").count("<svg ") == len(STANDARDS["call_center"].clauses)
    with pytest.raises(TongjingError, match="cannot be written"):
        show_checklist("call_center", io.StringIO(), pdf=tmp_path / "none" / "a.pdf")

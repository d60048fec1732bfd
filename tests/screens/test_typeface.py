"""Lines: no wider than their room, no word lost, Chinese words whole."""

from hypothesis import given, settings
from hypothesis import strategies as st

from station.screens import typeface

SENTENCE = st.text(alphabet="请左脚尖稍向内收站直，。 abc deg 12", min_size=1, max_size=60).filter(
    lambda text: text.strip()
)


@settings(max_examples=60, deadline=None)
@given(text=SENTENCE, width=st.floats(150, 900), most=st.integers(1, 6))
def test_lines_fit_and_lose_nothing_but_what_the_ellipsis_says(text, width, most):
    lines = typeface.broken(text, 60, width, most, balanced=True)
    assert 1 <= len(lines) <= most
    assert all(typeface.text_width(line, 60) <= width + 1 for line in lines)
    if not lines[-1].endswith("…"):
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_chinese_words_are_not_cut_in_two():
    lines = typeface.broken("看不到摄像头画面", 115, 700, 3, bold=True, balanced=True)
    assert any("摄像头" in line for line in lines)


def test_no_line_begins_with_a_closing_mark():
    for width in range(300, 1000, 35):
        lines = typeface.broken("请检查摄像头连线，恢复后会自动继续；已记录的内容不会丢失。", 60, width, 9)
        assert not any(line[:1] in "，。；" for line in lines)


def test_two_lines_are_even():
    one, two = typeface.broken("Turn your left foot in a little", 115, 984, 3, bold=True, balanced=True)
    assert min(len(one), len(two)) >= 10


def test_evening_out_never_breaks_a_word():
    for width in range(240, 420, 7):
        lines = typeface.broken("Women's rules", 60, width, 2, bold=True, balanced=True)
        if typeface.text_width("Women's", 60, True) <= width:
            assert " ".join(lines) == "Women's rules"

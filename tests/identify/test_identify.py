import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from station.identify.codes import CodeReader, read_codes
from station.identify.entry import DOT, Entry
from station.identify.wedge import KeyboardWedge, Scan, Typed
from station.log.record import IdentifiedBy
from tests.session.actor import STAFF
from vision.frame import Frame


def badge_frame(text, symbology=zxingcpp.BarcodeFormat.QRCode, index=0, time_s=0.0):
    code = zxingcpp.create_barcode(text, symbology)
    picture = np.array(code.to_image(scale=4))
    scene = np.full((480, 640), 140, np.uint8)
    height, width = picture.shape[:2]
    scene[100 : 100 + height, 200 : 200 + width] = picture
    return Frame(cv2.cvtColor(scene, cv2.COLOR_GRAY2BGR), index, time_s)


@pytest.mark.parametrize("symbology", [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128])
def test_a_badge_held_to_the_camera_is_read(symbology):
    assert read_codes(badge_frame("1001", symbology)) == ("1001",)


def test_a_mirrored_bar_code_is_not_needed_because_detection_is_unmirrored():
    assert read_codes(Frame(np.full((480, 640, 3), 90, np.uint8))) == ()


def test_a_code_is_given_once_while_it_is_held_up_and_looked_for_a_few_times_a_second():
    reader = CodeReader(interval_s=0.4)
    assert reader.look(badge_frame("1001"), 0.0) == ("1001",)
    assert reader.look(badge_frame("1002"), 0.1) == ()
    assert reader.look(badge_frame("1001"), 0.5) == ()
    assert reader.look(badge_frame("1002"), 1.0) == ("1002",)


def keys(wedge, text, gap_s, start_s=0.0):
    out, now_s = [], start_s
    for key in text:
        out += wedge.key(key, now_s)
        now_s += gap_s
    return out + list(wedge.tick(now_s + 1.0))


def test_a_fast_burst_that_ends_with_enter_is_a_badge():
    assert keys(KeyboardWedge(), "EMP-1001\n", 0.01) == [Scan("EMP-1001")]


def test_a_person_types_slowly_and_is_not_a_badge():
    assert keys(KeyboardWedge(), "1001\n", 0.2) == [Typed("1"), Typed("0"), Typed("0"), Typed("1"), Typed("\n")]


def test_a_fast_burst_without_enter_is_typing():
    assert keys(KeyboardWedge(), "1001", 0.01) == [Typed(key) for key in "1001"]


def test_two_fast_keys_and_enter_are_typing():
    assert keys(KeyboardWedge(), "12\n", 0.02) == [Typed("1"), Typed("2"), Typed("\n")]


@given(st.lists(st.tuples(st.sampled_from("0123456789\b\n"), st.floats(0.0, 0.3)), max_size=40))
def test_no_key_is_lost_or_doubled_however_it_comes(presses):
    wedge, out, now_s = KeyboardWedge(), [], 0.0
    for key, gap_s in presses:
        now_s += gap_s
        out += wedge.key(key, now_s)
    out += wedge.tick(now_s + 1.0)
    told = "".join(one.text + "\n" if isinstance(one, Scan) else one.key for one in out)
    assert told == "".join(key for key, _ in presses)


def typed(entry, text, now_s=0.0):
    found = None
    for key in text:
        found = entry.key(key, now_s) or found
    return found


def test_number_and_pin_identify():
    subject = typed(Entry(STAFF), "1001\n2468\n")
    assert subject.by is IdentifiedBy.PIN
    assert subject.name == "李雷"
    assert subject.pseudonym.startswith("P-")


def test_the_pin_shows_as_dots_and_can_be_erased():
    entry = Entry(STAFF)
    typed(entry, "1001\n24")
    assert entry.shown == DOT * 2
    typed(entry, "\b\b\b")
    assert entry.shown == "1001"


@pytest.mark.parametrize("text", ["1001\n0000\n", "7777\n2468\n", "1002\n2468\n", "1001\n\n"])
def test_wrong_numbers_and_wrong_pins_look_the_same(text):
    entry = Entry(STAFF)
    assert typed(entry, text) is None
    assert entry.fault == ("identify.wrong", {})
    assert entry.shown == ""


def test_five_wrong_tries_lock_for_a_minute_and_then_the_right_pin_counts_again():
    entry = Entry(STAFF)
    for _ in range(5):
        typed(entry, "1001\n0000\n", now_s=10.0)
    assert entry.fault == ("identify.locked", {"seconds": 60})
    assert typed(entry, "1001\n2468\n", now_s=69.0) is None
    assert entry.fault == ("identify.locked", {"seconds": 1})
    assert typed(entry, "1001\n2468\n", now_s=70.5) is not None


def test_a_lock_is_for_one_number_only():
    entry = Entry(STAFF)
    for _ in range(5):
        typed(entry, "7777\n0000\n")
    assert typed(entry, "1001\n2468\n") is not None


def test_a_badge_needs_no_pin_and_an_unknown_one_is_told():
    entry = Entry(STAFF)
    assert entry.badge(" 1002 ").by is IdentifiedBy.BADGE
    assert entry.badge("4711") is None
    assert entry.fault == ("identify.badge_unknown", {})

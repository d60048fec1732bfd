import json
import stat

import pytest

from checklists.verdict import Wearer
from station.staff.importing import import_staff, read_staff
from station.staff.members import StaffError, load_staff
from station.staff.notices import NoticeBook
from station.staff.pin import hash_pin, pin_matches

CHINESE = (
    "工号,姓名,岗位,规则,密码,豁免\n1001,李雷,reception,男,2468,\n1002,韩梅梅,teller,女,,hair.fringe; face.shaven\n"
)
ENGLISH = "number,name,role,rules,pin\r\nA-7,Ann,reception,women,1357\r\n"


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "staff.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_chinese_list_is_read_in_every_common_encoding(tmp_path, encoding):
    first, second = read_staff(written(tmp_path, CHINESE, encoding))
    assert (first.number, first.name, first.wearer) == ("1001", "李雷", Wearer.MEN)
    assert pin_matches("2468", first.pin)
    assert second.pin is None
    assert second.exempt == {"hair.fringe", "face.shaven"}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_english_headings_and_other_separators_are_read(tmp_path, separator):
    (only,) = read_staff(written(tmp_path, ENGLISH.replace(",", separator)))
    assert (only.number, only.role, only.wearer) == ("A-7", "reception", Wearer.WOMEN)


def test_every_fault_is_told_at_once_with_its_line_and_what_is_expected(tmp_path):
    text = (
        "number,name,role,rules,pin,exempt\n"
        "1001,Li,reception,men,2468,\n"
        "1001,Han,reception,women,,\n"
        "\n"
        "10 2,,Front desk,either,9x9,hair.blue\n"
    )
    with pytest.raises(StaffError) as caught:
        read_staff(written(tmp_path, text), known_clauses={"hair.fringe"})
    message = str(caught.value)
    for words in (
        "line 3: number '1001' already stands in line 2",
        "line 5: number: expected",
        "line 5: name: expected",
        "line 5: role: expected",
        "line 5: rules: expected men or women",
        "line 5: pin: expected 4 to 8 digits, found 3 characters",
        "line 5: exempt: no checklist holds a clause 'hair.blue'",
    ):
        assert words in message
    assert "9x9" not in message, "a PIN never stands in a message"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"number,name\n", "expected the headings role, rules too"),
        (b"number,name,role,rules,shoe\n", "heading 'shoe' is not known"),
        (b"number,number,name,role,rules\n", "stands twice"),
        (b"number,name,role,rules\n", "at least one person"),
        (b"\xff\xfe\x00\x81", "neither UTF-8 nor GB18030"),
        (b'number,name,role,rules\n1,"open,a,men\n', "not valid CSV"),
    ],
)
def test_a_file_that_is_no_staff_list_is_told_in_one_sentence(tmp_path, content, words):
    path = tmp_path / "staff.csv"
    path.write_bytes(content)
    with pytest.raises(StaffError, match=r"staff\.csv") as caught:
        read_staff(path)
    assert words in str(caught.value)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(StaffError, match="no such file"):
        read_staff(tmp_path / "nobody.csv")


def test_the_last_good_list_stays_in_force_when_a_new_one_is_faulty(tmp_path):
    stored = tmp_path / "data" / "staff.json"
    import_staff(written(tmp_path, CHINESE), stored)
    with pytest.raises(StaffError):
        import_staff(written(tmp_path, "number,name\n1,2\n"), stored)
    assert set(load_staff(stored).members) == {"1001", "1002"}


def test_no_pin_is_ever_stored_only_a_salted_hash(tmp_path):
    stored = tmp_path / "staff.json"
    import_staff(written(tmp_path, CHINESE), stored)
    text = stored.read_text(encoding="utf-8")
    assert "2468" not in text
    entry = json.loads(text)["members"][0]
    assert set(entry["pin"]) == {"salt", "hash"}
    assert pin_matches("2468", load_staff(stored).find("1001").pin)
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600


def test_the_same_pin_is_hashed_differently_for_two_people():
    assert hash_pin("2468") != hash_pin("2468")
    assert not pin_matches("2469", hash_pin("2468"))
    assert not pin_matches("2468", None)


def test_a_pseudonym_stays_when_the_list_is_replaced_and_differs_between_stations(tmp_path):
    stored = tmp_path / "staff.json"
    before = import_staff(written(tmp_path, CHINESE), stored).pseudonym("1001")
    after = import_staff(written(tmp_path, CHINESE.replace("李雷", "李磊")), stored).pseudonym("1001")
    elsewhere = import_staff(written(tmp_path, CHINESE), tmp_path / "other.json").pseudonym("1001")
    assert before == after
    assert before != elsewhere
    assert "1001" not in before


def test_without_a_list_nobody_is_known_and_a_damaged_one_is_told(tmp_path):
    assert load_staff(tmp_path / "none.json").members == {}
    damaged = tmp_path / "staff.json"
    damaged.write_text('{"version": 1, "members": [{}]}', encoding="utf-8")
    with pytest.raises(StaffError, match="import the list again"):
        load_staff(damaged)
    import_staff(written(tmp_path, CHINESE), damaged)
    assert len(load_staff(damaged).members) == 2


def test_a_number_is_found_whatever_its_case_and_blanks(tmp_path):
    staff = import_staff(written(tmp_path, ENGLISH), tmp_path / "staff.json")
    assert staff.find(" a-7 ").name == "Ann"
    assert staff.find("b-7") is None


def test_an_accepted_notice_is_remembered_by_version(tmp_path):
    book = NoticeBook(tmp_path / "notices.json")
    book.accept("P-1", "1")
    again = NoticeBook(tmp_path / "notices.json")
    assert again.accepted("P-1", "1")
    assert not again.accepted("P-1", "2")
    assert not again.accepted("P-2", "1")


def test_a_damaged_notice_book_only_means_that_the_notice_is_shown_again(tmp_path):
    path = tmp_path / "notices.json"
    path.write_text("[1]", encoding="utf-8")
    assert not NoticeBook(path).accepted("P-1", "1")

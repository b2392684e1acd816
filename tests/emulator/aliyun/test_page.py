"""Finding labels and values among fragments, without the engine."""

from __future__ import annotations

import math

import pytest

from emulator.aliyun.errors import ApiError
from emulator.aliyun.ocr import idcard
from emulator.aliyun.ocr.licence import licence, valid_dates
from emulator.aliyun.ocr.page import Page, Quad

NUMBER = "110101199003079999"
FACE = [
    ("姓名", 60, 80), ("名张三", 100, 80), ("性别男民族漢", 60, 160), ("出生", 60, 240), ("1990年3月7日", 190, 240),
    ("住址", 60, 320), ("北京市样例区示范街道", 190, 320), ("模拟路1号", 190, 370), ("公民身份号码", 60, 540),
    ("11010119900307999 9", 330, 540), ("样本", 700, 370),
]  # fmt: skip


def page(*fragments: tuple[str, int, int], lean: float = 0.0) -> Page:
    """Fragments of 40 pixels a character, turned by ``lean`` degrees."""
    cosine, sine = math.cos(math.radians(lean)), math.sin(math.radians(lean))

    def turned(x: float, y: float) -> tuple[float, float]:
        return x * cosine - y * sine, x * sine + y * cosine

    def quad(text: str, x: int, y: int) -> Quad:
        right = x + 40 * len(text)
        return turned(x, y), turned(right, y), turned(right, y + 42), turned(x, y + 42)

    return Page((text, 0.9, quad(text, x, y)) for text, x, y in fragments)


@pytest.mark.parametrize("lean", [-6, 0, 6])
def test_a_face_is_read_from_its_fragments(lean: float) -> None:
    read = page(*FACE, lean=lean)
    face = idcard.face(read)
    assert round(read.angle) == lean
    assert face is not None
    assert face.texts() == {
        "name": "张三",
        "sex": "男",
        "ethnicity": "汉",
        "birthDate": "1990年3月7日",
        "address": "北京市样例区示范街道模拟路1号",
        "idNumber": NUMBER,
    }


def test_a_face_whose_number_cannot_be_read_has_none() -> None:
    for number in ((), ((NUMBER[:15], 330, 540),)):
        face = idcard.face(page(*FACE[:9], *number))
        assert face is not None
        assert (face.texts()["idNumber"], face.texts()["name"]) == ("", "张三")


def test_some_of_its_labels_make_no_face() -> None:
    assert idcard.face(page(*FACE[:1], *FACE[2:3])) is None


@pytest.mark.parametrize(
    ("read", "name", "sex"),
    [("」张三", "张三", "」男"), ("买买提.赟翀", "买买提·赟翀", " 男"), ("阿依•古丽・", "阿依·古丽", "男.")],
)
def test_slivers_and_dots_of_all_kinds_are_put_right(read: str, name: str, sex: str) -> None:
    face = idcard.face(page(("姓名", 60, 80), (read, 190, 80), ("性别", 60, 160), (sex, 190, 160), *FACE[3:]))
    assert face is not None
    assert (face.texts()["name"], face.texts()["sex"]) == (name, "男")


def test_a_number_alone_is_no_face() -> None:
    assert idcard.face(page((NUMBER, 0, 0))) is None


def test_what_was_not_read_is_empty() -> None:
    face = idcard.face(page(*FACE[2:]))
    assert face is not None
    assert face.texts()["name"] == ""
    assert "name" not in face.values()


def test_two_cards_of_the_same_side_are_too_many() -> None:
    lower = [(text, x, y + 700) for text, x, y in FACE]
    with pytest.raises(ApiError) as caught:
        idcard.face(page(*FACE, *lower))
    assert (caught.value.status, caught.value.code) == (400, "exceededFaceBackCount")


@pytest.mark.parametrize(
    ("printed", "period"),
    [
        ("2015.05.26-2035.05.26", "2015.05.26-2035.05.26"),
        ("2015.05.26一长期", "2015.05.26-长期"),
        ("20150526 - 20350526", "2015.05.26-2035.05.26"),
    ],
)
def test_the_validity_has_one_form(printed: str, period: str) -> None:
    back = idcard.back(page(("签发机关", 0, 0), ("样例市公安局", 200, 0), ("有效期限", 0, 80), (printed, 200, 80)))
    assert back is not None
    assert back.texts() == {"issueAuthority": "样例市公安局", "validPeriod": period}


def test_a_code_with_letters_that_cannot_be_is_put_right() -> None:
    read = page(
        ("统一社会信用代码", 0, 0), ("9135O1OOM000100Y43", 0, 60), ("名 称", 0, 200), ("样例公司", 200, 200),
        ("类 型", 0, 300), ("有限责任公司", 200, 300), ("负责人", 0, 400), ("张三", 200, 400),
    )  # fmt: skip
    fields = licence(read)
    assert fields is not None
    texts = fields.texts()
    assert (texts["creditCode"], texts["companyName"], texts["legalPerson"]) == (
        "91350100M000100Y43",
        "样例公司",
        "张三",
    )


@pytest.mark.parametrize(
    ("period", "registered", "dates"),
    [
        ("2017年1月4日至2037年01月03日", "", ("20170104", "20370103")),
        ("2017年01月04日至长期", "", ("20170104", "29991231")),
        ("", "2017年01月04日", ("20170104", "29991231")),
        ("", "", ("", "29991231")),
        ("2017年01月04日至2037年01月", "2016年01月04日", ("20170104", "")),
    ],
)
def test_dates_of_validity(period: str, registered: str, dates: tuple[str, str]) -> None:
    assert valid_dates(period, registered) == dates

"""What an identity card is refused for, and what passes, reading by reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from emulator.aliyun.numbers import id_check
from menjin.certification.certification import Reason
from menjin.certification.check import FOREVER, Verdict
from menjin.certification.compare_card import compare_card
from menjin.certification.readings import BackReading, CardReading, FrontReading
from menjin.clock import CHINA
from tests.certification.labels import NOW, typed_person

NUMBER = "33010619900307999" + id_check("33010619900307999")
TYPED = typed_person("张三", NUMBER)
FRONT = FrontReading("张三", NUMBER, "1990-03-07", "浙江省杭州市西湖区示范路1号")
BACK = BackReading("杭州市公安局西湖分局", "2019-03-07", "2039-03-07")


def compared(*, name: str = "张三", **read: Any) -> Verdict:
    """The verdict on the card with some fields read otherwise."""
    front = {field: value for field, value in read.items() if hasattr(FRONT, field)}
    back = {field: value for field, value in read.items() if hasattr(BACK, field)}
    return judged(replace(FRONT, name=name, **front), replace(BACK, **back))


def judged(front: FrontReading, back: BackReading, now: int = NOW) -> Verdict:
    return compare_card(TYPED, CardReading(front=front), CardReading(back=back), now)


def of_birth(born: str, area: str = "330106") -> dict[str, str]:
    """Number and birth date of somebody born then."""
    first17 = f"{area}{born.replace('-', '')}999"
    return {"number": first17 + id_check(first17), "birth_date": born}


def of_age(born: str, since: str, until: str, area: str = "330106") -> Reason | None:
    """The verdict on that person's own, typed and printed alike, with a card of that term."""
    who = of_birth(born, area)
    front = replace(FRONT, **who)
    typed = typed_person("张三", who["number"])
    back = replace(BACK, valid_from=since, valid_until=until)
    return compare_card(typed, CardReading(front=front), CardReading(back=back), NOW).reason


def test_the_card_that_was_typed_passes_until_the_end_of_its_last_day_in_china() -> None:
    end = int(datetime(2039, 3, 7, 23, 59, 59, tzinfo=CHINA).timestamp() * 1000)
    assert compared() == Verdict(None, end)
    assert judged(FRONT, BACK, end - 1) == Verdict(None, end)
    assert judged(FRONT, BACK, end) == Verdict(Reason.DOCUMENT_EXPIRED, end)


def test_a_card_without_end_has_none() -> None:
    assert compared(valid_until=FOREVER) == Verdict(None, None)


@pytest.mark.parametrize(
    ("front", "back", "reason"),
    [
        (CardReading(back=BACK), CardReading(front=FRONT), Reason.SIDES_SWAPPED),
        (CardReading(front=FRONT), CardReading(front=FRONT), Reason.SAME_SIDE_TWICE),
        (CardReading(back=BACK), CardReading(back=BACK), Reason.SAME_SIDE_TWICE),
        (CardReading(back=BackReading()), CardReading(front=FrontReading()), Reason.SIDES_SWAPPED),
        (CardReading(front=FRONT, back=BACK), CardReading(front=FRONT), Reason.SAME_SIDE_TWICE),
        (CardReading(front=FRONT, back=BACK), CardReading(front=FRONT, back=BACK), None),
        (CardReading(front=FRONT, back=BACK), CardReading(back=BACK), None),
    ],
)
def test_which_side_is_where(front: CardReading, back: CardReading, reason: Reason | None) -> None:
    assert compare_card(TYPED, front, back, NOW).reason is reason


def test_a_side_that_is_in_both_pictures_is_the_same_in_both() -> None:
    other = replace(BACK, valid_from="2018-01-02", valid_until="2038-01-02")
    assert compare_card(TYPED, CardReading(FRONT, other), CardReading(back=BACK), NOW).reason is Reason.SIDES_DIFFER
    stranger = replace(FRONT, **of_birth("1991-04-08"))
    assert compare_card(TYPED, CardReading(FRONT), CardReading(stranger, BACK), NOW).reason is Reason.SIDES_DIFFER
    unclear = CardReading(replace(FRONT, number=NUMBER[:12]), BackReading())
    assert compare_card(TYPED, CardReading(FRONT, unclear.back), CardReading(unclear.front, BACK), NOW).reason is None


@pytest.mark.parametrize(
    "read",
    [
        {"name": ""},
        {"name": "张"},
        {"name": "张3"},
        {"number": ""},
        {"number": NUMBER[:17]},
        {"number": f"{NUMBER}0"},
        {"number": "33010619900307A99X"},
        {"birth_date": ""},
        {"birth_date": "1990-02-30"},
        {"birth_date": "1990年3月7日"},
        {"valid_from": ""},
        {"valid_until": ""},
        {"valid_until": "2039-02-30"},
        {"valid_until": "?"},
        {"valid_until": "2038-03-07"},
        {"valid_until": "2039-03-08"},
        {"valid_until": "2059-03-07"},
        {"valid_from": "2039-03-07", "valid_until": "2019-03-07"},
        {"valid_from": "2026-11-21", "valid_until": "2046-11-21"},
    ],
)
def test_what_cannot_be_on_a_card_was_not_read(read: dict[str, str]) -> None:
    assert compared(**read) == Verdict(Reason.PICTURE_UNREADABLE)


@pytest.mark.parametrize(
    "read",
    [
        {"number": f"{NUMBER[:17]}{'0' if NUMBER[17] != '0' else '1'}"},
        {"number": f"{NUMBER[:5]}9{NUMBER[6:]}"},
        {"number": of_birth("1990-03-07", "990101")["number"]},
        {"number": of_birth("1990-02-30")["number"]},
        {"number": of_birth("2087-03-07")["number"], "birth_date": "2087-03-07"},
        {"birth_date": "1990-03-08"},
        of_birth("1990-03-08") | {"birth_date": "1990-03-07"},
    ],
)
def test_a_number_that_contradicts_itself_or_the_birth_date_is_invalid(read: dict[str, str]) -> None:
    assert compared(**read) == Verdict(Reason.NUMBER_INVALID)


def test_another_number_and_another_name_differ() -> None:
    assert compared(**of_birth("1990-03-08")) == Verdict(Reason.NUMBER_DIFFERS)
    assert compared(name="张四") == Verdict(Reason.NAME_DIFFERS)
    assert compared(name="張三") == Verdict(Reason.NAME_DIFFERS), "variants are other characters"
    assert compared(name="李四", **of_birth("1990-03-08")) == Verdict(Reason.NUMBER_DIFFERS), "the number says more"


@pytest.mark.parametrize("name", ["张 三", "　张三　", "张　三"])
def test_blanks_are_no_part_of_a_name(name: str) -> None:
    assert compared(name=name).reason is None


@pytest.mark.parametrize("dot", "·•・‧∙⋅･．.")
def test_dots_of_all_kinds_are_one(dot: str) -> None:
    typed = typed_person("买买提·赟翀", NUMBER)
    front = replace(FRONT, name=f"买买提{dot}赟翀")
    assert compare_card(typed, CardReading(front), CardReading(back=BACK), NOW).reason is None
    joined = replace(FRONT, name="买买提赟翀")
    assert compare_card(typed, CardReading(joined), CardReading(back=BACK), NOW).reason is Reason.NAME_DIFFERS


@pytest.mark.parametrize("number", [NUMBER.lower(), f" {NUMBER[:6]} {NUMBER[6:]}", NUMBER.translate({48: "０"})])
def test_a_number_has_one_form(number: str) -> None:
    assert compared(number=number).reason is None


def test_a_card_of_yesterday_has_expired_and_that_comes_before_what_the_sides_say_of_each_other() -> None:
    verdict = compared(valid_from="2016-11-19", valid_until="2026-11-19", authority="广州市公安局天河分局")
    assert verdict.reason is Reason.DOCUMENT_EXPIRED
    assert compared(valid_from="2016-11-20", valid_until="2026-11-20").reason is None


@pytest.mark.parametrize(
    ("born", "since", "until", "reason"),
    [
        ("2015-06-01", "2023-06-01", "2028-06-01", None),
        ("2015-06-01", "2023-06-01", "2033-06-01", Reason.SIDES_DIFFER),
        ("2015-06-01", "2023-06-01", "2043-06-01", Reason.SIDES_DIFFER),
        ("2015-06-01", "2023-06-01", FOREVER, Reason.SIDES_DIFFER),
        ("2006-06-01", "2022-06-01", "2032-06-01", None),
        ("2006-06-01", "2022-05-31", "2032-05-31", Reason.SIDES_DIFFER),
        ("2006-06-01", "2022-05-31", "2027-05-31", None),
        ("2006-06-01", "2022-08-29", "2027-08-29", None),
        ("2006-06-01", "2022-08-31", "2027-08-31", Reason.SIDES_DIFFER),
        ("1990-03-07", "2024-06-01", "2029-06-01", Reason.SIDES_DIFFER),
        ("1990-03-07", "2019-03-07", "2029-03-07", None),
        ("1950-03-07", "2019-03-07", FOREVER, None),
        ("2023-03-07", "2022-03-07", "2027-03-07", Reason.SIDES_DIFFER),
        ("2023-03-07", "2023-04-07", "2028-04-07", None),
    ],
)
def test_the_term_has_to_be_one_for_that_age(born: str, since: str, until: str, reason: Reason | None) -> None:
    assert of_age(born, since, until) is reason


@pytest.mark.parametrize("area", ["810000", "820000", "830000"])
def test_permits_of_hong_kong_macao_and_taiwan_people_are_for_five_years_at_any_age(area: str) -> None:
    assert of_age("1985-03-07", "2023-06-01", "2028-06-01", area) is None


@pytest.mark.parametrize(
    ("since", "until"), [("2020-02-29", "2040-02-29"), ("2020-02-29", "2030-02-28"), ("2020-02-29", "2030-03-01")]
)
def test_a_card_of_a_leap_day_has_a_term(since: str, until: str) -> None:
    assert compared(valid_from=since, valid_until=until).reason is None


@pytest.mark.parametrize(
    ("address", "authority", "reason"),
    [
        ("浙江省杭州市西湖区示范路1号", "宁波市公安局海曙分局", None),
        ("浙江省杭州市西湖区示范路1号", "广州市公安局天河分局", Reason.SIDES_DIFFER),
        ("浙江省杭州市西湖区示范路1号", "北京市公安局朝阳分局", Reason.SIDES_DIFFER),
        ("杭州市西湖区示范路1号", "上海市公安局静安分局", Reason.SIDES_DIFFER),
        ("北京市朝阳区示范路1号", "朝阳市公安局双塔分局", Reason.SIDES_DIFFER),
        ("北京市朝阳区示范路1号", "北京市公安局海淀分局", None),
        ("吉林省吉林市船营区示范路1号", "吉林市公安局船营分局", None),
        ("内蒙古通辽市科尔沁区示范路1号", "通辽市公安局科尔沁区分局", None),
        ("新疆维吾尔自治区乌鲁木齐市天山区", "乌鲁木齐市公安局天山区分局", None),
        ("浙江省义乌市示范路1号", "义乌市公安局", None),
        ("四川省凉山彝族自治州西昌市", "西昌市公安局", None),
        ("江苏省盐城市大丰区上海农场示范路1号", "上海市公安局农场分局", None),
        ("浙江省杭州市西湖区示范路1号", "示范县公安局", None),
        ("浙江省杭州市西湖区示范路1号", "", None),
        ("", "广州市公安局天河分局", None),
    ],
)
def test_address_and_authority_are_in_one_province_if_both_name_one(
    address: str, authority: str, reason: Reason | None
) -> None:
    assert compared(address=address, authority=authority).reason is reason


def test_where_the_number_is_from_is_no_matter() -> None:
    assert of_age("1990-03-07", "2019-03-07", "2039-03-07", "440305") is None


def test_the_coarsest_fault_is_named_first() -> None:
    nothing_right = replace(FRONT, name="李四", number="1")
    assert judged(nothing_right, replace(BACK, valid_until="2020-03-07")).reason is Reason.PICTURE_UNREADABLE
    yesterday = date(2026, 11, 20) - timedelta(days=1)
    expired = replace(BACK, valid_from=f"{yesterday.replace(year=2006)}", valid_until=f"{yesterday}")
    assert judged(replace(FRONT, name="李四"), expired).reason is Reason.NAME_DIFFERS

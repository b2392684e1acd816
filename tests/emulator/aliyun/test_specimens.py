"""What specimens can be drawn of."""

from __future__ import annotations

import io

import pytest
import time_machine
from PIL import Image

from emulator.aliyun import specimens
from emulator.aliyun.numbers import credit_check, id_check
from emulator.shared.lettering import characters

NUMBER = "11010119900307999" + id_check("11010119900307999")
CODE = "91110000999999901" + credit_check("91110000999999901")


def test_the_same_question_draws_the_same_picture() -> None:
    assert specimens.idcard_front("张三", NUMBER) == specimens.idcard_front("张三", NUMBER)


@pytest.mark.parametrize(
    "specimen",
    [
        specimens.idcard_front("张三", NUMBER),
        specimens.idcard_back("2039-03-07"),
        specimens.licence("样例水利科技有限公司", CODE, "张三", "long"),
    ],
    ids=["front", "back", "licence"],
)
def test_specimens_are_small_jpegs(specimen: bytes) -> None:
    assert Image.open(io.BytesIO(specimen)).format == "JPEG"
    assert len(specimen) < 400_000


def test_a_character_that_the_font_lacks_is_named() -> None:
    with pytest.raises(ValueError, match="龘"):
        specimens.idcard_front("张龘", NUMBER)
    with pytest.raises(ValueError, match="empty"):
        specimens.licence("", CODE, "张三", "long")


@pytest.mark.parametrize("number", ["", "110101199003079990", "110101199013319999"])
def test_a_wrong_number_is_not_drawn(number: str) -> None:
    with pytest.raises(ValueError, match="check character"):
        specimens.idcard_front("张三", number)


def test_a_wrong_code_or_date_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="check character"):
        specimens.licence("样例水利科技有限公司", "9" * 18, "张三", "long")
    with pytest.raises(ValueError, match="isoformat"):
        specimens.idcard_back("tomorrow")


def test_a_card_of_a_leap_day_has_a_term() -> None:
    assert specimens.idcard_back("2040-02-29")


def test_what_stands_on_a_card_can_be_said() -> None:
    plain = specimens.idcard_front("张三", NUMBER)
    assert specimens.idcard_front("张三", NUMBER, ethnicity="藏") != plain
    assert specimens.idcard_front("张三", NUMBER, address="拉萨市城关区示范路1号") != plain
    with pytest.raises(ValueError, match="龘"):
        specimens.idcard_front("张三", NUMBER, address="龘路1号")
    with pytest.raises(ValueError, match="龘"):
        specimens.idcard_back("long", authority="龘市公安局")


@pytest.mark.parametrize(
    ("expires", "start"),
    [("2026-11-19", "2016-11-19"), ("2036-11-20", "2026-11-20"), ("2036-11-21", "2016-11-21"), ("long", "2025-03-07")],
)
def test_a_card_suits_whoever_has_been_grown_up_for_ten_years(expires: str, start: str) -> None:
    with time_machine.travel("2026-11-20T12:00:00+00:00"):
        assert specimens.idcard_back(expires) == specimens.idcard_back(expires, since=start)


@pytest.mark.parametrize("rare", "垚赟翀曌喆堃骉犇昱璟")
def test_the_font_has_the_rarer_characters_of_names(rare: str) -> None:
    assert rare in characters()

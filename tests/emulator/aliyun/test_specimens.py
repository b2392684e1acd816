"""What specimens can be drawn of."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from emulator.aliyun import specimens
from emulator.aliyun.lettering import characters
from emulator.aliyun.numbers import credit_check, id_check

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


@pytest.mark.parametrize("rare", "垚赟翀曌喆堃骉犇昱璟")
def test_the_font_has_the_rarer_characters_of_names(rare: str) -> None:
    assert rare in characters()

"""A company's words: its credit code, seat and telephone number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menjin.values.company_address import CompanyAddress
from menjin.values.company_phone import CompanyPhone
from menjin.values.credit_code import CreditCode

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# The weights as the standard prints them.
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
EXAMPLE = "91350100M000100Y43"
"""The example of GB 32100-2015."""


@st.composite
def codes(draw: st.DrawFn) -> str:
    """A well-formed code, its check character by the standard's own table."""
    body = draw(st.text(ALPHABET, min_size=2, max_size=2))
    body += draw(st.text("0123456789", min_size=6, max_size=6))
    body += draw(st.text(ALPHABET, min_size=9, max_size=9))
    total = sum(ALPHABET.index(one) * weight for one, weight in zip(body, WEIGHTS, strict=True))
    return body + ALPHABET[(31 - total % 31) % 31]


def hint(kind: type[CreditCode | CompanyAddress | CompanyPhone], text: str) -> str:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the hint is looked at
        kind(text)
    return str(refused.value)


@given(codes())
def test_every_code_with_its_check_character_is_taken(code: str) -> None:
    assert CreditCode(code).reveal() == code


@given(codes(), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_shows(code: str, place: int, other: str) -> None:
    wrong = code[:place] + other + code[place + 1 :]
    if wrong != code:
        assert hint(CreditCode, wrong) in ("credit_code", "credit_code_check")


@given(codes(), st.integers(0, 16))
def test_two_neighbours_changed_about_show(code: str, place: int) -> None:
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if wrong != code:
        assert hint(CreditCode, wrong) in ("credit_code", "credit_code_check")


@pytest.mark.parametrize(
    "text", [f" {EXAMPLE} ", EXAMPLE.lower(), "９１３５０１００M000100Y43", "91350100-M000100Y-43"]
)
def test_spellings_of_one_code_are_equal(text: str) -> None:
    assert CreditCode(text) == CreditCode(EXAMPLE)


@pytest.mark.parametrize(
    "text", ["", "9135010M000100Y43", EXAMPLE + "0", "91350100I000100Y43", "91350100S000100Y43", "9135010AM00100Y433"]
)
def test_other_shapes_are_no_codes(text: str) -> None:
    assert hint(CreditCode, text) == "credit_code"
    assert hint(CreditCode, EXAMPLE[:17] + "5") == "credit_code_check"


def test_a_code_masks_itself() -> None:
    assert f"{CreditCode(EXAMPLE)}" == "91**************43"
    assert EXAMPLE[3:15] not in repr([CreditCode(EXAMPLE)])


@pytest.mark.parametrize(
    "text", ["0571-88886666", "（0571）8888 6666", "13800138000", "400-810-8888", "95188-1", "+86 571 88886666"]
)
def test_telephone_numbers_of_companies(text: str) -> None:
    phone = CompanyPhone(text)
    assert phone == CompanyPhone(phone.reveal())
    assert str(phone).endswith(phone.reveal()[-4:])
    assert phone.reveal()[:-4] not in str(phone)


@pytest.mark.parametrize(
    "text", ["", "12345", "---------", "0571-8888666x", "0571-88886666 转 801", "1" * 21, "(571)-8"]
)
def test_what_is_no_telephone_number(text: str) -> None:
    assert hint(CompanyPhone, text) == "company_phone"


def test_a_seat_is_one_line() -> None:
    assert CompanyAddress(" 杭州市西湖区１号 ").reveal() == "杭州市西湖区1号"
    assert str(CompanyAddress("杭州市西湖区1号")) == "杭州市西***"
    assert str(CompanyAddress("杭州")) == "***"
    for text in ("", "杭", "杭州\n西湖", "杭" * 201):
        assert hint(CompanyAddress, text) == "company_address"

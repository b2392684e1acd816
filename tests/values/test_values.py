"""Values: checked at construction, compared by their canonical form, masked in every text form."""

from __future__ import annotations

import string
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from menjin.accounts.account import identifier_of
from menjin.values.common_passwords import COMMON
from menjin.values.id_number import IdNumber
from menjin.values.mail_address import MailAddress
from menjin.values.masked import Masked
from menjin.values.person_name import PersonName
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import Digest, NewPassword, Secret
from menjin.values.text import normalised
from menjin.values.user_name import UserName

PHONES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
LETTERS = string.ascii_lowercase + string.digits
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    """A well-formed number, its check character by the standard's own table."""
    born = draw(st.dates(date(1900, 1, 1), date(2020, 12, 31)))
    body = f"{draw(st.sampled_from(['110101', '310101', '440305', '650102', '810000']))}{born:%Y%m%d}"
    body += f"{draw(st.integers(0, 999)):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(a) * b for a, b in zip(body, weights, strict=True)) % 11]


@st.composite
def mails(draw: st.DrawFn) -> str:
    name = draw(st.text(LETTERS + ".+_-", min_size=1, max_size=20))
    domain = draw(st.text(LETTERS, min_size=1, max_size=20))
    return f"{name}@{domain}.example"


def shown(value: Any) -> str:
    """Every way in which a value becomes text by accident."""
    return f"{value} {value!s} {value!r} {[value]} {{{value!r}: 1}} {'%s' % (value,)} {format(value)}"  # noqa: UP031


def hint(kind: type[Any], text: str) -> str:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the hint is looked at
        kind(text)
    return str(refused.value)


def wide(text: str) -> str:
    """The text in full-width forms, as a Chinese keyboard may write it."""
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


@given(PHONES)
def test_a_phone_has_one_form(phone: str) -> None:
    spellings = [
        f" {phone} ", f"+86{phone}", f"0086{phone}", f"86{phone}", wide(phone),
        f"+86 {phone[:3]}-{phone[3:7]}-{phone[7:]}",
    ]  # fmt: skip
    for spelling in spellings:
        assert PhoneNumber(spelling) == PhoneNumber(phone)
        assert identifier_of(spelling) == PhoneNumber(phone).identifier
    assert PhoneNumber(phone).reveal() == phone
    assert phone not in shown(PhoneNumber(phone))
    assert PhoneNumber(phone).masked == f"{phone[:3]}****{phone[-4:]}"


@pytest.mark.parametrize(
    "text",
    ["", "1380013800", "138001380000", "12800138000", "+8513800138000", "+86+8613800138000", "8686138001380",
     "a3800138000", "13800138000\x00", "13800138000;1", "١٣٨٠٠١٣٨٠٠٠", "0571-88888888", "1" * 10_000],
)  # fmt: skip
def test_no_phone(text: str) -> None:
    assert hint(PhoneNumber, text) == "phone"


@given(mails())
def test_a_mail_has_one_form(address: str) -> None:
    value = MailAddress(address)
    for spelling in (f" {address}\n", address.upper(), wide(address)):
        assert MailAddress(spelling) == value
        assert identifier_of(spelling) == value.identifier
    assert address not in shown(value)
    assert value.masked == f"{address[0]}***@{address.partition('@')[2]}"


@pytest.mark.parametrize(
    "text",
    ["", "a", "@example.com", "a@", "a@b", "a@@b.com", "a b@b.com", "a@-b.com", "a@b-.com", "a@b..com", "a@b.c",
     "a@1.2.3.4", "a,b@c.com", "a@b.com\r\nBcc: c@d.com", "a@例子.中国", f"{'a' * 65}@b.com", f"a@{'b' * 64}.com",
     "a@" + "b." * 130 + "com", "a" * 100_000],
)  # fmt: skip
def test_no_mail(text: str) -> None:
    assert hint(MailAddress, text) == "mail"


@given(id_numbers())
def test_an_id_number_has_one_form(number: str) -> None:
    value = IdNumber(number)
    for spelling in (f" {number.lower()} ", wide(number), f"{number[:6]} {number[6:14]}-{number[14:]}"):
        assert IdNumber(spelling) == value
    assert value.reveal() == number
    assert number not in shown(value)
    assert number[6:14] not in shown(value)
    assert len(value.masked) == 18


@given(id_numbers(), st.data())
def test_no_single_slip_of_the_pen_is_an_id_number(number: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, 17))
    for digit in "0123456789X" if index == 17 else "0123456789":
        if digit != number[index]:
            with pytest.raises(ValueError, match=r"^id_number"):
                IdNumber(number[:index] + digit + number[index + 1 :])


@given(id_numbers(), st.integers(0, 15))
def test_no_exchange_of_neighbours_is_an_id_number(number: str, index: int) -> None:
    one, other = number[index], number[index + 1]
    assume(one != other)
    with pytest.raises(ValueError, match=r"^id_number"):
        IdNumber(number[:index] + other + one + number[index + 2 :])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "id_number"),
        ("11010119900307999", "id_number"),
        ("110101900307999", "id_number"),
        ("990101199003079996", "id_number"),
        ("110101199003079991", "id_number_check"),
        ("X10101199003079996", "id_number"),
        ("1" * 5000, "id_number"),
    ],
)
def test_no_id_number(text: str, why: str) -> None:
    assert hint(IdNumber, text) == why


@pytest.mark.parametrize("body", ["11010119900230001", "11010118991231001", "11010120990101001", "11010119901301001"])
def test_a_birth_date_that_cannot_be(body: str) -> None:
    refused = {check: hint(IdNumber, body + check) for check in "0123456789X"}
    assert sorted(refused.values()) == ["id_number"] + ["id_number_check"] * 10


@given(st.text(HAN, min_size=2, max_size=20))
def test_a_name_is_masked_but_for_the_family(name: str) -> None:
    value = PersonName(f"　{name} ")
    assert value.reveal() == normalised(name)
    assert value.masked == normalised(name)[0] + "*" * (len(normalised(name)) - 1)
    assert name not in shown(value)


@pytest.mark.parametrize("dot", "•・･.．‧∙⋅·")
def test_dots_of_transcribed_names_are_one(dot: str) -> None:
    assert PersonName(f"阿依古丽{dot}买买提").reveal() == "阿依古丽·买买提"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张 三", "张三"),
        ("张　三", "张三"),
        ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("𬭩 䶮", "𬭩䶮"),
        ("Anna  Maria Li", "Anna Maria Li"),
        ("张 Anna", "张Anna"),
    ],
)
def test_blanks_count_in_latin_names_alone(typed: str, name: str) -> None:
    assert PersonName(typed).reveal() == name


def test_variants_of_a_character_are_other_characters() -> None:
    assert len({PersonName(name) for name in ("刘畅", "劉畅", "刘暢", "刘昶")}) == 4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "张",
        "张 ",
        "张3",
        "张*",
        "a" * 51,
        "张\n三",
        "张\u200b三",
        "<b>张</b>",
        "张@三",
        "张/三",
        "张\\三",
        "张\ud800三",
    ],
)
def test_no_name(text: str) -> None:
    assert hint(PersonName, text) == "person_name"


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
def test_a_user_name_is_found_by_what_is_typed(text: str) -> None:
    try:
        name = UserName(text)
    except ValueError:
        return
    assert identifier_of(text) == name.identifier
    assert identifier_of(name.text) == name.identifier
    assert UserName(name.text) == name
    for kind in (PhoneNumber, MailAddress):
        with pytest.raises(ValueError, match=r"phone|mail"):
            kind(text)


def test_capitals_do_not_tell_user_names_apart() -> None:
    assert UserName("ＡＢc").text == "ABc"
    assert UserName("ABc").identifier == UserName("abC").identifier


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a", "user_name"),
        ("a" * 33, "user_name"),
        ("a b", "user_name"),
        ("a@b", "user_name"),
        ("a/b", "user_name"),
        ("..", "user_name"),
        ("．．．", "user_name"),
        ("a\u115f", "user_name"),
        ("\u1160\u1160", "user_name"),
        ("a\u3164b", "user_name"),
        ("\uffa0\uffa0", "user_name"),
        ("a\u202eb", "user_name"),
        ("a\ud800b", "user_name"),
        ("13800138000", "user_name_digits"),
        ("+86-138-0013-8000", "user_name_digits"),
        ("１３８００１３８０００", "user_name_digits"),
        ("1234567", "user_name_digits"),
    ],
)
def test_no_user_name(text: str, why: str) -> None:
    assert hint(UserName, text) == why


@given(st.text(st.characters(codec="utf-8"), min_size=8, max_size=128))
def test_a_secret_shows_nothing(text: str) -> None:
    assert text not in shown(Secret(text)).replace("***", "")
    assert Secret(text).masked == "***"


def test_keyboards_do_not_matter() -> None:
    assert Secret("ｐassword①") == Secret("password1")
    assert Secret("é") == Secret("e\u0301")
    assert Secret(" a ") != Secret("a"), "blanks are part of a password"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1234567", "password_length"),
        ("a" * 129, "password_length"),
        ("", "password"),
        ("x" * 513, "password_length"),
        ("12345678", "password_common"),
        ("PassWord123", "password_common"),
        ("ｐassword123", "password_common"),
        ("aaaaaaaa", "password_common"),
        ("abababab", "password_common"),
    ],
)
def test_no_new_password(text: str, why: str) -> None:
    assert hint(NewPassword, text) == why


@pytest.mark.parametrize("text", ["a b c d e", "八个汉字组成口令", "aaaabbbbc", "     x y z", "x" + "y" * 126 + "z"])
def test_any_composition_will_do(text: str) -> None:
    assert NewPassword(text).reveal() == text


def test_every_common_password_is_refused() -> None:
    for one in COMMON:
        assert hint(NewPassword, one) == "password_common"


def test_a_digest_is_32_hex_digits() -> None:
    assert Digest("E10ADC3949BA59ABBE56E057F20F883E").reveal() == "e10adc3949ba59abbe56e057f20f883e"
    for text in ("123456", "g" * 32, "e" * 31, "e" * 33, "e" * 32 + "\n"):
        assert hint(Digest, text) == "digest"


@pytest.mark.parametrize(
    ("kind", "one", "same", "other"),
    [
        (PhoneNumber, "13800138000", "+8613800138000", "13800138001"),
        (MailAddress, "a@b.com", "A@B.com", "a@c.com"),
        (PersonName, "阿·买", "阿•买", "阿·提"),
        (UserName, "ab", "ａb", "ac"),
        (Secret, "abc", "ａbc", "abd"),
    ],
)
def test_equality_is_of_kind_and_canonical_form(kind: type[Any], one: str, same: str, other: str) -> None:
    assert kind(one) == kind(same)
    assert hash(kind(one)) == hash(kind(same))
    assert len({kind(one), kind(same), kind(other)}) == 2
    assert kind(one) != one
    assert kind(one) != kind(other)


def test_kinds_do_not_mix() -> None:
    assert Secret("e" * 32) != Digest("e" * 32)
    assert all(issubclass(kind, Masked) for kind in (PhoneNumber, MailAddress, IdNumber, PersonName, Secret))

"""Company names: compared in one form, masked in every text form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menjin.values.company_name import MAX, CompanyName
from menjin.values.text import normalised

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


@pytest.mark.parametrize(
    "text",
    [
        "杭州（中国）门禁有限公司",
        "杭州(中国)门禁有限公司",
        " 杭州（中国)门禁有限公司 ",
        "　杭州（中国）门禁有限公司",
        "杭州〔中国〕门禁有限公司",
        "杭州【中国】门禁有限公司",
        "杭州［中国］门禁有限公司",
        "杭州 （ 中国 ） 门禁　有限 公司",
    ],
)
def test_brackets_and_blanks_do_not_tell_names_apart(text: str) -> None:
    assert CompanyName(text) == CompanyName("杭州(中国)门禁有限公司")
    assert CompanyName(text).reveal() == "杭州(中国)门禁有限公司"


def test_other_names_differ() -> None:
    assert CompanyName("杭州门禁") != CompanyName("杭州门锁")
    assert len({CompanyName("杭州门禁"), CompanyName("杭州门禁 "), CompanyName("杭州门锁")}) == 2


@pytest.mark.parametrize(
    "text", ["3M中国有限公司", "A&B (Hangzhou) Co., Ltd.", "二十一世纪·出版社", "门禁", "门" * MAX]
)
def test_a_name_has_what_licences_print(text: str) -> None:
    assert CompanyName(text).reveal() == normalised(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "门",
        "门" * (MAX + 1),
        "杭州\n门禁",
        "杭州\u200b门禁",
        "杭州\x00门禁",
        "杭州\ud800门禁",
        "杭州****公司",
    ],
)
def test_no_name(text: str) -> None:
    with pytest.raises(ValueError, match=r"^company_name$"):
        CompanyName(text)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("杭州门禁科技有限公司", "杭州******公司"),
        ("杭州的公司", "杭州*公司"),
        ("杭州公司", "杭***"),
        ("门禁", "门***"),
    ],
)
def test_the_middle_is_masked(text: str, masked: str) -> None:
    assert CompanyName(text).masked == masked


@given(st.text(HAN, min_size=2, max_size=MAX))
def test_no_text_form_shows_the_name(text: str) -> None:
    name = CompanyName(text)
    shown = f"{name} {name!s} {name!r} {[name]} {{{name!r}: 1}}"
    assert name.reveal() not in shown
    assert name.masked in str(name)
    with pytest.raises(ValueError, match="company_name"):
        CompanyName(name.masked)

"""What is read of a request before any route looks at it."""

from __future__ import annotations

from typing import ClassVar

import msgspec
import pytest

from menjin.contract.catalogue import message_for
from menjin.contract.request import Request
from menjin.failures import Malformed
from menjin.values.phone_number import PhoneNumber


def request(body: bytes = b"", **headers: str) -> Request:
    """A request with those headers; ``accept_language`` stands for ``Accept-Language``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request("POST", (), "", named, body, "127.0.0.1", "1", "/")


@pytest.mark.parametrize(
    "said",
    [
        "en",
        "EN",
        "en-GB",
        "en-GB,en;q=0.9",
        "en;q=0.5, zh;q=0.4",
        "fr, en;q=0.3",
        "en, zh",
        "zh;q=0, en;q=0.001",
        " en ",
    ],
)
def test_english_is_for_who_would_rather_read_it(said: str) -> None:
    assert request(accept_language=said).english


@pytest.mark.parametrize(
    "said",
    ["", "zh-CN", "zh-CN,en", "zh-CN,zh;q=0.9,en;q=0.8", "en;q=0, zh", "en;q=0", "en;q=0.4, zh;q=0.5", "zh, en;q=1",
     "*", "fr", "enx", "en;q=nan", "en;q=2", ";", ",,,", "en;q=" + "9" * 5000],
)  # fmt: skip
def test_everybody_else_reads_chinese(said: str) -> None:
    assert not request(accept_language=said).english


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "Multipart/Form-Data"])
def test_a_form_of_files_is_told_what_is_read(kind: str) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="phone"\r\n\r\n13800138000\r\n--x--\r\n'
    with pytest.raises(Malformed) as refused:
        _ = request(body, content_type=kind).fields
    assert message_for(refused.value, "1", english=False) == (
        "参数 body 不正确：请使用 JSON 或 application/x-www-form-urlencoded"
    )
    assert message_for(refused.value, "1", english=True) == (
        "Field body: use JSON or application/x-www-form-urlencoded"
    )


class _Asked(msgspec.Struct, rename="camel"):
    empty_is_absent: ClassVar = ("newPhone",)
    code: str
    new_phone: PhoneNumber | None = None
    old_phone: PhoneNumber | None = None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"code":"","newPhone":""}', "application/json"),
        (b"code=&newPhone=", "application/x-www-form-urlencoded"),
    ],
)
def test_an_empty_text_is_absent_where_the_struct_says_so(body: bytes, kind: str) -> None:
    found = request(body, content_type=kind).read(_Asked)
    assert (found.code, found.new_phone) == ("", None)


def test_an_empty_text_is_a_text_elsewhere() -> None:
    with pytest.raises(Malformed) as refused:
        request(b'{"code":"1","oldPhone":""}').read(_Asked)
    assert refused.value.field == "oldPhone"

"""SingleSendMail."""

from __future__ import annotations

from typing import Any

import pytest
from aliyunsdkcore.acs_exception.exceptions import ServerException

from .conftest import Vendor

FORM = {
    "AccountName": "menjin@mail.example.com", "AddressType": "1", "ReplyToAddress": "false",
    "ToAddress": "zhangsan@example.com", "Subject": "验证码", "TextBody": "您的验证码是 048213", "ClickTrace": "0",
}  # fmt: skip


def send(vendor: Vendor, **changes: str) -> dict[str, Any]:
    return vendor.call("SingleSendMail", **{name: value for name, value in {**FORM, **changes}.items() if value})


def test_a_mail_reaches_the_outbox(vendor: Vendor) -> None:
    answer = send(vendor)
    assert answer.keys() == {"EnvId", "RequestId"}
    (row,) = vendor.cloud.outbox.all("zhangsan@example.com")
    assert (row["channel"], row["text"], row["params"]["subject"]) == ("mail", "您的验证码是 048213", "验证码")
    assert vendor.service.calls[0]["service"] == "mail"


def test_of_html_what_a_reader_sees_is_kept(vendor: Vendor) -> None:
    html = (
        "<html><head><title>t</title><style>p{}</style></head><body><p>您的验证码\n是 <b>0482</b></p>5 分钟有效<br>门禁"
    )
    send(vendor, TextBody="", HtmlBody=html * 1000)
    (row,) = vendor.cloud.outbox.all()
    assert row["text"].startswith("您的验证码 是 0482\n5 分钟有效\n门禁")


@pytest.mark.parametrize("length", [60_000, 70_000, 120_000])
def test_a_mail_may_be_sent_in_the_address_of_the_call(vendor: Vendor, length: int) -> None:
    request = vendor.request("SingleSendMail")
    for name, value in {**FORM, "TextBody": "x" * length}.items():
        request.add_query_param(name, value)
    assert vendor.send(request)["EnvId"]
    assert [len(row["text"]) for row in vendor.cloud.outbox.all()] == [length]


def test_each_address_gets_its_own_row(vendor: Vendor) -> None:
    send(vendor, ToAddress="a@example.com, b@example.com")
    assert [row["to"] for row in vendor.cloud.outbox.all()] == ["a@example.com", "b@example.com"]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"AccountName": "nobody"}, 404, "InvalidMailAddress.NotFound"),
        ({"ToAddress": "nobody"}, 400, "InvalidToAddress"),
        ({"ToAddress": ",".join(["a@example.com"] * 101)}, 400, "InvalidToAddress"),
        ({"TextBody": ""}, 400, "InvalidBody"),
        ({"Subject": ""}, 400, "MissingSubject"),
        ({"Subject": "s" * 257}, 400, "InvalidSubject.Malformed"),
        ({"FromAlias": "f" * 15}, 400, "InvalidFromAlias.Malformed"),
        ({"AddressType": "2"}, 400, "InvalidAddressType.Malformed"),
        ({"ReplyToAddress": "no"}, 400, "InvalidReplyToAddress.Malformed"),
        ({"Template": "{}"}, 400, "InvalidParameter"),
    ],
)
def test_a_refusal_is_an_http_error_and_sends_nothing(
    vendor: Vendor, changes: dict[str, str], status: int, code: str
) -> None:
    with pytest.raises(ServerException) as caught:
        send(vendor, **changes)
    assert (caught.value.get_http_status(), caught.value.get_error_code()) == (status, code)
    assert not vendor.cloud.outbox.all()

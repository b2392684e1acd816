"""Notices and codes by mail."""

from __future__ import annotations

import pytest

from menjin.failures import Malformed, TooOften, Unavailable
from menjin.gateways.aliyun.mail import AliyunMail
from menjin.parts import Parts
from menjin.values.mail_address import MailAddress
from tests.gateways.web_server import WebServer
from tests.product import new_name
from tests.small_cloud import SmallCloud


@pytest.fixture
def mail(parts: Parts) -> AliyunMail:
    return parts.mail()


@pytest.fixture
def address() -> MailAddress:
    return MailAddress(f"{new_name()}@example.com")


def test_it_arrives(small: SmallCloud, mail: AliyunMail, address: MailAddress) -> None:
    mail.send_mail(address, "标题", "正文")
    [message] = small.outbox(address.reveal(), "mail")
    assert (message["params"]["subject"], message["text"]) == ("标题", "正文")


def test_it_is_not_followed_by_spies(overheard: Parts, listener: WebServer, address: MailAddress) -> None:
    listener.body = b'{"EnvId":"1"}'
    overheard.mail().send_mail(address, "标题", "正文")
    assert b"ClickTrace=0" in listener.bodies[0]
    assert address.reveal().partition("@")[0] not in listener.asked[0]


@pytest.mark.parametrize("code", ["InvalidToAddress", "InvalidToAddress.Spam"])
def test_an_address_that_takes_no_mail_counts_as_told(
    small: SmallCloud, mail: AliyunMail, address: MailAddress, code: str
) -> None:
    small.fault("mail", "SingleSendMail", "error", code=code)
    mail.send_mail(address, "标题", "正文")
    assert small.outbox(address.reveal(), "mail") == []


@pytest.mark.parametrize(
    ("kind", "code", "happened"),
    [
        ("error", None, False),
        ("error", "InvalidMailAddress.NotFound", False),
        ("error", "InvalidSendMail.Spam", False),
        ("drop", None, None),
    ],
)
def test_an_outage_says_whether_it_may_have_been_sent(
    small: SmallCloud, mail: AliyunMail, address: MailAddress, kind: str, code: str | None, happened: bool | None
) -> None:
    small.fault("mail", "SingleSendMail", kind, code=code)
    with pytest.raises(Unavailable) as outage:
        mail.send_mail(address, "标题", "正文")
    assert (outage.value.service, outage.value.happened) == ("mail", happened)
    assert len(small.outbox(address.reveal(), "mail")) == (0 if happened is False else 1)


def test_a_code_arrives_in_the_body_alone(small: SmallCloud, mail: AliyunMail, address: MailAddress) -> None:
    mail.send_code(address, "012345")
    [message] = small.outbox(address.reveal(), "mail")
    assert message["params"]["subject"] == "验证码"
    assert "012345" not in str(message["params"])
    assert "您的验证码是 012345，5 分钟内有效" in message["text"]
    assert "Your verification code is 012345. It is valid for 5 minutes" in message["text"]


def test_neither_code_nor_address_travels_in_the_url(
    overheard: Parts, listener: WebServer, address: MailAddress
) -> None:
    listener.body = b'{"EnvId":"1"}'
    overheard.mail().send_code(address, "012345")
    assert "012345" not in listener.asked[0]
    assert address.reveal().partition("@")[0] not in listener.asked[0]


@pytest.mark.parametrize("code", ["InvalidToAddress", "InvalidToAddress.Spam", "InvalidReceiverName.Malformed"])
def test_an_address_that_takes_no_code_is_malformed(
    small: SmallCloud, mail: AliyunMail, address: MailAddress, code: str
) -> None:
    small.fault("mail", "SingleSendMail", "error", code=code)
    with pytest.raises(Malformed) as refused:
        mail.send_code(address, "012345")
    assert (refused.value.field, refused.value.hint) == ("email", "mail")
    assert small.outbox(address.reveal(), "mail") == []


def test_the_services_limit_is_told_with_a_time(small: SmallCloud, mail: AliyunMail, address: MailAddress) -> None:
    small.fault("mail", "SingleSendMail", "error", code="InvalidSendMail.Spam")
    with pytest.raises(TooOften) as refused:
        mail.send_code(address, "012345")
    assert refused.value.retry_after == 60


@pytest.mark.parametrize(
    ("kind", "code", "happened"),
    [
        ("error", None, False),
        ("error", "InvalidMailAddress.NotFound", False),
        ("error", "Throttling.User", False),
        ("error", "InternalServiceError", False),
        ("drop", None, None),
    ],
)
def test_a_code_that_may_be_on_its_way_says_so(
    small: SmallCloud, mail: AliyunMail, address: MailAddress, kind: str, code: str | None, happened: bool | None
) -> None:
    small.fault("mail", "SingleSendMail", kind, code=code)
    with pytest.raises(Unavailable) as outage:
        mail.send_code(address, "012345")
    assert (outage.value.service, outage.value.happened) == ("mail", happened)
    told = f"{outage.value!r}{outage.value.__cause__!r}"
    assert "012345" not in told
    assert address.reveal() not in told

"""Notices by mail."""

from __future__ import annotations

import pytest

from menjin.certification.tell import MailSender
from menjin.failures import Unavailable
from menjin.parts import Parts
from menjin.values.mail_address import MailAddress
from tests.gateways.web_server import WebServer
from tests.product import new_name
from tests.small_cloud import SmallCloud


@pytest.fixture
def mail(parts: Parts) -> MailSender:
    return parts.mail()


@pytest.fixture
def address() -> MailAddress:
    return MailAddress(f"{new_name()}@example.com")


def test_it_arrives(small: SmallCloud, mail: MailSender, address: MailAddress) -> None:
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
    small: SmallCloud, mail: MailSender, address: MailAddress, code: str
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
    small: SmallCloud, mail: MailSender, address: MailAddress, kind: str, code: str | None, happened: bool | None
) -> None:
    small.fault("mail", "SingleSendMail", kind, code=code)
    with pytest.raises(Unavailable) as outage:
        mail.send_mail(address, "标题", "正文")
    assert (outage.value.service, outage.value.happened) == ("mail", happened)
    assert len(small.outbox(address.reveal(), "mail")) == (0 if happened is False else 1)

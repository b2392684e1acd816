"""Codes go where their recipient is."""

from __future__ import annotations

import pytest

from menjin.failures import Malformed, TooOften
from menjin.gateways.aliyun.carriers import Carriers
from menjin.parts import Parts
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber
from tests.product import new_name, new_phone
from tests.small_cloud import SmallCloud


@pytest.fixture
def carriers(parts: Parts) -> Carriers:
    return Carriers(parts.sms(), parts.mail())


def test_to_a_phone_by_sms(small: SmallCloud, carriers: Carriers) -> None:
    phone = new_phone()
    carriers.send_code(PhoneNumber(phone), "012345")
    assert [message["params"] for message in small.outbox(phone)] == [{"code": "012345"}]
    assert small.outbox(phone, "mail") == []


def test_to_an_address_by_mail(small: SmallCloud, carriers: Carriers) -> None:
    address = f"{new_name()}@example.com"
    carriers.send_code(MailAddress(address), "012345")
    [message] = small.outbox(address, "mail")
    assert "012345" in message["text"]
    assert small.outbox(address) == []


def test_each_carrier_refuses_in_its_own_words(small: SmallCloud, carriers: Carriers) -> None:
    phone = PhoneNumber(new_phone())
    carriers.send_code(phone, "012345")
    with pytest.raises(TooOften):
        carriers.send_code(phone, "012345")
    small.fault("mail", "SingleSendMail", "error", code="InvalidToAddress")
    with pytest.raises(Malformed):
        carriers.send_code(MailAddress(f"{new_name()}@example.com"), "012345")

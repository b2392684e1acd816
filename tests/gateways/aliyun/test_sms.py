"""Codes and notices by SMS."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
import time_machine

from menjin.clock import CHINA, now
from menjin.failures import Malformed, TooOften, Unavailable
from menjin.gateways.aliyun.sms import AliyunSms
from menjin.parts import Parts
from menjin.values.phone_number import PhoneNumber
from tests.gateways.web_server import WebServer
from tests.product import new_phone
from tests.small_cloud import SmallCloud

NOTICES = {"PASS": "SMS_100000002", "UNPASS": "SMS_100000003"}


@pytest.fixture
def sms(parts: Parts) -> AliyunSms:
    return parts.sms(NOTICES)


@pytest.fixture
def phone() -> PhoneNumber:
    return PhoneNumber(new_phone())


def test_a_code_arrives(small: SmallCloud, sms: AliyunSms, phone: PhoneNumber) -> None:
    sms.send_code(phone, "012345")
    [message] = small.outbox(phone.reveal())
    assert message["params"] == {"code": "012345"}
    assert (message["sign"], message["template"]) == ("门禁", "SMS_100000001")


@pytest.mark.parametrize(("seconds_between", "wait"), [(0, 60), (61, 3600), (3601, 86400)])
def test_the_carriers_limit_is_told_with_its_time(
    small: SmallCloud, sms: AliyunSms, phone: PhoneNumber, seconds_between: int, wait: int
) -> None:
    for _ in range({60: 1, 3600: 5, 86400: 10}[wait]):
        sms.send_code(phone, "012345")
        small.cloud.advance(seconds_between)
    with pytest.raises(TooOften) as refused:
        sms.send_code(phone, "012345")
    assert refused.value.retry_after == wait


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("isv.MOBILE_NUMBER_ILLEGAL", Malformed),
        ("isv.DOMESTIC_NUMBER_NOT_SUPPORTED", Malformed),
        ("isv.OUT_OF_SERVICE", Unavailable),
        ("isv.DAY_LIMIT_CONTROL", Unavailable),
        ("isp.SYSTEM_ERROR", Unavailable),
        ("Throttling.User", Unavailable),
        ("Forbidden.RAM", Unavailable),
        ("InternalError", Unavailable),
    ],
)
def test_each_refusal_of_a_code_has_its_word(
    overheard: Parts, listener: WebServer, phone: PhoneNumber, code: str, failure: type[Exception]
) -> None:
    listener.status = 200 if code.startswith("is") else 500 if code == "InternalError" else 400
    listener.body = f'{{"Code":"{code}","Message":"a:b","RequestId":"1"}}'.encode()
    with pytest.raises(failure) as found:
        overheard.sms(NOTICES).send_code(phone, "012345")
    if isinstance(found.value, Unavailable):
        assert (found.value.service, found.value.happened) == ("sms", False)
    assert phone.reveal() not in f"{found.value!r}{found.value.__cause__!r}"


def test_a_notice_arrives_marked_and_can_be_found_again(small: SmallCloud, sms: AliyunSms, phone: PhoneNumber) -> None:
    asked_at = now()
    assert not sms.was_sent(phone, "mark-1", asked_at)
    sms.send_notice(phone, "PASS", "您提交的实名认证已通过。", "mark-1")
    assert sms.was_sent(phone, "mark-1", asked_at)
    assert not sms.was_sent(phone, "mark-2", asked_at)
    assert not sms.was_sent(PhoneNumber(new_phone()), "mark-1", asked_at)
    [message] = small.outbox(phone.reveal())
    assert (message["template"], message["params"]) == ("SMS_100000002", {"text": "您提交的实名认证已通过。"})


def test_a_notice_of_just_after_midnight_is_found_too(sms: AliyunSms, phone: PhoneNumber) -> None:
    midnight = datetime.now(CHINA).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    with time_machine.travel(midnight + timedelta(seconds=1), tick=True):
        sms.send_notice(phone, "PASS", "文", "mark")
        assert sms.was_sent(phone, "mark", now() - 3000)


def test_a_long_text_is_cut_to_what_a_variable_holds(small: SmallCloud, sms: AliyunSms, phone: PhoneNumber) -> None:
    sms.send_notice(phone, "UNPASS", "文" * 60, "mark")
    assert small.outbox(phone.reveal())[0]["params"] == {"text": "文" * 35}


def test_a_number_that_takes_no_notice_counts_as_told(small: SmallCloud, sms: AliyunSms, phone: PhoneNumber) -> None:
    small.fault("sms", "SendSms", "error", code="isv.MOBILE_NUMBER_ILLEGAL")
    sms.send_notice(phone, "PASS", "文", "mark")
    assert small.outbox(phone.reveal()) == []


def test_an_outage_is_no_notice(small: SmallCloud, sms: AliyunSms, phone: PhoneNumber) -> None:
    for code in (None, "isv.OUT_OF_SERVICE", "isv.BUSINESS_LIMIT_CONTROL"):
        small.fault("sms", "SendSms", "error", code=code)
        with pytest.raises(Unavailable) as outage:
            sms.send_notice(phone, "PASS", "文", "mark")
        assert outage.value.happened is False


def test_records_that_cannot_be_read_say_nothing(small: SmallCloud, sms: AliyunSms, phone: PhoneNumber) -> None:
    small.fault("sms", "QuerySendDetails", "error")
    with pytest.raises(Unavailable):
        sms.was_sent(phone, "mark", int(time.time() * 1000))

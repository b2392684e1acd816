"""Faults on request: what the caller sees, and what has happened all the same."""

from __future__ import annotations

import time

import pytest
from aliyunsdkcore.acs_exception.exceptions import ClientException, ServerException

from emulator.shared.faults import Fault

from .conftest import Vendor

NUMBER = "13800138000"
SMS = {"PhoneNumbers": NUMBER, "SignName": "门禁", "TemplateCode": "SMS_1", "OutId": "o"}
PERSON = {"ParamType": "normal", "IdentifyNum": "110101199003079999", "UserName": "张三"}


def test_an_error_is_unavailability_unless_a_code_is_asked_for(vendor: Vendor) -> None:
    vendor.cloud.faults.add(Fault("sms", "SendSms", "error"))
    with pytest.raises(ServerException) as caught:
        vendor.call("SendSms", **SMS)
    assert (caught.value.get_http_status(), caught.value.get_error_code()) == (503, "ServiceUnavailable")
    assert not vendor.cloud.outbox.all()
    assert vendor.call("SendSms", **SMS)["Code"] == "OK"
    assert [call["ok"] for call in vendor.service.calls] == [False, True]


@pytest.mark.parametrize(
    ("service", "action", "code", "status"),
    [
        ("sms", "SendSms", "Throttling.User", 400),
        ("mail", "SingleSendMail", "InvalidSendMail.Spam", 400),
        ("ocr", "RecognizeIdcard", "algorithmError", 503),
        ("identity", "*", "Forbidden.RAM", 403),
    ],
)
def test_an_error_has_the_status_of_its_code(vendor: Vendor, service: str, action: str, code: str, status: int) -> None:
    vendor.cloud.faults.add(Fault(service, action, "error", code=code))
    with pytest.raises(ServerException) as caught:
        vendor.call("Id2MetaVerify" if action == "*" else action)
    assert (caught.value.get_http_status(), caught.value.get_error_code()) == (status, code)


@pytest.mark.parametrize(
    ("service", "action", "code"),
    [("sms", "SendSms", "isv.AMOUNT_NOT_ENOUGH"), ("identity", "Id2MetaVerify", "402")],
)
def test_business_codes_stay_inside_http_200(vendor: Vendor, service: str, action: str, code: str) -> None:
    vendor.cloud.faults.add(Fault(service, action, "error", code=code))
    assert vendor.call(action)["Code"] == code


@pytest.mark.parametrize("kind", ["drop", "kill"])
def test_a_lost_answer_is_a_sent_message(vendor: Vendor, kind: str) -> None:
    vendor.cloud.faults.add(Fault("sms", "SendSms", kind))
    with pytest.raises(ClientException) as caught:
        vendor.call("SendSms", **SMS)
    assert caught.value.get_error_code() == "SDK.HttpError"
    assert [row["out_id"] for row in vendor.cloud.outbox.all(NUMBER)] == ["o"]
    assert len(vendor.cloud.killed) == (kind == "kill")
    assert [call["ok"] for call in vendor.service.calls] == [True]


def test_a_delay_only_delays(vendor: Vendor) -> None:
    vendor.cloud.faults.add(Fault("identity", "Id2MetaVerify", "delay", delay_ms=150))
    started = time.monotonic()
    assert vendor.call("Id2MetaVerify", **PERSON)["Code"] == "200"
    assert time.monotonic() - started >= 0.15


def test_a_duplicate_arrives_twice_and_was_sent_once(vendor: Vendor) -> None:
    vendor.cloud.faults.add(Fault("sms", "SendSms", "duplicate"))
    vendor.call("SendSms", **SMS)
    assert len(vendor.cloud.outbox.all(NUMBER)) == 2
    today = time.strftime("%Y%m%d", time.gmtime(time.time() + 8 * 3600))
    details = vendor.call("QuerySendDetails", PhoneNumber=NUMBER, SendDate=today, PageSize="10", CurrentPage="1")
    assert details["TotalCount"] == 1

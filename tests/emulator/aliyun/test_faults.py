"""Faults on request: what the caller sees, and what has happened all the same."""

from __future__ import annotations

import json
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


def test_a_malformed_answer_is_half_of_the_answer_to_a_sent_message(vendor: Vendor) -> None:
    vendor.cloud.faults.add(Fault("sms", "SendSms", "malformed"))
    text = vendor.client.do_action_with_exception(vendor.request("SendSms", **SMS)).decode()
    assert text.startswith('{"RequestId":"')
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)
    assert [row["out_id"] for row in vendor.cloud.outbox.all(NUMBER)] == ["o"]
    assert [call["ok"] for call in vendor.service.calls] == [True]


def test_a_refusal_can_be_malformed_too(vendor: Vendor) -> None:
    vendor.cloud.faults.add(Fault("identity", "EntElementVerifyV2", "malformed"))
    with pytest.raises(ServerException) as caught:
        vendor.call("EntElementVerifyV2")
    assert (caught.value.get_http_status(), caught.value.get_error_code()) == (400, "SDK.UnknownServerError")


@pytest.mark.parametrize(
    ("service", "action"),
    [("sms", "SendSms"), ("mail", "SingleSendMail"), ("ocr", "RecognizeIdcard"), ("identity", "Id2MetaVerify")],
)
def test_a_page_is_what_a_proxy_sends_and_nothing_happened(vendor: Vendor, service: str, action: str) -> None:
    vendor.cloud.faults.add(Fault(service, action, "page"))
    with pytest.raises(ServerException) as caught:
        vendor.call(action, **SMS)
    assert (caught.value.get_http_status(), caught.value.get_error_code()) == (502, "SDK.UnknownServerError")
    assert "<h1>502 Bad Gateway</h1>" in caught.value.get_error_msg()
    assert not vendor.cloud.outbox.all()
    assert [call["ok"] for call in vendor.service.calls] == [False]


def test_a_fault_with_a_mark_meets_calls_with_that_mark_alone(vendor: Vendor) -> None:
    vendor.cloud.faults.add(Fault("sms", "SendSms", "error", code="isv.AMOUNT_NOT_ENOUGH", mark="told-8"))
    codes = [vendor.call("SendSms", **{**SMS, "OutId": f"told-{number}"})["Code"] for number in (7, 8, 8)]
    assert codes == ["OK", "isv.AMOUNT_NOT_ENOUGH", "OK"]


def test_a_caller_can_be_killed_at_a_step(vendor: Vendor) -> None:
    vendor.cloud.faults.add(Fault("sms", "SendSms", "kill", skip=2))
    for _ in range(2):
        assert vendor.call("SendSms", **SMS)["Code"] == "OK"
    assert vendor.cloud.killed == []
    with pytest.raises(ClientException):
        vendor.call("SendSms", **SMS)
    assert len(vendor.cloud.killed) == 1
    assert len(vendor.cloud.outbox.all(NUMBER)) == 3


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

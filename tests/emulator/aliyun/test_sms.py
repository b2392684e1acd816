"""SendSms and QuerySendDetails."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from aliyunsdkcore.acs_exception.exceptions import ServerException

from .conftest import Vendor

NUMBER = "13800138000"


def send(vendor: Vendor, **changes: str) -> dict[str, Any]:
    form = {
        "PhoneNumbers": NUMBER, "SignName": "门禁", "TemplateCode": "SMS_100001", "TemplateParam": '{"code":"048213"}',
    } | changes  # fmt: skip
    return vendor.call("SendSms", **{name: value for name, value in form.items() if value})


def notice(vendor: Vendor, **changes: str) -> dict[str, Any]:
    return send(vendor, **({"TemplateCode": "SMS_2", "TemplateParam": '{"result":"已通过"}'} | changes))


def query(vendor: Vendor, **changes: str) -> dict[str, Any]:
    today = time.strftime("%Y%m%d", time.gmtime(time.time() + 8 * 3600))
    form = {"PhoneNumber": NUMBER, "SendDate": today, "PageSize": "10", "CurrentPage": "1"} | changes
    return vendor.call("QuerySendDetails", **form)


def test_a_code_reaches_the_outbox(vendor: Vendor) -> None:
    answer = send(vendor, OutId="reg-1")
    assert answer["Code"] == answer["Message"] == "OK"
    assert answer["BizId"].count("^") == 1
    (row,) = vendor.cloud.outbox.all(NUMBER)
    assert row["channel"] == "sms"
    assert row["template"] == "SMS_100001"
    assert row["params"] == {"code": "048213"}
    assert row["text"].startswith("【门禁】")
    assert "048213" in row["text"]
    assert abs(row["at"] - time.time()) < 10
    assert (row["out_id"], row["biz_id"]) == ("reg-1", answer["BizId"])
    (call,) = vendor.service.calls
    assert (call["service"], call["operation"], call["ok"]) == ("sms", "SendSms", True)


@pytest.mark.parametrize(
    ("variables", "text"),
    [
        ('{"text":"您提交的实名认证已通过。"}', "【门禁】您提交的实名认证已通过。"),
        ('{"result":"已通过"}', "【门禁】通知 SMS_2：result：已通过。"),
        ('{"text":"已通过。","by":"张三。"}', "【门禁】通知 SMS_2：text：已通过。，by：张三。"),
        ("", "【门禁】通知 SMS_2。"),
        ('{"code":"048213"}', "【门禁】您的验证码为：048213，请勿告诉他人。"),
    ],
)
def test_the_wording_of_a_template_that_is_not_configured(vendor: Vendor, variables: str, text: str) -> None:
    notice(vendor, TemplateParam=variables)
    assert [row["text"] for row in vendor.cloud.outbox.all(NUMBER)] == [text]


@pytest.mark.parametrize("written", ["+8613800138000", "008613800138000", "8613800138000", "+13800138000"])
def test_country_prefixes_are_dropped(vendor: Vendor, written: str) -> None:
    assert send(vendor, PhoneNumbers=written)["Code"] == "OK"
    assert vendor.cloud.outbox.all(NUMBER)


def test_several_numbers_get_the_message_once_each(vendor: Vendor) -> None:
    assert notice(vendor, PhoneNumbers=f"{NUMBER},13900139000,{NUMBER}")["Code"] == "OK"
    assert [row["to"] for row in vendor.cloud.outbox.all()] == [NUMBER, "13900139000"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"PhoneNumbers": "12345678901"}, "isv.MOBILE_NUMBER_ILLEGAL"),
        ({"PhoneNumbers": "1380013800"}, "isv.MOBILE_NUMBER_ILLEGAL"),
        ({"PhoneNumbers": "１３８00138000"}, "isv.MOBILE_NUMBER_ILLEGAL"),
        ({"PhoneNumbers": ",".join([NUMBER] * 1001)}, "isv.MOBILE_COUNT_OVER_LIMIT"),
        ({"TemplateCode": "100001"}, "isv.SMS_TEMPLATE_ILLEGAL"),
        ({"TemplateParam": "code=1"}, "isv.INVALID_JSON_PARAM"),
        ({"TemplateParam": '["code"]'}, "isv.INVALID_JSON_PARAM"),
        ({"TemplateParam": '{"code":"12"}'}, "isv.TEMPLATE_PARAMS_ILLEGAL"),
        ({"TemplateParam": '{"code":["1234"]}'}, "isv.TEMPLATE_PARAMS_ILLEGAL"),
        ({"TemplateParam": '{"name":""}'}, "isv.TEMPLATE_MISSING_PARAMETERS"),
        ({"TemplateParam": '{"name":"%s"}' % ("长" * 36)}, "isv.PARAM_LENGTH_LIMIT"),
        ({"TemplateParam": '{"name":"https://a.cn"}'}, "isv.PARAM_NOT_SUPPORT_URL"),
        ({"OutId": "x" * 257}, "isv.INVALID_PARAMETERS"),
        ({"SmsUpExtendCode": "1a"}, "isv.INVALID_PARAMETERS"),
    ],
)
def test_a_refusal_is_told_inside_http_200_and_sends_nothing(
    vendor: Vendor, changes: dict[str, str], code: str
) -> None:
    answer = send(vendor, **changes)
    assert answer["Code"] == code
    assert "BizId" not in answer
    assert not vendor.cloud.outbox.all()
    assert [call["ok"] for call in vendor.service.calls] == [False]


def test_a_missing_parameter_is_a_gateway_error(vendor: Vendor) -> None:
    with pytest.raises(ServerException) as caught:
        send(vendor, SignName="")
    assert (caught.value.get_http_status(), caught.value.get_error_code()) == (400, "MissingSignName")


def test_codes_to_one_number_are_limited_by_minute_hour_and_day(vendor: Vendor) -> None:
    told = []
    for _ in range(3):
        for _ in range(6):
            told.append(send(vendor)["Message"])
            told.append(send(vendor)["Message"])
            vendor.cloud.clock.advance(60)
        vendor.cloud.clock.advance(3600)
    minute, hour, day = (
        f"触发{name}级流控Permits:{permits}" for name, permits in (("分钟", 1), ("小时", 5), ("天", 10))
    )
    assert told == ["OK", minute] * 5 + [hour] * 2 + ["OK", minute] * 5 + [hour] * 2 + [day] * 12
    assert send(vendor)["Code"] == "isv.BUSINESS_LIMIT_CONTROL"
    assert send(vendor, SignName="另一个")["Code"] == "OK"
    vendor.cloud.clock.advance(86400)
    assert send(vendor)["Code"] == "OK"


def test_a_number_gets_forty_codes_a_day_whoever_signs(vendor: Vendor) -> None:
    told = [send(vendor, SignName=f"门禁{number // 4}", TemplateCode="SMS_9") for number in range(0, 160, 4)]
    assert {answer["Code"] for answer in told} == {"OK"}
    assert send(vendor, SignName="别的")["Message"] == "触发天级流控Permits:40"
    assert send(vendor, SignName="别的", PhoneNumbers="13900139000")["Code"] == "OK"
    vendor.cloud.clock.advance(86400)
    assert send(vendor, SignName="别的")["Code"] == "OK"


def test_of_parallel_codes_one_is_sent(vendor: Vendor) -> None:
    with ThreadPoolExecutor(16) as pool:
        codes = [answer["Code"] for answer in pool.map(lambda _: send(vendor), range(32))]
    assert codes.count("OK") == len(vendor.cloud.outbox.all()) == 1


def test_notices_are_not_held_up_by_codes(vendor: Vendor) -> None:
    assert send(vendor)["Code"] == "OK"
    assert {notice(vendor)["Code"] for _ in range(50)} == {"OK"}
    assert notice(vendor)["Message"] == "触发天级流控Permits:50"
    assert notice(vendor, TemplateCode="SMS_3")["Code"] == "OK"


def test_what_was_sent_is_found_by_its_out_id(vendor: Vendor) -> None:
    notice(vendor, OutId="certification-7")
    notice(vendor, OutId="certification-8")
    answer = query(vendor)
    assert (answer["Code"], answer["TotalCount"]) == ("OK", 2)
    newest, oldest = answer["SmsSendDetailDTOs"]["SmsSendDetailDTO"]
    assert (newest["OutId"], oldest["OutId"]) == ("certification-8", "certification-7")
    assert (newest["SendStatus"], newest["ErrCode"], newest["PhoneNum"]) == (3, "DELIVERED", NUMBER)


def test_details_are_paged_and_of_one_day_and_message(vendor: Vendor) -> None:
    first = notice(vendor, OutId="a")["BizId"]
    notice(vendor, OutId="b")
    page = query(vendor, PageSize="1", CurrentPage="2")
    assert (page["TotalCount"], page["SmsSendDetailDTOs"]["SmsSendDetailDTO"][0]["OutId"]) == (2, "a")
    assert query(vendor, BizId=first)["TotalCount"] == 1
    vendor.cloud.clock.advance(86400)
    assert query(vendor)["TotalCount"] == 0


def test_a_receipt_may_take_its_time_or_tell_of_a_failure(vendor: Vendor) -> None:
    switches, lost = vendor.service.switches, "13900139000"
    switches.receipt_delay_s, switches.undelivered = 90, {lost: "MK:0001"}
    try:
        for number in (NUMBER, lost):
            notice(vendor, PhoneNumbers=number)
        (detail,) = query(vendor)["SmsSendDetailDTOs"]["SmsSendDetailDTO"]
        assert (detail["SendStatus"], "ErrCode" in detail, "ReceiveDate" in detail) == (1, False, False)
        vendor.cloud.clock.advance(90)
        (detail,) = query(vendor)["SmsSendDetailDTOs"]["SmsSendDetailDTO"]
        assert (detail["SendStatus"], detail["ErrCode"]) == (3, "DELIVERED")
        (detail,) = query(vendor, PhoneNumber=lost)["SmsSendDetailDTOs"]["SmsSendDetailDTO"]
        assert (detail["SendStatus"], detail["ErrCode"]) == (2, "MK:0001")
    finally:
        switches.receipt_delay_s, switches.undelivered = 0, {}


@pytest.mark.parametrize(("length", "units"), [(66, 1), (67, 2), (130, 2), (131, 3)])
def test_a_long_message_is_billed_by_its_parts_for_each_number(
    start_vendor: Callable[..., Vendor], tmp_path: Path, length: int, units: int
) -> None:
    (tmp_path / "local.yml").write_text(f"sms:\n  templates:\n    SMS_7: {'长' * length}\n", "utf-8")
    vendor = start_vendor(tmp_path / "data", tmp_path)
    numbers = f"{NUMBER},13900139000"
    assert notice(vendor, TemplateCode="SMS_7", TemplateParam="", PhoneNumbers=numbers)["Code"] == "OK"
    assert notice(vendor, TemplateCode="SMS_8")["Code"] != "OK"
    assert vendor.bill() == {"sms.message": 2 * units}


@pytest.mark.parametrize(
    "changes", [{"PageSize": "51"}, {"CurrentPage": "0"}, {"SendDate": "20200101"}, {"SendDate": "today"}]
)
def test_a_wrong_question_about_details_is_refused(vendor: Vendor, changes: dict[str, str]) -> None:
    assert query(vendor, **changes)["Code"] == "isv.INVALID_PARAMETERS"


def test_configured_signatures_and_templates_are_the_only_ones(
    start_vendor: Callable[..., Vendor], tmp_path: Path
) -> None:
    settings = "sms:\n  signatures: [门禁]\n  templates:\n    SMS_7: 您的验证码为：${code}，${minutes}分钟内有效。\n"
    (tmp_path / "local.yml").write_text(settings, "utf-8")
    vendor = start_vendor(tmp_path / "data", tmp_path)
    assert send(vendor)["Code"] == "isv.SMS_TEMPLATE_ILLEGAL"
    assert send(vendor, SignName="别人", TemplateCode="SMS_7")["Code"] == "isv.SMS_SIGNATURE_ILLEGAL"
    assert send(vendor, TemplateCode="SMS_7")["Code"] == "isv.TEMPLATE_MISSING_PARAMETERS"
    assert send(vendor, TemplateCode="SMS_7", TemplateParam='{"code":"0481","minutes":5}')["Code"] == "OK"
    (row,) = vendor.cloud.outbox.all()
    assert row["text"] == "【门禁】您的验证码为：0481，5分钟内有效。"

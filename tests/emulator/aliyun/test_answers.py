"""How answers are written: JSON or XML, codes as texts or as numbers; and what plain HTTP gets in strict mode."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET

import pytest
from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.client import AcsClient

from emulator.shared.faults import Fault

from .conftest import Vendor
from .raw import PERSON, raw, signed_v1

SMS = {"Action": "SendSms", "Version": "2017-05-25", "PhoneNumbers": "13800138000", "TemplateCode": "SMS_1"}


def xml(vendor: Vendor, target: str) -> tuple[int, ET.Element]:
    try:
        with urllib.request.urlopen(f"http://{vendor.address}{target}") as response:
            status, kind, text = response.status, response.headers["content-type"], response.read()
    except urllib.error.HTTPError as error:
        status, kind, text = error.code, error.headers["content-type"], error.read()
    assert kind.startswith("text/xml")
    return status, ET.fromstring(text)


@pytest.mark.parametrize("form", ["XML", "xml", "-"])
def test_version_1_answers_in_xml_unless_json_is_asked_for(vendor: Vendor, form: str) -> None:
    status, root = xml(vendor, signed_v1(Format=form))
    assert (status, root.tag, root.findtext("ResultObject/BizCode")) == (200, "Id2MetaVerifyResponse", "1")


def test_lists_and_marks_are_written_in_xml(vendor: Vendor) -> None:
    for out_id in ("a<b\x00", "c&d"):
        assert xml(vendor, signed_v1(Format="XML", **SMS, SignName="<门禁>", OutId=out_id))[1].findtext("Code") == "OK"
    question = {"Action": "QuerySendDetails", "PhoneNumber": "13800138000", "PageSize": "9", "CurrentPage": "1"}
    today = time.strftime("%Y%m%d", time.gmtime(time.time() + 8 * 3600))
    _, root = xml(vendor, signed_v1(Format="XML", Version="2017-05-25", SendDate=today, **question))
    rows = root.findall("SmsSendDetailDTOs/SmsSendDetailDTO")
    assert [row.findtext("OutId") for row in rows] == ["c&d", "a<b\ufffd"]
    assert rows[0].findtext("Content", "").startswith("【<门禁>】")


def test_refusals_are_written_in_xml_too(vendor: Vendor) -> None:
    status, root = xml(vendor, signed_v1(Format="XML", AccessKeyId="nobody"))
    assert (status, root.tag, root.findtext("Code")) == (404, "Error", "InvalidAccessKeyId.NotFound")
    status, root = xml(vendor, signed_v1(Format="XML", **{**SMS, "PhoneNumbers": "1"}, SignName="门禁"))
    assert (status, root.tag, root.findtext("Code")) == (200, "SendSmsResponse", "isv.MOBILE_NUMBER_ILLEGAL")


def test_identity_answers_can_have_their_codes_as_numbers(vendor: Vendor) -> None:
    vendor.service.switches.numeric_codes = True
    try:
        answer = raw(vendor, "GET", signed_v1())[1]
        assert (answer["Code"], answer["ResultObject"]["BizCode"]) == (200, 1)
        assert raw(vendor, "GET", signed_v1(**SMS, SignName="门禁"))[1]["Code"] == "OK"
    finally:
        vendor.service.switches.numeric_codes = False


def test_plain_http_is_refused_in_strict_mode(vendor: Vendor) -> None:
    vendor.service.switches.https_only = True
    try:
        with pytest.raises(ServerException) as caught:
            vendor.call("Id2MetaVerify", **PERSON)
    finally:
        vendor.service.switches.https_only = False
    assert (caught.value.get_http_status(), caught.value.get_error_code()) == (404, "InvalidProtocol.NeedSsl")


def test_a_key_that_may_be_real_is_told_to_stay_away(vendor: Vendor) -> None:
    for key, warned in (("LTAI" + "5tExampleExample1234", True), ("LTAInobody", False)):
        with pytest.raises(ServerException) as caught:
            vendor.send(vendor.request("Id2MetaVerify", **PERSON), AcsClient(key, "secret"))
        assert caught.value.get_error_code() == "InvalidAccessKeyId.NotFound"
        assert ("real cloud" in caught.value.get_error_msg()) == warned


def test_a_fault_can_come_after_the_effect_or_keep_the_call_away(vendor: Vendor) -> None:
    form = {"PhoneNumbers": "13800138000", "SignName": "门禁", "TemplateCode": "SMS_1"}
    vendor.cloud.faults.add(Fault("sms", "SendSms", "late", code="isp.SYSTEM_ERROR"))
    assert vendor.call("SendSms", **form)["Code"] == "isp.SYSTEM_ERROR"
    assert len(vendor.cloud.outbox.all()) == 1
    vendor.cloud.faults.add(Fault("sms", "SendSms", "cut"))
    with pytest.raises(Exception, match="HttpError"):
        vendor.call("SendSms", **form)
    assert len(vendor.cloud.outbox.all()) == 1
    assert [(call["ok"], call["billed"]) for call in vendor.service.calls] == [(True, True), (False, False)]

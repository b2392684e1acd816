"""The list of calls: what it tells of each, whom it does not name, and what the vendor bills."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aliyunsdkcore.acs_exception.exceptions import ClientException, ServerException

from emulator.aliyun.numbers import credit_check, id_check
from emulator.shared.faults import Fault

from .conftest import Vendor

PERSON = {"ParamType": "normal", "IdentifyNum": "110101199003079999", "UserName": "张三"}
NOBODY = "11010119500101997" + id_check("11010119500101997")
CODE = "91110000999999901" + credit_check("91110000999999901")
COMPANY = {
    "SceneCode": "menjin", "MerchantUserId": "7", "UserAuthorization": "1", "InfoVerifyType": "ENT_3META",
    "LicenseNo": CODE, "EntName": "样例水利科技有限公司", "LegalPersonName": "张三",
}  # fmt: skip
SMS = {"PhoneNumbers": "13800138000", "SignName": "门禁", "TemplateCode": "SMS_1"}
MAIL = {
    "AccountName": "menjin@mail.example.com", "AddressType": "1", "ReplyToAddress": "false", "TextBody": "您已通过",
    "ToAddress": "zhangsan@example.com", "Subject": "实名认证",
}  # fmt: skip
FACE = {"face": {"data": {"name": "张三", "idNumber": "110101199003079999"}}}


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def marks(vendor: Vendor) -> list[tuple[str, bool]]:
    return [(call["mark"], call["billed"]) for call in vendor.service.calls]


def refused(vendor: Vendor, action: str, **form: str) -> None:
    with pytest.raises((ServerException, ClientException)):
        vendor.call(action, **form)


def test_a_call_tells_when_it_came_and_what_became_of_it(vendor: Vendor) -> None:
    before = time.time()
    vendor.call("Id2MetaVerify", **PERSON)
    (call,) = vendor.service.calls
    assert before <= call.pop("at") <= time.time()
    mark = hashed("110101199003079999张三")
    assert call == {
        "service": "identity", "operation": "Id2MetaVerify", "ok": True, "mark": mark, "billed": True,
    }  # fmt: skip


def test_a_person_is_marked_by_number_and_name_together(vendor: Vendor) -> None:
    for changes in ({}, {"UserName": "张四"}, {"IdentifyNum": NOBODY}, {"UserName": "张"}):
        vendor.call("Id2MetaVerify", **{**PERSON, **changes})
    assert marks(vendor) == [
        (hashed("110101199003079999张三"), True),
        (hashed("110101199003079999张四"), True),
        (hashed(f"{NOBODY}张三"), False),
        (hashed("110101199003079999张"), False),
    ]
    assert [call["ok"] for call in vendor.service.calls] == [True, True, True, False]


def test_a_company_is_marked_by_the_callers_own_name_for_the_question(vendor: Vendor) -> None:
    vendor.call("EntElementVerifyV2", MerchantBizId="a1", **COMPANY)
    vendor.call("EntElementVerifyV2", MerchantBizId="a2", **{**COMPANY, "LegalPersonName": "李四"})
    other = "91110000999999777" + credit_check("91110000999999777")
    vendor.call("EntElementVerifyV2", MerchantBizId="a3", **{**COMPANY, "LicenseNo": other, "EntName": "某公司"})
    refused(vendor, "EntElementVerifyV2", MerchantBizId="a1", **COMPANY)
    assert marks(vendor) == [("a1", True), ("a2", True), ("a3", False), ("a1", False)]


def test_a_message_is_marked_by_its_out_id_and_a_code_by_nothing(vendor: Vendor) -> None:
    vendor.call("SendSms", OutId="told-7", **SMS)
    vendor.call("SendSms", TemplateParam='{"code":"048213"}', **SMS)
    vendor.call("SendSms", OutId="told-8", **{**SMS, "PhoneNumbers": "1"})
    assert marks(vendor) == [("told-7", True), ("", True), ("told-8", False)]


def test_a_mail_is_marked_by_address_and_subject(vendor: Vendor) -> None:
    vendor.call("SingleSendMail", **MAIL)
    assert marks(vendor) == [(hashed("zhangsan@example.com实名认证"), True)]


def test_a_picture_is_marked_by_its_bytes_and_billed_when_recognised(vendor: Vendor) -> None:
    picture = b"a picture"
    mark = hashlib.sha256(picture).hexdigest()[:16]
    with pytest.raises(ServerException):
        vendor.recognise("RecognizeIdcard", picture)
    vendor.service.teach(
        [{"sha256": hashlib.sha256(picture).hexdigest(), "operation": "RecognizeIdcard", "data": FACE}]
    )
    vendor.recognise("RecognizeIdcard", picture)
    vendor.recognise("RecognizeIdcard", picture)
    assert marks(vendor) == [(mark, False), (mark, True), (mark, True)]


@pytest.mark.parametrize("kind", ["drop", "kill", "malformed"])
def test_an_answer_that_nobody_hears_is_billed(vendor: Vendor, kind: str) -> None:
    vendor.cloud.faults.add(Fault("identity", "*", kind, times=2))
    for number in (PERSON["IdentifyNum"], NOBODY):
        with pytest.raises((ClientException, ValueError)):
            vendor.call("Id2MetaVerify", **{**PERSON, "IdentifyNum": number})
    assert marks(vendor) == [(hashed("110101199003079999张三"), True), (hashed(f"{NOBODY}张三"), False)]


def test_a_caller_that_stops_waiting_is_billed_all_the_same(vendor: Vendor) -> None:
    vendor.cloud.faults.add(Fault("identity", "*", "delay", delay_ms=300))
    vendor.cloud.faults.add(Fault("identity", "*", "delay", delay_ms=600))
    impatient = vendor.request("Id2MetaVerify", **PERSON)
    impatient.set_read_timeout(0.1)
    with pytest.raises(ClientException):
        vendor.send(impatient)
    vendor.call("Id2MetaVerify", **{**PERSON, "UserName": "张四"})
    assert marks(vendor) == [(hashed("110101199003079999张三"), True), (hashed("110101199003079999张四"), True)]


def test_what_is_billed_is_metered(vendor: Vendor) -> None:
    vendor.call("Id2MetaVerify", **PERSON)
    vendor.call("Id2MetaVerify", **{**PERSON, "IdentifyNum": NOBODY})
    vendor.call("EntElementVerifyV2", MerchantBizId="m1", **COMPANY)
    vendor.call("VerifyBusinessLicense", CompanyName="甲", CreditCode=CODE, LegalPerson="乙")
    vendor.call("SingleSendMail", **{**MAIL, "ToAddress": "a@example.com,b@example.com"})
    vendor.call("SendSms", **SMS)
    vendor.call("SendSms", **{**SMS, "PhoneNumbers": "1"})
    assert vendor.bill() == {
        "identity.person": 1, "identity.company": 1, "identity.licence": 1, "mail.message": 2, "sms.message": 1,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["error", "page", "cut"])
def test_what_had_no_effect_is_not_billed(vendor: Vendor, kind: str) -> None:
    vendor.cloud.faults.add(Fault("identity", "*", kind))
    refused(vendor, "Id2MetaVerify", **PERSON)
    assert marks(vendor) == [(hashed("110101199003079999张三"), False)]


def test_nobody_is_named(vendor: Vendor) -> None:
    vendor.call("Id2MetaVerify", **PERSON)
    vendor.call("EntElementVerifyV2", MerchantBizId="b1", **COMPANY)
    vendor.call("SendSms", OutId="told-9", **SMS)
    vendor.call("SingleSendMail", **MAIL)
    told = json.dumps(vendor.service.calls, ensure_ascii=False)
    for secret in ("张三", "110101199003079999", CODE, "样例", "13800138000", "zhangsan", "实名"):
        assert secret not in told


def test_the_latest_calls_can_be_had_alone_and_all_outlive_the_service(
    start_vendor: Callable[[Path], Vendor], tmp_path: Path
) -> None:
    first = start_vendor(tmp_path)
    for name in ("一一", "二二", "三三"):
        first.call("Id2MetaVerify", **{**PERSON, "UserName": name})
    later = start_vendor(tmp_path).service
    assert later.calls == first.service.calls
    assert later.latest_calls(2) == later.calls[1:]


def test_the_file_of_an_earlier_version_is_read(start_vendor: Callable[[Path], Vendor], tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "aliyun.db") as earlier:
        earlier.executescript(
            "CREATE TABLE company (code TEXT PRIMARY KEY, name TEXT NOT NULL, legal TEXT NOT NULL);"
            "CREATE TABLE call (id INTEGER PRIMARY KEY, service TEXT NOT NULL, operation TEXT NOT NULL,"
            " at REAL NOT NULL, ok INTEGER NOT NULL);"
            f"INSERT INTO company VALUES ('{CODE}', '样例水利科技有限公司', '张三');"
            "INSERT INTO call VALUES (1, 'sms', 'SendSms', 1.5, 1);"
        )
    vendor = start_vendor(tmp_path)
    result: Any = vendor.call("EntElementVerifyV2", MerchantBizId="old", **COMPANY)["Result"]
    assert (result["BizCode"], result["Status"]) == ("1", "1")
    assert marks(vendor) == [("", False), ("old", True)]

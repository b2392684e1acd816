"""The RPC-style APIs by the Tea clients (``alibabacloud_*``): signature V3, ACS3-HMAC-SHA256."""

from __future__ import annotations

import io
import json
import uuid

from alibabacloud_cloudauth20190307.client import Client as PersonClient
from alibabacloud_cloudauth20190307.models import Id2MetaVerifyRequest
from alibabacloud_cloudauth20221125.client import Client as CompanyClient
from alibabacloud_cloudauth20221125.models import EntElementVerifyV2Request
from alibabacloud_dm20151123.client import Client as MailClient
from alibabacloud_dm20151123.models import SingleSendMailRequest
from alibabacloud_dysmsapi20170525.client import Client as SmsClient
from alibabacloud_dysmsapi20170525.models import QuerySendDetailsRequest, SendBatchSmsRequest, SendSmsRequest
from alibabacloud_ocr_api20210707.client import Client as OcrClient
from alibabacloud_ocr_api20210707.models import (
    RecognizeBusinessLicenseRequest,
    RecognizeIdcardRequest,
    VerifyBusinessLicenseRequest,
)
from alibabacloud_sts20150401.client import Client as StsClient
from alibabacloud_sts20150401.models import AssumeRoleRequest
from darabonba.runtime import RuntimeOptions

from conformance.walks.clients import ROLE, Cloud, phone, refusal, today

RUNTIME = RuntimeOptions(read_timeout=60_000, connect_timeout=5_000, autoretry=False)


def test_sends_a_message_and_finds_it(cloud: Cloud) -> None:
    client, number = cloud.tea(SmsClient), phone()
    request = SendSmsRequest(
        phone_numbers=number,
        sign_name="门禁 *+~/",
        template_code="SMS_2",
        template_param='{"text":"已 通过"}',
        out_id="o1",
    )
    sent = client.send_sms(request).body
    assert (sent.code, sent.message) == ("OK", "OK")
    question = QuerySendDetailsRequest(phone_number=number, send_date=today(), page_size=10, current_page=1)
    found = client.query_send_details(question).body
    assert (found.code, int(found.total_count)) == ("OK", 1)
    (detail,) = found.sms_send_detail_dtos.sms_send_detail_dto
    assert (detail.out_id, detail.phone_num, detail.send_status, detail.err_code) == ("o1", number, 3, "DELIVERED")
    assert (
        client.query_send_details(question.from_map({**question.to_map(), "PageSize": 51})).body.code
        == "isv.INVALID_PARAMETERS"
    )


def test_is_limited_to_one_code_a_minute(cloud: Cloud) -> None:
    client = cloud.tea(SmsClient)
    request = SendSmsRequest(
        phone_numbers=phone(), sign_name="门禁", template_code="SMS_1", template_param='{"code":"0123"}'
    )
    assert client.send_sms(request).body.code == "OK"
    again = client.send_sms(request).body
    assert (again.code, again.message) == ("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1")


def test_sends_mail(cloud: Cloud) -> None:
    client = cloud.tea(MailClient)
    request = SingleSendMailRequest(
        account_name="a@mail.example.com",
        address_type=1,
        reply_to_address=False,
        to_address="b@example.com,c@example.com",
        subject="主题 *+",
        html_body="<p>一 &amp; 二</p>",
        click_trace="0",
    )
    answer = client.single_send_mail(request).body
    assert (bool(answer.env_id), bool(answer.request_id)) == (True, True)
    assert refusal(lambda: client.single_send_mail(SingleSendMailRequest())) == ("MissingAccountName", 400)


def test_reads_an_id_card(cloud: Cloud) -> None:
    client = cloud.tea(OcrClient)
    request = RecognizeIdcardRequest(body=io.BytesIO(cloud.card()), output_figure=True, output_quality_info=True)
    face = json.loads(client.recognize_idcard_with_options(request, RUNTIME).body.data)["data"]["face"]
    assert (face["data"]["name"], face["data"]["idNumber"]) == (cloud.person["name"], cloud.person["number"])
    assert face["warning"]["completenessScore"] == 100
    assert face["figure"][0]["type"] == "face"
    assert refusal(lambda: client.recognize_idcard_with_options(RecognizeIdcardRequest(), RUNTIME)) == (
        "MissingImageUrl",
        400,
    )
    outside = RecognizeIdcardRequest(url="https://example.com/card.jpg")
    assert refusal(lambda: client.recognize_idcard_with_options(outside, RUNTIME)) == ("notSafeImageUrl", 400)
    broken = RecognizeIdcardRequest(body=io.BytesIO(b"no picture"))
    assert refusal(lambda: client.recognize_idcard_with_options(broken, RUNTIME)) == ("unsupportedImageFormat", 415)


def test_reads_a_licence(cloud: Cloud) -> None:
    client = cloud.tea(OcrClient)
    request = RecognizeBusinessLicenseRequest(body=io.BytesIO(cloud.licence()))
    data = json.loads(client.recognize_business_license_with_options(request, RUNTIME).body.data)["data"]
    assert (data["creditCode"], data["companyName"]) == (cloud.company["code"], cloud.company["name"])
    assert data["validToDate"] == "29991231"


def test_verifies_a_licence(cloud: Cloud) -> None:
    client, company = cloud.tea(OcrClient), cloud.company
    for changes, code in (
        ({}, "0"),
        ({"company_name": "无此公司"}, "20001"),
        ({"legal_person": "李四"}, "20002"),
        ({"credit_code": "91110000999999777X"}, "20003"),
    ):
        given = {"company_name": company["name"], "credit_code": company["code"], "legal_person": company["legal"]}
        answer = client.verify_business_license(VerifyBusinessLicenseRequest(**{**given, **changes}))
        assert json.loads(answer.body.data) == {"code": code, "data": code == "0"}


def test_asks_about_a_person(cloud: Cloud) -> None:
    client = cloud.tea(PersonClient)
    for name, verdict in ((cloud.person["name"], "1"), ("张四", "2")):
        request = Id2MetaVerifyRequest(param_type="normal", identify_num=cloud.person["number"], user_name=name)
        answer = client.id_2meta_verify(request).body
        assert (answer.code, answer.result_object.biz_code) == ("200", verdict)
    assert client.id_2meta_verify(Id2MetaVerifyRequest(param_type="normal")).body.code == "400"


def test_asks_about_a_company(cloud: Cloud) -> None:
    client, company = cloud.tea(CompanyClient), cloud.company
    four = {"info_verify_type": "ENT_4META", "legal_person_cert_no": cloud.person["number"]}
    for changes, verdict, reason in (
        ({}, "1", None),
        (four, "1", None),
        ({"legal_person_name": "李四"}, "2", "LegalPersonNameFlag"),
    ):
        given = {
            "scene_code": "s1",
            "merchant_biz_id": uuid.uuid4().hex,
            "merchant_user_id": "u1",
            "user_authorization": "1",
            "info_verify_type": "ENT_3META",
            "license_no": company["code"],
            "ent_name": company["name"],
            "legal_person_name": company["legal"],
        }
        result = client.ent_element_verify_v2(EntElementVerifyV2Request(**{**given, **changes})).body.result
        assert (result.biz_code, result.reason_detail) == (verdict, reason)
    assert refusal(lambda: client.ent_element_verify_v2(EntElementVerifyV2Request())) == ("MissingParameter", 400)


def test_assumes_a_role_and_uses_its_keys(cloud: Cloud) -> None:
    client = cloud.tea(StsClient)
    policy = {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "dysms:SendSms", "Resource": "*"}]}
    request = AssumeRoleRequest(role_arn=ROLE, role_session_name="two", duration_seconds=900, policy=json.dumps(policy))
    given = client.assume_role(request).body.credentials
    narrow = {"key": given.access_key_id, "secret": given.access_key_secret, "token": given.security_token}
    sms = SendSmsRequest(phone_numbers=phone(), sign_name="门禁", template_code="SMS_2")
    assert cloud.tea(SmsClient, **narrow).send_sms(sms).body.code == "OK"
    question = QuerySendDetailsRequest(phone_number=phone(), send_date=today(), page_size=1, current_page=1)
    assert cloud.tea(SmsClient, **narrow).query_send_details(question).body.code == "isp.RAM_PERMISSION_DENY"
    assert refusal(lambda: cloud.tea(StsClient, **narrow).assume_role(request)) == ("NoPermission", 403)
    wrong = AssumeRoleRequest(role_arn=ROLE, role_session_name="two", duration_seconds=60)
    assert refusal(lambda: client.assume_role(wrong)) == ("InvalidParameter.DurationSeconds", 400)
    no_token = {**narrow, "token": None}
    assert refusal(lambda: cloud.tea(SmsClient, **no_token).send_sms(sms)) == ("MissingSecurityToken", 400)


def test_hears_of_wrong_keys(cloud: Cloud) -> None:
    sms = SendSmsRequest(phone_numbers=phone(), sign_name="门禁", template_code="SMS_2")
    wrong = cloud.tea(SmsClient, secret="wrong")
    assert refusal(lambda: wrong.send_sms(sms)) == ("SignatureDoesNotMatch", 400)
    unknown = cloud.tea(SmsClient, key="nobody")
    assert refusal(lambda: unknown.send_sms(sms)) == ("InvalidAccessKeyId.NotFound", 404)


def test_hears_that_an_operation_is_not_emulated(cloud: Cloud) -> None:
    request = SendBatchSmsRequest(phone_number_json="[]", sign_name_json="[]", template_code="SMS_1")
    assert refusal(lambda: cloud.tea(SmsClient).send_batch_sms(request)) == ("InvalidAction.NotFound", 404)

"""The RPC-style APIs by the Python core SDK (aliyun-python-sdk-core): signature V1, HMAC-SHA1."""

from __future__ import annotations

import json

from aliyunsdkcore.auth.credentials import StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

from conformance.walks.clients import KEY_ID, KEY_SECRET, REGION, ROLE, Cloud, phone, refusal

SMS = {"PhoneNumbers": "13800138000", "SignName": "门禁 *+~/", "TemplateCode": "SMS_1"}


def test_posts_parameters_in_the_form(cloud: Cloud) -> None:
    assert cloud.core("SendSms", "2017-05-25", {**SMS, "PhoneNumbers": phone()})["Code"] == "OK"


def test_posts_parameters_in_the_query(cloud: Cloud) -> None:
    assert cloud.core("SendSms", "2017-05-25", {**SMS, "PhoneNumbers": phone()}, query=True)["Code"] == "OK"


def test_gets(cloud: Cloud) -> None:
    answer = cloud.core("SendSms", "2017-05-25", {**SMS, "PhoneNumbers": phone()}, "GET", query=True)
    assert answer["Code"] == "OK"


def test_sends_a_picture_as_the_body(cloud: Cloud) -> None:
    answer = cloud.core("RecognizeIdcard", "2021-07-07", {"OutputFigure": "true"}, query=True, content=cloud.card())
    face = json.loads(answer["Data"])["data"]["face"]
    assert face["data"]["idNumber"] == cloud.person["number"]
    assert face["figure"][0]["type"] == "face"


def test_asks_about_a_person(cloud: Cloud) -> None:
    form = {"ParamType": "normal", "IdentifyNum": cloud.person["number"], "UserName": cloud.person["name"]}
    answer = cloud.core("Id2MetaVerify", "2019-03-07", form)
    assert (answer["Code"], answer["ResultObject"]["BizCode"]) == ("200", "1")
    answer = cloud.core("Id2MetaVerify", "2019-03-07", {**form, "UserName": "张四"})
    assert answer["ResultObject"]["BizCode"] == "2"


def test_sends_mail(cloud: Cloud) -> None:
    form = {
        "AccountName": "a@mail.example.com",
        "AddressType": "1",
        "ReplyToAddress": "false",
        "ClickTrace": "0",
        "ToAddress": "b@example.com",
        "Subject": "验证",
        "TextBody": "123456",
    }
    assert sorted(cloud.core("SingleSendMail", "2015-11-23", form)) == ["EnvId", "RequestId"]


def test_uses_temporary_keys(cloud: Cloud) -> None:
    answer = cloud.core("AssumeRole", "2015-04-01", {"RoleArn": ROLE, "RoleSessionName": "one"}, query=True)
    given = answer["Credentials"]
    token = StsTokenCredential(given["AccessKeyId"], given["AccessKeySecret"], given["SecurityToken"])
    client = AcsClient(region_id=REGION, credential=token)
    assert cloud.core("SendSms", "2017-05-25", {**SMS, "PhoneNumbers": phone()}, client=client)["Code"] == "OK"


def test_hears_of_a_wrong_secret(cloud: Cloud) -> None:
    client = AcsClient(KEY_ID, "wrong", REGION)
    assert refusal(lambda: cloud.core("SendSms", "2017-05-25", SMS, client=client)) == ("SignatureDoesNotMatch", 400)


def test_hears_of_an_unknown_key(cloud: Cloud) -> None:
    client = AcsClient("LTAInobody", "wrong", REGION)
    found = refusal(lambda: cloud.core("SendSms", "2017-05-25", SMS, client=client))
    assert found == ("InvalidAccessKeyId.NotFound", 404)


def test_hears_of_an_unknown_action_and_version(cloud: Cloud) -> None:
    assert refusal(lambda: cloud.core("SendSmss", "2017-05-25", {})) == ("InvalidAction.NotFound", 404)
    assert refusal(lambda: cloud.core("SendSms", "2017-05-26", {})) == ("InvalidVersion", 400)


def test_is_answered_within_its_roa_style(cloud: Cloud) -> None:
    request = CommonRequest(domain=cloud.host, version="2018-05-09", uri_pattern="/green/text/scan")
    request.set_method("POST")
    client = AcsClient(KEY_ID, KEY_SECRET, REGION)
    assert refusal(lambda: client.do_action_with_exception(request)) == ("InvalidApi.NotFound", 404)


def test_meets_every_documented_code_on_request(cloud: Cloud) -> None:
    for service, action, version, code, expected in (
        ("sms", "SendSms", "2017-05-25", "isv.AMOUNT_NOT_ENOUGH", 200),
        ("sms", "SendSms", "2017-05-25", "Throttling.User", 400),
        ("mail", "SingleSendMail", "2015-11-23", "InvalidSendMail.Spam", 400),
        ("ocr", "RecognizeIdcard", "2021-07-07", "ocrServiceNotOpen", 401),
        ("identity", "Id2MetaVerify", "2019-03-07", "412", 200),
        ("identity", "EntElementVerifyV2", "2022-11-25", "Forbidden.AccountAccessDenied", 403),
        ("sts", "AssumeRole", "2015-04-01", "NoPermission", 403),
    ):
        cloud.json("/api/faults", {"service": service, "operation": action, "kind": "error", "code": code})
        if expected == 200:
            assert cloud.core(action, version, {})["Code"] == code
        else:
            assert refusal(lambda: cloud.core(action, version, {})) == (code, expected)  # noqa: B023 - called at once

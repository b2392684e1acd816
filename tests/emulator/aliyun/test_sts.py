"""AssumeRole, and what its keys may do."""

from __future__ import annotations

import json
import time
from calendar import timegm
from typing import Any

import pytest
from aliyunsdkcore.acs_exception.exceptions import ServerException

from emulator.aliyun.policy import well_formed

from .conftest import Vendor

UPLOAD = {
    "Version": "1",
    "Statement": [{"Effect": "Allow", "Action": ["oss:PutObject"], "Resource": ["acs:oss:*:*:menjin/a/*"]}],
}
PERSON = {"ParamType": "normal", "IdentifyNum": "110101199003079999", "UserName": "张三"}


def assume(vendor: Vendor, **changes: str) -> dict[str, Any]:
    request = vendor.request("AssumeRole")
    for name, value in (
        {"RoleArn": "acs:ram::1234567890:role/Menjin-Upload", "RoleSessionName": "user-7"} | changes
    ).items():
        request.add_query_param(name, value)
    return vendor.send(request)


def code_of(vendor: Vendor, credentials: dict[str, str], action: str = "Id2MetaVerify", **form: str) -> str:
    try:
        return vendor.send(vendor.request(action, **(form or PERSON)), vendor.with_token(credentials)).get("Code", "OK")
    except ServerException as failure:
        return failure.get_error_code()


def test_temporary_keys_work_until_they_expire(vendor: Vendor) -> None:
    answer = assume(vendor, DurationSeconds="900")
    credentials = answer["Credentials"]
    assert answer["AssumedRoleUser"]["Arn"] == "acs:ram::1234567890:assumed-role/menjin-upload/user-7"
    assert credentials["AccessKeyId"].startswith("STS.")
    expires = timegm(time.strptime(credentials["Expiration"], "%Y-%m-%dT%H:%M:%SZ"))
    assert abs(expires - time.time() - 900) < 10
    assert code_of(vendor, credentials) == "200"
    vendor.cloud.clock.advance(901)
    assert code_of(vendor, credentials) == "InvalidSecurityToken.Expired"


def test_who_is_behind_a_session_is_told_and_no_role_asks_for_more(vendor: Vendor) -> None:
    assert assume(vendor, SourceIdentity="zhangsan", ExternalId="any:one")["SourceIdentity"] == "zhangsan"
    assert "SourceIdentity" not in assume(vendor)


def test_a_temporary_key_needs_its_own_token(vendor: Vendor) -> None:
    one, other = assume(vendor)["Credentials"], assume(vendor)["Credentials"]
    assert code_of(vendor, one | {"SecurityToken": other["SecurityToken"]}) == "InvalidSecurityToken.Malformed"
    assert code_of(vendor, one | {"SecurityToken": ""}) == "MissingSecurityToken"


def test_a_policy_narrows_what_a_key_may_do(vendor: Vendor) -> None:
    credentials = assume(vendor, Policy=json.dumps(UPLOAD))["Credentials"]
    key = vendor.cloud.keys.find(credentials["AccessKeyId"])
    assert key
    assert key.policy == json.dumps(UPLOAD)
    assert code_of(vendor, credentials) == "411"
    sms = json.dumps({"Version": "1", "Statement": [{"Effect": "Allow", "Action": "dysms:*", "Resource": "*"}]})
    credentials = assume(vendor, Policy=sms)["Credentials"]
    form = {"PhoneNumbers": "13800138000", "SignName": "门禁", "TemplateCode": "SMS_1"}
    assert code_of(vendor, credentials, "SendSms", **form) == "OK"
    assert code_of(vendor, credentials) == "411"


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ("SendSms", "isp.RAM_PERMISSION_DENY"),
        ("SingleSendMail", "Forbidden.RAM"),
        ("RecognizeIdcard", "noPermission"),
        ("Id2MetaVerify", "411"),
        ("EntElementVerifyV2", "Forbidden.RAMUserAccessDenied"),
        ("AssumeRole", "NoPermission"),
    ],
)
def test_each_product_has_its_own_word_for_what_a_policy_denies(vendor: Vendor, action: str, code: str) -> None:
    assert code_of(vendor, assume(vendor, Policy=json.dumps(UPLOAD))["Credentials"], action) == code


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"RoleArn": "role/x"}, 400, "InvalidParameter.RoleArn"),
        ({"RoleArn": "acs:ram::99:role/x"}, 404, "EntityNotExist.Role"),
        ({"RoleSessionName": "a"}, 400, "InvalidParameter.RoleSessionName"),
        ({"RoleSessionName": "a b"}, 400, "InvalidParameter.RoleSessionName"),
        ({"DurationSeconds": "899"}, 400, "InvalidParameter.DurationSeconds"),
        ({"DurationSeconds": "3601"}, 400, "InvalidParameter.DurationSeconds"),
        ({"DurationSeconds": "soon"}, 400, "InvalidParameter"),
        ({"Policy": "{}"}, 400, "InvalidParameter.PolicyGrammar"),
        ({"Policy": "x" * 2049}, 400, "InvalidParameter.PolicySize"),
        ({"Policy": ""}, 400, "InvalidParameter.PolicySize"),
        ({"ExternalId": "x"}, 400, "InvalidParameter.ExternalId"),
        ({"SourceIdentity": "张三"}, 400, "InvalidParameter.SourceIdentity"),
    ],
)
def test_wrong_requests_are_named(vendor: Vendor, changes: dict[str, str], status: int, code: str) -> None:
    with pytest.raises(ServerException) as caught:
        assume(vendor, **changes)
    assert (caught.value.get_http_status(), caught.value.get_error_code()) == (status, code)


@pytest.mark.parametrize(
    "policy",
    [
        "no json",
        "[]",
        '{"Version":1,"Statement":[]}',
        '{"Version":"1","Statement":[]}',
        '{"Version":"1","Statement":[1]}',
        '{"Version":"1","Statement":[{"Effect":"Maybe","Action":"*","Resource":"*"}]}',
        '{"Version":"1","Statement":[{"Effect":"Allow","Action":[],"Resource":"*"}]}',
        '{"Version":"1","Statement":[{"Effect":"Allow","Action":"*"}]}',
    ],
)
def test_what_is_no_policy(policy: str) -> None:
    assert not well_formed(policy)

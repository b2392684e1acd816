"""The gateway: signatures of both versions, the clock, replays, keys, dispatch."""

from __future__ import annotations

import hashlib
import re
import time
import uuid
from typing import Any
from urllib.parse import quote

import pytest
from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.client import AcsClient

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.rpc_signature import canonical_request_v3, sign_v1, sign_v3, string_to_sign_v1, string_to_sign_v3

from .conftest import Vendor
from .raw import PERSON, raw, signed_v1


def refusal(vendor: Vendor, request: Any, client: AcsClient | None = None) -> ServerException:
    with pytest.raises(ServerException) as caught:
        vendor.send(request, client)
    return caught.value


def v3_headers(
    vendor: Vendor, body: bytes, *, key: str = ACCESS_KEY_ID, secret: str = ACCESS_KEY_SECRET, **changes: str
) -> dict[str, str]:
    headers = {
        "host": vendor.address, "x-acs-action": "Id2MetaVerify", "x-acs-version": "2019-03-07",
        "x-acs-date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "x-acs-signature-nonce": uuid.uuid4().hex,
        "x-acs-content-sha256": hashlib.sha256(body).hexdigest(), "content-type": "application/x-www-form-urlencoded",
    } | {name.replace("_", "-"): value for name, value in changes.items()}  # fmt: skip
    names = sorted(headers)
    text = string_to_sign_v3(canonical_request_v3("POST", "/", [], headers, names, body))
    parts = f"Credential={key},SignedHeaders={';'.join(names)},Signature={sign_v3(secret, text)}"
    return headers | {"Authorization": f"ACS3-HMAC-SHA256 {parts}"}


FORM = "&".join(f"{name}={quote(value)}" for name, value in PERSON.items()).encode()


def test_v1_signing_follows_the_worked_example_of_the_documentation() -> None:
    parameters = {
        "Action": "DescribeRegions", "Format": "XML", "Version": "2014-05-26", "AccessKeyId": "testid",
        "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0", "Timestamp": "2016-02-23T12:46:24Z",
        "SignatureNonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
    }  # fmt: skip
    assert sign_v1("testsecret", string_to_sign_v1("GET", parameters)) == "OLeaidS1JvxuMvnyHOwuJ+uX5qY="


def test_v3_signing_agrees_with_the_official_library() -> None:
    """The signature was made by ``alibabacloud_openapi_util`` 0.2.4 for the same request."""
    body = b"TemplateCode=SMS_1"
    headers = {
        "accept": "application/json",
        "content-type": "application/x-www-form-urlencoded",
        "host": "dysmsapi.aliyuncs.com",
        "x-acs-action": "SendSms",
        "x-acs-content-sha256": hashlib.sha256(body).hexdigest(),
        "x-acs-date": "2026-11-20T14:00:00Z",
        "x-acs-signature-nonce": "d1f0c3",
        "x-acs-version": "2017-05-25",
    }
    query = [("SignName", "门禁 *+~"), ("PhoneNumbers", "13800138000")]
    text = string_to_sign_v3(canonical_request_v3("POST", "/", query, headers, list(headers), body))
    assert sign_v3("testsecret", text) == "d1ad0a4b7d0ceb38e5a65a8ad0bb6891b1cddbee2741e3982c0c2046071e0423"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("place", ["query", "form"])
def test_the_sdk_is_understood_wherever_it_puts_the_parameters(vendor: Vendor, method: str, place: str) -> None:
    request = vendor.request("SendSms")
    request.set_method(method)
    add = request.add_query_param if place == "query" or method == "GET" else request.add_body_params
    for name, value in {
        "PhoneNumbers": "13800138000",
        "SignName": "门禁 *+~",
        "TemplateCode": "SMS_1",
        "TemplateParam": '{"code":"0123"}',
    }.items():
        add(name, value)
    assert vendor.send(request)["Code"] == "OK"


def test_a_wrong_secret_is_told_with_the_string_that_was_to_be_signed(vendor: Vendor) -> None:
    failure = refusal(vendor, vendor.request("Id2MetaVerify", **PERSON), AcsClient(ACCESS_KEY_ID, "wrong"))
    assert failure.get_error_code() == "SignatureDoesNotMatch"
    assert failure.get_http_status() == 400
    _, answer = raw(vendor, "GET", signed_v1(Signature="x" * 28))
    assert re.search(r":GET&%2F&AccessKeyId%3DLOCALKEYID", answer["Message"])


def test_an_unknown_key_is_not_found(vendor: Vendor) -> None:
    failure = refusal(vendor, vendor.request("Id2MetaVerify", **PERSON), AcsClient("LTAInobody", "any"))
    assert (failure.get_http_status(), failure.get_error_code()) == (404, "InvalidAccessKeyId.NotFound")
    status, answer = raw(vendor, "POST", "/", v3_headers(vendor, FORM, key="nobody"), FORM)
    assert (status, answer["Code"]) == (404, "InvalidAccessKeyId.NotFound")


def test_gateway_errors_have_the_five_fields(vendor: Vendor) -> None:
    _, answer = raw(vendor, "GET", signed_v1(AccessKeyId="nobody"))
    assert answer.keys() == {"RequestId", "HostId", "Code", "Message", "Recommend"}
    assert re.fullmatch(r"[0-9A-F-]{36}", answer["RequestId"])
    assert answer["HostId"] == vendor.address


def test_a_request_is_good_once(vendor: Vendor) -> None:
    target = signed_v1()
    assert raw(vendor, "GET", target)[1]["Code"] == "200"
    status, answer = raw(vendor, "GET", target)
    assert (status, answer["Code"]) == (400, "SignatureNonceUsed")


@pytest.mark.parametrize(("seconds", "accepted"), [(-960, False), (-840, True), (840, True), (960, False)])
def test_the_clock_may_be_fifteen_minutes_off(vendor: Vendor, seconds: int, accepted: bool) -> None:
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))
    for answer in (
        raw(vendor, "GET", signed_v1(Timestamp=stamp))[1],
        raw(vendor, "POST", "/", v3_headers(vendor, FORM, x_acs_date=stamp), FORM)[1],
    ):
        assert answer["Code"] == ("200" if accepted else "InvalidTimeStamp.Expired")


def test_a_client_outside_goes_by_real_time_when_the_clock_was_moved(vendor: Vendor) -> None:
    early, later = signed_v1(), signed_v1()
    assert raw(vendor, "GET", early)[1]["Code"] == "200"
    vendor.cloud.clock.advance(86_400)
    assert raw(vendor, "GET", signed_v1())[1]["Code"] == "200"
    assert raw(vendor, "GET", early)[1]["Code"] == "SignatureNonceUsed"
    assert raw(vendor, "GET", later)[1]["Code"] == "200"


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"Timestamp": "yesterday"}, 400, "InvalidTimeStamp.Format"),
        ({"Timestamp": "-"}, 400, "MissingTimestamp"),
        ({"SignatureNonce": "-"}, 400, "MissingSignatureNonce"),
        ({"AccessKeyId": "-"}, 400, "MissingAccessKeyId"),
        ({"Signature": "-"}, 400, "IncompleteSignature"),
        ({"SignatureMethod": "HMAC-MD5"}, 400, "IncompleteSignature"),
        ({"SecurityToken": "made-up"}, 400, "InvalidSecurityToken.MismatchWithAccessKey"),
        ({"Action": "-"}, 400, "MissingAction"),
        ({"Version": "-"}, 400, "MissingVersion"),
        ({"Action": "id2metaverify"}, 404, "InvalidAction.NotFound"),
        ({"Action": "SendSms"}, 404, "InvalidAction.NotFound"),
        ({"Version": "2022-08-09"}, 400, "InvalidVersion"),
        ({"Format": "YAML"}, 400, "InvalidParameter"),
    ],
)
def test_what_is_incomplete_or_unknown_is_named(
    vendor: Vendor, changes: dict[str, str], status: int, code: str
) -> None:
    answered, answer = raw(vendor, "GET", signed_v1(**changes))
    assert (answered, answer["Code"]) == (status, code)


def test_v3_is_accepted_once_and_covers_the_body(vendor: Vendor) -> None:
    headers = v3_headers(vendor, FORM)
    assert raw(vendor, "POST", "/", headers, FORM)[1]["ResultObject"] == {"BizCode": "1"}
    assert raw(vendor, "POST", "/", headers, FORM)[1]["Code"] == "SignatureNonceUsed"
    tampered = FORM.replace(b"normal", b"Normal")
    assert raw(vendor, "POST", "/", v3_headers(vendor, FORM), tampered)[1]["Code"] == "SignatureDoesNotMatch"
    assert raw(vendor, "POST", "/", v3_headers(vendor, FORM, secret="x"), FORM)[1]["Code"] == "SignatureDoesNotMatch"


def test_v3_must_sign_the_action(vendor: Vendor) -> None:
    headers = v3_headers(vendor, FORM)
    headers["Authorization"] = headers["Authorization"].replace("x-acs-action;", "")
    assert raw(vendor, "POST", "/", headers, FORM)[1]["Code"] == "IncompleteSignature"


def test_v1_ignores_the_unsigned_action_header(vendor: Vendor) -> None:
    assert raw(vendor, "GET", signed_v1(), {"x-acs-action": "SendSms"})[1]["Code"] == "200"


def test_other_paths_methods_and_styles_are_refused(vendor: Vendor) -> None:
    assert raw(vendor, "POST", "/green/text/scan", {"Authorization": "acs id:x"})[0] == 404
    assert raw(vendor, "GET", "/", {"Authorization": "acs id:x"})[1]["Code"] == "InvalidApi.NotFound"
    assert raw(vendor, "GET", "/", {"Authorization": "ACS3-HMAC-SM3 x"})[1]["Code"] == "IncompleteSignature"
    assert raw(vendor, "GET", signed_v1(), {"Authorization": "acs id:x"})[1]["Code"] == "InvalidApi.NotFound"
    assert raw(vendor, "PUT", signed_v1())[1]["Code"] == "UnsupportedHTTPMethod"


def test_bytes_that_are_no_text_do_no_harm(vendor: Vendor) -> None:
    assert raw(vendor, "GET", "/?Format=JSON&Action=%ff%fe&Version=%00&AccessKeyId=%ff&Signature=%ff")[0] == 400
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert raw(vendor, "POST", "/?Format=JSON", headers, b"\xff\xfe&=&&%%%&Action")[1]["Code"] == "MissingAction"
    assert raw(vendor, "GET", signed_v1(), {"Authorization": "ACS3-HMAC-SHA256 , ,=,"})[0] == 400

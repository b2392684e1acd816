from __future__ import annotations

import json
import time
from typing import Any

import oss2
import pytest
import time_machine

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET, AccessKey
from emulator.shared.options import ACCOUNT, REGION
from tests.emulator.oss.kit import Oss, authentication, error_of


def _refused(call: Any) -> oss2.exceptions.ServerError:
    with pytest.raises(oss2.exceptions.ServerError) as refused:
        call()
    error: oss2.exceptions.ServerError = refused.value
    return error


@pytest.mark.parametrize("version", ["v1", "v2", "v4"])
def test_a_wrong_secret_is_refused_and_the_text_to_sign_shown(oss: Oss, version: str) -> None:
    bucket = oss.bucket("menjin", version, AccessKey(ACCESS_KEY_ID, "wrong"))
    error = _refused(lambda: bucket.put_object("a", b"", headers={"x-oss-meta-a": "1"}))
    assert (error.status, error.code) == (403, "SignatureDoesNotMatch")
    assert "StringToSign" in error.details
    assert ("CanonicalRequest" in error.details) == (version == "v4")
    assert ACCESS_KEY_SECRET not in str(error.details)


@pytest.mark.parametrize("version", ["v1", "v2", "v4"])
def test_an_unknown_key_is_refused(oss: Oss, version: str) -> None:
    error = _refused(lambda: oss.bucket("menjin", version, AccessKey("nobody", "x")).get_object("a"))
    assert (error.status, error.code, error.ec) == (403, "InvalidAccessKeyId", "0002-00000902")


@pytest.mark.parametrize("version", ["v1", "v2", "v4"])
def test_a_clock_more_than_15_minutes_off_is_refused(oss: Oss, version: str) -> None:
    bucket = oss.bucket("menjin", version)
    request = oss2.http.Request("GET", f"{oss.url}/menjin/a", region=REGION, product="oss")
    with time_machine.travel(time.time() - 1000):
        bucket.auth._sign_request(request, "menjin", "a")
    answer = oss.web.get(request.url, headers={name: value for name, value in request.headers.items() if value})
    assert error_of(answer)[:2] == (403, "RequestTimeTooSkewed")
    assert "<MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds>" in answer.text


@pytest.mark.parametrize("version", ["v1", "v4"])
def test_a_client_outside_goes_by_real_time_when_the_clock_was_moved(oss: Oss, version: str) -> None:
    bucket = oss.bucket("menjin", version)
    request = oss2.http.Request("GET", f"{oss.url}/menjin/?acl", params={"acl": ""}, region=REGION, product="oss")
    bucket.auth._sign_request(request, "menjin", "")
    headers = {name: value for name, value in request.headers.items() if value}
    oss.cloud.clock.advance(86_400)
    try:
        assert bucket.get_bucket_acl().status == 200
        assert oss.web.get(request.url, headers=headers).status_code == 200
    finally:
        oss.cloud.clock.reset()


def test_a_request_without_a_date_or_with_a_bad_one_is_refused(oss: Oss) -> None:
    url, headers = f"{oss.url}/menjin/a", {"Authorization": f"OSS {ACCESS_KEY_ID}:x"}
    assert error_of(oss.web.get(url, headers=headers)) == (403, "AccessDenied", "0002-00000503")
    assert error_of(oss.web.get(url, headers={**headers, "Date": "yesterday"})) == (
        403,
        "AccessDenied",
        "0002-00000502",
    )


def test_another_region_is_refused(oss: Oss) -> None:
    bucket = oss2.Bucket(authentication("v4"), oss.url, "menjin", region="cn-beijing", session=oss.session)
    error = _refused(lambda: bucket.get_object("a"))
    assert (error.status, error.code, error.ec) == (400, "InvalidArgument", "0002-00000226")
    answer = oss.web.get(bucket.sign_url("GET", "a", 60))
    assert error_of(answer)[:2] == (400, "InvalidArgument")
    assert "The signing region in credential is invalid." in answer.text


@pytest.mark.parametrize("scheme", ["Basic x", "OSS3 AccessKeyId:a,Signature:b", "OSS4-HMAC-SHA256 nonsense"])
def test_other_schemes_are_refused(oss: Oss, scheme: str) -> None:
    assert error_of(oss.web.get(f"{oss.url}/menjin/a", headers={"Authorization": scheme}))[:2] == (
        400,
        "InvalidArgument",
    )


@pytest.mark.parametrize("version", ["v1", "v4"])
@pytest.mark.parametrize("key", ["a", "a/b c", "中+%/x"])
def test_signed_urls_serve_until_they_expire(oss: Oss, version: str, key: str) -> None:
    bucket = oss.new_bucket(version)
    url = bucket.sign_url("PUT", key, 60, headers={"Content-Type": "image/png"})
    assert oss.web.put(url, content=b"bytes", headers={"Content-Type": "image/png"}).status_code == 200
    assert error_of(oss.web.put(url, content=b"x", headers={"Content-Type": "text/html"}))[1] == "SignatureDoesNotMatch"
    url = bucket.sign_url("GET", key, 60, slash_safe=True)
    assert oss.web.get(url).content == b"bytes"
    assert error_of(oss.web.delete(url))[1] == "SignatureDoesNotMatch"
    assert error_of(oss.web.get(url.replace(bucket.bucket_name, "menjin")))[1] == "SignatureDoesNotMatch"
    with time_machine.travel(time.time() - 100):
        late = bucket.sign_url("GET", key, 60)
    answer = oss.web.get(late)
    assert error_of(answer)[:2] == (403, "AccessDenied")
    assert "Request has expired." in answer.text


def test_a_v4_url_from_the_future_or_for_too_long_is_refused(oss: Oss) -> None:
    bucket = oss.bucket("menjin", "v4")
    with time_machine.travel(time.time() + 1000):
        early = bucket.sign_url("GET", "a", 60)
    assert error_of(oss.web.get(early)) == (403, "AccessDenied", "0002-00000235")
    assert error_of(oss.web.get(bucket.sign_url("GET", "a", 604801)))[:2] == (400, "InvalidArgument")


def _session_policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "1", "Statement": list(statements)})


def _allow(action: Any, resource: Any, effect: str = "Allow", **more: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


@pytest.mark.parametrize("version", ["v1", "v4"])
def test_a_temporary_key_works_with_its_token_until_it_expires(oss: Oss, version: str) -> None:
    key = oss.cloud.keys.mint(900, None)
    bucket = oss.bucket("menjin", version, key)
    bucket.put_object("sts", b"sts")
    assert oss.web.get(bucket.sign_url("GET", "sts", 60)).content == b"sts"
    bare = oss.bucket("menjin", version, AccessKey(key.id, key.secret))
    assert _refused(lambda: bare.get_object("sts")).ec == "0002-00000003"
    foreign = oss.bucket("menjin", version, AccessKey(key.id, key.secret, "other"))
    assert _refused(lambda: foreign.get_object("sts")).code == "InvalidSecurityToken"
    expired = oss.bucket("menjin", version, oss.cloud.keys.mint(-1, None))
    error = _refused(lambda: expired.get_object("sts"))
    assert (error.status, error.code, error.ec) == (403, "SecurityTokenExpired", "0002-00000007")


@pytest.mark.parametrize("version", ["v1", "v4"])
def test_a_session_policy_narrows_what_a_temporary_key_may_do(oss: Oss, version: str) -> None:
    policy = _session_policy(_allow("oss:PutObject", "acs:oss:*:*:menjin/only/*"))
    bucket = oss.bucket("menjin", version, oss.cloud.keys.mint(900, policy))
    bucket.put_object("only/a", b"a")
    for call in (
        lambda: bucket.put_object("other/a", b"a"),
        lambda: bucket.get_object("only/a"),
        lambda: bucket.delete_object("only/a"),
        lambda: bucket.batch_delete_objects(["only/a"]),
        bucket.list_objects,
        lambda: bucket.copy_object("menjin", "only/a", "only/b"),
        lambda: oss2.Service(bucket.auth, oss.url, region=REGION, session=oss.session).list_buckets(),
    ):
        error = _refused(call)
        assert (error.status, error.code, error.ec) == (403, "AccessDenied", "0003-00000301")


@pytest.mark.parametrize(
    ("statements", "allowed"),
    [
        ([_allow("oss:*", "*")], True),
        ([_allow(["oss:Get*", "oss:PutObject"], [f"acs:oss:*:{ACCOUNT}:menjin/a?c"])], True),
        ([_allow("oss:PutObject", "acs:oss:oss-cn-hangzhou:*:menjin/abc")], True),
        ([_allow("oss:PutObject", "acs:oss:*:42:menjin/abc")], False),
        ([_allow("oss:PutObject", "acs:oss:*:*:menjin")], False),
        ([_allow("oss:*", "*"), _allow("oss:PutObject", "acs:oss:*:*:menjin/a*", "Deny")], False),
        ([_allow("oss:*", "*", Condition={"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}})], False),
        ([_allow("oss:*", "*"), _allow("oss:GetObject", "*", "Deny", Condition={"Bool": {}})], False),
    ],
)
def test_session_policies(oss: Oss, statements: list[dict[str, Any]], allowed: bool) -> None:
    bucket = oss.bucket("menjin", key=oss.cloud.keys.mint(900, _session_policy(*statements)))
    if allowed:
        bucket.put_object("abc", b"")
    else:
        assert _refused(lambda: bucket.put_object("abc", b"")).ec == "0003-00000301"


def test_version_2_signs_headers_query_and_urls(oss: Oss, plain: oss2.Bucket) -> None:
    bucket = oss.bucket(plain.bucket_name, "v2")
    bucket.put_object("目录/a b+c", b"a", headers={"x-oss-meta-a": "1", "Content-Type": "text/plain"})
    assert [one.key for one in bucket.list_objects(prefix="目录/").object_list] == ["目录/a b+c"]
    url = bucket.sign_url("GET", "目录/a b+c", 60, headers={"x-mine": "1"}, additional_headers=["x-mine"])
    assert oss.web.get(url, headers={"x-mine": "1"}).content == b"a"
    assert error_of(oss.web.get(url, headers={"x-mine": "2"}))[:2] == (403, "SignatureDoesNotMatch")
    assert error_of(oss.web.get(bucket.sign_url("GET", "a", -60)))[:2] == (403, "AccessDenied")
    temporary = oss.bucket(plain.bucket_name, "v2", oss.cloud.keys.mint(900, None))
    assert temporary.get_object("目录/a b+c").read() == b"a"
    assert oss.web.get(temporary.sign_url("GET", "目录/a b+c", 60)).content == b"a"

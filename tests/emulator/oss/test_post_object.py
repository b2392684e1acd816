"""Uploads by form: what a policy lets through, and which code says why not."""

from __future__ import annotations

import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import oss2
import pytest

from emulator.shared.keys import AccessKey
from tests.emulator.oss.kit import (
    Oss,
    encode,
    error_of,
    message_of,
    policy_text,
    post,
    sign_v4,
    signed_v1,
    signed_v4,
    v4_fields,
)

LATER = "2099-01-01T00:00:00.000Z"


def _v1(bucket: oss2.Bucket, *conditions: Any, key: str = "dir/a.jpg", **fields: str) -> dict[str, str]:
    policy = policy_text([{"bucket": bucket.bucket_name}, *conditions])
    return {"key": key, **signed_v1(policy), **{name.replace("_", "-"): value for name, value in fields.items()}}


def _keys(bucket: oss2.Bucket) -> list[str]:
    return [one.key for one in oss2.ObjectIterator(bucket)]


@pytest.mark.parametrize("version", ["v1", "v4"])
def test_a_signed_form_is_stored(oss: Oss, plain: oss2.Bucket, version: str) -> None:
    conditions = [{"bucket": plain.bucket_name}, ["eq", "$key", "dir/a.jpg"], ["content-length-range", 1, 100]]
    signed = signed_v1(policy_text(conditions)) if version == "v1" else signed_v4(conditions)
    answer = post(oss, plain.bucket_name, {"key": "dir/a.jpg", **signed}, b"picture", type="image/jpeg")
    digest = hashlib.md5(b"picture").digest()
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["etag"] == f'"{digest.hex().upper()}"'
    assert answer.headers["content-md5"] == base64.b64encode(digest).decode()
    got = plain.get_object("dir/a.jpg")
    assert (got.read(), got.content_type) == (b"picture", "image/jpeg")
    assert answer.headers["x-oss-hash-crc64ecma"] == str(got.server_crc)


def test_a_temporary_key_signs_forms_within_its_policy(oss: Oss, plain: oss2.Bucket) -> None:
    name = plain.bucket_name
    policy = (
        '{"Version":"1","Statement":[{"Effect":"Allow","Action":"oss:PutObject",'
        f'"Resource":"acs:oss:*:*:{name}/mine"}}]}}'
    )
    key = oss.cloud.keys.mint(900, policy)
    for signed in (signed_v1(policy_text([{"bucket": name}]), key), signed_v4([{"bucket": name}], key)):
        assert post(oss, name, {"key": "mine", **signed}).status_code == 204
        assert error_of(post(oss, name, {"key": "other", **signed})) == (403, "AccessDenied", "0003-00000301")
    bare = signed_v1(policy_text([{"bucket": name}]), AccessKey(key.id, key.secret))
    assert error_of(post(oss, name, {"key": "mine", **bare})) == (403, "InvalidAccessKeyId", "0002-00000003")
    late = signed_v1(policy_text([{"bucket": name}]), oss.cloud.keys.mint(-1, None))
    assert error_of(post(oss, name, {"key": "mine", **late}))[:2] == (403, "SecurityTokenExpired")
    assert _keys(plain) == ["mine"]


@pytest.mark.parametrize(
    ("condition", "fields"),
    [
        ({"x-oss-object-acl": "private"}, {"x-oss-object-acl": "private"}),
        (["eq", "$success_action_status", "200"], {"success_action_status": "200"}),
        (["eq", "success_action_status", "200"], {"success_action_status": "200"}),
        (["starts-with", "$key", "dir/"], {}),
        (["starts-with", "$x-oss-meta-a", ""], {"x-oss-meta-a": "anything"}),
        (["in", "$content-type", ["image/jpeg", "image/png"]], {"Content-Type": "image/png"}),
        (["not-in", "$cache-control", ["no-cache"]], {"Cache-Control": "max-age=1"}),
        (["eq", "$x-oss-meta-price", "\\$5"], {"x-oss-meta-price": "$5"}),
        (["content-length-range", 7, 7], {}),
    ],
)
def test_a_condition_that_holds(oss: Oss, plain: oss2.Bucket, condition: Any, fields: dict[str, str]) -> None:
    assert post(oss, plain.bucket_name, {**_v1(plain, condition), **fields}).status_code in (200, 204)


@pytest.mark.parametrize(
    ("condition", "fields", "shown"),
    [
        ({"bucket": "other"}, {}, '["eq", "$bucket", "other"]'),
        (["eq", "$key", "dir/b.jpg"], {}, '["eq", "$key", "dir/b.jpg"]'),
        (["eq", "$key", "DIR/A.JPG"], {}, '["eq", "$key", "DIR/A.JPG"]'),
        (["starts-with", "$key", "other/"], {}, '["starts-with", "$key", "other/"]'),
        (["eq", "$success_action_status", "200"], {}, '["eq", "$success_action_status", "200"]'),
        (["eq", "$success_action_status", "200"], {"success_action_status": "201"}, '"200"'),
        (["starts-with", "$x-oss-meta-a", ""], {}, '["starts-with", "$x-oss-meta-a", ""]'),
        (
            ["in", "$content-type", ["image/png"]],
            {"Content-Type": "text/html"},
            '["in", "$content-type", ["image/png"]]',
        ),
        (["not-in", "$cache-control", ["no-cache"]], {"Cache-Control": "no-cache"}, '["no-cache"]'),
        (
            {"x-oss-object-acl": "private"},
            {"x-oss-object-acl": "public-read"},
            '["eq", "$x-oss-object-acl", "private"]',
        ),
        (["eq", "$callback", "x"], {}, '["eq", "$callback", "x"]'),
    ],
)
def test_a_condition_that_fails_is_named_and_nothing_is_stored(
    oss: Oss, plain: oss2.Bucket, condition: Any, fields: dict[str, str], shown: str
) -> None:
    answer = post(oss, plain.bucket_name, {**_v1(plain, condition), **fields})
    assert error_of(answer) == (403, "AccessDenied", "0006-00000227")
    assert message_of(answer).startswith("Invalid according to Policy: Policy Condition failed: ")
    assert shown in message_of(answer)
    assert _keys(plain) == []


def _asking(conditions: Any) -> str:
    """A policy of these conditions whose text, a test's name, is the same in every worker and at every moment."""
    return encode({"expiration": LATER, "conditions": conditions})


@pytest.mark.parametrize(
    ("policy", "code", "ec"),
    [
        ("%%%", "InvalidPolicyDocument", "0006-00000201"),
        (base64.b64encode(b"\xff").decode(), "InvalidPolicyDocument", "0006-00000201"),
        (encode("no json"), "InvalidPolicyDocument", "0006-00000204"),
        (encode([]), "InvalidPolicyDocument", "0006-00000204"),
        (encode({}), "InvalidPolicyDocument", "0006-00000209"),
        (encode({"expiration": LATER}), "InvalidPolicyDocument", "0006-00000207"),
        (encode({"expiration": LATER, "conditions": {}}), "InvalidPolicyDocument", "0006-00000214"),
        (encode({"expiration": LATER, "conditions": []}), "InvalidPolicyDocument", "0006-00000215"),
        (encode({"conditions": [{"a": "b"}]}), "InvalidPolicyDocument", "0006-00000208"),
        (encode({"expiration": 1, "conditions": [{"a": "b"}]}), "InvalidPolicyDocument", "0006-00000210"),
        (encode({"expiration": "", "conditions": [{"a": "b"}]}), "InvalidPolicyDocument", "0006-00000211"),
        (encode({"expiration": "soon", "conditions": [{"a": "b"}]}), "InvalidPolicyDocument", "0006-00000212"),
        (_asking([[]]), "InvalidPolicyDocument", "0006-00000216"),
        (_asking([["ends-with", "$key", "x"]]), "InvalidPolicyDocument", "0006-00000217"),
        (_asking([["eq", "$key", "x", "y"]]), "InvalidPolicyDocument", "0006-00000218"),
        (_asking([["content-length-range", 10, 1]]), "InvalidPolicyDocument", "0006-00000219"),
        (_asking([["content-length-range", "test", 10]]), "InvalidPolicyDocument", "0006-00000220"),
        (_asking([["content-length-range", 1, "test"]]), "InvalidPolicyDocument", "0006-00000221"),
        (_asking([["content-length-range", 1, 1.5]]), "InvalidPolicyDocument", "0006-00000221"),
        (_asking([["content-length-range", 1, [10]]]), "InvalidPolicyDocument", "0006-00000223"),
        (_asking([123]), "InvalidPolicyDocument", "0006-00000222"),
        (_asking([{"a": "b", "c": "d"}]), "InvalidPolicyDocument", "0006-00000222"),
        (_asking([["not-in", "$cache-control", "no-cache"]]), "InvalidPolicyDocument", "0006-00000224"),
        (_asking([["eq", "$key", 5]]), "InvalidPolicyDocument", "0006-00000224"),
    ],
)
def test_a_policy_that_is_none_is_refused(oss: Oss, plain: oss2.Bucket, policy: str, code: str, ec: str) -> None:
    answer = post(oss, plain.bucket_name, {"key": "a", **signed_v1(policy)})
    assert error_of(answer) == (400, code, ec)
    assert _keys(plain) == []


def test_an_expired_policy_is_refused(oss: Oss, plain: oss2.Bucket) -> None:
    for expiration in ("2020-01-01T00:00:00.000Z", "2020-01-01T00:00:00Z"):
        signed = signed_v1(policy_text([{"bucket": plain.bucket_name}], expiration=expiration))
        answer = post(oss, plain.bucket_name, {"key": "a", **signed})
        assert error_of(answer) == (403, "AccessDenied", "0006-00000213")
        assert message_of(answer) == "Invalid according to Policy: Policy expired."


@pytest.mark.parametrize(
    ("size", "code", "ec", "elements"),
    [
        (4, "EntityTooSmall", "0006-00000004", {"MinSizeAllowed": "5", "ProposedSize": "4"}),
        (11, "EntityTooLarge", "0006-00000003", {"MaxSizeAllowed": "10", "ProposedSize": "11"}),
        (3_000_000, "EntityTooLarge", "0006-00000003", {"MaxSizeAllowed": "10"}),
    ],
)
def test_the_size_of_the_file_is_bounded(
    oss: Oss, plain: oss2.Bucket, size: int, code: str, ec: str, elements: dict[str, str]
) -> None:
    fields = _v1(plain, ["content-length-range", 5, 10])
    answer = post(oss, plain.bucket_name, fields, b"x" * size)
    assert error_of(answer) == (400, code, ec)
    for name, value in elements.items():
        assert f"<{name}>{value}</{name}>" in answer.text
    for good in (5, 10):
        assert post(oss, plain.bucket_name, fields, b"x" * good).status_code == 204


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"Signature": "x"}, (403, "SignatureDoesNotMatch", "0002-00000705")),
        ({"Signature": " "}, (400, "InvalidArgument", "0002-00000704")),
        ({"Signature": None}, (400, "InvalidArgument", "0002-00000703")),
        ({"policy": None}, (400, "InvalidArgument", "0002-00000702")),
        ({"OSSAccessKeyId": None}, (400, "InvalidArgument", "")),
        ({"OSSAccessKeyId": "nobody"}, (403, "InvalidAccessKeyId", "0002-00000902")),
        ({"key": None}, (400, "InvalidArgument", "")),
        ({"key": ""}, (400, "InvalidArgument", "")),
        ({"key": "/a"}, (400, "InvalidObjectName", "")),
        ({"key": "a" * 1024}, (400, "InvalidObjectName", "")),
        ({"x-oss-forbid-overwrite": "perhaps"}, (400, "InvalidArgument", "0006-00000117")),
        ({"x-oss-object-acl": "open"}, (400, "InvalidArgument", "")),
        ({"x-oss-storage-class": "Fast"}, (400, "InvalidArgument", "")),
        ({"x-oss-server-side-encryption": "ROT13"}, (400, "InvalidEncryptionAlgorithmError", "")),
        ({"x-oss-meta-a": "x" * 9000}, (400, "MetadataTooLarge", "")),
        ({"x-oss-meta-a": "x" * (2 * 1024 * 1024 + 1)}, (400, "FieldItemTooLong", "")),
    ],
)
def test_fields_that_are_missing_or_wrong(
    oss: Oss, plain: oss2.Bucket, change: dict[str, str | None], expected: tuple[int, str, str]
) -> None:
    fields = {name: value for name, value in {**_v1(plain), **change}.items() if value is not None}
    assert error_of(post(oss, plain.bucket_name, fields)) == expected
    assert _keys(plain) == []


def test_a_form_without_credentials_needs_an_open_bucket(oss: Oss, plain: oss2.Bucket) -> None:
    assert error_of(post(oss, plain.bucket_name, {"key": "a"})) == (403, "AccessDenied", "0003-00000001")
    plain.put_bucket_acl("public-read-write")
    assert post(oss, plain.bucket_name, {"key": "a"}).status_code == 204
    assert error_of(post(oss, "no-such-bucket", {"key": "a"})) == (404, "NoSuchBucket", "0015-00000101")


@pytest.mark.parametrize("name", ["x-oss-signature-version", "x-oss-credential", "x-oss-date", "x-oss-security-token"])
def test_version_4_wants_its_own_fields_covered(oss: Oss, plain: oss2.Bucket, name: str) -> None:
    key = oss.cloud.keys.mint(900, None)
    fields = v4_fields(key)
    conditions = [{"bucket": plain.bucket_name}, *({one: value} for one, value in fields.items() if one != name)]
    answer = post(oss, plain.bucket_name, {"key": "a", **sign_v4(fields, policy_text(conditions), key)})
    assert error_of(answer) == (403, "AccessDenied", "0006-00000228")
    assert message_of(answer) == f"Invalid according to Policy: Extra input fields: {name}"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"x-oss-signature-version": "OSS9"}, (400, "InvalidArgument", "0002-00000701")),
        ({"x-oss-credential": "a/b/c"}, (400, "InvalidArgument", "0002-00000710")),
        ({"x-oss-date": "today"}, (400, "InvalidArgument", "0002-00000709")),
        ({"x-oss-date": "20200101T000000Z"}, (400, "InvalidArgument", "0002-00000709")),
        ({"x-oss-signature": "0" * 64}, (403, "SignatureDoesNotMatch", "0002-00000705")),
        ({"x-oss-signature": ""}, (400, "InvalidArgument", "0002-00000704")),
    ],
)
def test_version_4_credentials_that_are_wrong(
    oss: Oss, plain: oss2.Bucket, change: dict[str, str], expected: tuple[int, str, str]
) -> None:
    fields = {"key": "a", **signed_v4([{"bucket": plain.bucket_name}]), **change}
    assert error_of(post(oss, plain.bucket_name, fields)) == expected


@pytest.mark.parametrize(("ahead_s", "status"), [(800, 204), (1000, 400), (-6 * 86400, 204), (-8 * 86400, 400)])
def test_version_4_dates_serve_for_a_week(oss: Oss, plain: oss2.Bucket, ahead_s: int, status: int) -> None:
    fields = {"key": "a", **signed_v4([{"bucket": plain.bucket_name}], ahead_s=ahead_s)}
    assert post(oss, plain.bucket_name, fields).status_code == status


def test_version_4_of_another_region_is_refused(oss: Oss, plain: oss2.Bucket) -> None:
    fields = {"key": "a", **signed_v4([{"bucket": plain.bucket_name}], region="cn-beijing")}
    assert error_of(post(oss, plain.bucket_name, fields))[:2] == (400, "InvalidArgument")


@pytest.mark.parametrize(
    ("fields", "status"),
    [({}, 204), ({"success_action_status": "200"}, 200), ({"success_action_status": "404"}, 204)],
)
def test_the_form_chooses_an_empty_answer(oss: Oss, plain: oss2.Bucket, fields: dict[str, str], status: int) -> None:
    answer = post(oss, plain.bucket_name, {**_v1(plain), **fields})
    assert (answer.status_code, answer.content) == (status, b"")


def test_the_form_chooses_a_document_or_a_redirect(oss: Oss, plain: oss2.Bucket) -> None:
    answer = post(oss, plain.bucket_name, {**_v1(plain, key="a&b"), "success_action_status": "201"})
    assert answer.status_code == 201
    assert "<PostResponse>" in answer.text
    assert "<Key>a&amp;b</Key>" in answer.text
    target = {"success_action_status": "201", "success_action_redirect": "http://page.example/done?a=1"}
    answer = post(oss, plain.bucket_name, {**_v1(plain, key="a&b"), **target})
    assert answer.status_code == 303
    place = httpx.URL(answer.headers["location"])
    assert (place.host, place.params["a"], place.params["bucket"]) == ("page.example", "1", plain.bucket_name)
    assert (place.params["key"], place.params["etag"]) == ("a&b", answer.headers["etag"])


@pytest.mark.parametrize(
    ("fields", "part", "stored"),
    [
        ({}, "image/jpeg", "image/jpeg"),
        ({"Content-Type": "image/png"}, "image/jpeg", "image/jpeg"),
        ({"Content-Type": "image/png", "x-oss-content-type": "image/gif"}, "image/jpeg", "image/gif"),
    ],
)
def test_the_stored_type(oss: Oss, plain: oss2.Bucket, fields: dict[str, str], part: str, stored: str) -> None:
    post(oss, plain.bucket_name, {**_v1(plain), **fields}, type=part)
    assert plain.head_object("dir/a.jpg").content_type == stored


def test_headers_and_metadata_of_the_form_are_stored(oss: Oss, plain: oss2.Bucket) -> None:
    fields = {"Cache-Control": "no-cache", "Content-Disposition": "attachment", "X-Oss-Meta-Who": "我"}
    post(oss, plain.bucket_name, {**_v1(plain), **fields, "x-oss-object-acl": "public-read"})
    got = oss.web.get(f"{oss.url}/{plain.bucket_name}/dir/a.jpg")
    assert (got.headers["cache-control"], got.headers["content-disposition"]) == ("no-cache", "attachment")
    assert dict(got.headers.raw)[b"x-oss-meta-who"].decode() == "我"


def test_the_file_name_enters_the_key_after_the_policy_is_checked(oss: Oss, plain: oss2.Bucket) -> None:
    fields = _v1(plain, ["eq", "$key", "dir/${filename}"], key="dir/${filename}")
    assert post(oss, plain.bucket_name, fields, name="图 1.jpg").status_code == 204
    assert _keys(plain) == ["dir/图 1.jpg"]


def test_names_of_fields_may_be_in_any_case(oss: Oss, plain: oss2.Bucket) -> None:
    fields = {name.upper(): value for name, value in _v1(plain).items()}
    assert post(oss, plain.bucket_name, fields).status_code == 204


def test_forbid_overwrite_lets_one_of_many_through(oss: Oss, plain: oss2.Bucket) -> None:
    fields = {**_v1(plain), "x-oss-forbid-overwrite": "true"}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: post(oss, plain.bucket_name, fields, str(n).encode()), range(16)))
    refused = [answer for answer in answers if answer.status_code != 204]
    assert len(refused) == 15
    assert {error_of(answer) for answer in refused} == {(409, "FileAlreadyExists", "0026-00000002")}


def _raw(oss: Oss, bucket: oss2.Bucket, body: bytes, **headers: str) -> httpx.Response:
    given = {"Content-Type": "multipart/form-data; boundary=XX", **{k.replace("_", "-"): v for k, v in headers.items()}}
    return oss.web.post(f"{oss.url}/{bucket.bucket_name}", content=body, headers=given)


def _part(name: str, value: str, more: str = "") -> bytes:
    return f'--XX\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'.encode()


@pytest.fixture
def body(plain: oss2.Bucket) -> bytes:
    """A complete form as bytes, without its closing boundary."""
    return b"".join(_part(name, value) for name, value in _v1(plain).items()) + _part("file", "data", '; filename="f"')


def test_what_follows_the_file_is_ignored(oss: Oss, plain: oss2.Bucket, body: bytes) -> None:
    assert _raw(oss, plain, body + _part("submit", "Upload") + b"--XX--\r\n").status_code == 204
    assert plain.get_object("dir/a.jpg").read() == b"data"


def test_a_file_may_hold_what_looks_like_a_boundary(oss: Oss, plain: oss2.Bucket, body: bytes) -> None:
    tricky = b"\r\n--X\r\n--\r\n\r\n-" * 20_000
    assert _raw(oss, plain, body.replace(b"\r\ndata", b"\r\n" + tricky) + b"--XX--").status_code == 204
    assert plain.get_object("dir/a.jpg").read() == tricky


def test_bodies_that_are_no_form(oss: Oss, plain: oss2.Bucket, body: bytes) -> None:
    malformed = (400, "MalformedPOSTRequest", "0006-00000104")
    assert error_of(_raw(oss, plain, body)) == malformed
    assert error_of(_raw(oss, plain, body[:-10])) == malformed
    assert error_of(_raw(oss, plain, b"")) == malformed
    assert error_of(_raw(oss, plain, b"garbage")) == malformed
    assert error_of(_raw(oss, plain, _part("key", "a") + b"--XX--")) == malformed
    late_header = body.replace(b"Content-Disposition", b"X: y\r\nContent-Disposition", 1)
    assert error_of(_raw(oss, plain, late_header + b"--XX--")) == (400, "MalformedPOSTRequest", "0006-00000109")
    two = body + _part("file", "more") + b"--XX--"
    assert error_of(_raw(oss, plain, two))[:2] == (400, "IncorrectNumberOfFilesInPOSTRequest")
    twice = _part("key", "b") + body + b"--XX--"
    assert error_of(_raw(oss, plain, twice))[:2] == (400, "InvalidArgument")
    for wrong in ("multipart/form-data", "application/json"):
        assert error_of(_raw(oss, plain, body + b"--XX--", Content_Type=wrong))[:2] == (400, "InvalidArgument")
    assert _keys(plain) == []


def test_content_md5_covers_the_whole_body(oss: Oss, plain: oss2.Bucket, body: bytes) -> None:
    whole = body + b"--XX--\r\n"
    wrong = base64.b64encode(hashlib.md5(b"data").digest()).decode()
    assert error_of(_raw(oss, plain, whole, Content_MD5=wrong))[:2] == (400, "InvalidDigest")
    right = base64.b64encode(hashlib.md5(whole).digest()).decode()
    assert _raw(oss, plain, whole, Content_MD5=right).status_code == 204

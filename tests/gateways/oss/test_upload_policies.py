"""Permissions to upload: signed as the vendor documents, and pinning whatever the uploader might change."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import oss2
import pytest

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import REGION
from menjin.assets.grant_upload import Upload
from menjin.assets.picture import MAX_BYTES
from menjin.clock import MINUTE, now
from menjin.gateways.credentials import Credentials
from tests.small_cloud import KEY, SmallCloud

PICTURE = b"\xff\xd8\xff\xe0 bytes that OSS does not look into"
Form = dict[str, str]
FORMS: dict[str, Callable[[dict[str, Any]], Form]] = {
    "V4": lambda signed: dict(signed["fields"]),
    # As the usual sample page builds it, with the type that our policy pins.
    "V1": lambda signed: {
        "key": signed["key"],
        "policy": signed["policy"],
        "OSSAccessKeyId": signed["accessid"],
        "success_action_status": "200",
        "callback": signed["callback"],
        "signature": signed["signature"],
        "content-type": "image/jpeg",
        **({"x-oss-security-token": signed["security_token"]} if "security_token" in signed else {}),
    },
}


@pytest.fixture
def sign(small: SmallCloud) -> Callable[..., dict[str, Any]]:
    def one(upload: Upload, credentials: Credentials = KEY) -> dict[str, Any]:
        return small.parts(credentials).upload_policies().sign(upload, now())

    return one


@pytest.fixture(params=FORMS)
def make(request: pytest.FixtureRequest, sign: Callable[..., dict[str, Any]]) -> Callable[..., tuple[str, Form]]:
    """Host and form of an upload, of either kind."""

    def one(upload: Upload, credentials: Credentials = KEY) -> tuple[str, Form]:
        signed = sign(upload, credentials)
        return signed["host"], FORMS[request.param](signed)

    return one


def post(host: str, form: Form, content: bytes = PICTURE, kind: str = "image/jpeg") -> tuple[int, str]:
    """Status and error code; a callback that nobody answers is a stored object, as with OSS itself."""
    answer = httpx.post(host, data=form, files={"file": ("picture", content, kind)}, verify=False)
    error = ET.fromstring(answer.text).findtext("Code") if answer.text else ""
    return answer.status_code, error or ""


STORED = (203, "CallbackFailed")


def policy_of(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.b64decode(text, validate=True))
    return found


def test_v4_is_signed_as_documented(sign: Callable[..., dict[str, Any]], upload: Upload) -> None:
    fields = sign(upload)["fields"]
    key = b"aliyun_v4" + ACCESS_KEY_SECRET.encode()
    for part in (fields["x-oss-date"][:8], REGION, "oss", "aliyun_v4_request"):
        key = hmac.digest(key, part.encode(), hashlib.sha256)
    assert fields["x-oss-signature"] == hmac.digest(key, fields["policy"].encode(), hashlib.sha256).hex()
    day = fields["x-oss-date"][:8]
    assert fields["x-oss-credential"] == f"{ACCESS_KEY_ID}/{day}/{REGION}/oss/aliyun_v4_request"


def test_v1_is_signed_as_documented(sign: Callable[..., dict[str, Any]], upload: Upload) -> None:
    signed = sign(upload)
    digest = hmac.digest(ACCESS_KEY_SECRET.encode(), signed["policy"].encode(), hashlib.sha1)
    assert signed["signature"] == base64.b64encode(digest).decode()


def test_both_say_what_may_be_uploaded(sign: Callable[..., dict[str, Any]], upload: Upload) -> None:
    signed = sign(upload)
    assert set(signed) == {
        "host", "key", "expire", "fields", "accessid", "policy", "signature", "dir", "callback",
    }  # fmt: skip
    assert signed["expire"] == upload.expires_at // 1000
    assert signed["dir"] == f"platform/user/{upload.account_id}/"
    pinned = {
        "key": upload.key,
        "content-type": "image/jpeg",
        "success_action_status": "200",
        "callback": signed["callback"],
    }
    for policy in (policy_of(signed["policy"]), policy_of(signed["fields"]["policy"])):
        conditions = policy["conditions"]
        assert {"bucket": "menjin"} in conditions
        assert ["content-length-range", 1, 10 * 1024 * 1024] in conditions
        for name, value in pinned.items():
            assert ["eq", f"${name}", value] in conditions
    sent = set(signed["fields"]) - {"policy", "x-oss-signature"}
    named = {one[1][1:] for one in policy_of(signed["fields"]["policy"])["conditions"][2:]}
    assert named == sent, "a V4 policy pins every field that the form sends"


def test_the_callback_leads_to_us_with_a_mark_of_ours(sign: Callable[..., dict[str, Any]], upload: Upload) -> None:
    callback = policy_of(sign(upload)["callback"])
    assert callback["callbackUrl"].endswith("/asset/callback")
    assert callback["callbackBodyType"] == "application/json"
    assert "${x:" not in callback["callbackBody"], "an uploader chooses x: values"


def test_oss_takes_it(make: Callable[..., tuple[str, Form]], upload: Upload, bucket: oss2.Bucket) -> None:
    assert post(*make(upload)) == STORED
    head = bucket.head_object(upload.key)
    assert (head.content_type, head.content_length) == ("image/jpeg", len(PICTURE))


def test_a_temporary_key_comes_with_its_token(
    small: SmallCloud, make: Callable[..., tuple[str, Form]], upload: Upload
) -> None:
    minted = small.cloud.keys.mint(900, None)
    assert post(*make(upload, Credentials(minted.id, minted.secret, minted.token))) == STORED


def test_the_stored_type_is_the_signed_one(
    sign: Callable[..., dict[str, Any]], upload: Upload, bucket: oss2.Bucket
) -> None:
    signed = sign(upload)
    assert post(signed["host"], signed["fields"], kind="text/html") == STORED
    assert bucket.head_object(upload.key).content_type == "image/jpeg"
    assert bucket.get_object_acl(upload.key).acl == "private"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "platform/user/1/identity1.jpg"),
        ("key", "platform/user/${filename}"),
        ("content-type", "text/html"),
        ("success_action_status", "201"),
        ("callback", base64.b64encode(b'{"callbackUrl":"http://203.0.113.7/","callbackBody":"a"}').decode()),
    ],
)
def test_what_is_pinned_cannot_be_changed(
    make: Callable[..., tuple[str, Form]], upload: Upload, bucket: oss2.Bucket, field: str, value: str
) -> None:
    host, form = make(upload)
    assert post(host, {**form, field: value}) == (403, "AccessDenied")
    assert post(host, {name: one for name, one in form.items() if name != field})[0] in (400, 403)
    assert not bucket.object_exists(upload.key)


@pytest.mark.parametrize(
    ("field", "value"),
    [("x-oss-object-acl", "public-read"), ("x-oss-content-type", "text/html"), ("x-oss-date", "20200101T000000Z")],
)
def test_v4_pins_more(
    sign: Callable[..., dict[str, Any]], upload: Upload, bucket: oss2.Bucket, field: str, value: str
) -> None:
    signed = sign(upload)
    assert post(signed["host"], {**signed["fields"], field: value})[0] in (400, 403)
    assert not bucket.object_exists(upload.key)


@pytest.mark.parametrize(("size", "error"), [(0, "EntityTooSmall"), (MAX_BYTES + 1, "EntityTooLarge")])
def test_the_size_is_bounded(
    make: Callable[..., tuple[str, Form]], upload: Upload, bucket: oss2.Bucket, size: int, error: str
) -> None:
    assert post(*make(upload), content=bytes(size)) == (400, error)
    assert not bucket.object_exists(upload.key)


def test_it_ends_after_five_minutes(
    small: SmallCloud, make: Callable[..., tuple[str, Form]], upload: Upload, bucket: oss2.Bucket
) -> None:
    assert small.parts().upload_policies().lifetime == 5 * MINUTE
    host, form = make(upload)
    small.cloud.advance(301)
    assert post(host, form) == (403, "AccessDenied")
    assert not bucket.object_exists(upload.key)


def test_it_is_good_for_one_bucket(small: SmallCloud, make: Callable[..., tuple[str, Form]], upload: Upload) -> None:
    auth = oss2.AuthV4(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
    other = oss2.Bucket(auth, small.environment["OSS_ENDPOINT"], f"other{upload.account_id}", region=REGION)
    other.create_bucket()
    host, form = make(upload)
    assert post(host.replace("/menjin", f"/{other.bucket_name}"), form) == (403, "AccessDenied")


def test_a_forged_form_is_refused(make: Callable[..., tuple[str, Form]], upload: Upload) -> None:
    host, form = make(upload)
    forged = base64.b64encode(b'{"expiration":"2099-01-01T00:00:00.000Z","conditions":[{"bucket":"menjin"}]}').decode()
    signature = "x-oss-signature" if "x-oss-signature" in form else "signature"
    for part, value in (("policy", forged), (signature, "0" * len(form[signature]))):
        assert post(host, {**form, part: value}) == (403, "SignatureDoesNotMatch")


def test_the_secret_stays_here(sign: Callable[..., dict[str, Any]], small: SmallCloud, upload: Upload) -> None:
    assert ACCESS_KEY_SECRET not in json.dumps(sign(upload))
    assert ACCESS_KEY_SECRET not in repr(vars(small.parts().upload_policies()))

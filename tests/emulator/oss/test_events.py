"""Events and faults: what is told, when, how often, and what a failure leaves behind."""

from __future__ import annotations

import re
import time
from typing import Any

import oss2
import pytest
import requests

from emulator.shared.options import ACCOUNT
from tests.emulator.oss.kit import Oss, encode, policy_text, post, signed_v1


def _names(oss: Oss, bucket: oss2.Bucket) -> list[str]:
    return [one["eventName"] for one in oss.events_of(bucket)]


def test_the_payload_of_a_form_upload(oss: Oss, plain: oss2.Bucket) -> None:
    plain.put_object("dir/图+1.jpg", b"x" * 10)
    fields = {"key": "dir/图+1.jpg", **signed_v1(policy_text([{"bucket": plain.bucket_name}]))}
    fields |= {"x-oss-meta-who": "me", "callback": encode({"callbackUrl": "http://127.0.0.1:1", "callbackBody": "a"})}
    answer = post(oss, plain.bucket_name, {**fields, "x:id": "7"}, b"picture", type="image/jpeg")
    event = oss.events_of(plain)[-1]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", event.pop("eventTime"))
    assert re.fullmatch(r"[0-9a-f]{40}", event["oss"].pop("ruleId"))
    assert event == {
        "eventName": "ObjectCreated:PostObject",
        "eventSource": "acs:oss",
        "eventVersion": "1.0",
        "region": "cn-hangzhou",
        "oss": {
            "bucket": {
                "arn": f"acs:oss:cn-hangzhou:{ACCOUNT}:{plain.bucket_name}",
                "name": plain.bucket_name,
                "ownerIdentity": ACCOUNT,
                "virtualBucket": "",
            },
            "object": {
                "key": "dir/图+1.jpg",
                "size": 7,
                "deltaSize": -3,
                "eTag": answer.headers["etag"].strip('"'),
                "objectMeta": {"mimeType": "image/jpeg", "userMeta": {"x-oss-meta-who": "me"}},
            },
            "ossSchemaVersion": "1.0",
            "xVars": {"x:id": "7"},
        },
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {"requestId": answer.headers["x-oss-request-id"]},
        "userIdentity": {"principalId": ACCOUNT},
    }


def test_every_step_has_its_own_event(oss: Oss, plain: oss2.Bucket) -> None:
    plain.put_object("a", b"a")
    plain.copy_object(plain.bucket_name, "a", "b")
    plain.append_object("log", 0, b"x")
    upload = plain.init_multipart_upload("m").upload_id
    plain.upload_part("m", upload, 1, b"x")
    plain.upload_part_copy(plain.bucket_name, "a", None, "m", upload, 2)
    plain.upload_part("m", upload, 1, b"x" * 102400)
    plain.complete_multipart_upload("m", upload, None, headers={"x-oss-complete-all": "yes"})
    plain.abort_multipart_upload("n", plain.init_multipart_upload("n").upload_id)
    plain.delete_object("a")
    plain.delete_object("a")
    plain.batch_delete_objects(["b", "nothing"])
    assert _names(oss, plain) == [
        "ObjectCreated:PutObject",
        "ObjectCreated:CopyObject",
        "ObjectCreated:AppendObject",
        "ObjectCreated:InitiateMultipartUpload",
        "ObjectCreated:UploadPart",
        "ObjectCreated:UploadPartCopy",
        "ObjectCreated:UploadPart",
        "ObjectCreated:CompleteMultipartUpload",
        "ObjectCreated:InitiateMultipartUpload",
        "ObjectRemoved:AbortMultipartUpload",
        "ObjectRemoved:DeleteObject",
        "ObjectRemoved:DeleteObjects",
    ]


def test_what_fails_tells_nothing(oss: Oss, plain: oss2.Bucket) -> None:
    with pytest.raises(oss2.exceptions.ServerError):
        plain.put_object("a", b"x", headers={"Content-MD5": "x"})
    with pytest.raises(oss2.exceptions.ServerError):
        plain.copy_object(plain.bucket_name, "nothing", "a")
    assert _names(oss, plain) == []


def test_the_object_is_visible_when_its_event_is_told(oss: Oss, plain: oss2.Bucket) -> None:
    seen: list[bool] = []

    def look(event: dict[str, Any]) -> None:
        store = oss.service._store
        assert store is not None
        seen.append(store.objects.find(plain.bucket_name, event["oss"]["object"]["key"]) is not None)

    keep = oss.cloud.events
    oss.cloud.events = type("Probe", (list,), {"append": lambda self, event: look(event)})()
    try:
        plain.put_object("a", b"")
    finally:
        oss.cloud.events = keep
    assert seen == [True]


@pytest.mark.parametrize(("kind", "times"), [("duplicate", 2), ("drop", 0), ("error", 0)])
def test_events_are_doubled_and_lost_on_request(oss: Oss, plain: oss2.Bucket, kind: str, times: int) -> None:
    oss.fault("Event", kind)
    plain.put_object("a", b"")
    assert _names(oss, plain) == ["ObjectCreated:PutObject"] * times
    plain.put_object("b", b"")
    assert len(_names(oss, plain)) == times + 1


def test_an_event_comes_late_on_request(oss: Oss, plain: oss2.Bucket) -> None:
    oss.fault("Event", "delay", delay_ms=200)
    began = time.monotonic()
    plain.put_object("a", b"")
    deadline = began + 20
    while not _names(oss, plain) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert time.monotonic() - began > 0.19
    assert len(_names(oss, plain)) == 1


@pytest.mark.parametrize(
    ("code", "status", "answered"),
    [(None, 500, "InternalError"), ("ServiceUnavailable", 503, "ServiceUnavailable"), ("AccessDenied", 403, None)],
)
def test_an_error_on_request_has_no_effect(
    oss: Oss, plain: oss2.Bucket, code: str | None, status: int, answered: str | None
) -> None:
    oss.fault("PutObject", "error", code=code)
    with pytest.raises(oss2.exceptions.ServerError) as refused:
        plain.put_object("a", b"")
    assert (refused.value.status, refused.value.code) == (status, answered or code)
    assert not plain.object_exists("a")
    assert plain.put_object("a", b"").status == 200


def test_a_lost_answer_has_taken_effect(oss: Oss, plain: oss2.Bucket) -> None:
    oss.fault("PutObject", "drop")
    with pytest.raises((oss2.exceptions.RequestError, requests.ConnectionError)):
        plain.put_object("a", b"stored")
    assert plain.get_object("a").read() == b"stored"
    assert oss.cloud.killed == []


def test_a_killed_caller_gets_no_answer(oss: Oss, plain: oss2.Bucket) -> None:
    oss.fault("GetObject", "kill")
    plain.put_object("a", b"x" * 2_000_000)
    with pytest.raises((oss2.exceptions.RequestError, requests.ConnectionError)):
        plain.get_object("a").read()
    assert len(oss.cloud.killed) == 1
    oss.cloud.killed.clear()


def test_operations_can_be_slowed_and_doubled(oss: Oss, plain: oss2.Bucket) -> None:
    oss.fault("ListObjects", "delay", delay_ms=120)
    began = time.monotonic()
    plain.list_objects()
    assert time.monotonic() - began > 0.11
    oss.fault("PutObject", "duplicate")
    plain.put_object("a", b"")
    assert _names(oss, plain) == ["ObjectCreated:PutObject"] * 2

"""One OSS in a loop of its own, and what a browser's upload form is made of."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import oss2
from oss2.credentials import StaticCredentialsProvider

from emulator.oss.service import OssService
from emulator.shared.faults import Fault
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET, AccessKey
from emulator.shared.options import HOST, REGION, Options, Ports
from tests.emulator.alone import SmallCloud, loop_in_a_thread

OWN_KEY = AccessKey(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
_numbers = itertools.count(1)


class _Session(oss2.Session):
    """Reads answers to their end: the SDK leaves some connections to the garbage collector, which warns of them."""

    def do_request(self, req: Any, timeout: Any) -> Any:
        answer = super().do_request(req, timeout)
        assert answer.response.content is not None
        return answer


@dataclass
class Oss:
    """A running service and its clients."""

    cloud: SmallCloud
    service: OssService
    session: oss2.Session = field(default_factory=_Session)
    web: httpx.Client = field(default_factory=lambda: httpx.Client(verify=False, trust_env=False))

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.cloud.ports.oss}"

    def bucket(self, name: str, version: str = "v1", key: AccessKey = OWN_KEY) -> oss2.Bucket:
        """An SDK client of a bucket, with signature version ``v1``, ``v2`` or ``v4``."""
        return oss2.Bucket(authentication(version, key), self.url, name, region=REGION, session=self.session)

    def new_bucket(self, version: str = "v1") -> oss2.Bucket:
        """A bucket of the test's own."""
        bucket = self.bucket(f"bucket-{next(_numbers)}", version)
        bucket.create_bucket()
        return bucket

    def events_of(self, bucket: oss2.Bucket) -> list[dict[str, Any]]:
        return [one for one in self.cloud.events if one["oss"]["bucket"]["name"] == bucket.bucket_name]

    def fault(self, operation: str, kind: str, **more: Any) -> None:
        self.cloud.faults.add(Fault("oss", operation, kind, **more))


@contextmanager
def running(data: Path, ports: Ports | None = None) -> Iterator[Oss]:
    """A service with its state in ``data``, stopped at the end of the block."""
    cloud = SmallCloud(Options(root=data, data=data, ports=ports or Ports.below(0)))
    data.mkdir(parents=True, exist_ok=True)
    service = OssService(cloud)
    with loop_in_a_thread() as wait:
        wait(service.start())
        oss = Oss(cloud, service)
        try:
            yield oss
        finally:
            oss.session.session.close()
            oss.web.close()
            wait(service.stop())


def authentication(version: str, key: AccessKey = OWN_KEY) -> Any:
    provider = StaticCredentialsProvider(key.id, key.secret, key.token)
    if version != "v1":
        return oss2.ProviderAuthV4(provider) if version == "v4" else oss2.ProviderAuthV2(provider)
    return oss2.StsAuth(key.id, key.secret, key.token) if key.token else oss2.Auth(key.id, key.secret)


def signed(
    oss: Oss,
    method: str,
    bucket: str,
    key: str,
    query: str = "",
    headers: dict[str, str] | None = None,
    host: str = "",
) -> httpx.Response:
    """Send any request, with the SDK's signature of version 4 in its headers; ``host`` is a virtual host to claim."""
    path = "/".join(part for part in (oss.url, "" if host else bucket, key) if part)
    given = dict(parse_qsl(query, keep_blank_values=True))
    request = oss2.http.Request(method, path, params=given, headers=headers, region=REGION, product="oss")
    authentication("v4")._sign_request(request, bucket, key)
    sent = {name: value for name, value in request.headers.items() if value}
    if host:
        sent["Host"] = host
    return oss.web.request(method, path, params=given, headers=sent)


def error_of(answer: httpx.Response) -> tuple[int, str, str]:
    """Status, code and detail code of an error answer."""
    root = ET.fromstring(answer.content)
    assert root.tag == "Error"
    ec = root.findtext("EC") or ""
    assert answer.headers.get("x-oss-ec", "") == ec
    assert root.findtext("RequestId") == answer.headers["x-oss-request-id"]
    return answer.status_code, root.findtext("Code") or "", ec


def message_of(answer: httpx.Response) -> str:
    return ET.fromstring(answer.content).findtext("Message") or ""


def policy_text(conditions: Any, **more: Any) -> str:
    """A policy of five minutes in base64; ``more`` replaces members."""
    expiration = (datetime.now(timezone.utc) + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return encode({"expiration": expiration, "conditions": conditions, **more})


def encode(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return base64.b64encode(text.encode()).decode()


def signed_v1(policy: str, key: AccessKey = OWN_KEY) -> dict[str, str]:
    """The credential fields of version 1."""
    digest = hmac.new(key.secret.encode(), policy.encode(), hashlib.sha1).digest()
    fields = {"policy": policy, "OSSAccessKeyId": key.id, "Signature": base64.b64encode(digest).decode()}
    return fields | ({"x-oss-security-token": key.token} if key.token else {})


def v4_fields(key: AccessKey = OWN_KEY, *, ahead_s: float = 0, region: str = REGION) -> dict[str, str]:
    """The fields of version 4 that the policy must speak of."""
    date = (datetime.now(timezone.utc) + timedelta(seconds=ahead_s)).strftime("%Y%m%dT%H%M%SZ")
    fields = {
        "x-oss-signature-version": "OSS4-HMAC-SHA256",
        "x-oss-credential": f"{key.id}/{date[:8]}/{region}/oss/aliyun_v4_request",
        "x-oss-date": date,
    }
    return fields | ({"x-oss-security-token": key.token} if key.token else {})


def signed_v4(conditions: list[Any], key: AccessKey = OWN_KEY, **more: Any) -> dict[str, str]:
    """The credential fields of version 4 for a policy that covers them."""
    fields = v4_fields(key, **more)
    return sign_v4(fields, policy_text([*conditions, *({name: value} for name, value in fields.items())]), key)


def sign_v4(fields: dict[str, str], policy: str, key: AccessKey = OWN_KEY) -> dict[str, str]:
    secret = ("aliyun_v4" + key.secret).encode()
    for part in fields["x-oss-credential"].split("/")[1:]:
        secret = hmac.new(secret, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(secret, policy.encode(), hashlib.sha256).hexdigest()
    return {**fields, "policy": policy, "x-oss-signature": signature}


def post(
    oss: Oss,
    bucket: str,
    fields: dict[str, str],
    content: bytes = b"picture",
    *,
    name: str = "a.jpg",
    type: str | None = None,
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    """Post the form as a browser does: fields in order, the file last."""
    file = (name, content, type) if type else (name, content, "application/octet-stream")
    return oss.web.post(f"{oss.url}/{bucket}", data=fields, files={"file": file}, headers=headers)

"""Requests made by hand, for what the vendor's client would never send; signed by the vendor's own signer."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import NamedTuple

from tablestore.auth import RequestContext, SignV2, SignV4
from tablestore.credentials import Credentials
from tablestore.protobuf import table_store_pb2

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.tablestore.wire.signature import md5


class Answer(NamedTuple):
    """An answer; ``error`` is code and text for one that is no success."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def error(self) -> tuple[str, str]:
        """Code and text."""
        message = table_store_pb2.Error.FromString(self.body)
        return message.code, message.message


def headers_for(
    body: bytes, instance: str = "by-hand", changes: Mapping[str, str | None] | None = None
) -> dict[str, str]:
    """The headers of a request, unsigned; a change to ``None`` leaves one out."""
    headers: dict[str, str | None] = {
        "x-ots-date": f"{datetime.now(timezone.utc):%Y-%m-%dT%H:%M:%S}.000Z",
        "x-ots-apiversion": "2015-12-31",
        "x-ots-accesskeyid": ACCESS_KEY_ID,
        "x-ots-instancename": instance,
        "x-ots-contentmd5": md5(body),
        **(changes or {}),
    }
    return {name: value for name, value in headers.items() if value is not None}


def sign(headers: dict[str, str], path: str, secret: str = ACCESS_KEY_SECRET, region: str | None = None) -> None:
    """Add the signature, version 4 if there is a region."""
    signer = SignV4("utf-8", region=region) if region else SignV2("utf-8")
    signer.make_request_signature_and_add_headers(
        path, headers, RequestContext(Credentials(headers.get("x-ots-accesskeyid", "?"), secret))
    )


def post(port: int, operation: str, body: bytes, headers: dict[str, str], method: str = "POST") -> Answer:
    """Send a request as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, f"/{operation}", body, headers)
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def call(port: int, operation: str, body: bytes, instance: str = "by-hand") -> Answer:
    """Send a well-signed request."""
    headers = headers_for(body, instance)
    sign(headers, f"/{operation}")
    return post(port, operation, body, headers)

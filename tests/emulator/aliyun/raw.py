"""Calls without an SDK: signed by hand, so that any part of them can be wrong."""

from __future__ import annotations

import http.client
import json
import time
import uuid
from typing import Any
from urllib.parse import quote

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.rpc_signature import sign_v1, string_to_sign_v1

from .conftest import Vendor

PERSON = {"ParamType": "normal", "IdentifyNum": "110101199003079999", "UserName": "张三"}


def raw(
    vendor: Vendor, method: str, target: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection(vendor.address, timeout=10)
    connection.request(method, target, body, headers or {})
    response = connection.getresponse()
    answer = json.loads(response.read())
    connection.close()
    return response.status, answer


def signed_v1(**changes: str) -> str:
    parameters = {
        "Action": "Id2MetaVerify", "Version": "2019-03-07", "Format": "JSON", "AccessKeyId": ACCESS_KEY_ID,
        "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0", "SignatureType": "",
        "SignatureNonce": uuid.uuid4().hex, "Timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    } | PERSON | changes  # fmt: skip
    parameters = {name: value for name, value in parameters.items() if value != "-"}
    signature = sign_v1(ACCESS_KEY_SECRET, string_to_sign_v1("GET", parameters))
    pairs = parameters | {"Signature": changes.get("Signature", signature)}
    return "/?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs.items() if value != "-")

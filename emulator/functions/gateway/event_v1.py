"""HTTP calls of FC 3.0 functions: the request as a ``v1`` event, and the answer out of what the handler returned."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime, timezone
from typing import Any
from urllib.parse import parse_qsl, unquote

from emulator.functions.errors import FcError
from emulator.shared.options import ACCOUNT

_TEXT = ("text/", "application/json", "application/xml", "application/javascript", "application/x-www-form-urlencoded")


def event(http: dict[str, Any], path: str, host: str, call_id: str, at: float, body: bytes) -> bytes:
    """The JSON that the handler receives; ``path`` is still encoded.

    Everything but well-known text types is handed over as base64, and so is text that is no UTF-8.
    """
    headers = _joined((_canonical(name), value) for name, value in http["headers"])
    query = http["uri"].partition("?")[2]
    content_type = headers.get("Content-Type", "").lower()
    text = _text(body, content_type)
    name = host.partition(":")[0]
    moment = datetime.fromtimestamp(at, timezone.utc)
    return json.dumps(
        {
            "version": "v1",
            "rawPath": path,
            "body": base64.b64encode(body).decode() if text is None else text,
            "isBase64Encoded": text is None,
            "headers": headers,
            "queryParameters": _joined(parse_qsl(query, keep_blank_values=True)),
            "requestContext": {
                "accountId": ACCOUNT,
                "domainName": name,
                "domainPrefix": name.partition(".")[0],
                "requestId": call_id,
                "time": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "timeEpoch": str(int(at * 1000)),
                "http": {
                    "method": http["method"],
                    "path": unquote(path),
                    "protocol": "HTTP/1.1",
                    "sourceIp": http["client"],
                    "userAgent": headers.get("User-Agent", ""),
                },
            },
        }
    ).encode()


def _text(body: bytes, content_type: str) -> str | None:
    if body and not (content_type.startswith(_TEXT) or "+json" in content_type or "+xml" in content_type):
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def answer(returned: bytes) -> tuple[int, list[list[str]], bytes]:
    """Status, headers and body. What is no object with ``statusCode`` is the body itself."""
    try:
        value = json.loads(returned)
    except ValueError:
        value = None
    if not isinstance(value, dict) or "statusCode" not in value:
        return 200, [["Content-Type", "application/json"]], returned
    headers = value.get("headers") or {"Content-Type": "application/json"}
    if not isinstance(headers, dict) or not all(isinstance(one, str) for one in headers.values()):
        raise FcError("BadResponse", "headers must map a name to one text: FC 3.0 has no repeated response headers")
    body = value.get("body", "")
    if not isinstance(value["statusCode"], int) or not isinstance(body, str):
        raise FcError("BadResponse", "statusCode must be a number and body a text")
    return value["statusCode"], [[name, text] for name, text in headers.items()], _decode(body, value)


def _decode(body: str, value: dict[str, Any]) -> bytes:
    if not value.get("isBase64Encoded"):
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        raise FcError("BadResponse", "body is not base64") from None


def _joined(pairs: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


def _canonical(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("-"))

"""What an upload says about its callback: where to, with which body, with which values of its own."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

from emulator.oss.errors import OssError, invalid_argument
from emulator.oss.wire.request import Request

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
_MAX_HEADER = 5 * 1024
_MAX_URLS = 5
_MEMBERS = {"callbackUrl", "callbackHost", "callbackBody", "callbackBodyType", "callbackSNI"}
_UNREACHABLE = [
    ipaddress.ip_network(net)
    for net in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10")
]


@dataclass(frozen=True)
class CallbackParameters:
    """A checked callback. ``variables`` are the caller's ``x:`` values by name with that prefix."""

    urls: list[SplitResult]
    body: str
    body_type: str = FORM
    host: str = ""
    sni: bool = False
    variables: dict[str, str] = field(default_factory=dict)


def from_request(request: Request, *, private_allowed: bool) -> CallbackParameters | None:
    """The callback that headers or query of an upload ask for, if any."""
    header, query = request.headers.get("x-oss-callback"), request.query.get("callback")
    if header is not None and query is not None:
        text = "The callback is given in the header and in the query."
        raise invalid_argument(text, "callback", query, "0007-00000027")
    given = query if header is None else header
    if given is None:
        return None
    own = request.query.get("callback-var") if header is None else request.headers.get("x-oss-callback-var")
    for name, value in (("callback", given), ("callback-var", own or "")):
        if len(value) > _MAX_HEADER:
            raise invalid_argument(f"The {name} is too long.", name, value[:64])
    return read(given, _variables(own), private_allowed=private_allowed)


def from_form(fields: Mapping[str, str], *, private_allowed: bool) -> CallbackParameters | None:
    """The callback that a form asks for, if any."""
    given = fields.get("callback")
    if given is None:
        return None
    variables = {name: value for name, value in fields.items() if name.startswith("x:")}
    return read(given, variables, private_allowed=private_allowed)


def read(given: str, variables: dict[str, str], *, private_allowed: bool) -> CallbackParameters | None:
    """Check the base64 JSON; None if its URL is empty, which asks for no callback."""
    raw = _decode(given, "callback", "0007-00000002", "0007-00000003", "The callback configuration is not json format.")
    unknown = sorted(set(raw) - _MEMBERS)
    if unknown:
        raise OssError(501, "NotImplemented", f"The local cloud does not know the callback's member {unknown[0]}.")
    if not raw.get("callbackUrl"):
        return None
    body = raw.get("callbackBody")
    if not isinstance(body, str):
        raise _refused("The callback body is missing or not a string.", given, "0007-00000010")
    if not body:
        raise _refused("The callback body is empty.", given, "0007-00000011")
    host = raw.get("callbackHost", "")
    if not isinstance(host, str):
        raise _refused("The callback host is not a string.", given, "0007-00000009")
    if any(not "!" <= one <= "~" for one in host):
        # It becomes a header: nothing in it may begin another one.
        raise _refused("The callback host is invalid.", given, "0007-00000009")
    body_type = raw.get("callbackBodyType", FORM)
    if not isinstance(body_type, str):
        raise _refused("The callback body type is not a string.", given, "0007-00000012")
    if body_type.lower() not in (FORM, JSON):
        raise _refused("The callback body type is not supported.", given)
    sni = raw.get("callbackSNI", False)
    if sni not in (True, False, "true", "false"):
        raise _refused("The callback SNI is not boolean.", given)
    urls = _urls(raw["callbackUrl"], given, private_allowed=private_allowed)
    return CallbackParameters(urls, body, body_type.lower(), host, sni in (True, "true"), variables)


def _variables(given: str | None) -> dict[str, str]:
    if not given:
        return {}
    text = "The callback-var is not json format."
    raw = _decode(given, "callback-var", "0007-00000102", "0007-00000103", text)
    return {str(name): value if isinstance(value, str) else json.dumps(value) for name, value in raw.items()}


def _decode(given: str, name: str, not_base64: str, not_json: str, text: str) -> dict[str, Any]:
    try:
        decoded = base64.b64decode(given, validate=True).decode()
    except (binascii.Error, ValueError):
        raise invalid_argument(f"The {name} configuration is not base64 encoded.", name, given, not_base64) from None
    try:
        raw = json.loads(decoded)
    except ValueError:
        raw = None
    if not isinstance(raw, dict):
        raise invalid_argument(text, name, given, not_json)
    return raw


def _urls(given: Any, callback: str, *, private_allowed: bool) -> list[SplitResult]:
    if not isinstance(given, str):
        raise _refused("The callback url is not a string.", callback, "0007-00000004")
    texts = [one.strip() for one in given.split(";") if one.strip()]
    if len(texts) > _MAX_URLS:
        raise _refused("The callback has more than 5 urls.", callback, "0007-00000005")
    urls = [_url(text) for text in texts]
    if None in urls or not urls:
        raise _refused("The callback url is invalid.", callback, "0007-00000004")
    usable = [url for url in urls if url]
    if not private_allowed and any(_private(url.hostname or "") for url in usable):
        raise _refused("Private address is forbidden to callback.", callback, "0007-00000008")
    return usable


def _url(text: str) -> SplitResult | None:
    try:
        url = urlsplit(text if "://" in text else f"http://{text}")
        usable = url.scheme in ("http", "https") and url.hostname and url.port != 0 and "@" not in url.netloc
    except ValueError:
        return None
    if not usable or ":" in (url.hostname or "") or not text.isascii() or any(one.isspace() for one in text):
        return None
    return url


def _private(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in _UNREACHABLE)


def _refused(text: str, given: str, ec: str = "") -> OssError:
    return invalid_argument(text, "callback", given, ec)

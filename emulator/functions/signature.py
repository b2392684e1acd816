"""The ``FC`` signature: who signed a request, checked as the FC 2.0 manual describes."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

from emulator.functions.errors import FcError

if TYPE_CHECKING:
    from emulator.shared.clock import Clock
    from emulator.shared.keys import Keys


@dataclass(frozen=True)
class Signed:
    """What of a request goes into its signature. ``path`` still percent-encoded, header names in lower case."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    proxied: bool = False
    """A call of a function's URL, for which the query is signed too."""

    def text(self, *, decoded: bool = True) -> str:
        """The string to sign. The vendor's Node.js client leaves the path as it is sent, the others decode it."""
        names = sorted(name for name in self.headers if name.startswith("x-fc-"))
        canonical = "".join(f"{name}:{self.headers[name]}\n" for name in names)
        resource = unquote(self.path) if decoded else self.path
        if self.proxied:
            pairs = parse_qsl(self.query, keep_blank_values=True)
            bare = {part for part in self.query.split("&") if "=" not in part}
            lines = sorted(key if key in bare and not value else f"{key}={value}" for key, value in pairs)
            # Without a parameter the newline is there all the same.
            resource += "\n" + "\n".join(lines)
        plain = [self.headers.get(name, "") for name in ("content-md5", "content-type", "date")]
        return "\n".join([self.method, *plain, canonical + resource])


def check(request: Signed, keys: Keys, clock: Clock) -> None:
    """Raise ``FcError`` unless a known key signed the request, and not long ago."""
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    if scheme != "FC" or ":" not in rest:
        raise FcError("MissingRequiredHeader", "required HTTP header Authorization was not specified, or is not 'FC'")
    key_id, _, signature = rest.partition(":")
    key = keys.find(key_id)
    if key is None:
        raise FcError("InvalidAccessKeyID", f"invalid access key ID '{key_id}'.")
    if not any(_signs(key.secret, text, signature) for text in (request.text(), request.text(decoded=False))):
        text = "The request signature we calculated does not match the signature you provided."
        raise FcError("SignatureNotMatch", f"{text} String to sign: {request.text()!r}")
    if key.token is not None and request.headers.get("x-fc-security-token") != key.token:
        raise FcError("AccessDenied", "the security token does not belong to the access key")
    if key.expired:
        raise FcError("AccessDenied", "the security token has expired")
    if key.policy:
        raise FcError("AccessDenied", "session policies are not emulated for Function Compute")
    _check_date(request.headers.get("date", ""), clock)


def _signs(secret: str, text: str, signature: str) -> bool:
    expected = base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest())
    return hmac.compare_digest(expected, signature.encode())


def _check_date(text: str, clock: Clock) -> None:
    try:
        sent = parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError):
        raise FcError("MissingRequiredHeader", "required HTTP header Date is missing or malformed") from None
    if not clock.tolerates(sent):
        raise FcError("RequestTimeTooSkewed", "the Date header is more than 15 minutes off")

"""Check the signature of a request and say whose it is.

Source: OSS API reference, "Verify a request", and the error catalogue's pages 0002.
"""

from __future__ import annotations

import hmac
import re

from emulator.oss.errors import OssError, access_denied, invalid_argument, signature_mismatch
from emulator.oss.signatures import v1, v2, v4
from emulator.oss.signatures.tokens import known_key
from emulator.oss.wire.dates import basic_date, iso_date, read_basic_date, read_http_date
from emulator.oss.wire.request import Request
from emulator.shared.clock import SKEW_S, Clock
from emulator.shared.keys import AccessKey, Keys
from emulator.shared.options import REGION

MAX_EXPIRES = 604800


class Identifier:
    """Request → access key, or None for an anonymous one."""

    def __init__(self, keys: Keys, clock: Clock) -> None:
        self._keys, self._clock = keys, clock

    def identify(self, request: Request, bucket: str, key: str) -> AccessKey | None:
        """Whoever signed the request; ``OssError`` if the signature does not hold."""
        authorization = request.headers.get("authorization")
        if authorization is not None:
            if authorization.startswith(v4.ALGORITHM + " "):
                return self._v4_header(request, bucket, key, authorization)
            if authorization.startswith("OSS "):
                return self._v1_header(request, bucket, key, authorization)
            if authorization.startswith(v2.ALGORITHM + " "):
                return self._v2_header(request, bucket, key, authorization)
            raise invalid_argument("The authorization header is invalid.", "Authorization", "", "0002-00000026")
        if request.query.get("x-oss-signature-version") == v2.ALGORITHM:
            return self._v2_url(request, bucket, key)
        if "x-oss-signature-version" in request.query or "x-oss-signature" in request.query:
            return self._v4_url(request, bucket, key)
        if "Signature" in request.query or "OSSAccessKeyId" in request.query:
            return self._v1_url(request, bucket, key)
        return None

    def _v1_header(self, request: Request, bucket: str, key: str, authorization: str) -> AccessKey:
        key_id, _, given = authorization[len("OSS ") :].strip().partition(":")
        access = known_key(self._keys, key_id, request.headers.get("x-oss-security-token"))
        date = request.headers.get("x-oss-date") or request.headers.get("date")
        self._check_skew(_header_moment(date))
        text = v1.string_to_sign(request, bucket, key, date or "")
        _compare(access, given, v1.sign(access.secret, text), text)
        return access

    def _v1_url(self, request: Request, bucket: str, key: str) -> AccessKey:
        missing = [name for name in ("OSSAccessKeyId", "Expires", "Signature") if not request.query.get(name)]
        if missing:
            raise access_denied("Query string authentication requires OSSAccessKeyId, Expires and Signature.")
        expires = request.query["Expires"]
        if not expires.isdecimal():
            raise invalid_argument("Invalid date (should be seconds since epoch).", "Expires", expires, "0002-00000070")
        token = request.query.get("security-token") or request.headers.get("x-oss-security-token")
        access = known_key(self._keys, request.query["OSSAccessKeyId"], token)
        text = v1.string_to_sign(request, bucket, key, expires)
        _compare(access, request.query["Signature"], v1.sign(access.secret, text), text)
        self._check_expiry(float(expires))
        return access

    def _v2_header(self, request: Request, bucket: str, key: str, authorization: str) -> AccessKey:
        fields = dict(re.findall(r"(\w+):([^,\s]+)", authorization))
        if "AccessKeyId" not in fields or "Signature" not in fields:
            raise invalid_argument("The authorization header is invalid.", "Authorization", "", "0002-00000026")
        access = known_key(self._keys, fields["AccessKeyId"], request.headers.get("x-oss-security-token"))
        date = request.headers.get("date", "")
        self._check_skew(_header_moment(request.headers.get("x-oss-date") or date))
        text = v2.string_to_sign(request, bucket, key, date, _names(fields.get("AdditionalHeaders")))
        _compare(access, fields["Signature"], v2.sign(access.secret, text), text)
        return access

    def _v2_url(self, request: Request, bucket: str, key: str) -> AccessKey:
        query = request.query
        expires = query.get("x-oss-expires", "")
        if not expires.isdecimal():
            message = "Invalid date (should be seconds since epoch)."
            raise invalid_argument(message, "x-oss-expires", expires, "0002-00000070")
        access = known_key(self._keys, query.get("x-oss-access-key-id", ""), query.get("security-token"))
        text = v2.string_to_sign(request, bucket, key, expires, _names(query.get("x-oss-additional-headers")))
        _compare(access, query.get("x-oss-signature", ""), v2.sign(access.secret, text), text)
        self._check_expiry(float(expires))
        return access

    def _v4_header(self, request: Request, bucket: str, key: str, authorization: str) -> AccessKey:
        fields = dict(re.findall(r"(\w+)=([^,\s]+)", authorization))
        credential = v4.Credential.read(fields.get("Credential", ""))
        if credential is None or "Signature" not in fields:
            raise invalid_argument("The authorization header is invalid.", "Authorization", "", "0002-00000225")
        date = request.headers.get("x-oss-date") or request.headers.get("date")
        moment = _header_moment(date)
        timestamp = basic_date(moment)
        if credential.date != timestamp[:8]:
            text = "Invalid signing date in Authorization header."
            raise invalid_argument(text, "Authorization", credential.date, "0002-00000212")
        if credential.region != REGION:
            text = "Invalid signing region in Authorization header."
            raise invalid_argument(text, "Authorization", credential.region, "0002-00000226")
        if request.headers.get("x-oss-content-sha256") != v4.PAYLOAD:
            text = "The x-oss-content-sha256 header must be UNSIGNED-PAYLOAD."
            raise invalid_argument(text, "x-oss-content-sha256", request.headers.get("x-oss-content-sha256", ""))
        access = known_key(self._keys, credential.key_id, request.headers.get("x-oss-security-token"))
        self._check_skew(moment)
        additional = _names(fields.get("AdditionalHeaders"))
        _check_v4(request, bucket, key, access, credential, timestamp, additional, fields["Signature"])
        return access

    def _v4_url(self, request: Request, bucket: str, key: str) -> AccessKey:
        query = request.query
        if query.get("x-oss-signature-version") != v4.ALGORITHM:
            text = "The signature version is not supported."
            raise invalid_argument(text, "x-oss-signature-version", query.get("x-oss-signature-version", ""))
        credential = v4.Credential.read(query.get("x-oss-credential", ""))
        if credential is None:
            raise invalid_argument("The credential is invalid.", "x-oss-credential", query.get("x-oss-credential", ""))
        moment = read_basic_date(query.get("x-oss-date", ""))
        if moment is None or credential.date != query["x-oss-date"][:8]:
            text = "The signing date in credential is invalid."
            raise invalid_argument(text, "x-oss-date", query.get("x-oss-date", ""), "0002-00000223")
        if credential.region != REGION:
            text = "The signing region in credential is invalid."
            raise invalid_argument(text, "x-oss-credential", credential.region, "0002-00000224")
        expires = query.get("x-oss-expires", "")
        if not expires.isdecimal() or not 1 <= int(expires) <= MAX_EXPIRES:
            raise invalid_argument("The x-oss-expires must be 1 to 604800.", "x-oss-expires", expires)
        access = known_key(self._keys, credential.key_id, query.get("x-oss-security-token"))
        additional = _names(query.get("x-oss-additional-headers"))
        signature = query.get("x-oss-signature", "")
        _check_v4(request, bucket, key, access, credential, query["x-oss-date"], additional, signature)
        now = self._clock.now()
        if moment > now + SKEW_S:
            raise access_denied("Request is not valid yet.", "0002-00000235", ServerTime=iso_date(now))
        self._check_expiry(moment + int(expires))
        return access

    def _check_skew(self, moment: float) -> None:
        if self._clock.tolerates(moment):
            return
        raise OssError(
            403,
            "RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large.",
            "0002-00000504",
            MaxAllowedSkewMilliseconds=SKEW_S * 1000,
            RequestTime=iso_date(moment),
            ServerTime=iso_date(self._clock.now()),
        )

    def _check_expiry(self, expires: float) -> None:
        now = self._clock.now()
        if now > expires:
            elements = {"Expires": iso_date(expires), "ServerTime": iso_date(now)}
            raise access_denied("Request has expired.", "0002-00000069", **elements)


def _names(text: str | None) -> list[str]:
    return [name.strip().lower() for name in (text or "").split(";") if name.strip()]


def _header_moment(date: str | None) -> float:
    if not date:
        raise access_denied("OSS authentication requires a valid Date.", "0002-00000503")
    moment = read_basic_date(date) or read_http_date(date)
    if moment is None:
        raise access_denied("OSS authentication requires a valid Date.", "0002-00000502")
    return moment


def _check_v4(
    request: Request,
    bucket: str,
    key: str,
    access: AccessKey,
    credential: v4.Credential,
    timestamp: str,
    additional: list[str],
    given: str,
) -> None:
    canonical = v4.canonical_request(request, bucket, key, additional)
    text = v4.string_to_sign(canonical, timestamp, credential)
    _compare(access, given, v4.sign(access.secret, credential, text), text, canonical)


def _compare(access: AccessKey, given: str, expected: str, text: bytes, canonical: bytes = b"") -> None:
    if hmac.compare_digest(given.encode(), expected.encode()):
        return
    elements = {
        "OSSAccessKeyId": access.id,
        "SignatureProvided": given,
        "StringToSign": text.decode("utf-8", "replace"),
        "StringToSignBytes": text.hex(" ").upper(),
    }
    if canonical:
        elements["CanonicalRequest"] = canonical.decode("utf-8", "replace")
    raise signature_mismatch("0002-00000040", elements)

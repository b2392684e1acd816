"""Who signed a form: version 1 (HMAC-SHA1 over the policy) or version 4 (derived key)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from emulator.oss.errors import invalid_argument, signature_mismatch
from emulator.oss.signatures import v1, v4
from emulator.oss.signatures.tokens import known_key
from emulator.oss.wire.dates import read_basic_date
from emulator.shared.clock import SKEW_S
from emulator.shared.keys import AccessKey, Keys
from emulator.shared.options import REGION

TOKEN = "x-oss-security-token"  # noqa: S105 - the name of a field
_V4 = ("x-oss-signature-version", "x-oss-credential", "x-oss-date")
_BEHIND = 7 * 24 * 3600


@dataclass(frozen=True)
class Signed:
    """The signer, and the fields that the policy must speak of."""

    key: AccessKey
    must_be_covered: list[str]


def check_form(keys: Keys, fields: Mapping[str, str], now: float) -> Signed | None:
    """Check the signature over the policy; None for a form without credentials."""
    if any(name in fields for name in (*_V4, "x-oss-signature")):
        return _check_v4(keys, fields, now)
    if any(name in fields for name in ("ossaccesskeyid", "policy", "signature")):
        return _check_v1(keys, fields)
    return None


def _check_v1(keys: Keys, fields: Mapping[str, str]) -> Signed:
    key_id = fields.get("ossaccesskeyid")
    if not key_id:
        raise invalid_argument("The form has no OSSAccessKeyId.", "OSSAccessKeyId")
    policy, given = _policy_and_signature(fields, "signature")
    key = known_key(keys, key_id, fields.get(TOKEN))
    _compare(key, given, v1.sign(key.secret, policy.encode()), policy)
    return Signed(key, [])


def _check_v4(keys: Keys, fields: Mapping[str, str], now: float) -> Signed:
    version = fields.get("x-oss-signature-version", "")
    if version != v4.ALGORITHM:
        text = "The signature version is not supported."
        raise invalid_argument(text, "x-oss-signature-version", version, "0002-00000701")
    policy, given = _policy_and_signature(fields, "x-oss-signature")
    credential = _credential(fields, now)
    key = known_key(keys, credential.key_id, fields.get(TOKEN))
    _compare(key, given, v4.sign(key.secret, credential, policy.encode()), policy)
    return Signed(key, [*_V4, *([TOKEN] if TOKEN in fields else [])])


def _policy_and_signature(fields: Mapping[str, str], name: str) -> tuple[str, str]:
    if "policy" not in fields:
        raise invalid_argument("The form has no policy.", "policy", "", "0002-00000702")
    if name not in fields:
        raise invalid_argument("The form has no signature.", name, "", "0002-00000703")
    if not fields[name].strip():
        raise invalid_argument("The signature is blank.", name, "", "0002-00000704")
    return fields["policy"], fields[name]


def _credential(fields: Mapping[str, str], now: float) -> v4.Credential:
    text = fields.get("x-oss-credential", "")
    credential = v4.Credential.read(text)
    if credential is None:
        raise invalid_argument("The credential is invalid.", "x-oss-credential", text, "0002-00000710")
    if credential.region != REGION:
        raise invalid_argument("The signing region in credential is invalid.", "x-oss-credential", text)
    date = fields.get("x-oss-date", "")
    moment = read_basic_date(date)
    if moment is None or credential.date != date[:8] or not now - _BEHIND <= moment <= now + SKEW_S:
        raise invalid_argument("The signing date is invalid.", "x-oss-date", date, "0002-00000709")
    return credential


def _compare(key: AccessKey, given: str, expected: str, policy: str) -> None:
    if not hmac.compare_digest(given.encode(), expected.encode()):
        elements = {"OSSAccessKeyId": key.id, "SignatureProvided": given, "StringToSign": policy}
        raise signature_mismatch("0002-00000705", elements)

"""Who calls, and whether the call is what that key signed, now, once, and allowed to."""

from __future__ import annotations

import hmac
import time
from calendar import timegm
from collections import OrderedDict
from typing import TYPE_CHECKING

from emulator.aliyun.errors import gateway, missing
from emulator.aliyun.wire import Call
from emulator.shared import rpc_signature as signature
from emulator.shared.clock import SKEW_S
from emulator.shared.keys import AccessKey, Keys, looks_real

if TYPE_CHECKING:
    from emulator.shared.clock import Clock


_REAL_KEY = "It looks like one of the real cloud: keep it away from the local one."


class Access:
    """Checks signatures and remembers nonces for as long as a replay could pass the clock check."""

    def __init__(self, keys: Keys, clock: Clock) -> None:
        self._keys, self._clock = keys, clock
        self._nonces: OrderedDict[tuple[str, str], float] = OrderedDict()

    def reset(self) -> None:
        """Forget the nonces."""
        self._nonces.clear()

    def check(self, call: Call) -> AccessKey:
        """The key that made the call; the gateway's refusal if anything is wrong with it."""
        return self._check_v3(call) if call.scheme else self._check_v1(call)

    def _check_v1(self, call: Call) -> AccessKey:
        if not call.get("Signature") or call.get("SignatureMethod") != "HMAC-SHA1":
            raise gateway("IncompleteSignature", "Signature and SignatureMethod=HMAC-SHA1 are needed.")
        key = self._key(call.need("AccessKeyId"), call.get("SecurityToken"))
        self._check_time(call.need("Timestamp"))
        nonce = call.need("SignatureNonce")
        text = signature.string_to_sign_v1(call.method, call.parameters)
        _compare(signature.sign_v1(key.secret, text), call.need("Signature"), text)
        self._use_nonce(key, nonce)
        return key

    def _check_v3(self, call: Call) -> AccessKey:
        given = signature.AuthorizationV3.parse(call.headers["authorization"])
        if given is None:
            raise gateway("IncompleteSignature", "Credential, SignedHeaders or Signature is incomplete.")
        key = self._key(given.key_id, call.headers.get("x-acs-security-token"))
        self._check_time(call.headers.get("x-acs-date", ""))
        nonce = call.headers.get("x-acs-signature-nonce")
        if not nonce:
            raise missing("SignatureNonce")
        canonical = signature.canonical_request_v3(
            call.method, call.path, call.query, call.headers, given.signed_headers, call.raw
        )
        text = signature.string_to_sign_v3(canonical)
        _compare(signature.sign_v3(key.secret, text), given.signature, text)
        self._use_nonce(key, nonce)
        return key

    def _key(self, key_id: str, token: str | None) -> AccessKey:
        key = self._keys.find(key_id)
        if key is None:
            raise gateway("InvalidAccessKeyId.NotFound", _REAL_KEY if looks_real(key_id) else "")
        if key.token is None:
            if token is not None:
                raise gateway("InvalidSecurityToken.MismatchWithAccessKey")
            return key
        if not token:
            raise gateway("MissingSecurityToken")
        if not hmac.compare_digest(token.encode(), key.token.encode()):
            raise gateway("InvalidSecurityToken.Malformed")
        if key.expired:
            raise gateway("InvalidSecurityToken.Expired")
        return key

    def _check_time(self, timestamp: str) -> None:
        try:
            at = timegm(time.strptime(timestamp, "%Y-%m-%dT%H:%M:%SZ"))
        except ValueError:
            raise gateway("InvalidTimeStamp.Format") from None
        if not self._clock.tolerates(at):
            raise gateway("InvalidTimeStamp.Expired")

    def _use_nonce(self, key: AccessKey, nonce: str) -> None:
        # Not by the settable clock: a jump of it would forget nonces whose requests are still recent by real time.
        now = time.monotonic()
        while self._nonces and next(iter(self._nonces.values())) < now - 2 * SKEW_S:
            self._nonces.popitem(last=False)
        if (key.id, nonce) in self._nonces:
            raise gateway("SignatureNonceUsed")
        self._nonces[key.id, nonce] = now


def _compare(ours: str, theirs: str, string_to_sign: str) -> None:
    # The official SDK looks for the string after the first colon, and crashes if there is none.
    if not hmac.compare_digest(ours.encode(), theirs.encode()):
        raise gateway("SignatureDoesNotMatch", f"server string to sign is:{string_to_sign}")

"""Who may ask: headers, clock, digest and signature of a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import NamedTuple

from emulator.shared.clock import Clock
from emulator.shared.keys import AccessKey, Keys
from emulator.tablestore.errors import TablestoreError, invalid
from emulator.tablestore.operations.checks import check_instance_name
from emulator.tablestore.wire import signature

BIGGEST_BODY = 5 * 1024 * 1024
_API_VERSION = "2015-12-31"
_REQUIRED = ("x-ots-date", "x-ots-apiversion", "x-ots-accesskeyid", "x-ots-instancename", "x-ots-contentmd5")


@dataclass(frozen=True)
class Call:
    """One HTTP request; header names in lower case."""

    method: str
    url_path: str
    headers: dict[str, str]
    body: bytes

    @property
    def operation(self) -> str:
        """The last part of the path. What an endpoint's address puts before it is not ours and is not signed."""
        return self.url_path.rsplit("/", 1)[-1]

    @property
    def path(self) -> str:
        """The path as the signatures cover it."""
        return "/" + self.operation

    @property
    def instance(self) -> str:
        """The instance whose tables are meant."""
        return self.headers.get("x-ots-instancename", "")


class SigningKey(NamedTuple):
    """An access key id and the HMAC key that goes with it for this request."""

    id: str
    text: str


class Caller(NamedTuple):
    """Who asks: the key that signed the request and signs the answer, and the policy that goes with it, if any."""

    key: SigningKey
    policy: str | None


def admit(keys: Keys, clock: Clock, call: Call) -> Caller:
    """Who sent a request; refused if anything about it is not in order."""
    if call.method != "POST":
        raise TablestoreError("OTSMethodNotAllowed")
    if len(call.body) > BIGGEST_BODY:
        raise TablestoreError("OTSRequestBodyTooLarge")
    for name in _REQUIRED:
        if name not in call.headers:
            raise invalid(f"Missing header: '{name}'.")
    if call.headers["x-ots-apiversion"] != _API_VERSION:
        raise invalid(f"Invalid API version: '{call.headers['x-ots-apiversion']}'.")
    check_instance_name(call.instance)
    _check_date(call.headers["x-ots-date"], clock)
    if signature.md5(call.body) != call.headers["x-ots-contentmd5"]:
        raise _refused("Mismatch between MD5 value of request body and x-ots-contentmd5 in header.")
    key = _known(keys, call)
    signing = SigningKey(key.id, signature.signing_key(key.secret, call.headers))
    _check_signature(signing, call)
    return Caller(signing, key.policy)


def time_to_answer(clock: Clock, call: Call) -> float:
    """The time that an answer bears: clients refuse one from a clock too far from their own."""
    sent = _moment(call.headers.get("x-ots-date", ""))
    return clock.now() if sent is None else clock.nearest(sent)


def key_to_answer(keys: Keys, call: Call) -> SigningKey | None:
    """The key that signs the answer to a request, whether or not it was admitted; ``None`` if it is unknown."""
    key = keys.find(call.headers.get("x-ots-accesskeyid", ""))
    return SigningKey(key.id, signature.signing_key(key.secret, call.headers)) if key else None


def _refused(message: str) -> TablestoreError:
    return TablestoreError("OTSAuthFailed", message)


def _check_date(text: str, clock: Clock) -> None:
    sent = _moment(text)
    if sent is None:
        raise invalid(f"Invalid date format: {text}.")
    if not clock.tolerates(sent):
        raise _refused(f"Mismatch between system time and x-ots-date: {text}.")


def _moment(text: str) -> float | None:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc).timestamp()
    except ValueError:
        return None


def _known(keys: Keys, call: Call) -> AccessKey:
    key = keys.find(call.headers["x-ots-accesskeyid"])
    if key is None:
        raise _refused("The AccessKeyID does not exist.")
    if key.expired:
        raise _refused("The AccessKeyID is disabled.")
    if key.token != call.headers.get("x-ots-ststoken"):
        raise _refused("The security token is invalid.")
    return key


def _check_signature(key: SigningKey, call: Call) -> None:
    version = signature.SIGNATURE_V4 if signature.SIGNATURE_V4 in call.headers else signature.SIGNATURE_V2
    given = call.headers.get(version)
    if given is None:
        raise invalid(f"Missing header: '{version}'.")
    if not signature.same(given, signature.request_signature(key.text, call.path, call.headers)):
        raise _refused("Signature mismatch.")

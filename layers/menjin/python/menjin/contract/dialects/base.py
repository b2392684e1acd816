"""What every dialect offers, and what all of them share."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

from menjin.contract.catalogue import entry_for
from menjin.contract.request import NO_STORE, Answer, Cookie, Request, Result
from menjin.failures import Malformed

if TYPE_CHECKING:
    from menjin.accounts.signed_in import SignedIn
    from menjin.values.masked import Masked

UNREADABLE = ("body", "query")
"""The parts of a request that a malformed one blames when none of its fields can be read."""


class Dialect(Protocol):
    """One document's way of speaking."""

    name: str

    def system(self, request: Request, default: str) -> str:
        """The system that the request is about, as the client names it; checked by the caller."""

    def success(self, result: Result, *, english: bool) -> Answer:
        """The document's form of a success."""

    def failure(self, failure: BaseException, request_id: str, *, english: bool) -> Answer:
        """The document's form of a failure."""


class OfTheDefaultSystem:
    """Part of the dialects whose paths name no system."""

    def system(self, request: Request, default: str) -> str:
        """The deployment's default one."""
        del request
        return default


def as_json(value: Any) -> bytes:
    """Compact UTF-8 JSON, Chinese as it is written."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def told(failure: BaseException, status: int, body: Any) -> Answer:
    """The answer to a failure: when to come back, and which methods there are, stand in its headers."""
    headers = [NO_STORE]
    retry_after = getattr(failure, "retry_after", None)
    if retry_after is not None:
        headers.append(("Retry-After", str(retry_after)))
    allowed = getattr(failure, "allowed", None)
    if allowed is not None:
        headers.append(("Allow", ", ".join(allowed)))
    return Answer(status, as_json(body), headers=tuple(headers))


def session_cookie(found: SignedIn, lifetime: int) -> Cookie:
    """The cookie of a new session, named after the system (document A); ``lifetime`` in milliseconds."""
    return Cookie(found.account.system, found.token, lifetime // 1000)


def no_session_cookie(system: str) -> Cookie:
    """What takes that cookie away."""
    return Cookie(system, "", 0)


def shown(word: Masked | None, *, whole: bool) -> str | None:
    """The word in full or masked; None if there is none."""
    if word is None:
        return None
    return word.reveal() if whole else word.masked


def is_outcome(failure: BaseException) -> bool:
    """Whether the failure is an outcome of the business, which documents B to E tell with HTTP 200."""
    kind, entry = entry_for(failure)
    return entry.status == 400 and kind != Malformed.kind()


def names_a_field(failure: BaseException) -> bool:
    """Whether the request was read and one of its fields will not do."""
    return isinstance(failure, Malformed) and failure.field not in UNREADABLE

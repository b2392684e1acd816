"""Failures on request, so that what the product does about them can be seen.

A fault names a service (``fc, fc-api, oss, tablestore, redis, sms, mail, ocr, identity, sts, wechat``), an operation of
it (the vendor's name; a function's name for ``fc``; ``*`` for any) and what happens to the next ``times`` matching
calls after ``skip`` of them went through untouched:

``error``      the vendor's own error answer, ``code`` if given; nothing takes effect
``late``       the call takes effect and the vendor's error answer comes all the same, ``code`` if given, as when a
               service gave up waiting for its own storage (not for ``redis``)
``delay``      the call waits ``delay_ms`` and then runs as usual
``cut``        the call never arrives: the connection closes, nothing takes effect
``drop``       the call takes effect and its answer is lost: the connection closes
``duplicate``  what the call delivers is delivered twice: an event of OSS, an asynchronous invocation, a message to a
               person; a call that delivers nothing runs as usual (not for ``redis``)
``kill``       the call takes effect and the instance that made it dies before the answer; for ``fc`` the instance of
               that function dies ``delay_ms`` after its handler was entered. ``skip`` makes it the kill at a step: the
               instance dies at its call number ``skip + 1``
``malformed``  the call takes effect and half of its answer comes, called whole (``sms``, ``mail``, ``ocr``,
               ``identity`` and ``sts`` alone)
``page``       in place of an answer comes an HTML page with status 502, as from a proxy on the way; nothing takes
               effect (the same services alone)

With a ``share`` below 1 each matching call behind the skipped ones meets the fault with that probability, or else goes
on to the next rule. Who meets it is drawn from ``seed``: the same rule and the same sequence of calls, the same choice.

For these five services a fault may name a ``mark`` too: it is then met by the calls with that mark
alone, as the list of calls shows it.
"""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from typing import Any, Literal, get_args

from emulator.shared.changes import tell_nobody

Service = Literal["fc", "fc-api", "oss", "tablestore", "redis", "sms", "mail", "ocr", "identity", "sts", "wechat"]
Kind = Literal["error", "late", "delay", "cut", "drop", "duplicate", "kill", "malformed", "page"]
SERVICES: tuple[str, ...] = get_args(Service)
KINDS: tuple[str, ...] = get_args(Kind)
ANY = "*"
"""In place of an operation: any of the service."""
_MARKED = ("sms", "mail", "ocr", "identity", "sts")
"""The services whose calls carry a mark, and whose answers can be garbled."""
_GARBLED = ("malformed", "page")
_NOT_FOR_REDIS = ("late", "duplicate")
_CODED = ("error", "late")
Refusal = Callable[["str | None"], Exception]
"""Makes the vendor's error from the code that a fault names, the usual one for None."""


@dataclass
class Fault:
    """One rule; ``times`` and ``skip`` count down as calls match it."""

    service: str
    operation: str
    kind: str
    times: int = 1
    code: str | None = None
    delay_ms: int = 0
    skip: int = 0
    mark: str | None = None
    share: float = 1
    seed: int = 0

    @property
    def refuses(self) -> bool:
        """Whether the call that meets it has no effect."""
        return self.kind in ("error", "cut", "page")

    def as_dict(self) -> dict[str, Any]:
        """The rule as the console shows it."""
        return asdict(self)


@dataclass(frozen=True)
class Course:
    """How a call runs: as usual, or as its fault has it."""

    deliveries: int = 1
    """How often what the call delivers is delivered."""
    answered: bool = True
    """Whether the caller gets an answer."""
    kill_after_s: float | None = None
    """For ``fc``: when the instance dies, counted from when its handler was entered."""
    whole: bool = True
    """Whether all of the answer comes."""


class AnswerLostError(Exception):
    """A fault: nobody hears what became of the call. The connection is to be closed without an answer."""


class PageError(Exception):
    """A fault: nothing took effect, and an HTML page is to be answered with status 502."""


class Faults:
    """The rules in force. Safe to ask from any thread."""

    def __init__(self, changed: Callable[[], None] = tell_nobody) -> None:
        """``changed`` is called whenever the rules, or how many calls they still have to meet, are others."""
        self._changed = changed
        self._rules: list[_Rule] = []
        self._codes: dict[str, Mapping[str, Collection[str]]] = {}
        self._operations: dict[str, Collection[str]] = {}
        self._lock = threading.Lock()

    def know(self, service: str, codes: Mapping[str, Collection[str]]) -> None:
        """Take for this service no rules from now on but those on these operations, with these codes of each.

        Under ``*`` stand the codes of a service whose operations are not listed.
        """
        self._codes[service] = codes
        if ANY not in codes:
            self.know_operations(service, codes)

    def know_operations(self, service: str, operations: Collection[str]) -> None:
        """Take for this service no rules from now on but those on these operations.

        Any code will do: what a client makes of one that no document has is worth seeing, too.
        """
        self._operations[service] = operations

    def add(self, fault: Fault) -> None:
        """Put a rule in force; ``ValueError`` says which part of it is unknown."""
        _check(fault)
        self._check_operation(fault)
        self._check_code(fault)
        with self._lock:
            self._rules.append(_Rule(fault))
        self._changed()

    def clear(self) -> None:
        """Drop every rule."""
        with self._lock:
            self._rules.clear()
        self._changed()

    def all(self) -> list[Fault]:
        """The rules that still have calls to meet."""
        with self._lock:
            return [rule.fault for rule in self._rules]

    def take(self, service: str, operation: str, mark: str | None = None) -> Fault | None:
        """The rule that this call meets, counted down; None for an ordinary call."""
        if not self._rules:
            return None
        with self._lock:
            rule = next((one for one in self._rules if one.awaits(service, operation, mark)), None)
            if rule is None:
                return None
            met = rule.count_down()
            if not rule.fault.times:
                self._rules.remove(rule)
        self._changed()
        return met

    def meet(
        self, service: str, operation: str, refusal: Refusal, kill: Callable[[], None] | None = None
    ) -> AbstractAsyncContextManager[Course]:
        """``meeting`` with the rule that this call meets, if any."""
        return meeting(self.take(service, operation), refusal, kill)

    def _check_operation(self, fault: Fault) -> None:
        known = self._operations.get(fault.service)
        if known is not None and fault.operation not in (ANY, *known):
            raise ValueError(f"operation: of {fault.service} one of {', '.join(known)}, or {ANY}")

    def _check_code(self, fault: Fault) -> None:
        known = self._codes.get(fault.service)
        if known is None:
            return
        codes = known.get(fault.operation) or known.get(ANY) or {code for each in known.values() for code in each}
        if fault.kind in _CODED and fault.code is not None and fault.code not in codes:
            like = get_close_matches(fault.code, codes)
            hint = f"; it has {', '.join(like)}" if like else ""
            raise ValueError(f"code: {fault.service} answers none such{hint}")


class _Rule:
    """A fault in force, and the dice that choose who meets it."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        # The seed alone would have two rules of the same seed choose the same calls.
        self._dice = random.Random(f"{fault.seed} {fault.service} {fault.operation} {fault.kind}")

    def awaits(self, service: str, operation: str, mark: str | None) -> bool:
        """Whether such a call is the next that the rule lets through or has met."""
        fault = self.fault
        if fault.service != service or fault.operation not in (ANY, operation) or fault.mark not in (None, mark):
            return False
        return fault.skip > 0 or fault.share == 1 or self._dice.random() < fault.share

    def count_down(self) -> Fault | None:
        """Note that call; None if it goes through."""
        if self.fault.skip:
            self.fault.skip -= 1
            return None
        self.fault.times -= 1
        return self.fault


def _check(fault: Fault) -> None:
    if fault.service not in SERVICES:
        raise ValueError(f"service must be one of {', '.join(SERVICES)}")
    if fault.kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}")
    if fault.times < 1 or fault.skip < 0 or fault.delay_ms < 0:
        raise ValueError("times starts at 1, skip and delay_ms at 0")
    if not 0 < fault.share <= 1:
        raise ValueError("share: above 0 and up to 1")
    if fault.service not in _MARKED and fault.kind in _GARBLED:
        raise ValueError(f"kind: {fault.kind} is a fault of {', '.join(_MARKED)} alone")
    if fault.service not in _MARKED and fault.mark is not None:
        raise ValueError(f"mark: only calls of {', '.join(_MARKED)} have one")
    if fault.service == "redis" and fault.kind in _NOT_FOR_REDIS:
        raise ValueError(f"kind: {fault.kind} is no fault of redis")


@asynccontextmanager
async def meeting(
    fault: Fault | None, refusal: Refusal, kill: Callable[[], None] | None = None
) -> AsyncIterator[Course]:
    """Let one call meet its fault: the call runs, and makes its answer, inside the block.

    ``refusal`` makes the vendor's error of a code, the usual one for None. It is raised before anything happens, as are
    ``PageError`` and the ``AnswerLostError`` of a call that never arrives; of kind ``late`` it is raised at the end of
    the block.
    ``kill`` ends the caller; without it the block sees to ``kill`` by itself. ``AnswerLostError`` at the end of the
    block when there is to be no answer, be it of success or of failure.
    """
    if fault is None:
        yield Course()
        return
    if fault.kind == "error":
        raise refusal(fault.code)
    if fault.kind == "page":
        raise PageError
    if fault.kind == "cut":
        raise AnswerLostError
    if fault.kind == "delay":
        await asyncio.sleep(fault.delay_ms / 1000)
    kills = kill if fault.kind == "kill" else None
    course = _course(fault, kills is not None)
    try:
        yield course
    except Exception as problem:
        if course.answered:
            raise
        raise AnswerLostError from problem
    finally:
        if kills:
            kills()
    if not course.answered:
        raise AnswerLostError
    if fault.kind == "late":
        raise refusal(fault.code)


def _course(fault: Fault, kills: bool) -> Course:
    return Course(
        deliveries=2 if fault.kind == "duplicate" else 1,
        answered=fault.kind != "drop" and not kills,
        kill_after_s=fault.delay_ms / 1000 if fault.kind == "kill" else None,
        whole=fault.kind != "malformed",
    )

"""Failures on request, so that what the product does about them can be seen.

A fault names a service (``fc, oss, tablestore, redis, sms, mail, ocr, identity, wechat``), an operation of it (the
vendor's name; a function's name for ``fc``; ``*`` for any) and what happens to the next ``times`` matching calls after
``skip`` of them went through untouched:

``error``      the vendor's own error answer, ``code`` if given; nothing takes effect
``delay``      the call waits ``delay_ms`` and then runs as usual
``drop``       the call takes effect and its answer is lost: the connection closes
``duplicate``  what the call delivers is delivered twice
``kill``       the call takes effect and the instance that made it dies before the answer; for ``fc`` the instance of
               that function dies ``delay_ms`` after its handler was entered
``malformed``  the call takes effect and half of its answer comes, called whole (``sms, mail, ocr, identity`` alone)
``page``       in place of an answer comes an HTML page with status 502, as from a proxy on the way; nothing takes
               effect (``sms, mail, ocr, identity`` alone)

For these four services a fault may name a ``mark`` too: it is then met by the calls with that mark alone, as the list
of calls shows it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Service = Literal["fc", "oss", "tablestore", "redis", "sms", "mail", "ocr", "identity", "wechat"]
Kind = Literal["error", "delay", "drop", "duplicate", "kill", "malformed", "page"]
SERVICES: tuple[str, ...] = get_args(Service)
KINDS: tuple[str, ...] = get_args(Kind)
_MARKED = ("sms", "mail", "ocr", "identity")
"""The services whose calls carry a mark, and whose answers can be garbled."""
_GARBLED = ("malformed", "page")
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

    @property
    def refuses(self) -> bool:
        """Whether the call that meets it has no effect."""
        return self.kind in ("error", "page")

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
    """A fault: the call took effect and nobody hears of it. The connection is to be closed without an answer."""


class PageError(Exception):
    """A fault: nothing took effect, and an HTML page is to be answered with status 502."""


class Faults:
    """The rules in force. Safe to ask from any thread."""

    def __init__(self) -> None:
        self._rules: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        """Put a rule in force; ``ValueError`` says which part of it is unknown."""
        if fault.service not in SERVICES:
            raise ValueError(f"service must be one of {', '.join(SERVICES)}")
        if fault.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}")
        if fault.times < 1 or fault.skip < 0 or fault.delay_ms < 0:
            raise ValueError("times starts at 1, skip and delay_ms at 0")
        if fault.service not in _MARKED and fault.kind in _GARBLED:
            raise ValueError(f"kind: {fault.kind} is a fault of {', '.join(_MARKED)} alone")
        if fault.service not in _MARKED and fault.mark is not None:
            raise ValueError(f"mark: only calls of {', '.join(_MARKED)} have one")
        with self._lock:
            self._rules.append(fault)

    def clear(self) -> None:
        """Drop every rule."""
        with self._lock:
            self._rules.clear()

    def all(self) -> list[Fault]:
        """The rules that still have calls to meet."""
        with self._lock:
            return list(self._rules)

    def take(self, service: str, operation: str, mark: str | None = None) -> Fault | None:
        """The rule that this call meets, counted down; None for an ordinary call."""
        with self._lock:
            for rule in self._rules:
                if rule.service != service or rule.operation not in ("*", operation) or rule.mark not in (None, mark):
                    continue
                if rule.skip:
                    rule.skip -= 1
                    return None
                rule.times -= 1
                if not rule.times:
                    self._rules.remove(rule)
                return rule
        return None

    def meet(
        self, service: str, operation: str, refusal: Refusal, kill: Callable[[], None] | None = None
    ) -> AbstractAsyncContextManager[Course]:
        """``meeting`` with the rule that this call meets, if any."""
        return meeting(self.take(service, operation), refusal, kill)


@asynccontextmanager
async def meeting(
    fault: Fault | None, refusal: Refusal, kill: Callable[[], None] | None = None
) -> AsyncIterator[Course]:
    """Let one call meet its fault: the call runs, and makes its answer, inside the block.

    ``refusal`` makes the vendor's error of a code, the usual one for None; it is raised before anything happens, and so
    is ``PageError``.
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
    if fault.kind == "delay":
        await asyncio.sleep(fault.delay_ms / 1000)
    kills = kill if fault.kind == "kill" else None
    course = Course(
        deliveries=2 if fault.kind == "duplicate" else 1,
        answered=fault.kind != "drop" and kills is None,
        kill_after_s=fault.delay_ms / 1000 if fault.kind == "kill" else None,
        whole=fault.kind != "malformed",
    )
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

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
"""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Service = Literal["fc", "oss", "tablestore", "redis", "sms", "mail", "ocr", "identity", "wechat"]
Kind = Literal["error", "delay", "drop", "duplicate", "kill"]
SERVICES: tuple[str, ...] = get_args(Service)
KINDS: tuple[str, ...] = get_args(Kind)


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

    def as_dict(self) -> dict[str, Any]:
        """The rule as the console shows it."""
        return asdict(self)


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

    def take(self, service: str, operation: str) -> Fault | None:
        """The rule that this call meets, counted down; None for an ordinary call."""
        with self._lock:
            for rule in self._rules:
                if rule.service != service or rule.operation not in ("*", operation):
                    continue
                if rule.skip:
                    rule.skip -= 1
                    return None
                rule.times -= 1
                if not rule.times:
                    self._rules.remove(rule)
                return rule
        return None

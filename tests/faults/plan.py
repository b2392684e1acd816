"""What goes wrong: a seeded choice of faults over every external call of certification, and kills at every step.

A round's faults are rules of the local cloud, each for one call after some that pass; rules of one operation follow
each other. So the plan says which call of an operation meets what; which person it hits, the race of the workers says.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from emulator.shared.faults import Fault

_SHORT_MS = 300


@dataclass(frozen=True)
class Trouble:
    """One kind of fault."""

    kind: str
    code: str | None = None
    delay_ms: int = 0
    late: bool = False
    """It costs seconds of real time: the caller has given up before the call takes effect."""


@dataclass(frozen=True)
class Target:
    """One operation: how often it is called a submission, how often that is to go wrong, and how it can."""

    service: str
    operation: str
    calls: float
    share: float
    troubles: tuple[Trouble, ...]


def _codes(*codes: str) -> tuple[Trouble, ...]:
    return tuple(Trouble("error", code) for code in codes)


def _late(ms: int) -> Trouble:
    return Trouble("delay", delay_ms=ms, late=True)


_DROP, _KILL, _SLOW = Trouble("drop"), Trouble("kill"), Trouble("delay", delay_ms=_SHORT_MS)
_VENDOR = (Trouble("error", "Throttling.User"), _DROP, _KILL, _KILL, Trouble("malformed"), Trouble("page"), _SLOW)
_PAID = (*_VENDOR, Trouble("duplicate"))
"""A duplicate of what reaches people is the carrier's doing, and no question here."""
_STORE = (*_codes("OTSServerBusy", "OTSTimeout", "OTSParameterInvalid"), _DROP, _KILL, _KILL, _SLOW, _late(4500))
_OSS = (*_codes("InternalError", "AccessDenied"), _DROP, _KILL, _SLOW)
_KILLS = tuple(Trouble("kill", delay_ms=ms) for ms in (0, 15, 40, 80, 150, 300, 600))

TARGETS = (
    Target("tablestore", "PutRow", 11, 0.25, (*_STORE, _KILL, _KILL)),
    Target("tablestore", "GetRow", 4, 0.06, _STORE),
    Target("tablestore", "GetRange", 0.7, 0.02, _STORE),
    Target("tablestore", "UpdateRow", 0.03, 0.02, _STORE),
    Target("tablestore", "DeleteRow", 0.2, 0.02, _STORE),
    Target("redis", "EVALSHA", 6, 0.1, (*_codes("READONLY"), _DROP, _KILL, _SLOW, _late(2500))),
    Target("oss", "GetObject", 2, 0.04, _OSS),
    Target("ocr", "RecognizeIdcard", 1.8, 0.15, (*_PAID, *_codes("algorithmError"), _late(20_500))),
    Target("ocr", "RecognizeBusinessLicense", 0.06, 0.02, (*_PAID, *_codes("noPermission"))),
    Target("identity", "Id2MetaVerify", 0.7, 0.12, (*_PAID, *_codes("500", "402"), _late(10_500))),
    Target("identity", "EntElementVerifyV2", 0.06, 0.02, (*_PAID, *_codes("Forbidden.AccountAccessDenied"))),
    Target("sms", "SendSms", 0.9, 0.12, (*_VENDOR, *_codes("isp.SYSTEM_ERROR"), _late(5500))),
    Target("sms", "QuerySendDetails", 0.04, 0.02, _VENDOR),
    Target("mail", "SingleSendMail", 0.4, 0.08, (*_VENDOR, *_codes("InternalServiceError"))),
    Target("fc", "certify_item", 1, 0.15, (*_KILLS, Trouble("duplicate"), _DROP, *_codes("ServiceUnavailable"))),
    Target("fc", "certify_run", 0.01, 0.01, (*_KILLS, Trouble("duplicate"), _DROP, *_codes("ServiceUnavailable"))),
    Target("fc", "certify_sweep", 0.01, 0.01, (*_KILLS, Trouble("duplicate"), _DROP, *_codes("ServiceUnavailable"))),
)
"""All that a person's or a company's way to a verdict and its notices calls."""
CARE = (
    Target("tablestore", "PutRow", 2, 0.1, _STORE),
    Target("tablestore", "GetRow", 4, 0.06, _STORE),
    Target("tablestore", "DeleteRow", 2, 0.06, _STORE),
    Target("oss", "HeadObject", 2, 0.06, _OSS),
    Target("oss", "DeleteObject", 2, 0.06, _OSS),
    Target("fc", "certify_item", 1, 0.05, _KILLS),
    Target("fc", "certify_sweep", 0.01, 0.01, (*_KILLS, Trouble("duplicate"))),
)
"""What is called a month later."""


@dataclass
class Plan:
    """The faults of one play, round by round; the same seed gives the same."""

    seed: int
    late: bool = True
    """Whether calls may be delayed beyond their callers' patience."""
    met: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """How often which fault was met: service, operation, kind."""

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._decks: dict[Target, list[Trouble]] = {}

    def round(self, waiting: int, targets: Sequence[Target] = TARGETS) -> list[Fault]:
        """The faults for a round in which about so many submissions are worked on."""
        return [fault for target in targets for fault in self._against(target, waiting)]

    def count(self, asked: Sequence[Fault], left: Sequence[Fault]) -> None:
        """Note which of those asked for were met; standing outages, which are never used up, do not count."""
        unmet = {id(fault) for fault in left}
        for fault in asked:
            if id(fault) not in unmet:
                self.met[fault.service, fault.operation, fault.kind] += 1

    def _against(self, target: Target, waiting: int) -> Iterator[Fault]:
        number = max(1, round(target.share * waiting))
        gap = target.calls * waiting / number
        for trouble in self._drawn(target, number):
            skip = round(self._random.uniform(0, 1.5 * gap))
            yield Fault(
                target.service, target.operation, trouble.kind,
                code=trouble.code, delay_ms=trouble.delay_ms, skip=skip,
            )  # fmt: skip

    def _drawn(self, target: Target, number: int) -> Iterator[Trouble]:
        """From a shuffled deck of the target's troubles, so that each has its turn soon."""
        for _ in range(number):
            deck = self._decks.setdefault(target, [])
            if not deck:
                deck += [trouble for trouble in target.troubles if self.late or not trouble.late]
                self._random.shuffle(deck)
            yield deck.pop()

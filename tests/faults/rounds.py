"""The play: rounds of faults, then quiet until nothing is due, then a month later."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import httpx
import redis

from emulator.shared.faults import Fault
from menjin.certification.requeue import requeue_all
from menjin.clock import CHINA, now
from tests.faults.people import SYSTEMS, Case, Crowd
from tests.faults.plan import CARE, Plan
from tests.faults.watch import Watch, put_aside, undecided, untold
from tests.product import TLS
from tests.small_cloud import SmallCloud

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_BACK_OFF = (6 * _MINUTE, 31 * _MINUTE, 2 * _HOUR + _MINUTE, 8 * _HOUR + _MINUTE)
"""A little more than an item waits after its first, second, … outage: who fails every time is due every round."""
_MONTH = 31 * _DAY
_QUIET_ROUNDS = 12
_LOOK_S = 1.0
_PATIENCE_S = 1800
_UNLUCKY = 40
"""Of so many one, and one other."""


@dataclass
class Play:
    """One play on one cloud."""

    small: SmallCloud
    plan: Plan
    watch: Watch
    crowd: Crowd
    say: Callable[[str], object] = sys.stdout.write
    rounds: int = 0
    moved_s: float = 0
    reserved: dict[str, int] = field(default_factory=dict)
    """What each system's purse of each day had reserved when the day was last looked at."""

    def __post_init__(self) -> None:
        ports = self.small.cloud.ports
        self._console = httpx.Client(base_url=f"http://127.0.0.1:{ports.console}", timeout=60, verify=TLS)
        self._redis = redis.Redis.from_url(self.small.cloud.redis.url, decode_responses=True)
        self._parts = self.small.parts()

    def perform(self, cases: list[Case], rounds: int) -> None:
        """All of it. They submit in waves, so that in most rounds some come new and others again."""
        waves = max(1, rounds - len(_BACK_OFF) + 1)
        for number in range(rounds):
            coming = cases[number::waves] if number < waves else []
            self.watch.add([self.crowd.submit(case, mail=place % 2 > 0) for place, case in enumerate(coming)])
            self._under_faults(number)
            if number % 3 == 2:
                self._give_back()
        for _ in range(_QUIET_ROUNDS):
            if not self._give_back() and self._settled():
                break
            self._round("quiet", [], "certify_run", "certify_sweep")
            self._go_on(_BACK_OFF[-1])
        self._a_month_later()
        self.watch.close()
        self._console.close()
        self._redis.close()

    def _under_faults(self, number: int) -> None:
        rows = self.watch.rows()
        worked_on = max(undecided(rows) + untold(rows), len(rows) // 10)
        faults = [*self._outages(), *self.plan.round(worked_on)]
        # Overlapping runs: two timers at once now and then, and always a sweep beside them.
        runs = ["certify_run"] * (1 + number % 2)
        self._round("faults", faults, *runs, "certify_sweep")
        self._go_on(_BACK_OFF[min(number, len(_BACK_OFF) - 1)])

    def _a_month_later(self) -> None:
        """Pictures go, and who has a card that ends soon is warned."""
        self._go_on(_MONTH)
        self._round("month", self.plan.round(len(self.watch.submissions), CARE), "certify_sweep")
        for _ in range(2):
            self._go_on(_BACK_OFF[-1])
            self._round("quiet", [], "certify_sweep")

    def _outages(self) -> list[Fault]:
        """Some are unlucky every time: their picture is never read, their SMS never goes out."""
        unread = [mark for one in self.watch.submissions[3::_UNLUCKY] for mark in one.marks.values()]
        unsent = [f"{one.first}-{word}" for one in self.watch.submissions[9::_UNLUCKY] for word in ("PASS", "UNPASS")]
        return [
            *(Fault("ocr", "*", "error", 99, "ServiceUnavailable", mark=mark) for mark in unread),
            *(Fault("sms", "SendSms", "error", 99, mark=mark) for mark in unsent),
        ]

    def _round(self, name: str, faults: list[Fault], *functions: str) -> None:
        started = time.monotonic()
        cloud = self.small.cloud
        for fault in faults:
            cloud.faults.add(fault)
        for function in functions:
            self._console.post(f"/api/timers/{function}/fire").raise_for_status()
        while not cloud.functions.wait_idle(_LOOK_S):
            self.watch.look()
            if time.monotonic() - started > _PATIENCE_S:
                raise TimeoutError("a round does not end")
        self.plan.count(faults, cloud.faults.all())
        cloud.faults.clear()
        rows = self.watch.look()
        self._look_into_purses()
        self.rounds += 1
        self.say(
            f"round {self.rounds:2} {name:6} {time.monotonic() - started:5.0f} s  undecided {undecided(rows):4}"
            f" (put aside {put_aside(rows):3})  untold {untold(rows):4}  faults met {self.plan.met.total()}\n"
        )

    def _give_back(self) -> int:
        """What an administrator does about everything that was put aside."""
        before = self.watch.look()
        count = sum(requeue_all(self._parts.certifications(), system=system, now=now())[0] for system in SYSTEMS)
        self.watch.given_back(before)
        return count

    def _settled(self) -> bool:
        rows = self.watch.look()
        return undecided(rows) + untold(rows) == 0

    def _go_on(self, seconds: float) -> None:
        self.moved_s += seconds
        self.small.cloud.advance(seconds)

    def _look_into_purses(self) -> None:
        today = f"{datetime.now(CHINA):%Y%m%d}"
        for system in SYSTEMS:
            name = f"{system}:certify:spent:{today}"
            self.reserved[name] = int(self._redis.get(name) or 0)

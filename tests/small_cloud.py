"""A local cloud without functions, and the product's parts standing on it in this process.

It starts in a fraction of a second and its clock can be moved by years: no timer fires, no other test stands on it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

from emulator.cloud import Cloud, running
from emulator.shared.faults import Fault
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.local import Local
from emulator.shared.options import Options, Ports
from menjin.gateways.credentials import Credentials
from menjin.parts import Parts
from menjin.settings import load
from tools.cloud.bucket import bucket_steps
from tools.cloud.steps import Settings
from tools.cloud.tables import table_steps
from tools.functions import operations

ROOT = Path(__file__).resolve().parents[1]
KEY = Credentials(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
GROUPS: tuple[type[Any], ...] = tuple(dict.fromkeys(group for one in operations().values() for group in one.groups))
"""Every group of settings that some operation reads."""
T = TypeVar("T")


@dataclass
class SmallCloud:
    """The cloud, and what a deployment on it would be given."""

    cloud: Cloud
    environment: dict[str, str]

    def parts(self, credentials: Credentials = KEY, **settings: str) -> Parts:
        """New connections, as a new instance would have; ``settings`` replace the local cloud's."""
        environment = {**self.environment, **settings}
        return Parts(credentials, dict(zip(GROUPS, load(environment, GROUPS), strict=True)))

    def fault(self, service: str, operation: str, kind: Any, **more: Any) -> None:
        """Ask for a failure."""
        self.cloud.faults.add(Fault(service, operation, kind, **more))

    def calls(self, service: str) -> int:
        """How often a service that costs money was called."""
        return sum(call["service"] == service for call in self.cloud.aliyun.calls)

    def outbox(self, to: str, channel: str = "sms") -> list[dict[str, Any]]:
        """What arrived there, oldest first."""
        return [row for row in self.cloud.outbox.all(to) if row["channel"] == channel]

    def settle(self) -> None:
        """Real time again, and no more failures."""
        self.cloud.faults.clear()
        self.cloud.clock.reset()


@contextmanager
def small_cloud(folder: Path, redis_url: str | None = None) -> Iterator[SmallCloud]:
    """A cloud for as long as the block lasts, furnished as ``make cloud`` does."""
    (folder / "root").mkdir()
    # Without the vendors' limits, which are of real time: a clock that tests move keeps no pace to stay below them.
    options = Options(
        root=folder / "root",
        data=folder / "data",
        ports=Ports.below(0),
        redis_url=redis_url,
        prepare=False,
        identity_qps=0,
        ocr_qps=0,
    )
    with running(options) as cloud:
        yield furnished(cloud)


def furnished(cloud: Cloud) -> SmallCloud:
    """The cloud with tables and bucket, as ``make cloud`` makes them."""
    environment = {
        **_template(),
        **Local.read(ROOT, cloud.ports, cloud.redis.url).environment,
        "ALIBABA_CLOUD_ACCESS_KEY_ID": ACCESS_KEY_ID,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ACCESS_KEY_SECRET,
        "FC_SERVICE_NAME": "menjin",
    }
    settings = Settings.read(environment)
    for steps in (table_steps, bucket_steps):
        for step in steps(settings):
            if step.apply:
                step.apply()
    return SmallCloud(cloud, environment)


def at_once(count: int, work: Callable[[int], T]) -> list[T | Exception]:
    """The results of ``count`` calls that start together, in order; failures among them."""
    barrier = threading.Barrier(count)
    found: list[Any] = [None] * count

    def one(number: int) -> None:
        barrier.wait()
        try:
            found[number] = work(number)
        except Exception as error:
            found[number] = error

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _template() -> dict[str, str]:
    """The values of the deployment."""
    template = yaml.safe_load((ROOT / "template.yml").read_text("utf-8"))
    return {name: str(value) for name, value in template["Mappings"]["Settings"]["Values"].items()}

"""Where the local cloud listens, keeps its state and finds the code it runs."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from emulator.shared.listening import is_taken

ACCOUNT = "1234567890"
REGION = "cn-hangzhou"
HOST = "127.0.0.1"
GATEWAY_PORT = 9999

Generation = Literal["2.0", "3.0"]
"""Of Function Compute: how functions are called by HTTP."""

_COUNT = 7
_FREE = range(10_000, 32_000)
"""Below the range from which the kernel hands out ports to whoever connects somewhere, so nobody slips in between."""


@dataclass(frozen=True)
class Ports:
    """The port of each service. The gateway is the highest; the others follow downward."""

    gateway: int
    console: int
    oss: int
    tablestore: int
    aliyun: int
    redis: int
    fc: int

    @classmethod
    def below(cls, gateway: int) -> Ports:
        """The seven ports that end at ``gateway``; 0 takes seven free ones."""
        if gateway:
            return cls(*(gateway - step for step in range(_COUNT)))
        while True:
            ports = cls.below(random.choice(_FREE))
            if not ports.taken():
                return ports

    def taken(self) -> dict[str, int]:
        """The services whose port somebody else has, with the port."""
        return {service: port for service, port in self.as_dict().items() if is_taken(HOST, port)}

    def as_dict(self) -> dict[str, int]:
        """Service name → port, in the order of the documentation."""
        return dict(vars(self))


@dataclass(frozen=True)
class Options:
    """How one local cloud was asked to run."""

    root: Path
    """The repository: ``template.yml``, ``functions/``, ``layers/`` and ``local.yml`` are found here."""
    data: Path
    """Folder of all state. Nothing is written elsewhere."""
    ports: Ports
    fresh: bool = False
    """Forget what an earlier run left in ``data``."""
    redis_url: str | None = None
    """A real Redis to use in place of the embedded one."""
    empty: bool = False
    """Deploy nothing at the start, neither ``template.yml`` nor layers of ``local.yml``: all comes through the API."""
    prepare: bool = True
    """Run the ``prepare`` commands of ``local.yml`` once the services answer, and after every reset."""
    identity_qps: int = 50
    """Calls a second that each action of the identity service takes before it throttles; 0 for no limit."""
    ocr_qps: int = 10
    """The same of the OCR service."""
    generation: Generation = "2.0"
    """Functions are called by WSGI as in FC 2.0, or with events as in FC 3.0."""
    instances: int = 16
    """How many instances one function may have; callers beyond them wait."""
    recycle: float = 0.0
    """Share of calls, from 0 to 1, after which the instance ends: shows what code keeps that it must not rely on."""

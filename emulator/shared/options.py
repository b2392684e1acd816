"""Where the local cloud listens, keeps its state and finds the code it runs."""

from __future__ import annotations

import random
import socket
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "1234567890"
REGION = "cn-hangzhou"
HOST = "127.0.0.1"
GATEWAY_PORT = 9999

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
        return {service: port for service, port in self.as_dict().items() if _is_taken(port)}

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
    prepare: bool = True
    """Run the ``prepare`` commands of ``local.yml`` once the services answer, and after every reset."""
    identity_qps: int = 50
    """Calls a second that each action of the identity service takes before it throttles; 0 for no limit."""
    ocr_qps: int = 10
    """The same of the OCR service."""


def _is_taken(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False

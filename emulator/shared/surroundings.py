"""What a service knows of the local cloud around it, and no more: so each can be started by itself."""

from __future__ import annotations

from typing import Any, Protocol

from emulator.shared.changes import Changes
from emulator.shared.clock import Clock
from emulator.shared.faults import Faults
from emulator.shared.keys import Keys
from emulator.shared.local import Local
from emulator.shared.meter import Meter
from emulator.shared.options import Options, Ports
from emulator.shared.outbox import Outbox


class Functions(Protocol):
    """What the other services ask of Function Compute."""

    def on_oss_event(self, event: dict[str, Any]) -> None:
        """Take one item of OSS's ``events[]``; its object is visible."""

    def kill_caller(self, peer_port: int) -> None:
        """Kill the instance that calls from that port."""


class Oss(Protocol):
    """What functions ask of OSS."""

    def read_object(self, bucket: str, key: str) -> tuple[bytes, str] | None:
        """Content and type of an object; None if there is none."""


class Redis(Protocol):
    """What functions are told of Redis."""

    url: str


class Surroundings(Protocol):
    """The local cloud as its services see it. The other services are there once all have been built."""

    @property
    def options(self) -> Options:
        """How the local cloud was asked to run; ``options.data`` takes the state."""

    @property
    def ports(self) -> Ports:
        """Where everybody listens."""

    @property
    def clock(self) -> Clock:
        """The one clock."""

    @property
    def faults(self) -> Faults:
        """The failures asked for."""

    @property
    def keys(self) -> Keys:
        """The access keys there are."""

    @property
    def local(self) -> Local:
        """What ``local.yml`` says."""

    @property
    def outbox(self) -> Outbox:
        """Takes what reaches a person."""

    @property
    def meter(self) -> Meter:
        """Counts what costs money."""

    @property
    def changes(self) -> Changes:
        """Tells the console what to look at anew."""

    @property
    def redis(self) -> Redis:
        """Where Redis is."""

    @property
    def oss(self) -> Oss:
        """Where code may be kept before it is deployed."""

    @property
    def functions(self) -> Functions:
        """Who runs the functions."""

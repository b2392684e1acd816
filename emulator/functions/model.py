"""What is deployed: services, functions, triggers, routes. Plain frozen values, whoever declared them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from emulator.functions.cron import Schedule
from emulator.shared.options import ACCOUNT, REGION

Generation = Literal["2.0", "3.0"]
Key = tuple[str, str]
"""A function's service and name; of a published version, ``service.version`` and name."""
LATEST = "LATEST"
"""The qualifier of what can be changed; an empty one means the same."""


def arn(function: Key, qualifier: str = LATEST) -> str:
    """A function as other services of the cloud call it."""
    service, name = function
    return f"acs:fc:{REGION}:{ACCOUNT}:services/{service.partition('.')[0]}.{qualifier or LATEST}/functions/{name}"


@dataclass(frozen=True)
class Service:
    """What functions share: role and log store. ``extra`` is kept and shown, and changes nothing locally."""

    name: str
    description: str = ""
    role: str = ""
    log_project: str = ""
    log_store: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Version:
    """A service as it was when it was published. Its functions are kept beside it, under :data:`Key`."""

    service: Service
    number: str
    description: str = ""
    times: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Alias:
    """A name for a version. ``weights`` sends a part of the calls (0 to 1) to another version."""

    service: str
    name: str
    version: str
    description: str = ""
    weights: Mapping[str, float] = field(default_factory=dict)
    times: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Hook:
    """A second entry of a function, called at a moment of an instance's life; ``timeout`` in seconds."""

    handler: str
    timeout: int


@dataclass(frozen=True)
class AsyncConfig:
    """How asynchronous invocations are retried (function errors alone) and whom their end is told."""

    retries: int = 3
    max_age: int = 86400
    """Seconds after which an event that never ran is given up."""
    on_success: str | None = None
    on_failure: str | None = None
    times: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Trigger:
    """What triggers have in common."""

    name: str
    qualifier: str = field(default="", kw_only=True)
    """Which version or alias of the function it leads to."""
    description: str = field(default="", kw_only=True)
    times: Mapping[str, str] = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True)
class HttpTrigger(_Trigger):
    """A function reached by URL."""

    auth: Literal["anonymous", "function"]
    methods: tuple[str, ...]


@dataclass(frozen=True)
class TimerTrigger(_Trigger):
    """A function invoked by the clock."""

    expression: str
    schedule: Schedule
    payload: str = ""
    enable: bool = True


@dataclass(frozen=True)
class OssTrigger(_Trigger):
    """A function invoked by what happens to objects of a bucket."""

    bucket: str
    events: tuple[str, ...]
    """As ``oss:ObjectCreated:PutObject``, or with ``*`` in the last place."""
    prefix: str = ""
    suffix: str = ""
    role: str = ""


Trigger = HttpTrigger | TimerTrigger | OssTrigger


@dataclass(frozen=True)
class Function:
    """One function, with everything an instance of it needs to know."""

    service: str
    name: str
    handler: str
    runtime: str
    code: Path
    """The folder that is staged: what the developer edits, or what an upload unpacked to."""
    timeout: int = 3
    memory: int = 128
    description: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    layers: tuple[str, ...] = ()
    initializer: Hook | None = None
    pre_freeze: Hook | None = None
    pre_stop: Hook | None = None
    triggers: tuple[Trigger, ...] = ()
    asynchronous: AsyncConfig | None = None
    generation: Generation = "2.0"
    extra: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""
    """The published version it belongs to; empty for the one that can be changed."""

    @property
    def key(self) -> Key:
        """What it is known by."""
        return (f"{self.service}.{self.version}" if self.version else self.service), self.name

    @property
    def http(self) -> HttpTrigger | None:
        """The HTTP trigger of what can be changed."""
        return self.http_of("")

    def http_of(self, qualifier: str) -> HttpTrigger | None:
        """The HTTP trigger of a version or alias, of which there is at most one."""
        wanted = qualifier or LATEST
        found = (one for one in self.triggers if isinstance(one, HttpTrigger))
        return next((one for one in found if (one.qualifier or LATEST) == wanted), None)


RewriteKind = Literal["equal", "wildcard", "regex"]


@dataclass(frozen=True)
class Rewrite:
    """How a path is changed before the function sees it; ``replacement`` may name captures as ``$1``."""

    kind: RewriteKind
    match: str
    replacement: str


@dataclass(frozen=True)
class Route:
    """A path of a custom domain, exact or ending in ``/*``, and the function behind it."""

    path: str
    service: str
    function: str
    methods: tuple[str, ...] = ()
    """Empty: whatever the HTTP trigger allows."""
    qualifier: str = ""
    rewrites: tuple[Rewrite, ...] = ()
    """In the order in which they are tried."""


@dataclass(frozen=True)
class Domain:
    """A custom domain."""

    name: str
    protocol: str = "HTTP"
    routes: tuple[Route, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

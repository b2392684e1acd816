"""What Redis says of itself, and what the engine does not know: clients ask for it before they do anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fakeredis._helpers import SimpleString

VERSION = (7, 0)
"""The version whose behaviour is emulated, as the cloud's own instances offer it."""


def _info() -> bytes:
    """The lines that clients look at, whatever section they ask for."""
    version = ".".join(map(str, VERSION))
    lines = ("# Server", f"redis_version:{version}.0", "redis_mode:standalone", "# Persistence", "loading:0",
             "# Replication", "role:master", "connected_slaves:0", "# Cluster", "cluster_enabled:0")  # fmt: skip
    return "".join(f"{line}\r\n" for line in lines).encode()


ANSWERS: dict[str, Callable[[], Any]] = {"INFO": _info, "QUIT": lambda: SimpleString(b"OK")}
"""Command → what is answered without the engine."""

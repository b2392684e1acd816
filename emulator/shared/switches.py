"""What tests turn on a running emulator, all in one place; for everybody else it is right as it is.

A third one is no value: ``functions.set_generation(key, "3.0")`` has a function called in the way of FC 3.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class FunctionsSwitches:
    """``cloud.functions.switches``."""

    retry_delays: Sequence[float] = (1.0, 2.0, 4.0, 8.0)
    """Seconds before the first, second, ... retry of a failed asynchronous invocation; the last one repeats. Shorter
    than the cloud's."""


@dataclass
class OssSwitches:
    """``cloud.oss.switches``."""

    private_callbacks: bool = True
    """Whether upload callbacks may go to loopback and private addresses, which the real service refuses."""
    callback_hosts: dict[str, str] = field(default_factory=dict)
    """``host:port`` of a callback URL → the ``host:port`` to call in its place."""

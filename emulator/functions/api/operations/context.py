"""What the API's operations work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from emulator.functions.invocation import Invocation

if TYPE_CHECKING:
    from emulator.functions.deployer import Deployer
    from emulator.functions.runner import Runner
    from emulator.functions.state import State
    from emulator.shared.clock import Clock
    from emulator.shared.keys import Keys


@dataclass(frozen=True)
class Context:
    """What all calls share: the state, and those who act on its changes."""

    home: Path
    """Takes uploads."""
    state: State
    runner: Runner
    deployer: Deployer
    enqueue: Callable[[Invocation], None]
    keys: Keys
    clock: Clock


def now() -> str:
    """The time as the API writes it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

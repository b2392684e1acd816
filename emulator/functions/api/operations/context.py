"""What the API's operations work with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from emulator.functions.api.wire import Answer, Call
from emulator.functions.errors import FcError
from emulator.functions.invocation import Invocation
from emulator.shared.faults import meeting

if TYPE_CHECKING:
    from emulator.functions.deployer import Deployer
    from emulator.functions.runner import Runner
    from emulator.functions.state import State
    from emulator.shared.clock import Clock
    from emulator.shared.faults import Faults
    from emulator.shared.keys import Keys

ReadObject = Callable[[str, str], "tuple[bytes, str] | None"]
"""Content and type of an object of OSS, by bucket and key; None if there is no such object."""
Act = Callable[["Context", Call], Awaitable[Answer]]
"""What answers a call."""
_ACCEPTED = 202


@dataclass(frozen=True)
class Context:
    """What all calls share: the state, and those who act on its changes."""

    address: str
    """Where the API itself is, as ``http://host:port``."""
    state: State
    runner: Runner
    deployer: Deployer
    enqueue: Callable[[Invocation], None]
    keys: Keys
    clock: Clock
    read_object: ReadObject
    faults: Faults

    async def met(self, operation: str, call: Call, act: Act) -> Answer:
        """Have a call answered, or have it meet the fault that was asked for: of ``fc-api``, by the call's name."""

        def kill() -> None:
            self.runner.kill_caller(call.port)

        async with meeting(self.faults.take("fc-api", operation), _asked_for, kill) as course:
            answer = await act(self, call)
            if answer.status == _ACCEPTED and course.deliveries > 1:
                await act(self, call)
        return answer


def _asked_for(code: str | None) -> FcError:
    return FcError(code or "InternalServerError", "a fault was asked for")


def now() -> str:
    """The time as the API writes it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

"""What the console can do: look at the local cloud, and nudge it."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from emulator.console import messages
from emulator.console.errors import FieldError, RefusedError
from emulator.shared.faults import Fault
from emulator.shared.prepare import PrepareError

if TYPE_CHECKING:
    from emulator.console.controlled import Controlled


def outbox(cloud: Controlled, to: str | None, last: int | None) -> list[dict[str, Any]]:
    """Messages sent, oldest first: SMS and mail as the vendor took them, and those on the platform itself.

    Those to ``to`` alone and the ``last`` ones alone, if given.
    """
    rows = cloud.outbox.all(to)
    mapping = cloud.local.messages
    if mapping:
        table = cloud.tablestore.rows(mapping["instance"], mapping["table"])
        told = [messages.outbox_row(columns, mapping) for columns in table]
        rows += [row for row in told if to in (None, row["to"])]
    rows.sort(key=lambda row: float(row["at"]))
    return rows if last is None else rows[-last:]


def timers(cloud: Controlled) -> list[dict[str, Any]]:
    """Every timer: service, function, trigger, cron line, next run in epoch seconds (None when switched off)."""
    return cloud.functions.timers()


async def fire(cloud: Controlled, function: str) -> dict[str, Any]:
    """Let the function's timer fire now."""
    try:
        await cloud.functions.fire_timer(function)
    except KeyError as error:
        raise RefusedError(404, f"function: {function} has no timer") from error
    return {"function": function, "fired": True}


def clock(cloud: Controlled) -> dict[str, Any]:
    """What time it is in the local cloud (epoch seconds), and how far that is ahead of real time."""
    return {"now": cloud.clock.now(), "offset_s": cloud.clock.offset}


async def advance(cloud: Controlled, seconds: float) -> dict[str, Any]:
    """Move the clock forward."""
    await cloud.move_clock(seconds)
    return clock(cloud)


def add_fault(cloud: Controlled, fault: Fault) -> dict[str, Any]:
    """Put a rule in force."""
    if fault.service == "redis" and not cloud.redis.embedded:
        raise FieldError(
            "service", "redis is a real one (REDIS_URL); failures can be injected into the embedded one only"
        )
    try:
        cloud.faults.add(fault)
    except ValueError as error:
        raise RefusedError(400, str(error)) from error
    return fault.as_dict()


def faults(cloud: Controlled) -> list[dict[str, Any]]:
    """The rules in force."""
    return [fault.as_dict() for fault in cloud.faults.all()]


def clear_faults(cloud: Controlled) -> list[dict[str, Any]]:
    """Drop every rule."""
    cloud.faults.clear()
    return faults(cloud)


def errors(cloud: Controlled) -> dict[str, dict[str, list[str]]]:
    """Service → operation → the error codes that its documents name, for faults to ask for."""
    return cloud.aliyun.error_codes()


def functions(cloud: Controlled) -> list[dict[str, Any]]:
    """What is deployed."""
    return cloud.functions.deployed()


def invocations(cloud: Controlled, function: str | None, last: int | None, *, logs: bool) -> list[dict[str, Any]]:
    """What runs and ran, newest first; of one function alone, the latest alone, and without their logs, if so asked."""
    found = [one for one in cloud.functions.invocations() if function in (None, one["function"])][:last]
    return found if logs else [{name: value for name, value in one.items() if name != "log"} for one in found]


def invocation(cloud: Controlled, id: str) -> dict[str, Any]:
    """One of them."""
    for one in cloud.functions.invocations():
        if one["id"] == id:
            return one
    raise RefusedError(404, f"id: there is no invocation {id}, or it is long past")


async def idle(cloud: Controlled, timeout_s: float) -> dict[str, Any]:
    """Wait until no asynchronous invocation is queued or running, but no longer than ``timeout_s``."""
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(cloud.functions.until_idle(), timeout_s)
    return {"idle": cloud.functions.idle()}


def calls(cloud: Controlled, last: int | None) -> list[dict[str, Any]]:
    """The calls that cost money or reach a person, the latest ones alone if so many are asked for."""
    return cloud.aliyun.calls if last is None else cloud.aliyun.latest_calls(last)


def cost(cloud: Controlled) -> dict[str, Any]:
    """What was used and what it would cost, by item and by day."""
    return cloud.meter.report()


def limits(cloud: Controlled) -> dict[str, Any]:
    """How many calls a second the vendor takes of each action, and how many came of which."""
    return {"limits": cloud.aliyun.limits.per_second(), "seen": cloud.aliyun.limits.seen()}


def set_limits(cloud: Controlled, per_second: dict[str, int]) -> dict[str, Any]:
    """Let services take more or fewer calls a second."""
    cloud.aliyun.limits.set(**per_second)
    return limits(cloud)


def teach(cloud: Controlled, pictures: list[Any]) -> dict[str, int]:
    """Have OCR answer pictures as it is told."""
    try:
        cloud.aliyun.teach(pictures)
    except ValueError as error:
        raise RefusedError(400, str(error)) from error
    return taught(cloud)


def taught(cloud: Controlled) -> dict[str, int]:
    """How many answers OCR was taught."""
    return {"taught": cloud.aliyun.taught}


def register(
    cloud: Controlled, persons: list[dict[str, str]], companies: list[dict[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    """Make persons and companies known to the identity service."""
    cloud.aliyun.registry.add(persons=persons, companies=companies)
    return registry(cloud)


def registry(cloud: Controlled) -> dict[str, list[dict[str, Any]]]:
    """Whom the identity service knows."""
    return {"persons": cloud.aliyun.registry.persons(), "companies": cloud.aliyun.registry.companies()}


async def reset(cloud: Controlled) -> dict[str, Any]:
    """Forget all state, and prepare the cloud as at its start."""
    try:
        await cloud.forget()
    except PrepareError as error:
        raise RefusedError(500, str(error)) from error
    return {"reset": True}

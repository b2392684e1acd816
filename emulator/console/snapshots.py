"""Keep the whole state under a name, bring it back, forget it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from emulator.console.errors import FieldError, RefusedError
from emulator.shared.snapshots import SnapshotError

if TYPE_CHECKING:
    from emulator.console.controlled import Controlled


def snapshots(cloud: Controlled) -> list[dict[str, Any]]:
    """What was kept, the latest first: ``{name, at, bytes}``."""
    return cloud.snapshots.names()


async def save(cloud: Controlled, name: str) -> list[dict[str, Any]]:
    """Keep the present state."""
    try:
        await cloud.snapshots.save(name)
    except SnapshotError as error:
        raise FieldError("name", str(error)) from error
    return snapshots(cloud)


async def restore(cloud: Controlled, name: str) -> dict[str, Any]:
    """Bring a state back in place of the present one."""
    try:
        await cloud.snapshots.restore(name)
    except SnapshotError as error:
        raise _not_there(name) from error
    return {"restored": name}


def delete(cloud: Controlled, name: str) -> list[dict[str, Any]]:
    """Forget a snapshot."""
    try:
        cloud.snapshots.delete(name)
    except SnapshotError as error:
        raise _not_there(name) from error
    return snapshots(cloud)


def _not_there(name: str) -> RefusedError:
    """Nor can there be one, if the name will not do."""
    return RefusedError(404, f"name: there is no snapshot {name}")

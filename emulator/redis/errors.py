"""Redis's errors: one line each, of which clients look at the first word. Source: the texts of Redis 7.0."""

from __future__ import annotations

from fakeredis._helpers import SimpleError

from emulator.shared.faults import ANY

_TEXTS = {
    "LOADING": "Redis is loading the dataset in memory",
    "READONLY": "You can't write against a read only replica.",
    "OOM": "command not allowed when used memory > 'maxmemory'.",
    "ERR": "the command failed",
    "BUSY": "Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
    "MASTERDOWN": "Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
    "NOAUTH": "Authentication required.",
    "NOPERM": "this user has no permissions to run this command",
    "MISCONF": "Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
    "NOREPLICAS": "Not enough good replicas to write.",
    "CLUSTERDOWN": "The cluster is down",
    "TRYAGAIN": "Multiple keys request during rehashing of slot",
}


def asked_for(code: str | None) -> SimpleError:
    """The error that a fault names, ``LOADING`` if it names none."""
    word = code or "LOADING"
    return SimpleError(f"{word} {_TEXTS[word]}")


def codes() -> dict[str, list[str]]:
    """Which errors a fault can name, whatever the command."""
    return {ANY: sorted(_TEXTS)}


def malformed(problem: Exception) -> SimpleError:
    """What arrived is not RESP."""
    return SimpleError(f"ERR Protocol error: {problem}")


def not_emulated(command: str) -> SimpleError:
    """Redis knows the command, the local cloud does not."""
    return SimpleError(f"ERR {command} is not emulated by the local cloud")


def internal() -> SimpleError:
    """The engine failed where Redis would not have."""
    return SimpleError("ERR internal error of the local cloud")

"""What the platform hands to a function that no browser called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from menjin.failures import Malformed


@dataclass(frozen=True)
class Event:
    """One event, or one item of an OSS event. ``retry`` counts the platform's repetitions, 0 at first."""

    payload: dict[str, Any]
    request_id: str = ""
    retry: int = 0
    time_limit_s: int = 60
    """Seconds that the function may take."""

    def text(self, *path: str) -> str:
        """The text at that path; Malformed names the part that is not there."""
        found: Any = self.payload
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        if not isinstance(found, str):
            raise Malformed(".".join(path))
        return found

    def number(self, name: str) -> int:
        """The whole number of that name; Malformed otherwise."""
        found = self.payload.get(name)
        if not isinstance(found, int) or isinstance(found, bool):
            raise Malformed(name)
        return found


def kind_of(event: Any) -> str:
    """``oss``, ``timer`` or ``payload``."""
    if isinstance(event, dict) and isinstance(event.get("events"), list):
        return "oss"
    return "timer" if isinstance(event, dict) and "triggerTime" in event else "payload"


def items_of(event: Any, context: Any) -> list[Event]:
    """The event as items; Malformed if it is no JSON object."""
    if not isinstance(event, dict):
        raise Malformed("event")
    try:
        retry = int(getattr(context, "retry_count", 0) or 0)
    except ValueError:
        retry = 0
    request_id = str(getattr(context, "request_id", ""))
    limit = int(getattr(getattr(context, "function", None), "timeout", None) or Event.time_limit_s)
    payloads = event["events"] if kind_of(event) == "oss" else [event]
    return [Event(one, request_id, retry, limit) for one in payloads if isinstance(one, dict)]

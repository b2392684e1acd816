"""Events: what happened to an object, told to whoever runs the functions, after it is visible.

Source: Function Compute, "OSS trigger": event names and the ``events[]`` payload.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from emulator.oss.state.objects import StoredObject
from emulator.oss.wire.dates import iso_date
from emulator.oss.wire.request import Request
from emulator.shared.faults import Faults
from emulator.shared.options import ACCOUNT, REGION

Listener = Callable[[dict[str, Any]], None]


@dataclass
class Happening:
    """One event before it is put into words."""

    name: str
    """As in the payload: ``ObjectCreated:PutObject``."""
    bucket: str
    key: str
    request: Request
    moment: float
    size: int = 0
    delta: int = 0
    etag: str = ""
    position: int | None = None
    stored: StoredObject | None = None
    variables: dict[str, str] = field(default_factory=dict)


def payload(happening: Happening) -> dict[str, Any]:
    """One item of the documented ``events`` array. The key is raw UTF-8, not URL-encoded."""
    target: dict[str, Any] = {
        "key": happening.key,
        "size": happening.size,
        "deltaSize": happening.delta,
        "eTag": happening.etag,
    }
    if happening.stored:
        meta = {name: value for name, value in happening.stored.headers.items() if name.startswith("x-oss-meta-")}
        target["objectMeta"] = {"mimeType": happening.stored.content_type, "userMeta": meta}
    if happening.position is not None:
        target["position"] = happening.position
    oss: dict[str, Any] = {
        "bucket": {
            "arn": f"acs:oss:{REGION}:{ACCOUNT}:{happening.bucket}",
            "name": happening.bucket,
            "ownerIdentity": ACCOUNT,
            "virtualBucket": "",
        },
        "object": target,
        "ossSchemaVersion": "1.0",
        "ruleId": hashlib.sha1(happening.bucket.encode()).hexdigest(),
    }
    if happening.variables:
        oss["xVars"] = happening.variables
    return {
        "eventName": happening.name,
        "eventSource": "acs:oss",
        "eventTime": iso_date(happening.moment),
        "eventVersion": "1.0",
        "oss": oss,
        "region": REGION,
        "requestParameters": {"sourceIPAddress": happening.request.client_host},
        "responseElements": {"requestId": happening.request.id},
        "userIdentity": {"principalId": ACCOUNT},
    }


class Events:
    """Delivery, at least once unless a fault on ``Event`` says otherwise."""

    def __init__(self, faults: Faults, listener: Listener) -> None:
        self._faults, self._listener = faults, listener

    def tell(self, happening: Happening, *, times: int = 1) -> None:
        """Deliver the event; the object must be visible by now."""
        fault = self._faults.take("oss", "Event")
        if fault and fault.kind in ("error", "cut", "drop"):
            return
        if fault and fault.kind == "duplicate":
            times += 1
        for _ in range(times):
            if fault and fault.kind == "delay":
                asyncio.get_running_loop().call_later(fault.delay_ms / 1000, self._listener, payload(happening))
            else:
                self._listener(payload(happening))

"""A function instance that answers one event and tells what that took and loaded.

A program of its own, standard library only. Reads ``{"path": [...], "event": text}`` from standard input; the last
line it prints is JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from types import SimpleNamespace
from typing import Any


def main() -> None:
    """Import, answer, tell."""
    order = json.load(sys.stdin)
    sys.path[:1] = order["path"]
    started = time.perf_counter()
    import index  # type: ignore[import-not-found]

    imported = time.perf_counter()
    outcome = answer(index.handler, order["event"].encode())
    answered = time.perf_counter()
    print()
    print(
        json.dumps(
            {
                "import_ms": (imported - started) * 1000,
                "answer_ms": (answered - imported) * 1000,
                "outcome": outcome,
                "packages": packages(),
            }
        )
    )


def answer(handler: Any, event: bytes) -> str:
    """HTTP status of the answer, ``ok`` for that of an event, or the name of what was raised."""
    try:
        found = handler(event, context())
    except Exception as failure:
        return type(failure).__name__
    found = json.loads(found) if isinstance(found, (str, bytes)) else found
    return str(found["statusCode"]) if isinstance(found, dict) and "statusCode" in found else "ok"


def context() -> SimpleNamespace:
    """What a handler reads of FC's second argument."""
    key, secret = os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"], os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]
    credentials = SimpleNamespace(
        access_key_id=key,
        access_key_secret=secret,
        security_token="",
        accessKeyId=key,
        accessKeySecret=secret,
        securityToken="",
    )
    return SimpleNamespace(
        request_id="bench",
        credentials=credentials,
        region=os.environ["FC_REGION"],
        account_id=os.environ["FC_ACCOUNT_ID"],
        function=SimpleNamespace(name=os.environ["FC_FUNCTION_NAME"], memory=512, timeout=60),
        service=SimpleNamespace(name=os.environ.get("FC_SERVICE_NAME", ""), qualifier="LATEST"),
        retry_count=0,
    )


def packages() -> list[str]:
    """Top-level names of what was loaded from the dependency layer."""
    found = ((name.partition(".")[0], getattr(module, "__file__", None)) for name, module in sys.modules.items())
    return sorted({name for name, file in found if "/dependencies-" in (file or "")})


if __name__ == "__main__":
    main()

"""One invocation, as a value: what is asked of a function and what came of it."""

from __future__ import annotations

import json
import random
import secrets
import uuid
from dataclasses import dataclass, field
from typing import Any, Literal

from emulator.functions.model import Function, Key

Origin = Literal["http", "timer", "oss", "async", "api"]


@dataclass(frozen=True)
class Invocation:
    """What is asked. ``http`` (method, path, uri, client, headers) makes it an HTTP invocation, else it is an event."""

    key: Key
    trigger: Origin
    body: bytes
    http: dict[str, Any] | None = None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    retry: int = 0
    method: str | None = None
    path: str | None = None
    qualifier: str = ""
    """The version or alias that was asked for; ``key`` says which version it stood for."""


@dataclass
class Reply:
    """What came of it. ``error`` is the vendor's error type; then ``body`` is the JSON that describes the error."""

    invocation: Invocation
    body: bytes
    status: int = 200
    headers: list[list[str]] = field(default_factory=list)
    error: str | None = None
    error_kind: str | None = None
    """The class of the exception, for the console."""
    log: bytes = b""
    cold: bool = False
    ms: float = 0.0
    memory: float = 0.0
    instance: str = ""
    checksum: str = ""


def request_id(function: Function) -> str:
    """A new id, in the form of the function's generation."""
    if function.generation == "2.0":
        # To be told from others, not to be kept from anybody: the system's randomness would take longer than all this.
        return str(uuid.UUID(int=random.getrandbits(128), version=4))
    return f"1-{secrets.token_hex(4)}-{secrets.token_hex(4)}-{secrets.token_hex(6)}"


def error_body(message: str) -> bytes:
    """The body of an error that the platform, not the runtime, found."""
    return json.dumps({"errorMessage": message}, indent=4, sort_keys=True).encode()

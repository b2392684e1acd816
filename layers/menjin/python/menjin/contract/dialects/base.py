"""What every dialect offers."""

from __future__ import annotations

import json
from typing import Any, Protocol

from menjin.contract.request import Answer, Request, Result


class Dialect(Protocol):
    """One document's way of speaking."""

    name: str

    def system(self, request: Request, default: str) -> str:
        """The system that the request is about, as the client names it; checked by the caller."""

    def success(self, result: Result) -> Answer:
        """The document's form of a success."""

    def failure(self, failure: BaseException, request_id: str, *, english: bool) -> Answer:
        """The document's form of a failure."""


def as_json(value: Any) -> bytes:
    """Compact UTF-8 JSON, Chinese as it is written."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

"""Bytes to a call: RPC requests in their two signature schemes."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import parse_qsl

from starlette.requests import Request

from emulator.aliyun.answers import Format
from emulator.aliyun.errors import ApiError, gateway, missing
from emulator.shared.rpc_signature import ALGORITHM_V3

BODY_LIMIT = 32 << 20
"""Bytes read of a body; OCR, which takes the largest ones, refuses above 10 MiB by itself."""


@dataclass(frozen=True)
class Call:
    """One request as received, its parameters merged from query and form."""

    method: str
    path: str
    headers: Mapping[str, str]
    query: list[tuple[str, str]]
    parameters: dict[str, str]
    body: bytes
    """The raw body; empty when it was a form."""
    raw: bytes
    """The body as it came, form or not."""
    port: int
    """The caller's port, by which the function instance that called is known."""
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()).upper())
    deliveries: int = 1
    """How often what the call sends arrives; 2 under the fault ``duplicate``."""

    @property
    def host(self) -> str:
        """The host that the caller addressed."""
        return self.headers.get("host", "")

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the raw body, in hexadecimal digits."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def action(self) -> str | None:
        """The operation asked for: a header in V3; in V1, which signs no headers, the parameter."""
        return self.headers.get("x-acs-action") if self._is_v3 else self.get("Action")

    @property
    def version(self) -> str | None:
        """The version of the API, carried as the action is."""
        return self.headers.get("x-acs-version") if self._is_v3 else self.get("Version")

    @property
    def form(self) -> Format:
        """How the answer is written; in JSON if there is no such format as was asked for."""
        return "XML" if self.asked_form == "XML" else "JSON"

    @property
    def asked_form(self) -> str:
        """The parameter ``Format`` in capitals. Where it is absent, V1 of RPC means XML and everything else JSON."""
        return (self.get("Format") or ("JSON" if self.scheme else "XML")).upper()

    @property
    def scheme(self) -> str:
        """The first word of the header by which V3 and ROA calls are signed; empty for a V1 call."""
        return self.headers.get("authorization", "").partition(" ")[0]

    @property
    def _is_v3(self) -> bool:
        return self.scheme == ALGORITHM_V3

    def get(self, name: str) -> str | None:
        """An optional parameter; an empty one counts as absent."""
        return self.parameters.get(name) or None

    def need(self, name: str) -> str:
        """A mandatory parameter; ``Missing<name>`` without it."""
        value = self.get(name)
        if value is None:
            raise missing(name)
        return value

    def flag(self, name: str) -> bool:
        """A boolean parameter in any letter case (the Python SDKs send ``True``)."""
        return (self.get(name) or "").lower() == "true"

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number; ``InvalidParameter`` if it is none."""
        text = self.get(name) if default is not None else self.need(name)
        if text is None and default is not None:
            return default
        try:
            return int(text or "", 10)
        except ValueError:
            raise gateway("InvalidParameter", f"{name} is not a number.") from None


async def read_call(request: Request) -> Call:
    """Read a request to its end."""
    raw = await _body(request)
    query = _pairs(request.scope["query_string"])
    is_form = request.headers.get("content-type", "").lower().startswith("application/x-www-form-urlencoded")
    return Call(
        method=request.method,
        path=request.url.path,
        headers=dict(request.headers),
        query=query,
        parameters=dict(query + (_pairs(raw) if is_form else [])),
        body=b"" if is_form else raw,
        raw=raw,
        port=request.client.port if request.client else 0,
    )


async def _body(request: Request) -> bytes:
    # Read on past the limit: a client that is still sending would not see the answer.
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size <= BODY_LIMIT:
            pieces.append(piece)
    if size > BODY_LIMIT:
        raise ApiError("exceededImageContent", 413, "The request body is too large.")
    return b"".join(pieces)


def _pairs(text: bytes) -> list[tuple[str, str]]:
    return parse_qsl(text.decode("latin-1"), keep_blank_values=True, errors="replace")

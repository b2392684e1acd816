"""Query strings to arguments, results to the text that WeChat sends."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from emulator.wechat.errors import NOT_GET, WechatError


def arguments(request: Request) -> dict[str, str]:
    """The arguments of a call, empty ones left out; ``require GET method`` for another method."""
    if request.method != "GET":
        raise WechatError(NOT_GET)
    return {name: value for name, value in request.query_params.items() if value}


def need(given: dict[str, str], name: str, error: int) -> str:
    """A mandatory argument; the error if it is absent."""
    if name not in given:
        raise WechatError(error)
    return given[name]


def answer(body: dict[str, Any], status: int = 200) -> Response:
    """JSON in UTF-8 that calls itself ``text/plain`` and names no character set, as WeChat's does."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode(), status, {"Content-Type": "text/plain"})

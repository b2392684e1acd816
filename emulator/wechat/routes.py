"""The paths that are answered, and a clear refusal on every other one of WeChat's."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from emulator.shared.faults import AnswerLostError, Faults
from emulator.shared.server import NoAnswer
from emulator.wechat import authorisation, operations
from emulator.wechat.errors import BAD_URL, BUSY, WechatError, on_request
from emulator.wechat.state import Tokens
from emulator.wechat.wire import answer, arguments

_log = logging.getLogger(__name__)
_FOLDERS = ("sns", "connect", "cgi-bin")
_ALL_METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]
_Operation = Callable[[Tokens, dict[str, str]], dict[str, Any]]


def routes(tokens: Tokens, faults: Faults, kill_caller: Callable[[int], None]) -> list[BaseRoute]:
    """WeChat's paths. ``kill_caller`` ends the function instance that calls from a port."""
    wechat = _Wechat(tokens, faults, kill_caller)
    calls = {
        "/sns/oauth2/access_token": operations.access_token,
        "/sns/oauth2/refresh_token": operations.refresh_token,
        "/sns/auth": operations.auth,
        "/sns/userinfo": operations.userinfo,
    }
    return [
        *(Route(path, wechat.answering(path, call), methods=_ALL_METHODS) for path, call in calls.items()),
        *(Route(path, wechat.authorise, methods=["GET"]) for path in authorisation.PATHS),
        *(Route(f"/{folder}/{{rest:path}}", _not_emulated, methods=_ALL_METHODS) for folder in _FOLDERS),
    ]


async def _not_emulated(_: Request) -> Response:
    return answer(WechatError(BAD_URL).body(), 404)


class _Wechat:
    """Calls, each of which may meet a fault of the service ``wechat`` under its operation's name."""

    def __init__(self, tokens: Tokens, faults: Faults, kill_caller: Callable[[int], None]) -> None:
        self._tokens, self._faults, self._kill_caller = tokens, faults, kill_caller

    def answering(self, path: str, operation: _Operation) -> Callable[[Request], Awaitable[Response]]:
        """Who answers one path; faults know it by its last part."""
        return partial(self._answer, name=path.rsplit("/", 1)[-1], operation=operation)

    async def authorise(self, request: Request) -> Response:
        """Answer the page on which the user says who they are."""
        return authorisation.authorise(self._tokens, request.url.path, dict(request.query_params))

    async def _answer(self, request: Request, name: str, operation: _Operation) -> Response:
        kill = partial(self._kill_caller, request.client.port if request.client else 0)
        try:
            async with self._faults.meet("wechat", name, on_request, kill):
                return answer(operation(self._tokens, arguments(request)))
        except AnswerLostError:
            return NoAnswer()
        except WechatError as error:
            return answer(error.body())
        except Exception:
            _log.exception("%s failed", name)
            return answer(WechatError(BUSY).body())

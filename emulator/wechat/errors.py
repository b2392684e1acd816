"""What WeChat answers when it refuses a call: a number and a text inside HTTP 200.

Source: "Global return codes" and "Web page authorisation" of WeChat's Official Accounts documentation.
"""

from __future__ import annotations

import secrets
import time
from typing import Any

BUSY = -1
BAD_TOKEN = 40001
BAD_GRANT_TYPE = 40002
BAD_OPENID = 40003
BAD_APP_ID = 40013
BAD_CODE = 40029
BAD_REFRESH_TOKEN = 40030
BAD_URL = 40066
BAD_SECRET = 40125
CODE_USED = 40163
NO_APP_ID = 41002
NO_REFRESH_TOKEN = 41003
NO_SECRET = 41004
NO_CODE = 41008
NO_TOKEN = 41001
NO_OPENID = 41009
TOKEN_EXPIRED = 42001
REFRESH_TOKEN_EXPIRED = 42002
CODE_EXPIRED = 42003
NOT_GET = 43001
UNAUTHORIZED = 48001
OPERATIONS = ("access_token", "refresh_token", "auth", "userinfo")
"""What faults go by."""

ERRORS: dict[int, str] = {
    BUSY: "system error",
    BAD_TOKEN: "invalid credential, access_token is invalid or not latest",
    BAD_GRANT_TYPE: "invalid grant_type",
    BAD_OPENID: "invalid openid",
    BAD_APP_ID: "invalid appid",
    BAD_CODE: "invalid code",
    BAD_REFRESH_TOKEN: "invalid refresh_token",
    BAD_URL: "invalid url, the local cloud does not emulate this WeChat path",
    BAD_SECRET: "invalid appsecret",
    CODE_USED: "code been used",
    NO_TOKEN: "access_token missing",
    NO_APP_ID: "appid missing",
    NO_SECRET: "appsecret missing",
    NO_CODE: "missing code",
    NO_OPENID: "missing openid",
    TOKEN_EXPIRED: "access_token expired",
    NO_REFRESH_TOKEN: "refresh_token missing",
    REFRESH_TOKEN_EXPIRED: "refresh_token expired",
    CODE_EXPIRED: "code expired",
    NOT_GET: "require GET method",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    UNAUTHORIZED: "api unauthorized",
    50001: "user unauthorized this api",
    50002: "user limited",
}


class WechatError(Exception):
    """A call that is answered with a number instead of a result."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code

    def body(self) -> dict[str, Any]:
        """The JSON document of the answer, ``rid`` naming the call as WeChat's support asks for it."""
        text = ERRORS[self.code]
        rid = f"{int(time.time()):08x}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"
        return {"errcode": self.code, "errmsg": f"{text}, rid: {rid}"}


def codes() -> dict[str, list[str]]:
    """Which errors a fault can name: operation → numbers, as texts."""
    return {operation: [str(code) for code in sorted(ERRORS)] for operation in OPERATIONS}


def on_request(code: str | None) -> WechatError:
    """The error that a fault names, ``-1`` (busy) if it names none."""
    return WechatError(int(code or BUSY))

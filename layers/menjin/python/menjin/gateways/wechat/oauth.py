"""Web page authorisation of a WeChat public account: a code for an openid, and the nickname.

Neither the code nor the secret nor a token ever becomes part of an error: WeChat wants them in the address of a GET, so
errors are raised outside the handlers of those that the library raises, which may quote it.
"""

from __future__ import annotations

import http.client
import json
import ssl
from functools import cached_property
from typing import Any
from urllib.parse import urlencode, urlsplit

from menjin.accounts.wechat import WechatUser
from menjin.failures import Malformed, Unavailable

TIMEOUT_S = 3.0
"""For the connection, and for each wait on it."""
MAX_ANSWER = 64 * 1024
MAX_CODE = 512
MAX_OPENID = 128
MAX_NICKNAME = 64
_BAD_CODE = (
    40029,  # invalid, or handed out for another account
    40163,  # used
    41008,  # missing
    42003,  # expired
)
_JOINER = "\u200d"
"""Holds the parts of one emoji together; a format character by its category."""


class WechatOauth:
    """Implements ``accounts.wechat.Wechat``. Nothing is repeated: a code is good once."""

    def __init__(self, endpoint: str, app_id: str, secret: str) -> None:
        self._endpoint, self._app_id, self._secret = urlsplit(endpoint), app_id, secret

    def user(self, code: str) -> WechatUser:
        """See the port. A user whom WeChat only previews (a snapshot) has no openid to keep: Malformed as well."""
        if not 0 < len(code) <= MAX_CODE or not code.isascii() or not code.isprintable():
            raise Malformed("code")
        connection = self._connection()
        try:
            granted = self._granted(connection, code)
            openid = granted.get("openid")
            if granted.get("is_snapshotuser"):
                raise Malformed("code")
            if not isinstance(openid, str) or not _is_openid(openid):
                raise Unavailable("wechat", happened=None)
            return WechatUser(openid, self._nickname(connection, openid, granted.get("access_token")))
        finally:
            connection.close()

    def _granted(self, connection: http.client.HTTPConnection, code: str) -> dict[str, Any]:
        query = {"appid": self._app_id, "secret": self._secret, "code": code, "grant_type": "authorization_code"}
        connected = _connects(connection)
        answer = _asked(connection, "/sns/oauth2/access_token", query) if connected else None
        if answer is None:
            raise Unavailable("wechat", happened=None if connected else False)
        word = answer.get("errcode")
        if word in _BAD_CODE:
            raise Malformed("code")
        if word:
            raise Unavailable("wechat", happened=False, word=str(word)[:16])
        return answer

    def _nickname(self, connection: http.client.HTTPConnection, openid: str, token: object) -> str | None:
        """The nickname, if WeChat tells it: nobody is kept out for the want of one."""
        query = {"access_token": str(token), "openid": openid, "lang": "zh_CN"}
        answer = _asked(connection, "/sns/userinfo", query) or {}
        shown = answer.get("nickname")
        return _clean(shown) if isinstance(shown, str) else None

    def _connection(self) -> http.client.HTTPConnection:
        """Follows no redirect and knows no proxy of the environment."""
        at = self._endpoint
        if at.scheme == "https":
            return http.client.HTTPSConnection(at.hostname or "", at.port, timeout=TIMEOUT_S, context=self._tls)
        return http.client.HTTPConnection(at.hostname or "", at.port, timeout=TIMEOUT_S)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Verifies certificate and host name. Kept: reading the certificates of all authorities takes a while."""
        return ssl.create_default_context()


def _connects(connection: http.client.HTTPConnection) -> bool:
    try:
        connection.connect()
    except OSError:
        return False
    return True


def _asked(connection: http.client.HTTPConnection, path: str, query: dict[str, str]) -> dict[str, Any] | None:
    """The JSON object that is answered; None if nothing, something else or too much is."""
    try:
        connection.request("GET", f"{path}?{urlencode(query)}")
        answer = connection.getresponse()
        if answer.status != http.client.OK:
            return None
        # It calls itself text/plain and is JSON in UTF-8. One that is cut short is none.
        found = json.loads(answer.read(MAX_ANSWER))
    except (OSError, http.client.HTTPException, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _is_openid(text: str) -> bool:
    return 0 < len(text) <= MAX_OPENID and text.isascii() and text.isprintable()


def _clean(nickname: str) -> str | None:
    """The nickname without what can be neither stored nor shown: halves of emoji, controls."""
    return "".join(one for one in nickname if one.isprintable() or one == _JOINER).strip()[:MAX_NICKNAME] or None

"""Exchange a code for tokens, renew and check them, and ask who the user is.

Source: WeChat, "Web page authorisation".
"""

from __future__ import annotations

import hmac
import re
import secrets
from typing import Any

from emulator.wechat import errors
from emulator.wechat.errors import WechatError
from emulator.wechat.state import LIFETIME_S, Grant, Tokens
from emulator.wechat.wire import need

APP_ID = "wxlocal"
APP_SECRET = "LOCALWECHATSECRET"  # noqa: S105 - public, nothing real is locked with it
TYPED_SCOPE = "snsapi_userinfo"
_OPENID = re.compile(r"openid-[A-Za-z0-9_-]{1,57}")
_PREVIEW = "openid-preview"
"""How the openids begin of those who only look at a page in WeChat's preview."""


def is_openid(text: str) -> bool:
    """Whether a user of the local WeChat may have this openid."""
    return _OPENID.fullmatch(text) is not None


def access_token(tokens: Tokens, given: dict[str, str]) -> dict[str, Any]:
    """Take a code that the page of authorisation gave, once and within five minutes.

    A code ``openid-…`` is good, too, for the user whose openid is the whole text of the code. Such a code can be used
    again and never ages: whoever plays the user types it by hand.
    """
    app_id = need(given, "appid", errors.NO_APP_ID)
    secret = need(given, "secret", errors.NO_SECRET)
    code = need(given, "code", errors.NO_CODE)
    if given.get("grant_type") != "authorization_code":
        raise WechatError(errors.BAD_GRANT_TYPE)
    _check_app(app_id)
    if not hmac.compare_digest(secret.encode(), APP_SECRET.encode()):
        raise WechatError(errors.BAD_SECRET)
    openid, scope = (code, TYPED_SCOPE) if is_openid(code) else _redeem(tokens, code)
    preview = {"is_snapshotuser": 1} if openid.startswith(_PREVIEW) else {}
    return {**_granted(tokens, openid, scope, tokens.issue("refresh", openid, scope)), **preview}


def refresh_token(tokens: Tokens, given: dict[str, str]) -> dict[str, Any]:
    """A new access token for a refresh token, which stays as it is."""
    _check_app(need(given, "appid", errors.NO_APP_ID))
    text = need(given, "refresh_token", errors.NO_REFRESH_TOKEN)
    if given.get("grant_type") != "refresh_token":
        raise WechatError(errors.BAD_GRANT_TYPE)
    grant = tokens.find("refresh", text)
    if grant is None:
        raise WechatError(errors.BAD_REFRESH_TOKEN)
    if grant.expired:
        raise WechatError(errors.REFRESH_TOKEN_EXPIRED)
    return _granted(tokens, grant.openid, grant.scope, text)


def auth(tokens: Tokens, given: dict[str, str]) -> dict[str, Any]:
    """Whether an access token is still good."""
    _holder(tokens, given)
    return {"errcode": 0, "errmsg": "ok"}


def userinfo(tokens: Tokens, given: dict[str, str]) -> dict[str, Any]:
    """What the user shows: a nickname with the end of the openid, no picture, and empty what WeChat no longer tells."""
    holder = _holder(tokens, given)
    if holder.scope == "snsapi_base":
        raise WechatError(errors.UNAUTHORIZED)
    return {
        "openid": holder.openid,
        "nickname": f"微信用户-{holder.openid[-4:]}",
        "sex": 0,
        "language": "",
        "city": "",
        "province": "",
        "country": "",
        "headimgurl": "",
        "privilege": [],
    }


def _check_app(app_id: str) -> None:
    if app_id != APP_ID:
        raise WechatError(errors.BAD_APP_ID)


def _redeem(tokens: Tokens, code: str) -> tuple[str, str]:
    grant = tokens.find("code", code)
    if grant is None:
        raise WechatError(errors.BAD_CODE)
    if grant.expired:
        raise WechatError(errors.CODE_EXPIRED)
    if not tokens.use(code):
        raise WechatError(errors.CODE_USED)
    return grant.openid, grant.scope


def _granted(tokens: Tokens, openid: str, scope: str, refresh: str) -> dict[str, Any]:
    return {
        "access_token": tokens.issue("access", openid, scope),
        "expires_in": LIFETIME_S,
        "refresh_token": refresh,
        "openid": openid,
        "scope": scope,
    }


def _holder(tokens: Tokens, given: dict[str, str]) -> Grant:
    token = need(given, "access_token", errors.NO_TOKEN)
    openid = need(given, "openid", errors.NO_OPENID)
    grant = tokens.find("access", token)
    if grant is None:
        raise WechatError(errors.BAD_TOKEN)
    if grant.expired:
        raise WechatError(errors.TOKEN_EXPIRED)
    if openid != grant.openid:
        raise WechatError(errors.BAD_OPENID)
    return grant


def new_openid() -> str:
    """Somebody who was never here before."""
    return f"openid-{secrets.token_hex(6)}"

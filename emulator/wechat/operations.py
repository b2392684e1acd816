"""Exchange a code for an access token, and ask who the user is. Source: WeChat, "Web page authorisation"."""

from __future__ import annotations

import hmac
import re
import secrets
from typing import Any

from emulator.wechat import errors
from emulator.wechat.errors import WechatError
from emulator.wechat.state import LIFETIME_S, Tokens
from emulator.wechat.wire import need

APP_ID = "wxlocal"
APP_SECRET = "LOCALWECHATSECRET"  # noqa: S105 - public, nothing real is locked with it
_CODE = re.compile(r"openid-[A-Za-z0-9_-]{1,57}")


def access_token(tokens: Tokens, given: dict[str, str]) -> dict[str, Any]:
    """A code ``openid-…`` is good for the user whose openid is the whole text of the code, ``openid-…`` included.

    Unlike WeChat's, such a code can be used again and never ages: whoever plays the user types it by hand.
    """
    app_id = need(given, "appid", errors.NO_APP_ID)
    secret = need(given, "secret", errors.NO_SECRET)
    code = need(given, "code", errors.NO_CODE)
    if given.get("grant_type") != "authorization_code":
        raise WechatError(errors.BAD_GRANT_TYPE)
    if app_id != APP_ID:
        raise WechatError(errors.BAD_APP_ID)
    if not hmac.compare_digest(secret.encode(), APP_SECRET.encode()):
        raise WechatError(errors.BAD_SECRET)
    if not _CODE.fullmatch(code):
        raise WechatError(errors.BAD_CODE)
    return {
        "access_token": tokens.issue(code),
        "expires_in": LIFETIME_S,
        "refresh_token": secrets.token_urlsafe(64),
        "openid": code,
        "scope": "snsapi_userinfo",
    }


def userinfo(tokens: Tokens, given: dict[str, str]) -> dict[str, Any]:
    """What the user shows: a nickname with the end of the openid, no picture, and empty what WeChat no longer tells."""
    token = need(given, "access_token", errors.NO_TOKEN)
    openid = need(given, "openid", errors.NO_OPENID)
    found = tokens.holder(token)
    if found is None:
        raise WechatError(errors.BAD_TOKEN)
    holder, expired = found
    if expired:
        raise WechatError(errors.TOKEN_EXPIRED)
    if openid != holder:
        raise WechatError(errors.BAD_OPENID)
    return {
        "openid": openid,
        "nickname": f"微信用户-{openid[-4:]}",
        "sex": 0,
        "language": "",
        "city": "",
        "province": "",
        "country": "",
        "headimgurl": "",
        "privilege": [],
    }

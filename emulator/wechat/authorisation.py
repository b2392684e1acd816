"""The page on which the user says who they are, and from which they come back with a code.

WeChat shows it inside its own app, or as a QR code to be scanned; here whoever plays the user types an openid.
Source: WeChat, "Web page authorisation" and "Website application login".
"""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.responses import HTMLResponse, RedirectResponse, Response

from emulator.wechat.operations import APP_ID, is_openid, new_openid
from emulator.wechat.state import Tokens

PATHS = {
    "/connect/oauth2/authorize": ("snsapi_base", "snsapi_userinfo"),
    "/connect/qrconnect": ("snsapi_login",),
}
"""Path → the scopes it knows."""
_PAGE = """<!doctype html>
<html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>WeChat · 微信（本地云）</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:26em;margin:3em auto;padding:0 1em}}
input,button{{font:inherit;padding:.4em .6em;width:100%;box-sizing:border-box;margin:.3em 0}}</style>
<h1>微信登录（本地云）</h1>{content}</html>
"""
_FORM = """<p>Who are you in WeChat? · 以哪个微信用户登录？</p>
<form method="get">{hidden}<input name="user" value="{openid}" required autofocus aria-label="openid">
<button>Allow · 同意</button></form>"""


def authorise(tokens: Tokens, path: str, given: dict[str, str]) -> Response:
    """The page, or the way back with a code once the user is named."""
    problem = _problem(path, given)
    if problem:
        return HTMLResponse(_PAGE.format(content=f"<p>{html.escape(problem)}</p>"))
    user = given.get("user")
    if user is None:
        return HTMLResponse(_PAGE.format(content=_form(given)))
    if not is_openid(user):
        return HTMLResponse(_PAGE.format(content="<p>openid-… : 1-57 letters, digits, - and _</p>" + _form(given)))
    code = tokens.issue("code", user, given["scope"])
    return RedirectResponse(_with_code(given["redirect_uri"], code, given.get("state", "")), 302)


def _problem(path: str, given: dict[str, str]) -> str:
    """What WeChat's page of errors would say, with its number; empty if all is well."""
    if "appid" not in given:
        return "appid missing, error code 10012"
    if given["appid"] != APP_ID:
        return "invalid appid, error code 40013"
    if not _leads_somewhere(given.get("redirect_uri", "")):
        return "redirect_uri missing or wrong, error code 10011"
    if given.get("response_type") != "code":
        return "response_type is not code, error code 10000"
    if given.get("scope") not in PATHS[path]:
        return "scope missing or wrong, error code 10010"
    if not re.fullmatch(r"[A-Za-z0-9]{0,128}", given.get("state", "")):
        return "state is 128 letters and digits at most, error code 10013"
    return ""


def _leads_somewhere(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _form(given: dict[str, str]) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
        for name, value in given.items()
        if name != "user"
    )
    return _FORM.format(hidden=hidden, openid=html.escape(given.get("user") or new_openid()))


def _with_code(address: str, code: str, state: str) -> str:
    parts = urlsplit(address)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), ("code", code), ("state", state)])
    return urlunsplit(parts._replace(query=query))

"""From WeChat's page back with a code, and what codes and refresh tokens are good for."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from .conftest import Wechat

BACK = "http://127.0.0.1:9999/back?from=wechat"
ASKED = {"appid": "wxlocal", "redirect_uri": BACK, "response_type": "code", "scope": "snsapi_userinfo", "state": "a1"}


def page(wechat: Wechat, path: str = "/connect/oauth2/authorize", **changes: str) -> httpx.Response:
    return wechat.get(path, ASKED | changes)


def code(wechat: Wechat, user: str = "openid-abc", **changes: str) -> str:
    (found,) = parse_qs(urlsplit(page(wechat, user=user, **changes).headers["location"]).query)["code"]
    return found


def errcode(answer: httpx.Response) -> int:
    return int(answer.json()["errcode"])


@pytest.mark.parametrize(
    ("path", "scope"), [("/connect/oauth2/authorize", "snsapi_userinfo"), ("/connect/qrconnect", "snsapi_login")]
)
def test_the_user_is_asked_and_comes_back_with_a_code_and_the_state(wechat: Wechat, path: str, scope: str) -> None:
    asked = page(wechat, path, scope=scope)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', asked.text))
    assert fields.pop("user").startswith("openid-")
    assert fields == ASKED | {"scope": scope}
    answer = page(wechat, path, scope=scope, user="openid-abc")
    assert answer.status_code == 302
    place = urlsplit(answer.headers["location"])
    query = parse_qs(place.query)
    assert (place.netloc, place.path, query["from"], query["state"]) == ("127.0.0.1:9999", "/back", ["wechat"], ["a1"])
    granted = wechat.token(code=query["code"][0]).json()
    assert (granted["openid"], granted["scope"]) == ("openid-abc", scope)


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"appid": ""}, "10012"),
        ({"appid": "wx0"}, "40013"),
        ({"redirect_uri": "javascript:alert(1)"}, "10011"),
        ({"redirect_uri": "http://["}, "10011"),
        ({"redirect_uri": "https:///nowhere"}, "10011"),
        ({"response_type": "token"}, "10000"),
        ({"scope": "snsapi_login"}, "10010"),
        ({"state": "<script>"}, "10013"),
    ],
)
def test_a_wrong_address_of_the_page_leads_nowhere(wechat: Wechat, changes: dict[str, str], number: str) -> None:
    answer = page(wechat, user="openid-abc", **changes)
    assert answer.status_code == 200
    assert f"error code {number}" in answer.text


def test_what_is_typed_stays_text(wechat: Wechat) -> None:
    answer = page(wechat, user='"><script>')
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_a_code_is_good_once_and_for_five_minutes(wechat: Wechat) -> None:
    first, second = code(wechat), code(wechat)
    assert wechat.token(code=first).json()["openid"] == "openid-abc"
    assert errcode(wechat.token(code=first)) == 40163
    wechat.cloud.clock.advance(301)
    assert errcode(wechat.token(code=second)) == 42003
    assert errcode(wechat.token(code="made-up")) == 40029


def test_a_silent_scope_tells_no_name_and_a_preview_is_marked(wechat: Wechat) -> None:
    granted = wechat.token(code=code(wechat, scope="snsapi_base")).json()
    assert errcode(wechat.userinfo(access_token=granted["access_token"])) == 48001
    assert "is_snapshotuser" not in granted
    assert wechat.token(code=code(wechat, "openid-preview-1")).json()["is_snapshotuser"] == 1


def test_a_refresh_token_renews_for_thirty_days(wechat: Wechat) -> None:
    granted = wechat.token().json()

    def renewed(**changes: str) -> httpx.Response:
        asked = {"appid": "wxlocal", "grant_type": "refresh_token", "refresh_token": granted["refresh_token"]}
        return wechat.get("/sns/oauth2/refresh_token", asked | changes)

    wechat.cloud.clock.advance(7201)
    again = renewed().json()
    assert (again["openid"], again["refresh_token"]) == ("openid-abc", granted["refresh_token"])
    openid = {"openid": "openid-abc"}
    assert errcode(wechat.get("/sns/auth", {"access_token": again["access_token"], **openid})) == 0
    assert errcode(wechat.get("/sns/auth", {"access_token": granted["access_token"], **openid})) == 42001
    for changes, number in (
        ({"refresh_token": "x"}, 40030), ({"refresh_token": ""}, 41003), ({"grant_type": "x"}, 40002),
        ({"appid": "wx0"}, 40013),
    ):  # fmt: skip
        assert errcode(renewed(**changes)) == number
    wechat.cloud.clock.advance(30 * 86_400)
    assert errcode(renewed()) == 42002

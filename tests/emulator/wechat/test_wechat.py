"""Codes for tokens, tokens for names, and the numbers of what goes wrong."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from emulator.shared.clock import Clock
from emulator.shared.faults import Fault
from emulator.wechat.state import Grant, Tokens

from .conftest import Wechat


def refusal(answer: httpx.Response) -> tuple[int, int]:
    """HTTP status and number, of an answer that has WeChat's shape."""
    body = answer.json()
    assert body.keys() == {"errcode", "errmsg"}
    assert ", rid: " in body["errmsg"]
    return answer.status_code, body["errcode"]


def test_a_code_is_the_openid(wechat: Wechat) -> None:
    answer = wechat.token()
    granted = answer.json()
    assert granted.keys() == {"access_token", "expires_in", "refresh_token", "openid", "scope"}
    assert (granted["openid"], granted["expires_in"], granted["scope"]) == ("openid-abc", 7200, "snsapi_userinfo")


def test_answers_are_json_in_utf8_that_calls_itself_plain_text(wechat: Wechat) -> None:
    granted = wechat.token()
    told = wechat.userinfo(access_token=granted.json()["access_token"])
    for answer in (granted, told, wechat.token(code="x")):
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain")
    assert "微信用户-".encode() in told.content


def test_the_user_has_a_name(wechat: Wechat) -> None:
    token = wechat.token(code="openid-2468").json()["access_token"]
    told = wechat.userinfo(access_token=token, openid="openid-2468").json()
    assert told == {
        "openid": "openid-2468", "nickname": "微信用户-2468", "sex": 0, "language": "", "city": "", "province": "",
        "country": "", "headimgurl": "", "privilege": [],
    }  # fmt: skip


def test_a_code_can_be_typed_again(wechat: Wechat) -> None:
    tokens = {wechat.token().json()["access_token"] for _ in range(3)}
    assert len(tokens) == 3
    assert {wechat.userinfo(access_token=token).json()["openid"] for token in tokens} == {"openid-abc"}


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"appid": ""}, 41002),
        ({"secret": ""}, 41004),
        ({"code": ""}, 41008),
        ({"grant_type": ""}, 40002),
        ({"grant_type": "refresh_token"}, 40002),
        ({"appid": "wx0"}, 40013),
        ({"secret": "another"}, 40125),
        ({"secret": "密"}, 40125),
        ({"code": "openid-"}, 40029),
        ({"code": "abc"}, 40029),
        ({"code": "OPENID-abc"}, 40029),
        ({"code": "openid-a b"}, 40029),
        ({"code": "openid-" + "a" * 58}, 40029),
    ],
)
def test_what_is_wrong_with_an_exchange(wechat: Wechat, changes: dict[str, str], errcode: int) -> None:
    assert refusal(wechat.token(**changes)) == (200, errcode)


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [({"access_token": ""}, 41001), ({"access_token": "invented"}, 40001), ({"openid": ""}, 41009),
     ({"openid": "openid-xyz"}, 40003)],
)  # fmt: skip
def test_what_is_wrong_with_a_question(wechat: Wechat, changes: dict[str, str], errcode: int) -> None:
    token = wechat.token().json()["access_token"]
    assert refusal(wechat.userinfo(**{"access_token": token} | changes)) == (200, errcode)


def test_a_token_lasts_two_hours(wechat: Wechat) -> None:
    token = wechat.token().json()["access_token"]
    wechat.cloud.clock.advance(7190)
    assert wechat.userinfo(access_token=token).json()["openid"] == "openid-abc"
    wechat.cloud.clock.advance(20)
    assert refusal(wechat.userinfo(access_token=token)) == (200, 42001)
    wechat.cloud.clock.advance(86_400)
    wechat.token()
    assert refusal(wechat.userinfo(access_token=token)) == (200, 40001)


def test_a_reset_forgets_tokens(wechat: Wechat) -> None:
    token = wechat.token().json()["access_token"]
    wechat.service.reset()
    assert refusal(wechat.userinfo(access_token=token)) == (200, 40001)


def test_tokens_outlive_the_service(tmp_path: Path) -> None:
    first = Tokens(tmp_path, Clock())
    token = first.issue("access", "openid-a", "snsapi_base")
    later = Tokens(tmp_path, Clock())
    assert later.find("access", token) == Grant("openid-a", "snsapi_base", expired=False, used=False)
    first.close()
    later.close()


@pytest.mark.parametrize("path", ["/sns/jscode2session", "/sns/oauth2/other", "/connect/confirm", "/cgi-bin/token"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_other_paths_are_refused(wechat: Wechat, method: str, path: str) -> None:
    answer = wechat.client.request(method, path, params={"appid": "wxlocal"})
    assert refusal(answer) == (404, 40066)
    assert "not emulate" in answer.json()["errmsg"]


def test_other_methods_are_refused(wechat: Wechat) -> None:
    assert refusal(wechat.client.post("/sns/oauth2/access_token", data={"appid": "wxlocal"})) == (200, 43001)


def test_bytes_that_are_no_text_do_no_harm(wechat: Wechat) -> None:
    answer = wechat.client.get(
        "/sns/oauth2/access_token?appid=wxlocal&secret=%ff%00&code=%fe&grant_type=authorization_code"
    )
    assert refusal(answer) == (200, 40125)


def test_logins_cost_nothing(wechat: Wechat) -> None:
    wechat.token()
    assert wechat.service.calls == []
    assert wechat.cloud.outbox.all() == []


@pytest.mark.parametrize(("code", "errcode"), [(None, -1), ("40163", 40163), ("42003", 42003)])
def test_an_error_on_request(wechat: Wechat, code: str | None, errcode: int) -> None:
    wechat.cloud.faults.add(Fault("wechat", "access_token", "error", code=code))
    assert refusal(wechat.token()) == (200, errcode)
    assert wechat.token().json()["openid"] == "openid-abc"


def test_operations_are_told_apart(wechat: Wechat) -> None:
    wechat.cloud.faults.add(Fault("wechat", "userinfo", "error", code="48001"))
    token = wechat.token().json()["access_token"]
    assert refusal(wechat.userinfo(access_token=token)) == (200, 48001)
    assert wechat.userinfo(access_token=token).json()["openid"] == "openid-abc"


def test_a_delay_only_delays(wechat: Wechat) -> None:
    wechat.cloud.faults.add(Fault("wechat", "*", "delay", delay_ms=150))
    started = time.monotonic()
    assert wechat.token().json()["openid"] == "openid-abc"
    assert time.monotonic() - started >= 0.15


@pytest.mark.parametrize("kind", ["drop", "kill"])
@pytest.mark.parametrize("change", [{}, {"code": "wrong"}])
def test_an_answer_can_be_lost(wechat: Wechat, kind: str, change: dict[str, Any]) -> None:
    wechat.cloud.faults.add(Fault("wechat", "access_token", kind))
    with pytest.raises(httpx.RemoteProtocolError):
        wechat.token(**change)
    assert len(wechat.cloud.killed) == (kind == "kill")


def test_nothing_is_delivered_that_could_come_twice(wechat: Wechat) -> None:
    wechat.cloud.faults.add(Fault("wechat", "access_token", "duplicate"))
    assert wechat.token().json()["openid"] == "openid-abc"
    assert wechat.cloud.faults.all() == []

"""Malformed requests are the client's fault, said in the client's dialect, and change nothing."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from tests.contract.state import check_kept, kept, refused
from tests.functions.platform import Ask, HereProduct, as_event, over_event, over_wsgi
from tests.functions.scenes import Scene
from tests.product import PASSWORD, new_name

JSON = (("Content-Type", "application/json"),)
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
GOOD = {"phone": "${phone}", "smsCode": "${code}", "password": PASSWORD, "name": "${name}"}

NO_OBJECTS = [
    b"{",
    b'{"phone":',
    b'{"phone":"13900000000",}',
    b"{'phone':'13900000000'}",
    b"null",
    b"[]",
    b"[" * 30_000,
    b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    b'"text"',
    b"12",
    b"NaN",
    b'{"phone":NaN}',
    b'{"phone":Infinity}',
    b'{"phone":"\\ud800"}',
    b'{"name":"\\udfff\\ud800"}',
    b'{"phone":"\x00"}',
    b'{"phone":"\xff\xfe"}',
    b"\xef\xbb\xbf{}",
    '{"phone":"13900000000"}'.encode("utf-16"),
    b"<phone>13900000000</phone>",
    b'--x\r\nContent-Disposition: form-data; name="phone"\r\n\r\n13900000000\r\n--x--\r\n',
    b"phone=13900000000",
    b"\x00" * 100,
    b"{}{}",
]
WRONG_VALUES: list[dict[str, Any]] = [
    {field: value} for field in GOOD for value in (7, 1.5, True, [], {}, [GOOD], {"$ne": None}, 10**400)
] + [
    {"phone": ""},
    {"phone": "\x00"},
    {"password": ""},
    {"name": ""},
    {"phone": None},
    {"smsCode": None},
    {"password": None},
    {"phone": "１３９"},
    {"phone": "13900000000\n13900000001"},
    {"phone": "1" * 60_000},
    {"password": "x" * 129},
    {"password": "password"},
    {"name": "a\x00b"},
    {"name": "a\u202eb"},
    {"name": "a\u2028b"},
    {"name": "a/b"},
    {"name": "x" * 33},
    {"name": "13900000000"},
]
WRONG_FORMS = [
    b"phone=%FF&smsCode=123456&password=correct+horse",
    b"phone=%ED%A0%80&smsCode=123456&password=correct+horse",
    b"\xff\xfe=1",
    b"&".join(b"a%d=1" % number for number in range(500)),
    b"phone=%00",
    b"phone",
    json.dumps({"phone": "13900000000"}).encode(),
]


def registration(body: bytes, headers: tuple[tuple[str, str], ...] = JSON) -> Ask:
    return Ask("POST", "/platform/register/register", headers, body)


def test_no_malformed_registration_registers_or_spends_the_code(here: HereProduct) -> None:
    with Scene(here) as scene:
        good = json.loads(scene.fill(json.dumps(GOOD)))
        before = kept(here)
        asks = [registration(body) for body in NO_OBJECTS]
        asks += [registration(json.dumps({**good, **wrong}).encode()) for wrong in WRONG_VALUES]
        asks += [registration(body, FORM) for body in WRONG_FORMS]
        for gone in ("phone", "smsCode", "password"):
            asks.append(registration(json.dumps({name: good[name] for name in good if name != gone}).encode()))
        body = json.dumps(good).encode()
        asks += [
            registration(gzip.compress(body), (*JSON, ("Content-Encoding", "gzip"))),
            registration(body, (*JSON, ("Content-Encoding", "gzip"))),
            registration(body.decode().encode("utf-16"), (("Content-Type", "application/json; charset=utf-16"),)),
            registration(body, FORM),
            registration(b""),
            Ask("POST", "/platform/register/register?phone=%FF", JSON, body),
            Ask("POST", "/platform/register/register?\xff", JSON, body),
        ]
        for ask in asks:
            assert refused(here.platform.ask(ask)) in ((400, 400), (404, 404)), ask
        # The last of two equal names counts, here and in the other generation's event.
        twice = body[:-1] + b',"phone":"110"}'
        assert refused(here.platform.ask(registration(twice))) == (400, 400)
        check_kept(here, before)
        assert here.platform.ask(registration(body)).status == 200


NO_FIELDS = ["login/logout", "security", "identify", "captcha/get", "captcha/check/AB34"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
@pytest.mark.parametrize("path", NO_FIELDS)
def test_a_route_that_needs_no_fields_refuses_a_broken_body_too(here: HereProduct, path: str, body: bytes) -> None:
    with Scene(here) as scene:
        token = scene["token"]
        before = kept(here)
        headers = (*JSON, ("Cookie", f"platform={token}"))
        assert refused(here.platform.ask(Ask("POST", f"/platform/{path}", headers, body))) == (400, 400)
        check_kept(here, before)
        assert here.platform.ask(Ask("GET", "/platform/security", headers)).status == 200


def test_a_login_by_any_text_is_an_answer_and_no_outage(here: HereProduct) -> None:
    for account in ("𝕏" * 2000, "\u0000", "a\u0000b", "ﷺ" * 200, "x" * 20_000, "%", "🦊" * 256, "' OR 1=1 --", "{0}"):
        body = json.dumps({"account": account, "password": "some guess or other"}).encode()
        assert refused(here.platform.ask(Ask("POST", "/platform/login/jwt", JSON, body))) in ((400, 1007), (400, 1009))
        body = json.dumps({"account": account, "smsCode": "🦊" * 1000}).encode()
        assert refused(here.platform.ask(Ask("POST", "/platform/login/jwt", JSON, body))) == (400, 1003)


PATHS = [
    "//platform/captcha/get",
    "/platform//captcha/get",
    "/platform/captcha/get/",
    "/platform/captcha/get//",
    "/./platform/captcha/get",
    "/platform/x/../captcha/get",
    "/platform/%2e%2e/captcha/get",
    "/platform%2Fcaptcha/get",
    "/platform%5ccaptcha%5cget",
    "/platform\\captcha\\get",
    "/platform/captcha/get%00",
    "/platform/captcha/get%0a",
    "/platform/captcha/get%20",
    "/platform/captcha/get;x=1",
    "/platform/captcha;/get",
    "/Platform/captcha/get",
    "/platform/CAPTCHA/get",
    "/platform/captcha/%67%65%74%",
    "/platform/captcha/get%FF",
    "/platform/captcha/get\xff",
    "/platform/captcha/%C0%AEget",
    "/platform/captcha/get.json",
    "/%70latform%00/captcha/get",
    "http://127.0.0.1:9999/platform/captcha/get",
    "platform/captcha/get",
    "*",
    "",
    "?x=1",
    "/" + "a" * 4000,
    "/platform" * 400,
    "/platform/captcha/get#fragment",
    "/nobody/captcha/get",
    "/__proto__/captcha/get",
    "/../../../../etc/passwd",
    "/2016-08-15/proxy/menjin/captcha_get",
]


@pytest.mark.parametrize("target", PATHS, ids=range(len(PATHS)))
def test_no_spelling_of_a_path_but_its_own_is_answered(here: HereProduct, target: str) -> None:
    before = kept(here)
    for function in ("captcha_get", "web"):
        handler = here.platform.handlers[function]
        assert refused(over_wsgi(handler, Ask("GET", target))) == (404, 404)
        if target.isascii() and target:
            assert refused(over_event(handler, as_event(Ask("GET", target)))) == (404, 404)
    check_kept(here, before)


def test_a_path_in_chinese_is_read_escaped_and_as_it_is(here: HereProduct) -> None:
    name = "张三" + new_name()
    here.register(name=name).browser.close()
    for spelt in (name.encode().decode("latin-1"), name, "%E5%BC%A0%E4%B8%89" + name[2:]):
        assert here.platform.ask(Ask("GET", f"/platform/register/checkName/{spelt}")).json()["data"] is False


FILES = [
    "",
    "/",
    ".",
    "..",
    "../index.py",
    "..%2findex.py",
    "%2e%2e/index.py",
    "..%5cindex.py",
    "index.py",
    "static/register.html",
    "register.html/",
    "register.html%00.js",
    "register.html%00",
    "REGISTER.HTML",
    "register",
    ".git/config",
    "%2fetc%2fpasswd",
    "a" * 3000,
]


@pytest.mark.parametrize("file", FILES, ids=range(len(FILES)))
def test_no_file_but_the_pages_own_is_served(here: HereProduct, file: str) -> None:
    assert refused(here.platform.ask(Ask("GET", f"/web/platform/{file}"))) == (404, 404)


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_method_is_what_the_request_line_says(here: HereProduct, name: str) -> None:
    assert here.platform.ask(Ask("GET", "/platform/captcha/get", ((name, "DELETE"),))).status == 200
    body = json.dumps({"account": "x", "password": "y" * 8}).encode()
    ask = Ask("GET", "/platform/login/jwt?_method=POST", (*JSON, (name, "POST")), body)
    assert refused(here.platform.ask(ask)) == (405, 405)


def test_no_header_changes_the_client_s_address(here: HereProduct) -> None:
    names = ("X-Forwarded-For", "X-Real-Ip", "Forwarded", "X-Client-Ip", "True-Client-Ip", "Cf-Connecting-Ip", "Via")
    with here.platform.environment(CAPTCHA_PER_ADDRESS_HOUR="1"):
        here.platform.ask(Ask("GET", "/platform/captcha/get", client="203.0.113.9"))
        for number, name in enumerate(names):
            claimed = ((name, f"198.51.100.{number}"),)
            ask = Ask("GET", "/platform/captcha/get", claimed, client="203.0.113.9")
            assert refused(here.platform.ask(ask)) == (429, 1004)
            assert refused(over_event(here.platform.handlers["captcha_get"], as_event(ask))) == (429, 1004)
        assert here.platform.ask(Ask("GET", "/platform/captcha/get", client="203.0.113.10")).status == 200


ORIGINS = [
    "https://elsewhere.example",
    "null",
    "",
    "http://127.0.0.1:9999.elsewhere.example",
    "http://elsewhere.example#127.0.0.1:9999",
    "http://127.0.0.1:1",
    "http://[",
    "file://",
    "//127.0.0.1:9999/",
    "\x01",
    "http://xn--" + "a" * 3000,
]


@pytest.mark.parametrize("origin", ORIGINS, ids=range(len(ORIGINS)))
def test_a_page_of_another_site_changes_nothing(here: HereProduct, origin: str) -> None:
    with Scene(here) as scene:
        token = scene["token"]
        before = kept(here)
        session = (("Cookie", f"platform={token}"), ("Host", "127.0.0.1:9999"))
        if origin:
            tricks = ((), (("X-Forwarded-Host", "elsewhere.example"),), (("X-Original-Host", "elsewhere.example"),))
            asks = [Ask("POST", "/platform/login/logout", (*session, ("Origin", origin), *more)) for more in tricks]
        else:
            # Without an Origin a browser still says whose page it is.
            sites = ("cross-site", "same-site")
            asks = [Ask("POST", "/platform/login/logout", (*session, ("Sec-Fetch-Site", site))) for site in sites]
        for ask in asks:
            assert refused(here.platform.ask(ask)) == (403, 403)
        check_kept(here, before)
        assert here.platform.ask(Ask("GET", "/platform/security", session)).status == 200

"""Malformed requests are the client's fault, said in the client's dialect, and change nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import quote, urlencode

import msgspec
import pytest

from menjin.contract.route import Route
from tests.contract.documents import DOCUMENTS
from tests.contract.state import check_kept, kept, refused
from tests.contract.test_sweep import EVERY_ROUTE, ROUTES, document_of, filled, first_of
from tests.functions.platform import Ask, HereProduct, as_event, over_event, over_wsgi
from tests.functions.scenes import Scene
from tests.product import new_name

JSON = (("Content-Type", "application/json"),)

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


OTHER_PATHS = [
    "/user/Register",
    "/user/register/",
    "/user//login",
    "/user/id",
    "/user/id/",
    "/user/count/",
    "/user/account/",
    "/certify/admin/certify/",
    "/user/id/1/2",
    "/user/phone/getbackpassord",
    "/user/login/getLoginVerify/",
    "/qqsl/user/getUser",
    "/send/getToken/x",
    "/send/gettoken",
    "/code/Image",
    "/code/",
    "/code%2Fimage",
    "/auth/login;x=1",
    "/certify/admin/certify",
    "/certify/admin/certify/1-person/2",
    "/certify/../user/getUser",
]


@pytest.mark.parametrize("target", OTHER_PATHS)
def test_no_spelling_of_the_other_documents_paths_but_their_own_is_answered(here: HereProduct, target: str) -> None:
    answer = here.platform.ask(Ask("GET", target))
    assert answer.status == 404
    # Which document a path that is nobody's would be from, nobody can say.
    assert answer.json() in [one.body(one.codes["not_found"][1], "没有找到", target) for one in DOCUMENTS.values()]


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


CHANGING = [(name, route) for name, route in ROUTES if route.changes]


@pytest.mark.parametrize(("function", "route"), CHANGING, ids=[route.pattern for _, route in CHANGING])
def test_a_get_that_changes_something_is_for_scripts_of_its_own_pages(
    here: HereProduct, function: str, route: Route
) -> None:
    case = first_of(function, route)
    with Scene(here, case.given, case.system) as scene:
        ask = filled(scene, case)
        if ask.method != "GET":
            fields = json.loads(ask.body)
            ask = replace(ask, method="GET", target=f"{ask.target}?{urlencode(fields)}", body=b"")
        before = kept(here)
        for trick in (
            {"sec_fetch_mode": "navigate", "sec_fetch_site": "none"},
            {"sec_fetch_mode": "navigate", "sec_fetch_site": "same-origin"},
            {"sec_fetch_mode": "no-cors", "sec_fetch_site": "cross-site"},
            {"sec_fetch_mode": "no-cors", "sec_fetch_site": "same-site"},
            {"sec_fetch_mode": "no-cors", "sec_fetch_site": "same-origin", "sec_fetch_dest": "image"},
            {"sec_fetch_dest": "script"},
            {"origin": "https://elsewhere.example"},
            {"origin": "null"},
        ):
            for answer in (
                over_wsgi(here.platform.handlers[function], ask.with_headers(**trick)),
                over_event(here.platform.handlers[function], as_event(ask.with_headers(**trick))),
            ):
                document_of(route).check(answer, "foreign_origin", route.pattern)
        check_kept(here, before)
        own = ask.with_headers(sec_fetch_mode="cors", sec_fetch_site="same-origin", sec_fetch_dest="empty")
        assert document_of(route).is_success(over_wsgi(here.platform.handlers[function], own))


PLANTED = [
    "13812340987",
    "planted@example.com",
    "246813",
    "planted horse battery",
    "5f4dcc3b5aa765d61d8327deb882cf99",
    "openid-planted",
    "11010119900307123X",
]


@EVERY_ROUTE
def test_what_was_sent_comes_back_in_no_refusal_and_no_log_line(
    here: HereProduct, function: str, route: Route, capsys: pytest.CaptureFixture[str]
) -> None:
    fields = [] if route.shape is None else [one.encode_name for one in msgspec.structs.fields(route.shape)]
    system = "platform" if route.dialect.name == "A" else "qqsl"
    method = next((one for one in ("POST", "PUT") if one in route.methods), "GET")
    with Scene(here, system=system) as scene:
        session = ("Cookie", f"{system}={scene['token']}; {system}.flow={'x' * 32}")
        capsys.readouterr()
        for planted in PLANTED:
            parts = [planted if part.startswith("{") else part for part in route.pattern.split("/")]
            path = "/".join(parts).replace(planted, system, 1) if "{system}" in route.pattern else "/".join(parts)
            target = f"{quote(path, safe='/@')}?{urlencode(dict.fromkeys(fields, planted))}"
            body = json.dumps(dict.fromkeys(fields, planted)).encode() if method != "GET" else b""
            for ask in (
                Ask(method, target, (session, *JSON), body),
                Ask(method, target, (session, *JSON), b"[" + body),
            ):
                answer = over_wsgi(here.platform.handlers[function], ask)
                assert planted.encode() not in answer.body
                assert not any(planted in value for _, value in answer.headers)
                assert planted not in capsys.readouterr().out

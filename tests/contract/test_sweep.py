"""Every route and every kind of failure that it can answer, told whole as its document tells it, in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from menjin.configuration import (
    MailSettings,
    OssSettings,
    RedisSettings,
    SmsSettings,
    TablestoreSettings,
    WechatSettings,
)
from menjin.contract.route import Route
from tests.contract.document import Document
from tests.contract.documents import DOCUMENTS
from tests.functions.platform import Ask, HereProduct, Told, ask_of, over_wsgi
from tests.functions.scenes import Scene
from tools import events
from tools.event_cases import Case
from tools.functions import declared, load
from tools.openapi.raises import kinds_of

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = declared(ROOT)
CASES = events.cases(FUNCTIONS)
ROUTES = [(name, route) for name, function in FUNCTIONS.items() for route in function.routes]
LANGUAGES = pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
EVERY_ROUTE = pytest.mark.parametrize(
    ("function", "route"), ROUTES, ids=[f"{name}-{route.pattern}" for name, route in ROUTES]
)
SERVICES: dict[type, tuple[str, str | None]] = {
    RedisSettings: ("redis", None),
    TablestoreSettings: ("tablestore", "OTSAuthFailed"),
    OssSettings: ("oss", None),
    SmsSettings: ("sms", None),
    MailSettings: ("mail", None),
    WechatSettings: ("wechat", None),
}
UNASKED: dict[str, tuple[str, ...]] = {
    # The signature of an upload needs OSS's names and not OSS.
    "/asset/policy": ("oss",),
    # To anybody, whether they have an account or not.
    **dict.fromkeys(("/{system}/register/sms/{phone}", "/send/code", "/code/phone"), ("tablestore", "mail")),
    **dict.fromkeys(
        ("/user/phone/getRegistVerify", "/user/phone/getGetbackVerify", "/user/login/getLoginVerify"), ("mail",)
    ),
    **dict.fromkeys(("/user/phone/getUpdateVeridy", "/user/phone/getUpdateVerify"), ("mail",)),
    **dict.fromkeys(("/{system}/security/updatePhone", "/user/updatePhone"), ("sms",)),
}
"""Services of a function that some of its routes do without."""
RACED = {"login": {"changed"}, "login_wechat": {"changed"}}
"""What takes a change between two readings of one request: tests/use_cases/test_log_in.py plays that."""
CARRIERS = ("Cookie", "Authorization", "Token")
FAILING = [one for one in CASES if one.outcome != "ok"]
SUCCEEDING = [one for one in CASES if one.outcome == "ok" and one.system == "qqsl"]
"""Document A's successes are looked at by many other tests, one by one."""


def route_of(case: Case) -> Route:
    """The route that a case is for."""
    return events.route_of(FUNCTIONS[case.operation], case)


def document_of(route: Route) -> Document:
    """The document whose path it is."""
    return DOCUMENTS[route.dialect.name]


def first_of(function: str, route: Route) -> Case:
    """A request that the route answers well."""
    fitting = [one for one in CASES if one.operation == function and route_of(one) is route and one.outcome == "ok"]
    return (
        fitting[0] if fitting else Case(function, "anything", "GET", route.pattern.replace("{rest...}", "nothing/here"))
    )


def play(here: HereProduct, case: Case, *, english: bool = False) -> Told:
    """The answer to the case, in its own circumstances."""
    with Scene(here, case.given, case.system) as scene:
        return told(here, scene, case, english=english)


def told(here: HereProduct, scene: Scene, case: Case, *, english: bool = False) -> Told:
    """The answer to the case as things stand."""
    ask = in_english(filled(scene, case), english=english)
    return over_wsgi(here.platform.handlers[case.operation], ask)


def check(answer: Told, route: Route, kind: str, *, english: bool = False) -> None:
    """The answer is that failure, whole, and nothing else."""
    document_of(route).check(answer, kind, route.pattern, english=english)


def filled(scene: Scene, case: Case) -> Ask:
    """The request of the case with the scene's values in it."""
    return ask_of(json.loads(scene.fill(json.dumps(events.http_event(case)))))


def in_english(ask: Ask, *, english: bool) -> Ask:
    """The request as a browser set to English sends it, or as it is."""
    return ask.with_headers(accept_language="en-GB,en;q=0.9") if english else ask


def services_of(function: str, route: Route) -> Iterator[tuple[str, str | None]]:
    """The services behind a route, with the error that ends a call of each at once."""
    groups = load(ROOT / "functions" / function / "index.py").function.operation.groups
    for group, (service, code) in SERVICES.items():
        if group in groups and service not in UNASKED.get(route.pattern, ()):
            yield service, code


@LANGUAGES
@pytest.mark.parametrize("case", FAILING, ids=lambda one: f"{one.operation}-{one.name}")
def test_a_failure_is_told_as_documented(here: HereProduct, case: Case, *, english: bool) -> None:
    check(play(here, case, english=english), route_of(case), case.outcome, english=english)


@LANGUAGES
@pytest.mark.parametrize("case", SUCCEEDING, ids=lambda one: f"{one.operation}-{one.name}")
def test_a_success_is_told_as_documented(here: HereProduct, case: Case, *, english: bool) -> None:
    route = route_of(case)
    answer = play(here, case, english=english)
    document_of(route).check_success(answer, route.pattern, route.pattern, english=english)


def refusals(route: Route, ask: Ask) -> Iterator[tuple[str, Ask]]:
    """What every route refuses alike, made of a request that it would answer well."""
    other = next((method for method in ("POST", "PUT") if method in route.methods), ask.method)
    if not route.pattern.endswith("...}"):
        yield "method_not_allowed", replace(ask, method="DELETE")
    if other != "GET" or route.changes:
        yield "foreign_origin", replace(ask, method=other).with_headers(origin="https://elsewhere.example")
        yield "foreign_origin", replace(ask, method=other).with_headers(sec_fetch_site="cross-site")
        yield "foreign_origin", replace(ask, method=other).with_headers(sec_fetch_site="same-site")
    if route.changes:
        navigation = replace(ask, method="GET").with_headers(sec_fetch_mode="navigate", sec_fetch_site="none")
        yield "foreign_origin", navigation
        yield "foreign_origin", replace(ask, method="GET").with_headers(sec_fetch_site="cross-site")
        picture = {"sec_fetch_site": "same-origin", "sec_fetch_mode": "no-cors", "sec_fetch_dest": "image"}
        yield "foreign_origin", replace(ask, method="GET").with_headers(**picture)
        yield "method_not_allowed", replace(ask, method="HEAD")
    if route.session == "required":
        yield "not_signed_in", replace(ask, headers=tuple(one for one in ask.headers if one[0] not in CARRIERS))
    as_json = (*(one for one in ask.headers if one[0] != "Content-Type"), ("Content-Type", "application/json"))
    yield "unreadable", replace(ask, headers=as_json, body=b"{")
    yield "unreadable", replace(ask, headers=as_json, body=b"[]")
    form = (*as_json[:-1], ("Content-Type", "multipart/form-data; boundary=x"))
    yield "unreadable", replace(ask, headers=form, body=b"--x--")
    yield "too_large", replace(ask, body=b"x" * (64 * 1024 + 1))


@LANGUAGES
@EVERY_ROUTE
def test_every_route_refuses_alike_what_is_not_for_it(
    here: HereProduct, function: str, route: Route, *, english: bool
) -> None:
    handler, case = here.platform.handlers[function], first_of(function, route)
    with Scene(here, case.given, case.system) as scene:
        ask = in_english(filled(scene, case), english=english)
        for kind, refused in refusals(route, ask):
            answer = over_wsgi(handler, refused)
            if refused.method == "HEAD":
                assert (answer.status, answer.body) == (405, b"")
            else:
                check(answer, route, kind, english=english)
        with here.platform.environment(COOKIE_SECURE="neither on nor off"):
            answer = over_wsgi(handler, ask)
    check(answer, FUNCTIONS[function].routes[0], "internal", english=english)
    assert b"COOKIE_SECURE" not in answer.body


@LANGUAGES
@EVERY_ROUTE
def test_an_outage_behind_the_route_is_nobodys_fault_outside(
    here: HereProduct, function: str, route: Route, *, english: bool
) -> None:
    for service, code in services_of(function, route):
        case = first_of(function, route)
        with Scene(here, case.given, case.system) as scene:
            ask = in_english(filled(scene, case), english=english)
            here.fault(service=service, operation="*", kind="error", times=100, **({"code": code} if code else {}))
            check(over_wsgi(here.platform.handlers[function], ask), route, "unavailable", english=english)


@EVERY_ROUTE
def test_a_preflight_is_answered_without_doing_anything(here: HereProduct, function: str, route: Route) -> None:
    case = first_of(function, route)
    with Scene(here, system=case.system) as scene:
        ask = filled(scene, case)
        own = here.cloud.local.environment["PUBLIC_URL"]
        answer = over_wsgi(here.platform.handlers[function], Ask("OPTIONS", ask.target).with_headers(origin=own))
        assert (answer.status, answer.body) == (204, b"")
        assert set(route.methods) <= set(str(answer.header("access-control-allow-methods")).split(", "))
        foreign = Ask("OPTIONS", ask.target).with_headers(origin="https://elsewhere.example")
        check(over_wsgi(here.platform.handlers[function], foreign), route, "foreign_origin")


@EVERY_ROUTE
def test_head_is_get_without_a_body_and_changes_nothing(here: HereProduct, function: str, route: Route) -> None:
    case = first_of(function, route)
    with Scene(here, case.given, case.system) as scene:
        ask = filled(scene, case)
        answer = over_wsgi(here.platform.handlers[function], Ask("HEAD", ask.target, ask.headers))
    assert answer.body == b""
    good = 404 if case.name == "anything" else 200
    # A GET that changes something because its document says so has no HEAD.
    assert answer.status == (good if "GET" in route.methods and not route.changes else 405)


@EVERY_ROUTE
def test_no_kind_that_the_code_can_raise_is_left_out(function: str, route: Route) -> None:
    swept = {case.outcome for case in CASES if case.operation == function and route_of(case) is route}
    # The last test but three asks every route without a session that needs one.
    raised = kinds_of(function, route) - ({"not_signed_in"} if route.session == "required" else set())
    assert raised - swept - RACED.get(function, set()) == set()
    assert "ok" in swept or route.pattern.endswith("/{rest...}")


def test_every_document_s_numbers_and_words_were_all_answered() -> None:
    swept = {(route_of(case).dialect.name, case.outcome) for case in FAILING}
    numbers = {DOCUMENTS["A"].codes[kind][1] for letter, kind in swept if letter == "A"}
    assert numbers >= set(range(1000, 1020)) - {1011}
    words = {DOCUMENTS["B"].codes[kind][1] for letter, kind in swept if letter == "B"}
    assert words == {"FAIL", "EXIST", "INVALID", "OTHER", "UNKNOWN", "NO_ALLOW"}

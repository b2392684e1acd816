"""Every route and every kind of failure that it can answer: envelope, status, code, headers, and both languages."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from menjin.configuration import OssSettings, RedisSettings, SmsSettings, TablestoreSettings
from menjin.contract.route import Route
from tests.contract.document_a import FAILURES
from tests.contract.raises import kinds_of
from tests.functions.platform import Ask, HereProduct, Told, ask_of, over_wsgi
from tests.functions.scenes import Scene
from tools import events
from tools.event_cases import Case
from tools.functions import declared, load

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = declared(ROOT)
CASES = events.cases(FUNCTIONS)
ROUTES = [(name, route) for name, function in FUNCTIONS.items() for route in function.routes]
LANGUAGES = pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
EVERY_ROUTE = pytest.mark.parametrize(
    ("function", "route"), ROUTES, ids=[f"{name}-{route.pattern}" for name, route in ROUTES]
)
SERVICES = {
    RedisSettings: ("redis", None),
    TablestoreSettings: ("tablestore", "OTSAuthFailed"),
    OssSettings: ("oss", None),
    SmsSettings: ("sms", None),
}
# What the reading of the code cannot know: these never leave the route.
CAUGHT = {
    ("login", "changed"): "a hash that could not be renewed is renewed the next time",
    ("register", "mail_taken"): "nobody gives a mail address",
}
ASKED_OF_NOBODY = {("asset_policy", "oss")}
"""The signature of an upload needs OSS's names and not OSS."""


def route_of(case: Case) -> Route:
    """The route that a case is for: by its path, and by its method if that is one of the path's."""
    segments = tuple(case.target.partition("?")[0].strip("/").split("/"))
    routes = [route for route in FUNCTIONS[case.operation].routes if route.match(segments) is not None]
    return next((route for route in routes if case.method in route.methods), routes[0])


def first_of(function: str, route: Route) -> Case:
    """A request that the route answers well."""
    fitting = [one for one in CASES if one.operation == function and route_of(one) is route and one.outcome == "ok"]
    return fitting[0] if fitting else Case(function, "anything", "GET", "/nothing/here")


def play(here: HereProduct, case: Case, *, english: bool = False) -> Told:
    """The answer to the case, in its own circumstances."""
    with Scene(here, case.given) as scene:
        return told(here, scene, case, english=english)


def told(here: HereProduct, scene: Scene, case: Case, *, english: bool = False) -> Told:
    """The answer to the case as things stand."""
    ask = ask_of(json.loads(scene.fill(json.dumps(events.http_event(case)))))
    ask = ask.with_headers(accept_language="en-GB,en;q=0.9") if english else ask
    return over_wsgi(here.platform.handlers[case.operation], ask)


def check(answer: Told, kind: str, *, english: bool = False) -> None:
    """The answer is that failure, whole, and nothing else."""
    documented = FAILURES[kind]
    body = answer.json()
    assert answer.status == documented.status, body
    assert list(body) == ["success", "error"]
    assert body["success"] is False
    assert list(body["error"]) == ["code", "message"]
    assert body["error"]["code"] == documented.code
    assert re.fullmatch(documented.en if english else documented.zh, body["error"]["message"])
    assert answer.header("content-type") == "application/json; charset=utf-8"
    assert answer.header("cache-control") == "no-store"
    assert answer.header("x-content-type-options") == "nosniff"
    assert answer.header("x-request-id")
    assert answer.header("set-cookie") is None
    assert (answer.header("allow") is not None) == (answer.status == 405)
    waits = kind in ("too_often", "budget_spent", "account_locked")
    assert (int(answer.header("retry-after") or 0) > 0) == waits


def services_of(function: str) -> Iterator[tuple[str, str | None]]:
    """The services behind a function, with the error that ends a call of each at once."""
    groups = load(ROOT / "functions" / function / "index.py").function.operation.groups
    for group, (service, code) in SERVICES.items():
        if group in groups and (function, service) not in ASKED_OF_NOBODY:
            yield service, code


@LANGUAGES
@pytest.mark.parametrize(
    "case", [one for one in CASES if one.outcome != "ok"], ids=lambda one: f"{one.operation}-{one.name}"
)
def test_a_failure_is_told_as_documented(here: HereProduct, case: Case, *, english: bool) -> None:
    check(play(here, case, english=english), case.outcome, english=english)


@LANGUAGES
@EVERY_ROUTE
def test_a_body_beyond_the_limit_is_refused(here: HereProduct, function: str, route: Route, *, english: bool) -> None:
    case = first_of(function, route)
    with Scene(here) as scene:
        ask = ask_of(json.loads(scene.fill(json.dumps(events.http_event(case)))))
        large = Ask(ask.method, ask.target, ask.headers, b"x" * (64 * 1024 + 1))
        large = large.with_headers(accept_language="en") if english else large
        check(over_wsgi(here.platform.handlers[function], large), "too_large", english=english)


@EVERY_ROUTE
def test_an_outage_behind_the_route_is_nobodys_fault_outside(here: HereProduct, function: str, route: Route) -> None:
    for service, code in services_of(function):
        case = first_of(function, route)
        with Scene(here, case.given) as scene:
            text = json.loads(scene.fill(json.dumps(events.http_event(case))))
            here.fault(service=service, operation="*", kind="error", times=100, **({"code": code} if code else {}))
            check(over_wsgi(here.platform.handlers[function], ask_of(text)), "unavailable")


@LANGUAGES
@EVERY_ROUTE
def test_a_deployment_without_its_settings_says_so_to_its_log_alone(
    here: HereProduct, function: str, route: Route, *, english: bool
) -> None:
    with Scene(here) as scene:
        ask = ask_of(json.loads(scene.fill(json.dumps(events.http_event(first_of(function, route))))))
        ask = ask.with_headers(accept_language="en") if english else ask
        with here.platform.environment(COOKIE_SECURE="neither on nor off"):
            answer = over_wsgi(here.platform.handlers[function], ask)
    check(answer, "internal", english=english)
    assert b"COOKIE_SECURE" not in answer.body


@EVERY_ROUTE
def test_a_preflight_is_answered_without_doing_anything(here: HereProduct, function: str, route: Route) -> None:
    case = first_of(function, route)
    with Scene(here) as scene:
        ask = ask_of(json.loads(scene.fill(json.dumps(events.http_event(case)))))
        own = here.cloud.local.environment["PUBLIC_URL"]
        answer = over_wsgi(here.platform.handlers[function], Ask("OPTIONS", ask.target).with_headers(origin=own))
        assert (answer.status, answer.body) == (204, b"")
        assert set(route.methods) <= set(str(answer.header("access-control-allow-methods")).split(", "))
        foreign = Ask("OPTIONS", ask.target).with_headers(origin="https://elsewhere.example")
        check(over_wsgi(here.platform.handlers[function], foreign), "foreign_origin")


@EVERY_ROUTE
def test_head_is_get_without_a_body_and_changes_nothing(here: HereProduct, function: str, route: Route) -> None:
    case = first_of(function, route)
    with Scene(here, case.given) as scene:
        ask = ask_of(json.loads(scene.fill(json.dumps(events.http_event(case)))))
        answer = over_wsgi(here.platform.handlers[function], Ask("HEAD", ask.target, ask.headers))
    assert answer.body == b""
    good = 404 if case.name == "anything" else 200
    # A GET that changes something because its document says so has no HEAD.
    assert answer.status == (good if "GET" in route.methods and not route.changes else 405)


@EVERY_ROUTE
def test_no_kind_that_the_code_can_raise_is_left_out(function: str, route: Route) -> None:
    module = load(ROOT / "functions" / function / "index.py")
    sys.modules[module.__name__] = module
    raised = {kind for kind in kinds_of(route.handle, module) if (function, kind) not in CAUGHT}
    swept = {case.outcome for case in CASES if case.operation == function and route_of(case) is route}
    assert raised - swept == set()


@pytest.mark.parametrize("function", sorted({name for name, _ in ROUTES}))
def test_every_function_is_asked_by_the_wrong_method_for_nobody_and_from_elsewhere(function: str) -> None:
    swept = {case.outcome for case in CASES if case.operation == function}
    assert "not_found" in swept
    if function != "web":
        assert {"method_not_allowed"} <= swept
    if any("POST" in route.methods for route in FUNCTIONS[function].routes) and function != "web":
        assert "foreign_origin" in swept
    if any(route.session == "required" for route in FUNCTIONS[function].routes):
        assert "not_signed_in" in swept


def test_every_number_that_these_routes_can_answer_was_answered() -> None:
    later = {1011, 1016, 1017}
    assert {FAILURES[case.outcome].code for case in CASES if case.outcome != "ok"} >= set(range(1000, 1020)) - later

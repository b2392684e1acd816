"""Whatever is sent to a route, the answer is a success or a refusal in the dialect, and a refusal keeps nothing."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import msgspec
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from menjin.contract.route import Route
from tests.contract.state import check_kept, kept
from tests.contract.test_sweep import EVERY_ROUTE, FUNCTIONS, document_of
from tests.functions.platform import Ask, HereProduct, Told, as_event, over_event, over_wsgi
from tests.functions.scenes import Scene

EXAMPLES = 20
FIELDS = ["captchaId", "system", "id", "requestContext", "events", "__proto__"]
"""Beside those that the route's own request type names."""
NASTY = [
    "",
    "\0",
    "..",
    "%00",
    "{0}",
    "%s",
    "\ud800",
    "１３９",
    "null",
    "13900000000",
    "张三",
    "a" * 300,
    "\r\nX: y",
    "\u202e",
]

line = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60)
text = st.one_of(st.sampled_from(NASTY), st.text(max_size=40))
values: SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), text),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(text, inner, max_size=3)),
    max_leaves=6,
)
types = st.sampled_from(
    ["application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", "", ";"]
)


def names(route: Route) -> list[str]:
    """The fields that mean something to the route, or may be taken to."""
    known = [] if route.shape is None else [one.encode_name for one in msgspec.structs.fields(route.shape)]
    return [*known, *FIELDS]


def bodies(fields: list[str]) -> SearchStrategy[bytes]:
    """What may stand in a request's body."""
    objects = st.dictionaries(st.one_of(st.sampled_from(fields), text), values, max_size=8)
    return st.one_of(
        st.just(b""),
        st.binary(max_size=200),
        objects.map(lambda found: json.dumps(found).encode()),
        values.map(lambda value: json.dumps(value).encode()),
        st.dictionaries(st.sampled_from(fields), line, max_size=5).map(
            lambda found: "&".join(f"{name}={quote(value, '%')}" for name, value in found.items()).encode()
        ),
    )


def queries(fields: list[str]) -> SearchStrategy[str]:
    """What may stand behind the path."""
    return st.lists(st.tuples(st.sampled_from(fields), line), max_size=4).map(
        lambda pairs: "&".join(f"{name}={value}" for name, value in pairs)
    )


def segments(part: str) -> SearchStrategy[str]:
    """What stands in the place of one part of a pattern."""
    if not part.startswith("{"):
        return st.just(part)
    spelt = st.one_of(text.map(lambda one: quote(one, safe="", errors="surrogatepass")), line)
    return st.one_of(st.just("platform"), spelt) if part == "{system}" else spelt


def requests(route: Route, system: str, token: str) -> SearchStrategy[Ask]:
    """Requests that are meant for the route, more or less."""
    path = st.tuples(*(segments(part) for part in route.pattern.strip("/").split("/"))).map("/".join)
    own = [f"{system}={token}", f"{system}={token}x", f"{system}=", f"{system}.kap=x", f"{system}.flow={'x' * 32}"]
    session = st.sampled_from([*own, f"{system}={token}; {system}.flow=x"])
    fields = names(route)
    headers = st.fixed_dictionaries(
        {"Content-Type": types, "Cookie": st.one_of(session, line)},
        optional=dict.fromkeys(("Authorization", "Token", "Accept-Language", "If-None-Match", "Accept"), line)
        | {"Content-Encoding": st.sampled_from(["gzip", "identity", "br"]), "X-Forwarded-For": line},
    )
    return st.builds(
        lambda method, where, query, given, body: Ask(
            method, f"/{where}?{query}" if query else f"/{where}", tuple(given.items()), body
        ),
        st.sampled_from([*route.methods, *route.methods, "GET", "POST", "PUT", "HEAD", "OPTIONS", "TRACE", "get"]),
        path,
        queries(fields),
        headers,
        bodies(fields),
    )


def refuse(function: str, route: Route, answer: Told) -> None:
    """The answer is a refusal in the route's form, or, for a path that is nobody's, in that of the function."""
    unknown = answer.status == 404 and route is not FUNCTIONS[function].routes[0]
    for one in (FUNCTIONS[function].routes[0], route) if unknown else (route,):
        with suppress(AssertionError, KeyError):
            document_of(one).refused(answer, one.pattern)
            return
    document_of(route).refused(answer, route.pattern)


@EVERY_ROUTE
def test_no_request_breaks_a_route(here: HereProduct, function: str, route: Route) -> None:
    system = "platform" if route.dialect.name == "A" else "qqsl"
    handler, document = here.platform.handlers[function], document_of(route)
    done: list[Ask] = []
    with Scene(here, system=system) as scene:
        token = scene["token"]
    before = kept(here)

    @settings(
        max_examples=EXAMPLES,
        # Requests are short as they are; to shorten one that fails takes minutes.
        phases=(Phase.generate,),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(ask=requests(route, system, token))
    def look(ask: Ask) -> None:
        for answer in (over_wsgi(handler, ask), over_event(handler, as_event(ask))):
            assert answer.header("x-content-type-options") == "nosniff"
            assert answer.status < 500
            if answer.status < 400 and document.is_success(answer):
                done.append(ask)
            elif ask.method != "HEAD":
                refuse(function, route, answer)

    look()
    # What succeeded may have kept something; where nothing did, nothing is kept.
    if not done:
        check_kept(here, before)

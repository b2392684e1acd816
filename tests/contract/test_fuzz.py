"""Whatever is sent to a route, the answer is a success or a refusal in the dialect, and a refusal keeps nothing."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from menjin.contract.route import Route
from tests.contract.state import check_kept, kept, refused
from tests.contract.test_sweep import EVERY_ROUTE
from tests.functions.platform import Ask, HereProduct, as_event, over_event, over_wsgi

EXAMPLES = 25
FIELDS = (
    "phone smsCode password name account token captcha captchaId type idNumber slot curPage pageSize system".split()
)
FIELDS += ["id", "bucket", "object", "upload", "requestContext", "events", "__proto__"]
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
objects = st.dictionaries(st.one_of(st.sampled_from(FIELDS), text), values, max_size=8)
bodies = st.one_of(
    st.just(b""),
    st.binary(max_size=200),
    objects.map(lambda fields: json.dumps(fields).encode()),
    values.map(lambda value: json.dumps(value).encode()),
    st.dictionaries(st.sampled_from(FIELDS), line, max_size=5).map(
        lambda fields: "&".join(f"{name}={quote(value, '%')}" for name, value in fields.items()).encode()
    ),
)
types = st.sampled_from(
    ["application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", "", ";"]
)
queries = st.lists(st.tuples(st.sampled_from(FIELDS), line), max_size=4).map(
    lambda pairs: "&".join(f"{name}={value}" for name, value in pairs)
)


def segments(part: str) -> SearchStrategy[str]:
    """What stands in the place of one part of a pattern."""
    if not part.startswith("{"):
        return st.just(part)
    spelt = st.one_of(text.map(lambda one: quote(one, safe="", errors="surrogatepass")), line)
    return st.one_of(st.just("platform"), spelt) if part == "{system}" else spelt


def requests(route: Route, token: str) -> SearchStrategy[Ask]:
    """Requests that are meant for the route, more or less."""
    path = st.tuples(*(segments(part) for part in route.pattern.strip("/").split("/"))).map("/".join)
    session = st.sampled_from([f"platform={token}", f"platform={token}x", "platform=", "platform.kap=x"])
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
        queries,
        headers,
        bodies,
    )


@EVERY_ROUTE
def test_no_request_breaks_a_route(here: HereProduct, function: str, route: Route) -> None:
    person = here.register()
    handler = here.platform.handlers[function]
    done: list[Ask] = []
    before = kept(here)

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(ask=requests(route, person.signed_in["token"]))
    def look(ask: Ask) -> None:
        for answer in (over_wsgi(handler, ask), over_event(handler, as_event(ask))):
            assert answer.header("x-content-type-options") == "nosniff"
            if answer.status < 400:
                done.append(ask)
            elif ask.method != "HEAD":
                refused(answer)
            else:
                assert answer.status < 500

    look()
    person.browser.close()
    # What succeeded may have kept something; where nothing did, nothing is kept.
    if not done:
        check_kept(here, before)

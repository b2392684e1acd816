"""Custom domains: routes, how they rewrite paths, and what of a domain is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import fc2
import pytest

from emulator.functions.documents import read_rewrites
from emulator.functions.errors import FcError
from emulator.functions.gateway.rewrites import rewritten
from tests.emulator.functions.calls import refusal, sdk
from tests.emulator.functions.conftest import Running, starting

ECHO = """
def handler(environ, start_response):
    start_response("200 OK", [])
    return [" ".join([environ["PATH_INFO"], environ["QUERY_STRING"], environ["fc.request_uri"]]).encode()]
"""


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running service with one function that says what it was asked for."""
    with starting(tmp_path_factory.mktemp("domains")) as (project, start):
        project.function("echo", ECHO, http=True)
        yield start()


@pytest.fixture(scope="module")
def client(cloud: Running) -> fc2.Client:
    """The vendor's client."""
    return sdk(cloud)


def rules(**kinds: list[tuple[str, str]]) -> dict[str, Any]:
    """A ``rewriteConfig``, as the API takes it."""
    pairs = {kind: [{"match": a, "replacement": b} for a, b in found] for kind, found in kinds.items()}
    return {f"{kind}Rules": found for kind, found in pairs.items()}


@pytest.mark.parametrize(
    ("config", "before", "after"),
    [
        (rules(equal=[("/old", "/new")]), "/old?x=1", "/new?x=1"),
        (rules(equal=[("/old", "/new")]), "/old/", "/old/"),
        (rules(wildcard=[("/api/*", "/$1")]), "/api/a/b", "/a/b"),
        (rules(wildcard=[("^/a/*/b/*", "/$2/$1")]), "/a/1/b/2", "/2/1"),
        (rules(wildcard=[("^/api/*", "/$1")]), "/v1/api/a", "/v1/api/a"),
        (rules(wildcard=[("/api/*", "/new/$1")]), "/v1/api/a", "/v1/new/a"),
        (rules(wildcard=[("/a.c/*", "/$1")]), "/abc/x", "/abc/x"),
        (rules(regex=[("^/api/.+?/(.*)", "/api/v2/$1")]), "/api/v1/users/7", "/api/v2/users/7"),
        (rules(regex=[("^/id/([0-9]+)$", "/get?id=$1")]), "/id/7?x=1", "/get?id=7&x=1"),
        (rules(regex=[("^/id", "/get?a=$3")]), "/id", "/get?a="),
        (rules(regex=[("^/a", r"\1")]), "/a", r"/\1"),
        (rules(equal=[("/a", "/first")], wildcard=[("/*", "/second")], regex=[("/", "/third")]), "/a", "/first"),
        (rules(equal=[("/a", "/first")], wildcard=[("/*", "/second")], regex=[("/", "/third")]), "/b", "/second"),
        (rules(wildcard=[("/a/*", "/b/$1"), ("/b/*", "/c/$1")]), "/a/x", "/b/x"),
        ({}, "/a?b", "/a?b"),
    ],
)
def test_the_first_rule_that_matches_is_applied(config: dict[str, Any], before: str, after: str) -> None:
    path, query = rewritten(read_rewrites(config), before.partition("?")[0], before.partition("?")[2])
    assert (f"{path}?{query}" if query else path) == after


@pytest.mark.parametrize(
    "config", [rules(regex=[("(", "/x")]), rules(equal=[("", "/x")]), {"wildcardRules": ["/a"]}, {"equalRules": [[]]}]
)
def test_rules_that_cannot_be(config: dict[str, Any]) -> None:
    with pytest.raises(FcError):
        read_rewrites(config)


def test_the_function_sees_the_rewritten_path(cloud: Running, client: fc2.Client) -> None:
    route = {"path": "/v1/*", "serviceName": "svc", "functionName": "echo", "methods": ["GET"]}
    rewriting = {**route, "rewriteConfig": rules(wildcard=[("^/v1/*", "/$1?from=v1")])}
    made = client.create_custom_domain("www.example.com", "HTTP", {"routes": [rewriting]}).data
    assert made["routeConfig"]["routes"][0]["rewriteConfig"] == rules(
        equal=[], wildcard=[("^/v1/*", "/$1?from=v1")], regex=[]
    )
    assert cloud.http.get("/v1/a%20b?q=1").text == "/a b from=v1&q=1 /a%20b?from=v1&q=1"
    assert cloud.http.post("/v1/a").json()["ErrorCode"] == "MethodNotAllowed"
    client.update_custom_domain("www.example.com", routeConfig={"routes": [route]})
    assert cloud.http.get("/v1/a").text == "/v1/a  /v1/a"
    client.delete_custom_domain("www.example.com")


def test_a_route_may_lead_to_what_does_not_exist_yet(cloud: Running, client: fc2.Client) -> None:
    route = {"path": "/*", "serviceName": "svc", "functionName": "later", "qualifier": None}
    client.create_custom_domain("www.example.com", "HTTP", {"routes": [route]})
    missing = cloud.http.get("/")
    assert (missing.status_code, missing.json()["ErrorCode"]) == (404, "FunctionNotFound")
    client.delete_custom_domain("www.example.com")


def test_a_private_key_is_never_kept(cloud: Running, client: fc2.Client) -> None:
    config = {"certName": "own", "certificate": "CERTIFICATE", "privateKey": "PRIVATE"}
    made = client.create_custom_domain("www.example.com", "HTTP,HTTPS", certConfig=config).data
    assert made["certConfig"] == {"certName": "own", "certificate": "CERTIFICATE", "privateKey": None}
    database = cloud.cloud.options.data / "fc"
    assert not any(b"PRIVATE" in path.read_bytes() for path in database.glob("functions.db*"))
    client.delete_custom_domain("www.example.com")


@pytest.mark.parametrize(
    ("name", "protocol", "path"),
    [("no domain", "HTTP", "/"), ("www.example.com", "FTP", "/"), ("www.example.com", "HTTP", "/a*")],
)
def test_domains_that_cannot_be(client: fc2.Client, name: str, protocol: str, path: str) -> None:
    routes = {"routes": [{"path": path, "serviceName": "svc", "functionName": "echo"}]}
    assert refusal(lambda: client.create_custom_domain(name, protocol, routes)) == (400, "InvalidArgument")

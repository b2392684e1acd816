"""Custom domains with their routes as JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from emulator.functions import rules
from emulator.functions.documents.fields import TIMES, Document, ensure, mapping, text, texts, uncapitalised
from emulator.functions.errors import invalid
from emulator.functions.model import Domain, Rewrite, RewriteKind, Route
from emulator.shared.options import ACCOUNT

_PROTOCOLS = ("HTTP", "HTTPS", "HTTP,HTTPS")


def domain(value: Domain) -> dict[str, Any]:
    """A custom domain as the API shows it: never with the private key of its certificate."""
    return {
        "domainName": value.name,
        "accountId": ACCOUNT,
        "protocol": value.protocol,
        "apiVersion": "2016-08-15",
        "routeConfig": {"routes": [_route(route) for route in value.routes]},
        **value.extra,
    }


def _route(route: Route) -> dict[str, Any]:
    document = {
        "path": route.path,
        "serviceName": route.service,
        "functionName": route.function,
        "qualifier": route.qualifier,
        "methods": list(route.methods),
    }
    return {**document, "rewriteConfig": _rewrites(route.rewrites)} if route.rewrites else document


def _rewrites(rewrites: tuple[Rewrite, ...]) -> dict[str, Any]:
    return {
        f"{kind}Rules": [{"match": one.match, "replacement": one.replacement} for one in rewrites if one.kind == kind]
        for kind in get_args(RewriteKind)
    }


def read_domain(document: Document, before: Domain | None = None) -> Domain:
    """A custom domain as a client describes it."""
    base = before or Domain(text(document, "domainName"))
    ensure(rules.domain(base.name))
    raw = uncapitalised(mapping(document, "routeConfig")).get("routes")
    if raw is not None and not isinstance(raw, list):
        raise invalid("routes: a list of objects is expected")
    routes = base.routes if raw is None else tuple(map(_read_route, raw))
    protocol = text(document, "protocol", base.protocol) or base.protocol
    if protocol not in _PROTOCOLS:
        raise invalid(f"protocol '{protocol}': {', '.join(_PROTOCOLS)} are expected")
    extra = {key: document[key] for key in TIMES if document.get(key) is not None}
    certificate = _certificate(mapping(document, "certConfig"))
    return replace(base, protocol=protocol, routes=routes, extra={**base.extra, **extra, **certificate})


stored_domain = domain
"""A custom domain as it is kept on disk: nothing is kept that is not shown."""


def _certificate(config: Document) -> dict[str, Any]:
    """Name and certificate; the key is read by nobody here, so it is not kept."""
    if not config:
        return {}
    kept = {key: text(config, key) for key in ("certName", "certificate")}
    return {"certConfig": {**kept, "privateKey": None}}


def _read_route(document: Any) -> Route:
    if not isinstance(document, dict):
        raise invalid("routes: a list of objects is expected")
    path, methods = text(document, "path"), texts(document, "methods")
    ensure([*rules.route(path), *(rules.methods(methods) if methods else [])])
    rewrites = read_rewrites(mapping(document, "rewriteConfig"))
    qualifier = text(document, "qualifier")
    return Route(
        path, text(document, "serviceName"), text(document, "functionName"), methods, qualifier, tuple(rewrites)
    )


def read_rewrites(config: Document) -> list[Rewrite]:
    """The rules of a route, exact ones first and expressions last."""
    found = []
    for kind in get_args(RewriteKind):
        for rule in config.get(f"{kind}Rules") or []:
            if not isinstance(rule, dict):
                raise invalid(f"{kind}Rules: a list of objects is expected")
            rewrite = Rewrite(kind, text(rule, "match"), text(rule, "replacement"))
            ensure(rules.rewrite(rewrite))
            found.append(rewrite)
    return found

"""Services and custom domains as JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from emulator.functions import rules
from emulator.functions.documents.fields import TIMES, Document, ensure, identity, mapping, text, texts
from emulator.functions.errors import invalid
from emulator.functions.model import Domain, Route, Service
from emulator.shared.options import ACCOUNT

_SERVICE_EXTRA = ("internetAccess", "vpcConfig", "nasConfig", "tracingConfig")


def service(value: Service) -> dict[str, Any]:
    """A service as the API shows it."""
    return {
        "serviceName": value.name,
        "serviceId": identity(value.name),
        "description": value.description,
        "role": value.role,
        "logConfig": {"project": value.log_project, "logstore": value.log_store},
        **value.extra,
    }


def read_service(document: Document, before: Service | None = None) -> Service:
    """A service as a client describes it."""
    base = before or Service(text(document, "serviceName"))
    ensure(rules.name(base.name))
    log = mapping(document, "logConfig")
    extra = {key: document[key] for key in (*_SERVICE_EXTRA, *TIMES) if document.get(key) is not None}
    return replace(
        base,
        description=text(document, "description", base.description),
        role=text(document, "role", base.role),
        log_project=text(log, "project", base.log_project),
        log_store=text(log, "logstore", base.log_store),
        extra={**base.extra, **extra},
    )


def domain(value: Domain) -> dict[str, Any]:
    """A custom domain as the API shows it."""
    return {
        "domainName": value.name,
        "accountId": ACCOUNT,
        "protocol": value.protocol,
        "apiVersion": "2016-08-15",
        "routeConfig": {
            "routes": [
                {
                    "path": route.path,
                    "serviceName": route.service,
                    "functionName": route.function,
                    "qualifier": "",
                    "methods": list(route.methods),
                }
                for route in value.routes
            ]
        },
        **value.extra,
    }


def read_domain(document: Document, before: Domain | None = None) -> Domain:
    """A custom domain as a client describes it."""
    base = before or Domain(text(document, "domainName"))
    if not base.name:
        raise invalid("domainName is required")
    config = mapping(document, "routeConfig")
    raw = config.get("routes", config.get("Routes"))
    routes = base.routes if raw is None else tuple(map(_read_route, raw))
    extra = {key: document[key] for key in ("certConfig", *TIMES) if document.get(key) is not None}
    protocol = text(document, "protocol", base.protocol)
    return replace(base, protocol=protocol, routes=routes, extra={**base.extra, **extra})


def _read_route(document: Any) -> Route:
    if not isinstance(document, dict):
        raise invalid("routes: a list of objects is expected")
    if document.get("rewriteConfig"):
        raise invalid("rewriteConfig is not emulated")
    if text(document, "qualifier") not in ("", "LATEST"):
        raise invalid("qualifier: versions and aliases are not emulated")
    path, methods = text(document, "path"), texts(document, "methods")
    ensure([*rules.route(path), *(rules.methods(methods) if methods else [])])
    return Route(path, text(document, "serviceName"), text(document, "functionName"), methods)

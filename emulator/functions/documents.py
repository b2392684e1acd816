"""The API's JSON documents and the values they stand for.

``service``, ``function``, ``trigger``, ``domain``, ``async_config`` write a document as the API answers it; their
``read_`` counterparts take what a client sent over what was there before, and raise ``FcError`` InvalidArgument.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from emulator.functions import cron, rules
from emulator.functions.errors import invalid
from emulator.functions.model import (
    AsyncConfig,
    Domain,
    Function,
    Generation,
    Hook,
    HttpTrigger,
    OssTrigger,
    Route,
    Service,
    TimerTrigger,
    Trigger,
)
from emulator.shared.options import ACCOUNT, REGION

Document = Mapping[str, Any]
_SERVICE_EXTRA = ("internetAccess", "vpcConfig", "nasConfig", "tracingConfig")
_FUNCTION_EXTRA = ("instanceConcurrency", "instanceType", "caPort", "customContainerConfig", "customDNS")
_TIMES = ("createdTime", "lastModifiedTime")


def ensure(problems: Iterable[str]) -> None:
    """Raise InvalidArgument with what a rule found, if anything."""
    found = list(problems)
    if found:
        raise invalid("; ".join(found))


def text(document: Document, key: str, default: str = "") -> str:
    """A text of a document; null counts as absent."""
    value = document.get(key)
    if value is None:
        return default
    if not isinstance(value, str):
        raise invalid(f"{key}: a text is expected")
    return value


def number(document: Document, key: str, default: int) -> int:
    """A whole number of a document; null counts as absent."""
    value = document.get(key)
    if value is None:
        return default
    if not rules.integer(value):
        raise invalid(f"{key}: a whole number is expected")
    return int(value)


def mapping(document: Document, key: str) -> dict[str, Any]:
    """A map of a document; null counts as absent."""
    value = document.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise invalid(f"{key}: an object is expected")
    return value


def texts(document: Document, key: str) -> tuple[str, ...]:
    """A list of texts of a document; null counts as absent."""
    value = document.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise invalid(f"{key}: a list of texts is expected")
    return tuple(value)


def _identity(*names: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "acs:fc:" + "/".join(names)))


def service(value: Service) -> dict[str, Any]:
    """A service as the API shows it."""
    return {
        "serviceName": value.name,
        "serviceId": _identity(value.name),
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
    extra = {key: document[key] for key in (*_SERVICE_EXTRA, *_TIMES) if document.get(key) is not None}
    return replace(
        base,
        description=text(document, "description", base.description),
        role=text(document, "role", base.role),
        log_project=text(log, "project", base.log_project),
        log_store=text(log, "logstore", base.log_store),
        extra={**base.extra, **extra},
    )


def function(value: Function) -> dict[str, Any]:
    """A function as the API shows it."""
    return {
        "functionName": value.name,
        "functionId": _identity(*value.key),
        "description": value.description,
        "runtime": value.runtime,
        "handler": value.handler,
        "timeout": value.timeout,
        "memorySize": value.memory,
        "environmentVariables": dict(value.environment),
        "layers": list(value.layers),
        "initializer": value.initializer.handler if value.initializer else "",
        "initializationTimeout": value.initializer.timeout if value.initializer else 3,
        "instanceLifecycleConfig": {
            "preFreeze": _hook(value.pre_freeze),
            "preStop": _hook(value.pre_stop),
        },
        "codeSize": 0,
        "codeChecksum": "",
        **value.extra,
    }


def _hook(hook: Hook | None) -> dict[str, Any]:
    return {"handler": hook.handler, "timeout": hook.timeout} if hook else {"handler": "", "timeout": 0}


def read_function(document: Document, before: Function) -> Function:
    """A function as a client describes it, over ``before`` (which holds the defaults when it is new)."""
    ensure(rules.name(before.name))
    variables = mapping(document, "environmentVariables") if "environmentVariables" in document else before.environment
    if not all(isinstance(one, str) for one in variables.values()):
        raise invalid("environmentVariables: values are texts")
    lifecycle = mapping(document, "instanceLifecycleConfig") or mapping(document, "InstanceLifecycleConfig")
    extra = {key: document[key] for key in (*_FUNCTION_EXTRA, *_TIMES) if document.get(key) is not None}
    if extra.get("instanceConcurrency", 1) not in (0, 1) or extra.get("customContainerConfig"):
        raise invalid("instanceConcurrency above 1 and custom containers are not emulated")
    after = replace(
        before,
        handler=text(document, "handler", before.handler),
        runtime=text(document, "runtime", before.runtime),
        timeout=number(document, "timeout", before.timeout),
        memory=number(document, "memorySize", before.memory),
        description=text(document, "description", before.description),
        environment=dict(variables),
        layers=texts(document, "layers") if document.get("layers") is not None else before.layers,
        initializer=_read_initializer(document, before.initializer),
        pre_freeze=_read_hook(lifecycle, "preFreeze", before.pre_freeze),
        pre_stop=_read_hook(lifecycle, "preStop", before.pre_stop),
        extra={**before.extra, **extra},
    )
    _check(after)
    return after


def _check(value: Function) -> None:
    ensure(rules.handler_shape(value.handler))
    ensure(rules.runtime(value.runtime))
    ensure(rules.timeout(value.timeout))
    ensure(rules.memory(value.memory))
    ensure(rules.environment(value.environment))
    ensure(rules.layers(value.layers))


def _read_initializer(document: Document, before: Hook | None) -> Hook | None:
    if "initializer" not in document and "initializationTimeout" not in document:
        return before
    handler = text(document, "initializer", before.handler if before else "")
    timeout = number(document, "initializationTimeout", before.timeout if before else 3)
    if not handler:
        return None
    ensure([*rules.handler_shape(handler), *rules.timeout(timeout, 300)])
    return Hook(handler, timeout)


def _read_hook(lifecycle: Document, key: str, before: Hook | None) -> Hook | None:
    spelt = key if key in lifecycle else key[0].upper() + key[1:]
    if spelt not in lifecycle:
        return before
    hook = mapping(lifecycle, spelt)
    handler = text(hook, "handler", text(hook, "Handler"))
    if not handler:
        return None
    timeout = number(hook, "timeout", number(hook, "Timeout", 3))
    ensure([*rules.handler_shape(handler), *rules.timeout(timeout, 90)])
    return Hook(handler, timeout)


def trigger(value: Trigger) -> dict[str, Any]:
    """A trigger as the API shows it."""
    document: dict[str, Any] = {"triggerName": value.name, "qualifier": "", "sourceArn": "", "invocationRole": ""}
    if isinstance(value, HttpTrigger):
        config: dict[str, Any] = {"authType": value.auth, "methods": list(value.methods)}
        return {**document, "triggerType": "http", "triggerConfig": config}
    if isinstance(value, TimerTrigger):
        config = {"cronExpression": value.expression, "payload": value.payload, "enable": value.enable}
        return {**document, "triggerType": "timer", "triggerConfig": config}
    config = {"events": list(value.events), "filter": {"key": {"prefix": value.prefix, "suffix": value.suffix}}}
    arn = f"acs:oss:{REGION}:{ACCOUNT}:{value.bucket}"
    return {
        **document,
        "triggerType": "oss",
        "sourceArn": arn,
        "invocationRole": value.role,
        "triggerConfig": config,
    }


def read_trigger(document: Document) -> Trigger:
    """A trigger as a client describes it; an update is laid over the former document before it comes here."""
    name, kind = text(document, "triggerName"), text(document, "triggerType").lower()
    ensure(rules.name(name))
    if text(document, "qualifier") not in ("", "LATEST"):
        raise invalid("qualifier: versions and aliases are not emulated")
    config = mapping(document, "triggerConfig")
    if kind == "http":
        return _read_http(name, config)
    if kind == "timer":
        return _read_timer(name, config)
    if kind == "oss":
        return _read_oss(name, config, document)
    raise invalid(f"triggerType '{kind}' is not emulated; emulated are http, timer, oss")


def _read_http(name: str, config: Document) -> HttpTrigger:
    auth, methods = text(config, "authType").lower(), texts(config, "methods")
    if auth not in ("anonymous", "function"):
        raise invalid(f"authType '{auth}' is not emulated; emulated are anonymous, function")
    ensure(rules.methods(methods))
    return HttpTrigger(name, cast("Any", auth), methods)


def _read_timer(name: str, config: Document) -> TimerTrigger:
    expression, enable = text(config, "cronExpression"), config.get("enable", False)
    try:
        schedule = cron.parse(expression)
    except ValueError as problem:
        raise invalid(f"cronExpression: {problem}") from problem
    if not isinstance(enable, bool):
        raise invalid("enable: true or false is expected")
    return TimerTrigger(name, expression, schedule, text(config, "payload"), enable)


def _read_oss(name: str, config: Document, document: Document) -> OssTrigger:
    events = texts(config, "events")
    ensure(rules.oss_events(events))
    arn = text(document, "sourceArn").split(":")
    if len(arn) != 5 or arn[:2] != ["acs", "oss"] or not arn[4]:
        raise invalid("sourceArn: acs:oss:{region}:{account}:{bucket} is expected")
    outer = mapping(config, "filter") or mapping(config, "Filter")
    key = mapping(outer, "key") or mapping(outer, "Key")
    return OssTrigger(
        name=name,
        bucket=arn[4],
        events=events,
        prefix=text(key, "prefix", text(key, "Prefix")),
        suffix=text(key, "suffix", text(key, "Suffix")),
        role=text(document, "invocationRole"),
    )


def async_config(value: AsyncConfig) -> dict[str, Any]:
    """Asynchronous settings as the API shows them."""
    destination = {}
    if value.on_success:
        destination["onSuccess"] = {"destination": value.on_success}
    if value.on_failure:
        destination["onFailure"] = {"destination": value.on_failure}
    return {
        "maxAsyncRetryAttempts": value.retries,
        "maxAsyncEventAgeInSeconds": value.max_age,
        "statefulInvocation": value.stateful,
        "destinationConfig": destination,
    }


def read_async_config(document: Document) -> AsyncConfig:
    """Asynchronous settings as a client describes them."""
    destination = mapping(document, "destinationConfig")
    arns = [text(mapping(destination, key), "destination") for key in ("onSuccess", "onFailure")]
    if any(arn and rules.destination(arn) is None for arn in arns):
        raise invalid("destinationConfig: only functions are emulated as destinations")
    if document.get("statefulInvocation"):
        raise invalid("statefulInvocation is not emulated")
    retries = number(document, "maxAsyncRetryAttempts", 3)
    max_age = number(document, "maxAsyncEventAgeInSeconds", 86400)
    ensure([*rules.retries(retries), *rules.event_age(max_age)])
    return AsyncConfig(retries, max_age, arns[0] or None, arns[1] or None)


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
    extra = {key: document[key] for key in ("certConfig", *_TIMES) if document.get(key) is not None}
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


def stored_function(value: Function) -> dict[str, Any]:
    """A function as it is kept on disk: its document with all that belongs to it."""
    return {
        "service": value.service,
        "code": str(value.code),
        "generation": value.generation,
        "extra": dict(value.extra),
        "function": function(value),
        "triggers": [trigger(one) for one in value.triggers],
        "async": async_config(value.asynchronous) if value.asynchronous else None,
    }


def restored_function(stored: dict[str, Any]) -> Function:
    """The counterpart of :func:`stored_function`."""
    document = stored["function"]
    base = Function(stored["service"], document["functionName"], "", "", Path(stored["code"]))
    return replace(
        read_function(document, base),
        triggers=tuple(map(read_trigger, stored["triggers"])),
        asynchronous=read_async_config(stored["async"]) if stored["async"] else None,
        generation=cast("Generation", stored["generation"]),
        extra=stored["extra"],
    )

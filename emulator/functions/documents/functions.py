"""Functions and their asynchronous settings as JSON."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from emulator.functions import rules
from emulator.functions.documents.fields import TIMES, Document, ensure, identity, mapping, number, text, texts
from emulator.functions.documents.triggers import read_trigger, trigger
from emulator.functions.errors import invalid
from emulator.functions.model import AsyncConfig, Function, Generation, Hook

_FUNCTION_EXTRA = ("instanceConcurrency", "instanceType", "caPort", "customContainerConfig", "customDNS")


def function(value: Function) -> dict[str, Any]:
    """A function as the API shows it."""
    return {
        "functionName": value.name,
        "functionId": identity(*value.key),
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
    extra = {key: document[key] for key in (*_FUNCTION_EXTRA, *TIMES) if document.get(key) is not None}
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
        "statefulInvocation": False,
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

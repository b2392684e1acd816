"""Functions as JSON."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from emulator.functions import rules
from emulator.functions.documents.asynchronous import async_config, read_async_config
from emulator.functions.documents.fields import (
    TIMES,
    Document,
    ensure,
    identity,
    mapping,
    number,
    text,
    texts,
    uncapitalised,
)
from emulator.functions.documents.triggers import read_trigger, trigger
from emulator.functions.errors import invalid
from emulator.functions.model import Function, Generation, Hook

_FUNCTION_EXTRA = ("instanceConcurrency", "instanceType", "caPort", "customContainerConfig", "customDNS")


def function(value: Function) -> dict[str, Any]:
    """A function as the API shows it."""
    return {
        "functionName": value.name,
        "functionId": identity(value.service, value.name),
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
        "instanceConcurrency": 1,
        "instanceType": "e1",
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
    lifecycle = uncapitalised(mapping(uncapitalised(document), "instanceLifecycleConfig"))
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
    ensure(f"Runtime is set to an invalid value: {problem}" for problem in rules.runtime(value.runtime))
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
    if key not in lifecycle:
        return before
    hook = uncapitalised(mapping(lifecycle, key))
    handler, timeout = text(hook, "handler"), number(hook, "timeout", 3)
    if not handler:
        return None
    ensure([*rules.handler_shape(handler), *rules.timeout(timeout, 90)])
    return Hook(handler, timeout)


def stored_function(value: Function, home: Path) -> dict[str, Any]:
    """A function as it is kept on disk: its document with all that belongs to it.

    Code under ``home`` is named from there, so that all of it can be moved together.
    """
    return {
        "service": value.service,
        "version": value.version,
        "code": str(value.code.relative_to(home) if value.code.is_relative_to(home) else value.code),
        "extra": dict(value.extra),
        "function": function(value),
        "triggers": [trigger(one) for one in value.triggers],
        "async": async_config(value.asynchronous) if value.asynchronous else None,
    }


def restored_function(stored: dict[str, Any], home: Path, generation: Generation) -> Function:
    """The counterpart of :func:`stored_function`, for a run in which functions are called in the way ``generation``."""
    document = stored["function"]
    base = Function(stored["service"], document["functionName"], "", "", home / stored["code"])
    return replace(
        read_function(document, base),
        triggers=tuple(map(read_trigger, stored["triggers"])),
        asynchronous=read_async_config(stored["async"]) if stored["async"] else None,
        generation=generation,
        extra=stored["extra"],
        version=stored.get("version", ""),
    )

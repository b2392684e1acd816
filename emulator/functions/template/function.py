"""One function of the template, with its triggers."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from emulator.functions import cron, rules
from emulator.functions.model import AsyncConfig, Function, Hook, HttpTrigger, OssTrigger, TimerTrigger, Trigger
from emulator.functions.template.problems import Node

_TYPES = ("HTTP", "Timer", "OSS")


def read_function(node: Node, service: str, name: str, folder: Path) -> Function:
    """A function as the template declares it; ``folder`` is where ``CodeUri`` starts."""
    properties = node.node("Properties", required=True)
    code = _code(properties, folder)
    handler = properties.text("Handler", required=True, check=rules.handler_shape)
    if code.is_dir():
        properties.check(rules.handler_file(handler, code), "Handler")
    runtime = properties.text("Runtime", required=True, check=rules.runtime)
    layers = properties.texts("Layers")
    properties.check(rules.layers(layers), "Layers")
    timeout = properties.number("Timeout", 3, rules.timeout)
    hooks = properties.node("InstanceLifecycleConfig")
    function = Function(
        service=service,
        name=name,
        handler=handler,
        runtime=runtime,
        code=code,
        timeout=timeout,
        memory=properties.number("MemorySize", 128, rules.memory),
        description=properties.text("Description"),
        environment=_environment(properties),
        layers=layers,
        initializer=_initializer(properties),
        pre_freeze=_hook(hooks, "PreFreeze"),
        pre_stop=_hook(hooks, "PreStop"),
        triggers=_triggers(node),
        asynchronous=_asynchronous(properties) if properties.has("AsyncConfiguration") else None,
    )
    properties.number("InstanceConcurrency", 1, lambda value: [] if value == 1 else ["only 1 is emulated"])
    properties.text("InstanceType")
    hooks.close()
    properties.close()
    node.close()
    return function


def _code(properties: Node, folder: Path) -> Path:
    uri = properties.text("CodeUri", required=True)
    if uri.startswith("oss://") or uri.endswith(".zip"):
        properties.wrong("a folder is expected; archives are not emulated", "CodeUri")
    code = (folder / uri).resolve()
    if uri and not code.is_dir():
        properties.wrong(f"there is no folder {uri}", "CodeUri")
    return code


def _environment(properties: Node) -> dict[str, str]:
    node = properties.node("EnvironmentVariables")
    values = {name: node.text(name) for name in node.value}
    node.check(rules.environment(values))
    return values


def _initializer(properties: Node) -> Hook | None:
    timeout = properties.number("InitializationTimeout", 3, lambda value: rules.timeout(value, 300))
    handler = properties.text("Initializer", check=rules.handler_shape)
    return Hook(handler, timeout) if handler else None


def _hook(hooks: Node, key: str) -> Hook | None:
    if not hooks.has(key):
        return None
    node = hooks.node(key)
    handler = node.text("Handler", required=True, check=rules.handler_shape)
    hook = Hook(handler, node.number("Timeout", 3, lambda value: rules.timeout(value, 90)))
    node.close()
    return hook


def _asynchronous(properties: Node) -> AsyncConfig:
    node = properties.node("AsyncConfiguration")
    destination = node.node("Destination", required=True)
    config = AsyncConfig(
        retries=node.number("MaxAsyncRetryAttempts", 3, rules.retries),
        max_age=node.number("MaxAsyncEventAgeInSeconds", 86400, rules.event_age),
        on_success=_destination(destination, "OnSuccess"),
        on_failure=_destination(destination, "OnFailure"),
    )
    if node.boolean("StatefulInvocation", default=False):
        node.wrong("not emulated", "StatefulInvocation")
    destination.close()
    node.close()
    return config


def _destination(node: Node, key: str) -> str | None:
    arn = node.text(key)
    if arn and rules.destination(arn) is None:
        node.wrong("only functions are emulated as destinations", key)
    return arn or None


def _triggers(node: Node) -> tuple[Trigger, ...]:
    events = node.node("Events")
    found = []
    for name in events.value:
        event = events.node(name)
        event.check(rules.name(name))
        kind = event.text("Type", required=True)
        properties = event.node("Properties", required=True)
        if kind not in _TYPES:
            event.wrong(f"'{kind}' is not emulated; emulated are {', '.join(_TYPES)}", "Type")
            continue
        properties.text("InvocationRole")
        if properties.text("Qualifier", "LATEST") != "LATEST":
            properties.wrong("versions and aliases are not emulated", "Qualifier")
        found.append({"HTTP": _http, "Timer": _timer, "OSS": _oss}[kind](properties, name))
        properties.close()
        event.close()
    events.check(rules.one_way_in(found))
    return tuple(found)


def _http(properties: Node, name: str) -> Trigger:
    auth = properties.text("AuthType", required=True).lower()
    if auth not in ("anonymous", "function"):
        properties.wrong("ANONYMOUS or FUNCTION is expected", "AuthType")
    methods = properties.texts("Methods", required=True)
    properties.check(rules.methods(methods), "Methods")
    return HttpTrigger(name, cast("Any", auth), methods)


def _timer(properties: Node, name: str) -> Trigger:
    expression = properties.text("CronExpression", required=True)
    schedule: cron.Schedule = cron.Every(3600)
    try:
        schedule = cron.parse(expression)
    except ValueError as problem:
        properties.wrong(str(problem), "CronExpression")
    if not properties.has("Enable"):
        properties.wrong("Enable is required: say whether the timer runs")
    enable = properties.boolean("Enable", default=True)
    return TimerTrigger(name, expression, schedule, properties.text("Payload"), enable)


def _oss(properties: Node, name: str) -> Trigger:
    events = properties.texts("Events", required=True)
    properties.check(rules.oss_events(events), "Events")
    bucket = properties.text("BucketName", required=True)
    if not properties.has("InvocationRole"):
        properties.wrong("InvocationRole is required: without it Funcraft creates a role in the cloud")
    outer = properties.node("Filter")
    key = outer.node("Key", required=properties.has("Filter"))
    trigger = OssTrigger(
        name=name,
        bucket=bucket,
        events=events,
        prefix=key.text("Prefix", required=outer.has("Key")),
        suffix=key.text("Suffix", required=outer.has("Key")),
        role=properties.text("InvocationRole"),
    )
    key.close()
    outer.close()
    return trigger

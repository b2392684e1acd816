"""Triggers as JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from emulator.functions import cron, rules
from emulator.functions.documents.fields import Document, ensure, mapping, text, texts, times, uncapitalised
from emulator.functions.errors import FcError, invalid
from emulator.functions.model import HttpTrigger, OssTrigger, TimerTrigger, Trigger
from emulator.shared.options import ACCOUNT, REGION


def trigger(value: Trigger) -> dict[str, Any]:
    """A trigger as the API shows it."""
    document: dict[str, Any] = {
        "triggerName": value.name,
        "description": value.description,
        "qualifier": value.qualifier,
        "sourceArn": None,
        "invocationRole": "",
        **value.times,
    }
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
    config = mapping(document, "triggerConfig")
    found: Trigger
    if kind == "http":
        found = _read_http(name, config)
    elif kind == "timer":
        found = _read_timer(name, config)
    elif kind == "oss":
        found = _read_oss(name, config, document)
    else:
        raise _unknown(kind)
    qualifier, description = text(document, "qualifier"), text(document, "description")
    return replace(found, qualifier=qualifier, description=description, times=times(document))


def _unknown(kind: str) -> FcError:
    return invalid(f"triggerType '{kind}' is not emulated; emulated are http, timer, oss")


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
    outer = uncapitalised(mapping(uncapitalised(config), "filter"))
    key = uncapitalised(mapping(outer, "key"))
    return OssTrigger(
        name=name,
        bucket=arn[4],
        events=events,
        prefix=text(key, "prefix"),
        suffix=text(key, "suffix"),
        role=text(document, "invocationRole"),
    )

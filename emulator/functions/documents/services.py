"""Services, their versions and aliases as JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from emulator.functions import rules
from emulator.functions.documents.fields import TIMES, Document, ensure, identity, mapping, text, times, truth
from emulator.functions.errors import invalid
from emulator.functions.model import Alias, Service, Version

_NETWORK = {"vpcId": "", "vSwitchIds": [], "securityGroupId": ""}
_NAS = {"userId": -1, "groupId": -1, "mountPoints": []}
_TRACING = {"type": None, "params": None}
_SERVICE_EXTRA = ("internetAccess", "vpcConfig", "nasConfig", "tracingConfig")
_METRICS = ("enableRequestMetrics", "enableInstanceMetrics")


def service(value: Service) -> dict[str, Any]:
    """A service as the API shows it."""
    extra = dict(value.extra)
    metrics = {key: extra.pop(key, False) for key in _METRICS}
    return {
        "serviceName": value.name,
        "serviceId": identity(value.name),
        "description": value.description,
        "role": value.role,
        "logConfig": {"project": value.log_project, "logstore": value.log_store, **metrics},
        "internetAccess": True,
        **extra,
        "vpcConfig": {**_NETWORK, **(extra.get("vpcConfig") or {})},
        "nasConfig": {**_NAS, **(extra.get("nasConfig") or {})},
        "tracingConfig": {**_TRACING, **(extra.get("tracingConfig") or {})},
    }


def read_service(document: Document, before: Service | None = None) -> Service:
    """A service as a client describes it."""
    base = before or Service(text(document, "serviceName"))
    ensure(rules.name(base.name))
    log = mapping(document, "logConfig")
    for key in _SERVICE_EXTRA[1:]:
        mapping(document, key)
    truth(document, "internetAccess", default=True)
    extra = {key: document[key] for key in (*_SERVICE_EXTRA, *TIMES) if document.get(key) is not None}
    metrics = {key: truth(log, key, default=False) for key in _METRICS if key in log}
    return replace(
        base,
        description=text(document, "description", base.description),
        role=text(document, "role", base.role),
        log_project=text(log, "project", base.log_project),
        log_store=text(log, "logstore", base.log_store),
        extra={**base.extra, **extra, **metrics},
    )


def stored_service(value: Service) -> dict[str, Any]:
    """A service as it is kept on disk."""
    return {**service(value), "tags": dict(value.tags)}


def restored_service(stored: dict[str, Any]) -> Service:
    """The counterpart of :func:`stored_service`."""
    return replace(read_service(stored), tags=mapping(stored, "tags"))


def version(value: Version) -> dict[str, Any]:
    """A published version as the API shows it."""
    return {"versionId": value.number, "description": value.description, **value.times}


def stored_version(value: Version) -> dict[str, Any]:
    """A version as it is kept on disk."""
    return {**version(value), "service": service(value.service)}


def restored_version(stored: dict[str, Any]) -> Version:
    """The counterpart of :func:`stored_version`."""
    return Version(read_service(stored["service"]), stored["versionId"], stored["description"], times(stored))


def alias(value: Alias) -> dict[str, Any]:
    """An alias as the API shows it."""
    return {
        "aliasName": value.name,
        "versionId": value.version,
        "description": value.description,
        "additionalVersionWeight": dict(value.weights),
        **value.times,
    }


def read_alias(document: Document, before: Alias) -> Alias:
    """An alias as a client describes it, over ``before``; whether its versions exist is not asked here."""
    ensure(rules.alias(before.name))
    raw = document.get("additionalVersionWeight")
    weights = before.weights if raw is None else _weights(mapping(document, "additionalVersionWeight"))
    number = text(document, "versionId", before.version) or before.version
    if not number:
        raise invalid("versionId is required")
    return replace(
        before,
        version=number,
        description=text(document, "description", before.description),
        weights=weights,
        times={**before.times, **times(document)},
    )


def _weights(raw: Document) -> dict[str, float]:
    values = list(raw.values())
    if not all(isinstance(one, (int, float)) and not isinstance(one, bool) and 0 <= one <= 1 for one in values):
        raise invalid("additionalVersionWeight: weights are numbers from 0 to 1")
    if sum(values) > 1 or len(values) > 1:
        raise invalid("additionalVersionWeight: one additional version, with at most all of the calls")
    return {str(number): float(weight) for number, weight in raw.items()}


def stored_alias(value: Alias) -> dict[str, Any]:
    """An alias as it is kept on disk."""
    return {**alias(value), "service": value.service}


def restored_alias(stored: dict[str, Any]) -> Alias:
    """The counterpart of :func:`stored_alias`."""
    return read_alias(stored, Alias(stored["service"], stored["aliasName"], ""))

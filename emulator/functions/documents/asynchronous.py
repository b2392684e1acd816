"""How asynchronous invocations are treated, as JSON."""

from __future__ import annotations

from typing import Any

from emulator.functions import rules
from emulator.functions.documents.fields import Document, ensure, mapping, number, text, times, truth, uncapitalised
from emulator.functions.errors import invalid
from emulator.functions.model import AsyncConfig


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
        **value.times,
    }


def read_async_config(sent: Document) -> AsyncConfig:
    """Asynchronous settings as a client describes them."""
    document = uncapitalised(sent)
    destination = uncapitalised(mapping(document, "destinationConfig"))
    arns = [_destination(destination, key) for key in ("onSuccess", "onFailure")]
    if any(arn and rules.destination(arn) is None for arn in arns):
        raise invalid("destinationConfig: only functions are emulated as destinations")
    if truth(document, "statefulInvocation", default=False):
        raise invalid("statefulInvocation is not emulated")
    retries = number(document, "maxAsyncRetryAttempts", 3)
    max_age = number(document, "maxAsyncEventAgeInSeconds", 86400)
    ensure([*rules.retries(retries), *rules.event_age(max_age)])
    return AsyncConfig(retries, max_age, arns[0] or None, arns[1] or None, times(sent))


def _destination(destinations: Document, key: str) -> str:
    return text(uncapitalised(mapping(destinations, key)), "destination")

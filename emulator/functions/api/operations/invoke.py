"""InvokeFunction, in both its ways."""

from __future__ import annotations

import base64

from emulator.functions.api import wire
from emulator.functions.api.operations.context import Context
from emulator.functions.errors import invalid
from emulator.functions.gateway.wire import ASYNC_BODY_LIMIT, BODY_LIMIT, information
from emulator.functions.invocation import Invocation, Origin, request_id
from emulator.functions.model import Key
from emulator.functions.records import masked

_TAIL = 4096
_OPTIONS = (("invocation-type", "Sync"), ("log-type", "None"))


async def invoke(context: Context, call: wire.Call) -> wire.Answer:
    """``Sync``: the function's answer, with the last 4 KB of its log if wanted. ``Async``: 202 once it is queued."""
    asked = (call.names["service"], call.names["function"])
    function = context.state.called(*asked, call.qualifier)
    if _called_by_url(context, asked, call.qualifier) and function.generation == "2.0":
        raise invalid(f"function '{function.name}' has an HTTP trigger and is called by its URL, not by this API")
    kind, log_type = (call.headers.get(f"x-fc-{name}", default) for name, default in _OPTIONS)
    if kind not in ("Sync", "Async"):
        raise invalid(f"x-fc-invocation-type '{kind}' is neither Sync nor Async")
    if log_type not in ("None", "Tail") or (kind == "Async" and log_type == "Tail"):
        raise invalid(f"x-fc-log-type '{log_type}' does not go with {kind}")
    if "x-fc-stateful-async-invocation-id" in call.headers:
        raise invalid("stateful asynchronous invocation is not emulated")
    limit = BODY_LIMIT if kind == "Sync" else ASYNC_BODY_LIMIT
    if len(call.body) > limit:
        raise invalid(f"the payload is larger than {limit} bytes")
    trigger: Origin = "api" if kind == "Sync" else "async"
    invocation = Invocation(
        function.key, trigger, call.body, id=request_id(function), method=call.method, qualifier=call.qualifier
    )
    if kind == "Async":
        context.enqueue(invocation)
        return wire.Answer(b"", 202, [(b"x-fc-request-id", invocation.id.encode())])
    reply = await context.runner.run(invocation)
    kind_of_body = b"application/json" if reply.error else b"application/octet-stream"
    headers = [*information(reply), (b"content-type", kind_of_body)]
    if log_type == "Tail":
        headers.append((b"x-fc-log-result", base64.b64encode(masked(reply.log)[-_TAIL:])))
    return wire.Answer(reply.body, 200, headers)


def _called_by_url(context: Context, key: Key, qualifier: str) -> bool:
    """Whether there is an HTTP trigger for this qualifier; triggers hang on what can be changed, not on versions."""
    latest = context.state.find(key)
    return latest is not None and latest.http_of(qualifier) is not None

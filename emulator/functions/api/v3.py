"""The API of FC 3.0 as far as its clients need it to call what is deployed: ``--fc 3`` alone serves it.

There are no services in FC 3.0. A function of one is known as ``service$function``, which is what the vendor's tools
make of it when they move a project; ACS3 signatures are checked.
"""

from __future__ import annotations

import hmac
import json
import re
import uuid
from calendar import timegm
from dataclasses import replace
from time import strptime
from typing import Any
from urllib.parse import parse_qsl, unquote

from emulator.functions import documents
from emulator.functions.api import wire
from emulator.functions.api.operations import invoke
from emulator.functions.api.operations.context import Context
from emulator.functions.errors import FcError
from emulator.functions.model import LATEST, Function
from emulator.shared import rpc_signature as signature
from emulator.shared.options import ACCOUNT, REGION

PREFIX = "/2023-03-30"
_FUNCTION = re.compile(rf"{PREFIX}/functions/([^/]+)")
_INVOCATIONS = re.compile(rf"{PREFIX}/functions/([^/]+)/invocations")


async def answer(context: Context, call: wire.Call) -> wire.Answer:
    """Answer one call; refusals in the shape of this API."""
    try:
        _check(context, call)
        return await _respond(context, call)
    except FcError as problem:
        request = str(uuid.uuid4())
        body = {"Code": problem.code, "Message": str(problem), "RequestId": request}
        headers = [(b"content-type", b"application/json"), (b"x-fc-request-id", request.encode())]
        return wire.Answer(json.dumps(body, ensure_ascii=False).encode(), problem.status, headers)


async def _respond(context: Context, call: wire.Call) -> wire.Answer:
    if context.state.generation != "3.0":
        raise FcError("PathNotSupported", "the local cloud serves FC 2.0: start it with --fc 3 for this API")
    named, invoked = _FUNCTION.fullmatch(call.path), _INVOCATIONS.fullmatch(call.path)
    if call.method == "POST" and invoked:
        return await context.met("InvokeFunction", _named(call, invoked[1]), invoke.invoke)
    if call.method == "GET" and named:
        return _get(context, _named(call, named[1]))
    if call.method == "GET" and call.path == f"{PREFIX}/functions":
        return _list(context, call)
    action = call.headers.get("x-acs-action", f"{call.method} {call.path}")
    raise FcError("PathNotSupported", f"{action} is not emulated; deploy through the API of FC 2.0")


def _named(call: wire.Call, name: str) -> wire.Call:
    service, _, function = unquote(name).partition("$")
    if not function:
        raise FcError("FunctionNotFound", f"function '{service}' does not exist; local names are service$function")
    return replace(call, names={"service": service, "function": function, "qualifier": call.parameter("qualifier")})


def _get(context: Context, call: wire.Call) -> wire.Answer:
    first = context.state.qualify(call.names["service"], call.qualifier)
    return wire.say(_shown(context, context.state.function((first, call.names["function"]))))


def _list(context: Context, call: wire.Call) -> wire.Answer:
    found = [_shown(context, function) for function in context.state.functions.values()]
    return wire.page(call, "functions", [(document["functionName"], document) for document in found])


def _shown(context: Context, function: Function) -> dict[str, Any]:
    """A function as this API shows it: with what its service holds in FC 2.0."""
    document, service = documents.function(function), documents.service(context.state.service(function.service))
    name = f"{function.service}${function.name}"
    first = {"handler": document.pop("initializer"), "timeout": document.pop("initializationTimeout")}
    version = f"/{function.version}" if function.version else ""
    return {
        **document,
        "functionName": name,
        "functionArn": f"acs:fc:{REGION}:{ACCOUNT}:functions/{name}{version or '/' + LATEST}",
        "layers": [{"arn": arn} for arn in function.layers],
        "instanceLifecycleConfig": {
            "initializer": first,
            "preStop": document["instanceLifecycleConfig"]["preStop"],
        },
        **{key: service[key] for key in ("role", "logConfig", "internetAccess")},
    }


def _check(context: Context, call: wire.Call) -> None:
    """``FcError`` unless a known key signed the call just now, as "V3 request signature" describes."""
    header = call.headers.get("authorization", "")
    given = signature.AuthorizationV3.parse(header) if header.startswith(signature.ALGORITHM_V3) else None
    if given is None:
        raise FcError("MissingRequiredHeader", f"an Authorization of {signature.ALGORITHM_V3} is required")
    key = context.keys.find(given.key_id)
    if key is None:
        raise FcError("InvalidAccessKeyID", f"invalid access key ID '{given.key_id}'.")
    query = parse_qsl(call.query, keep_blank_values=True)
    names = given.signed_headers
    canonical = signature.canonical_request_v3(call.method, call.path, query, call.headers, names, call.body)
    expected = signature.sign_v3(key.secret, signature.string_to_sign_v3(canonical))
    if not hmac.compare_digest(expected, given.signature):
        text = "The request signature we calculated does not match the signature you provided."
        raise FcError("SignatureNotMatch", f"{text} Canonical request: {canonical!r}")
    if key.token is not None or key.policy:
        raise FcError("AccessDenied", "temporary keys are not emulated for this API")
    _check_date(context, call.headers.get("x-acs-date", ""))


def _check_date(context: Context, text: str) -> None:
    try:
        sent = timegm(strptime(text, "%Y-%m-%dT%H:%M:%SZ"))
    except ValueError:
        raise FcError("MissingRequiredHeader", "required HTTP header x-acs-date is missing or malformed") from None
    if not context.clock.tolerates(sent):
        raise FcError("RequestTimeTooSkewed", "x-acs-date is more than 15 minutes off")

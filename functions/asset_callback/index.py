"""Note what was uploaded: OSS's callback (HTTP) and OSS's event say the same, in any order, once or twice."""

import msgspec

from menjin.assets.accept_report import accept_report
from menjin.assets.note_arrival import note_arrival
from menjin.clock import now
from menjin.contract import Event, Function, Request, Result, systems
from menjin.wiring import uploads as wiring

function = Function(wiring.receiving)


class Uploaded(msgspec.Struct):
    """The callback's body, as the policy wrote it."""

    bucket: str
    object: str
    upload: str


@function.route(systems, "POST /asset/callback")
def on_callback(request: Request, services: wiring.Receiving, said: Uploaded) -> Result:
    """OSS's own call, believed only with its signature and with our mark for this very key."""
    services.signatures.verify(request.headers, request.target, request.body)
    asset = accept_report(
        services.assets,
        services.pictures,
        services.marks,
        in_our_bucket=said.bucket == services.bucket,
        key=said.object,
        mark=said.upload,
        now=now(),
    )
    return Result(systems.asset(asset))


@function.event("oss")
def on_event(event: Event, services: wiring.Receiving) -> str:
    """An object has arrived."""
    return note_arrival(
        services.assets,
        services.pictures,
        in_our_bucket=event.text("oss", "bucket", "name") == services.bucket,
        key=event.text("oss", "object", "key"),
        now=now(),
    )


handler = function.handler

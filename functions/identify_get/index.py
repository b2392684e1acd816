"""Show the draft of a certification."""

import msgspec

from menjin.certification.certification import Kind
from menjin.certification.draft import read_draft
from menjin.clock import now
from menjin.contract import Function, Request, Result, systems
from menjin.wiring import certification as wiring

function = Function(wiring.identifying)


class Which(msgspec.Struct):
    """Document A's fields."""

    type: Kind = Kind.PERSON


@function.route(systems, "GET,POST /{system}/identify/get", session="required")
def on_systems(request: Request, services: wiring.Identifying, which: Which) -> Result:
    """Document A: what was typed, the number masked, and which pictures are there."""
    found = read_draft(services.certifications, services.assets, request.signed_in, kind=which.type, now=now())
    return Result(systems.draft(found))


handler = function.handler

"""Show the draft of a certification."""

import msgspec

from menjin import wiring
from menjin.certification.certification import Kind
from menjin.certification.draft import read_draft
from menjin.contract import Function, Request, Result, systems

function = Function(wiring.identifying)


class Which(msgspec.Struct):
    """Document A's fields."""

    type: Kind = Kind.PERSON


@function.route(systems, "GET,POST /{system}/identify/get", session="required")
def on_systems(request: Request, services: wiring.Identifying) -> Result:
    """Document A: what was typed, the number masked, and which pictures are there."""
    kind = request.read(Which).type
    return Result(systems.draft(read_draft(services.certifications, services.assets, request.signed_in, kind=kind)))


handler = function.handler

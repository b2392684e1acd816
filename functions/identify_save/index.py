"""Keep the draft of a certification."""

import msgspec

from menjin import wiring
from menjin.certification.certification import Kind
from menjin.certification.draft import save_draft
from menjin.contract import Function, Request, Result, systems
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName

function = Function(wiring.identifying)


class Typed(msgspec.Struct, rename="camel"):
    """Document A's fields for a person; each may be left out."""

    type: Kind = Kind.PERSON
    name: PersonName | None = None
    id_number: IdNumber | None = None


@function.route(systems, "POST /{system}/identify/save", session="required")
def on_systems(request: Request, services: wiring.Identifying) -> Result:
    """Document A: the certification as it then stands, masked."""
    typed = request.read(Typed)
    saved = save_draft(
        services.certifications, request.signed_in, kind=typed.type, name=typed.name, number=typed.id_number
    )
    return Result(systems.certification(saved, english=request.english))


handler = function.handler

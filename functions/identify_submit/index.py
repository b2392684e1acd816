"""Submit a certification for its check."""

import msgspec

from menjin import wiring
from menjin.certification.certification import Kind
from menjin.certification.submit import submit
from menjin.clock import now
from menjin.contract import Function, Request, Result, systems
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName

function = Function(wiring.identifying)


class Typed(msgspec.Struct, rename="camel"):
    """Document A's fields for a person; what is left out is taken from the draft."""

    type: Kind = Kind.PERSON
    name: PersonName | None = None
    id_number: IdNumber | None = None


@function.route(systems, "POST /{system}/identify/submit", session="required")
def on_systems(request: Request, services: wiring.Identifying) -> Result:
    """Document A: the certification as it then stands, masked."""
    typed = request.read(Typed)
    submitted = submit(
        services.certifications,
        services.assets,
        request.signed_in,
        kind=typed.type,
        name=typed.name,
        number=typed.id_number,
        now=now(),
    )
    return Result(systems.certification(submitted, english=request.english))


handler = function.handler

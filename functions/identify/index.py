"""Show where an account's certifications stand."""

from menjin import wiring
from menjin.certification.overview import overview
from menjin.contract import Function, Request, Result, systems

function = Function(wiring.identifying)


@function.route(systems, "GET,POST /{system}/identify", session="required")
def on_systems(request: Request, services: wiring.Identifying) -> Result:
    """Document A: ``{person, company}``, masked."""
    found = overview(services.certifications, system=request.system, account_id=request.signed_in.account_id)
    return Result(systems.identity(found, english=request.english))


handler = function.handler

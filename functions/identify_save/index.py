"""Keep the draft of a certification."""

from menjin.certification.draft import save_draft
from menjin.clock import now
from menjin.contract import Function, Request, Result, systems
from menjin.contract.certification_form import CertificationForm
from menjin.wiring import certification as wiring

function = Function(wiring.identifying)


@function.route(systems, "POST /{system}/identify/save", session="required")
def on_systems(request: Request, services: wiring.Identifying, form: CertificationForm) -> Result:
    """Document A: the certification as it then stands, masked. What is left out stays."""
    saved = save_draft(services.certifications, request.signed_in, form.typed, now=now())
    return Result(systems.certification(saved, english=request.english))


handler = function.handler

"""Show where an account's certifications stand."""

from menjin.certification.certification import Kind
from menjin.certification.overview import overview
from menjin.contract import Function, Request, Result, certify, systems
from menjin.contract.dialects.certify_objects import certification
from menjin.wiring import certification as wiring

function = Function(wiring.identifying)


@function.route(systems, "GET,POST /{system}/identify", session="required")
def on_systems(request: Request, services: wiring.Identifying) -> Result:
    """Document A: ``{person, company}``, masked."""
    found = overview(services.certifications, system=request.system, account_id=request.signed_in.account_id)
    return Result(systems.identity(found, english=request.english))


@function.route(certify, "GET /certify/getPersonalCertify", session="required")
def on_certify_person(request: Request, services: wiring.Identifying) -> Result:
    """Document B: the person's certification, masked."""
    found = services.certifications.find(request.system, request.signed_in.account_id, Kind.PERSON)
    return Result(certification(found, english=request.english))


@function.route(certify, "GET /certify/getCompanyCertify", session="required")
def on_certify_company(request: Request, services: wiring.Identifying) -> Result:
    """Document B: the company's certification, masked."""
    found = services.certifications.find(request.system, request.signed_in.account_id, Kind.COMPANY)
    return Result(certification(found, english=request.english))


handler = function.handler

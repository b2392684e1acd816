"""Show administrators the certifications of their system."""

import msgspec

from menjin.certification.administer import find_one, list_submitted
from menjin.contract import Function, Request, Result, certify
from menjin.contract.dialects.certify_objects import certification, certifications
from menjin.contract.paging import Paging
from menjin.profiles.administrator import check_administrator
from menjin.wiring import certification as wiring

function = Function(wiring.certification_desk)


class Chosen(msgspec.Struct):
    """Which certification."""

    id: str


@function.route(certify, "GET /certify/admin/lists", session="required")
def on_certify_lists(request: Request, services: wiring.CertificationDesk, paging: Paging) -> Result:
    """Document B: what was submitted, in document A's page shape."""
    check_administrator(services.accounts, services.profiles, request.signed_in)
    number, size = paging.cur_page, paging.page_size
    found = list_submitted(services.certifications, system=request.system, number=number, size=size)
    return Result(certifications(found.certifications, number, size, found.total, english=request.english))


@function.route(certify, "GET /certify/admin/certify/{id}", session="required")
def on_certify_one(request: Request, services: wiring.CertificationDesk, chosen: Chosen) -> Result:
    """Document B: one certification, of state UNAUTHEN if its account never began it."""
    check_administrator(services.accounts, services.profiles, request.signed_in)
    found = find_one(services.certifications, services.accounts, system=request.system, place=chosen.id)
    return Result(certification(found, english=request.english))


handler = function.handler

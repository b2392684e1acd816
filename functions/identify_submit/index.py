"""Submit a certification for its check."""

import msgspec

from menjin.certification.draft import CompanyTyped, PersonTyped
from menjin.certification.submit import submit
from menjin.clock import now
from menjin.contract import Function, Request, Result, certify, systems
from menjin.contract.certification_form import CertificationForm
from menjin.contract.dialects.certify import SUBMITTED
from menjin.values.company_address import CompanyAddress
from menjin.values.company_name import CompanyName
from menjin.values.company_phone import CompanyPhone
from menjin.values.credit_code import CreditCode
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName
from menjin.wiring import certification as wiring

function = Function(wiring.identifying)


class Person(msgspec.Struct, rename="camel"):
    """Document B's fields of a person."""

    name: PersonName
    identity_id: IdNumber


class Company(msgspec.Struct, rename="camel"):
    """Document B's fields of a company."""

    legal: PersonName
    company_name: CompanyName
    company_address: CompanyAddress
    company_phone: CompanyPhone
    licence: CreditCode = msgspec.field(name="companylicence")


@function.route(systems, "POST /{system}/identify/submit", session="required")
def on_systems(request: Request, services: wiring.Identifying, form: CertificationForm) -> Result:
    """Document A: the certification as it then stands, masked. What is left out is taken from the draft."""
    submitted = submit(services.certifications, services.assets, request.signed_in, form.typed, now=now())
    return Result(systems.certification(submitted, english=request.english))


@function.route(certify, "POST /certify/personalCertify", session="required")
def on_certify_person(request: Request, services: wiring.Identifying, person: Person) -> Result:
    """Document B: OK and no data."""
    typed = PersonTyped(person.name, person.identity_id)
    submit(services.certifications, services.assets, request.signed_in, typed, now=now())
    return Result(message=SUBMITTED)


@function.route(certify, "POST /certify/companyCertify", session="required")
def on_certify_company(request: Request, services: wiring.Identifying, company: Company) -> Result:
    """Document B: OK and no data."""
    typed = CompanyTyped(
        name=company.company_name,
        number=company.licence,
        address=company.company_address,
        phone=company.company_phone,
        legal=company.legal,
    )
    submit(services.certifications, services.assets, request.signed_in, typed, now=now())
    return Result(message=SUBMITTED)


handler = function.handler

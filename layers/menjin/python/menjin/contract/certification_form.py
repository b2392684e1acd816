"""Document A's fields of a certification, as drafts and submissions send them."""

from __future__ import annotations

import msgspec

from menjin.certification.certification import Kind
from menjin.certification.draft import CompanyTyped, PersonTyped, Typed
from menjin.values.company_address import CompanyAddress
from menjin.values.company_name import CompanyName
from menjin.values.company_phone import CompanyPhone
from menjin.values.credit_code import CreditCode
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName


class CertificationForm(msgspec.Struct, rename="camel"):
    """Those of a person (``name``, ``idNumber``) and those of a company; each may be left out."""

    type: Kind = Kind.PERSON
    name: PersonName | None = None
    id_number: IdNumber | None = None
    company_name: CompanyName | None = None
    company_address: CompanyAddress | None = None
    company_phone: CompanyPhone | None = None
    licence_number: CreditCode | None = None
    legal: PersonName | None = None

    @property
    def typed(self) -> Typed:
        """What was typed about what ``type`` names; the other kind's fields are ignored."""
        if self.type is Kind.PERSON:
            return PersonTyped(self.name, self.id_number)
        return CompanyTyped(
            name=self.company_name,
            number=self.licence_number,
            address=self.company_address,
            phone=self.company_phone,
            legal=self.legal,
        )

"""What is done with a person's submission and what with a company's: how its pictures are read, and who is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from menjin.assets.asset import Slot
from menjin.certification.certification import Certification, LicenceReading, Reading
from menjin.certification.check import (
    CardReader,
    CompanyRegister,
    IdentityRegister,
    LicenceReader,
    Verdict,
    compare_card,
    compare_licence,
)
from menjin.values.company_name import CompanyName
from menjin.values.credit_code import CreditCode
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName


class Examiner(Protocol):
    """One kind's way to a verdict. ``read`` and ``ask`` are paid; when to call them is the caller's to decide."""

    def read(self, pictures: Mapping[Slot, bytes]) -> Reading | LicenceReading:
        """What the pictures show. Unreadable; Unavailable for any fault of the service."""

    def compare(self, certification: Certification, now: int) -> Verdict:
        """Whether what was read is what was typed, and valid today."""

    def ask(self, certification: Certification) -> str:
        """What the register says of it: ``match``, ``mismatch`` or ``unknown``. Unavailable as the registers' ports."""


@dataclass(frozen=True)
class PersonExaminer:
    """Identity card, name and number."""

    cards: CardReader
    register: IdentityRegister

    def read(self, pictures: Mapping[Slot, bytes]) -> Reading:
        """See ``Examiner``."""
        return self.cards.read_card(pictures[Slot.FRONT], pictures[Slot.BACK])

    def compare(self, certification: Certification, now: int) -> Verdict:
        """See ``Examiner``."""
        reading = certification.progress.reading
        assert isinstance(reading, Reading)
        return compare_card(certification, reading, now)

    def ask(self, certification: Certification) -> str:
        """See ``Examiner``."""
        assert isinstance(certification.name, PersonName)
        assert isinstance(certification.number, IdNumber)
        return self.register.ask(certification.name, certification.number)


@dataclass(frozen=True)
class CompanyExaminer:
    """Business licence; company, credit code and legal person.

    The legal person has to be the one on the licence and in the register; it need not be who submits: companies
    entrust an employee with it.
    """

    licences: LicenceReader
    register: CompanyRegister

    def read(self, pictures: Mapping[Slot, bytes]) -> LicenceReading:
        """See ``Examiner``."""
        return self.licences.read_licence(pictures[Slot.LICENCE])

    def compare(self, certification: Certification, now: int) -> Verdict:
        """See ``Examiner``."""
        reading = certification.progress.reading
        assert isinstance(reading, LicenceReading)
        return compare_licence(certification, reading, now)

    def ask(self, certification: Certification) -> str:
        """See ``Examiner``."""
        assert isinstance(certification.name, CompanyName)
        assert isinstance(certification.number, CreditCode)
        assert certification.legal is not None
        assert certification.submission is not None
        return self.register.ask_company(
            certification.name, certification.number, certification.legal, certification.submission
        )

"""What is done with a person's submission and what with a company's: which pictures are read, and who is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from menjin.assets.asset import Slot
from menjin.certification.certification import Certification
from menjin.certification.check import (
    Answer,
    CardReader,
    CompanyRegister,
    IdentityRegister,
    LicenceReader,
    Verdict,
)
from menjin.certification.compare_card import compare_card
from menjin.certification.compare_licence import compare_licence
from menjin.certification.progress import Check
from menjin.certification.readings import CardReading, LicenceReading, Reading
from menjin.values.company_name import CompanyName
from menjin.values.credit_code import CreditCode
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName


class Examiner(Protocol):
    """One kind's way to a verdict. ``read`` and ``ask`` are paid; when to call them is the caller's to decide."""

    @property
    def pictures(self) -> Mapping[Check, Slot]:
        """What has to be read, in this order, and where it was uploaded."""

    def read(self, picture: bytes) -> Reading:
        """What a picture shows. Unreadable; Unavailable for faults of the service."""

    def compare(self, certification: Certification, now: int) -> Verdict:
        """Whether what was read (all of it is there) is what was typed, and valid today."""

    def ask(self, certification: Certification) -> Answer:
        """What the register says of it. Unavailable as the registers' ports."""


@dataclass(frozen=True)
class PersonExaminer:
    """Identity card, name and number."""

    cards: CardReader
    register: IdentityRegister
    pictures: Mapping[Check, Slot] = field(default_factory=lambda: {Check.FRONT: Slot.FRONT, Check.BACK: Slot.BACK})

    def read(self, picture: bytes) -> CardReading:
        """See ``Examiner``."""
        return self.cards.read_card(picture)

    def compare(self, certification: Certification, now: int) -> Verdict:
        """See ``Examiner``."""
        front, back = (certification.progress.readings[check] for check in self.pictures)
        assert isinstance(front, CardReading)
        assert isinstance(back, CardReading)
        return compare_card(certification, front, back, now)

    def ask(self, certification: Certification) -> Answer:
        """See ``Examiner``."""
        assert isinstance(certification.name, PersonName)
        assert isinstance(certification.number, IdNumber)
        return self.register.ask(certification.name, certification.number)


@dataclass(frozen=True)
class CompanyExaminer:
    """Business licence; company, credit code and legal person.

    The legal person has to be the one on the licence and in the register; it need not be who submits: companies
    entrust an employee with it (``docs/certification.md``).
    """

    licences: LicenceReader
    register: CompanyRegister
    pictures: Mapping[Check, Slot] = field(default_factory=lambda: {Check.LICENCE: Slot.LICENCE})

    def read(self, picture: bytes) -> LicenceReading:
        """See ``Examiner``."""
        return self.licences.read_licence(picture)

    def compare(self, certification: Certification, now: int) -> Verdict:
        """See ``Examiner``."""
        reading = certification.progress.readings[Check.LICENCE]
        assert isinstance(reading, LicenceReading)
        return compare_licence(certification, reading, now)

    def ask(self, certification: Certification) -> Answer:
        """See ``Examiner``."""
        assert isinstance(certification.name, CompanyName)
        assert isinstance(certification.number, CreditCode)
        assert certification.legal is not None
        assert certification.submission is not None
        return self.register.ask_company(
            certification.name, certification.number, certification.legal, certification.submission
        )

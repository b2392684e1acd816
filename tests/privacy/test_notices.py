"""What people are told names nobody: whatever became of whatever certification, and whoever it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from menjin.certification.certification import Certification, Kind, Reason
from menjin.certification.notices import _TEMPLATES, words
from menjin.certification.progress import Notice, Progress
from menjin.values.company_address import CompanyAddress
from menjin.values.company_name import CompanyName
from menjin.values.company_phone import CompanyPhone
from menjin.values.credit_code import CreditCode
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName
from tests.privacy.cast import ADDRESS, COMPANY_PHONE, LEGAL, card_of
from tests.privacy.scanner import Piece, Planted, Scanner
from tests.product import new_company

CARD, COMPANY = card_of("欧阳靖仪"), new_company(LEGAL)
PERSON = Certification("qqsl", 7, Kind.PERSON, name=PersonName(CARD["name"]), number=IdNumber(CARD["number"]))
FOUNDED = Certification(
    "qqsl",
    7,
    Kind.COMPANY,
    name=CompanyName(COMPANY["name"]),
    number=CreditCode(COMPANY["code"]),
    address=CompanyAddress(ADDRESS),
    phone=CompanyPhone(COMPANY_PHONE),
    legal=PersonName(LEGAL),
)
VALUES = {
    **CARD,
    **{f"company's {what}": text for what, text in COMPANY.items()},
    "seat": ADDRESS,
    "phone": COMPANY_PHONE,
}


def told() -> Iterator[Piece]:
    """Every notice that there can be."""
    for one in (PERSON, FOUNDED):
        for word in _TEMPLATES:
            for reason in (None, *Reason):
                progress = Progress(notice=Notice(word, 0), company="ABCDEFGHIJ")
                for language in words(replace(one, reason=reason, progress=progress)):
                    yield Piece(f"{one.kind.value} {word} {reason}", f"{language.title}\n{language.text}".encode())


def test_no_notice_names_anybody() -> None:
    pieces = list(told())
    assert len(pieces) == 2 * len(_TEMPLATES) * (len(Reason) + 1) * 2
    assert Scanner(Planted(what, text) for what, text in VALUES.items()).scan(pieces) == set()

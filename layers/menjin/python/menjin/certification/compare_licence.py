"""Compare what was typed with a business licence."""

from __future__ import annotations

import re

from menjin.certification.certification import Certification, Reason
from menjin.certification.check import FOREVER, Verdict
from menjin.certification.readings import LicenceReading
from menjin.certification.validity import judge_end
from menjin.values.company_name import CompanyName
from menjin.values.credit_code import CreditCode
from menjin.values.person_name import PersonName
from menjin.values.text import normalised

_SHAPE = re.compile(r"[0-9A-Z]{18}")
_OLD_NUMBER = re.compile(r"\d{15}", re.ASCII)
"""The registration number of licences from before 2015, which are not valid any more without a credit code."""


def compare_licence(certification: Certification, reading: LicenceReading, now: int) -> Verdict:
    """Whether the licence is the one that was typed, and valid today.

    The first of these that holds is the reason: something cannot be read; the code's check digit is wrong; code,
    company or legal person are not what was typed; it has expired. One that prints no term has no end: licences of
    recent years leave it to the register.
    """
    code = re.sub(r"\s", "", normalised(reading.code)).upper()
    try:
        name, legal = CompanyName(reading.name), PersonName(reading.legal)
    except ValueError:
        return Verdict(Reason.PICTURE_UNREADABLE)
    if not _SHAPE.fullmatch(code) and not _OLD_NUMBER.fullmatch(code):
        return Verdict(Reason.PICTURE_UNREADABLE)
    end = judge_end(reading.valid_until or FOREVER, now)
    if end.reason is Reason.PICTURE_UNREADABLE:
        return end
    reason = _differs(certification, code, name, legal)
    return end if reason is None else Verdict(reason)


def _differs(certification: Certification, code: str, name: CompanyName, legal: PersonName) -> Reason | None:
    if _OLD_NUMBER.fullmatch(code):
        return Reason.NUMBER_DIFFERS
    try:
        number = CreditCode(code)
    except ValueError:
        return Reason.NUMBER_INVALID
    if number != certification.number:
        return Reason.NUMBER_DIFFERS
    if name != certification.name:
        return Reason.NAME_DIFFERS
    return None if legal == certification.legal else Reason.LEGAL_DIFFERS

"""Show administrators what was submitted. That the caller is one is checked before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from menjin.accounts.account import Accounts
from menjin.certification.certification import Certification, Certifications, Kind
from menjin.certification.failures import NoSuchCertification

_ID = re.compile(r"(?P<account>[1-9]\d{0,15})-(?P<kind>person|company)", re.ASCII)


@dataclass(frozen=True)
class Submitted:
    """One page of the certifications of a system that were ever submitted, and how many there are in all."""

    certifications: list[Certification]
    total: int


def list_submitted(certifications: Certifications, *, system: str, number: int, size: int) -> Submitted:
    """Page ``number`` (from 1), in a stable order."""
    found, total = certifications.page(system, number, size)
    return Submitted(found, total)


def find_one(certifications: Certifications, accounts: Accounts, *, system: str, place: str) -> Certification:
    """The certification that ``4711-person`` or ``4711-company`` names; UNAUTHEN if the account never began it.

    NoSuchCertification if no account of the system has that number.
    """
    named = _ID.fullmatch(place)
    if named is None or accounts.by_id(system, int(named["account"])) is None:
        raise NoSuchCertification
    return certifications.find(system, int(named["account"]), Kind(named["kind"]))

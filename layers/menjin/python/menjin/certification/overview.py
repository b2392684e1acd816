"""Show where an account's certifications stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from menjin.certification.certification import Certification, Certifications, Kind


@dataclass(frozen=True)
class Overview:
    """Both certifications of an account."""

    person: Certification
    company: Certification


def overview(certifications: Certifications, *, system: str, account_id: int) -> Overview:
    """Both certifications, UNAUTHEN where nothing was ever begun."""
    return Overview(
        certifications.find(system, account_id, Kind.PERSON), certifications.find(system, account_id, Kind.COMPANY)
    )


def overviews(certifications: Certifications, *, system: str, account_ids: Sequence[int]) -> list[Overview]:
    """Those of several accounts, in their order, read together."""
    kinds = (Kind.PERSON, Kind.COMPANY)
    found = certifications.find_all(system, [(account_id, kind) for account_id in account_ids for kind in kinds])
    return [Overview(person, company) for person, company in zip(found[::2], found[1::2], strict=True)]

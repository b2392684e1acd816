"""Show where an account's certifications stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from menjin.certification.certification import Certification, Kind
from menjin.certification.certifications import Certifications
from menjin.clock import now


@dataclass(frozen=True)
class Overview:
    """Both certifications of an account."""

    person: Certification
    company: Certification


def overview(certifications: Certifications, *, system: str, account_id: int) -> Overview:
    """Both certifications as they stand now, UNAUTHEN where nothing was ever begun."""
    return overviews(certifications, system=system, account_ids=[account_id])[0]


def overviews(certifications: Certifications, *, system: str, account_ids: Sequence[int]) -> list[Overview]:
    """Those of several accounts, in their order, read together."""
    kinds, instant = (Kind.PERSON, Kind.COMPANY), now()
    found = certifications.find_all(system, [(account_id, kind) for account_id in account_ids for kind in kinds])
    standing = [one.as_of(instant) for one in found]
    return [Overview(person, company) for person, company in zip(standing[::2], standing[1::2], strict=True)]

"""Show where an account's certifications stand."""

from __future__ import annotations

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

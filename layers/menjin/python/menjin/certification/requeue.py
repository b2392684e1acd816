"""Give back to the runs what was put aside: an administrator has looked, or an outage is over."""

from __future__ import annotations

import secrets

from menjin.accounts.account import Accounts
from menjin.certification.administer import find_one
from menjin.certification.certification import Certification
from menjin.certification.certifications import Certifications, Wanted
from menjin.certification.failures import NotPutAside
from menjin.certification.states import requeued
from menjin.failures import Changed

MOST = 500
"""As many as one request has time for."""
_PAGE = 50


def requeue(certifications: Certifications, accounts: Accounts, *, system: str, place: str, now: int) -> Certification:
    """The certification that ``4711-person`` names, waiting for the next run again.

    NoSuchCertification; NotPutAside if nothing automatic was given up for it.
    """
    found = find_one(certifications, accounts, system=system, place=place)
    if found.progress.put_aside is None:
        raise NotPutAside
    return _give_back(certifications, found, now)


def requeue_all(certifications: Certifications, *, system: str, now: int) -> tuple[int, bool]:
    """Give back those of the system, up to ``MOST``; returns how many, and whether there are more.

    What somebody else gave back meanwhile is left alone.
    """
    count, place, wanted = 0, None, Wanted(put_aside=True)
    while count < MOST:
        page, place = certifications.listed(system, wanted, place, _PAGE)
        for found in page:
            if found.progress.put_aside is None:
                continue
            try:
                _give_back(certifications, found, now)
                count += 1
            except Changed:
                continue
        if place is None:
            return count, False
    return count, True


def _give_back(certifications: Certifications, found: Certification, now: int) -> Certification:
    return certifications.save(requeued(found, submission=secrets.token_hex(12), now=now))

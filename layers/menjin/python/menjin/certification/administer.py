"""Show administrators what was submitted. That the caller is one is checked before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from menjin.accounts.account import Accounts
from menjin.assets.asset import Slot
from menjin.assets.keys import key_of
from menjin.assets.show import PictureLinks
from menjin.certification.access import Access, Accesses
from menjin.certification.certification import Certification, Kind
from menjin.certification.certifications import Certifications, Wanted
from menjin.certification.failures import NoSuchCertification
from menjin.certification.ledger import Figures, Ledger, Run
from menjin.clock import SECOND
from menjin.failures import Malformed

LINK_S = 300
"""How long a picture's address is good, in seconds."""
_ID = re.compile(r"(?P<account>[1-9]\d{0,15})-(?P<kind>person|company)", re.ASCII)


@dataclass(frozen=True)
class Submitted:
    """One page of certifications; ``total`` is how many there are on all pages."""

    certifications: list[Certification]
    total: int


@dataclass(frozen=True)
class Stretch:
    """Some certifications, and the place from which the next ones follow; None at the end."""

    certifications: list[Certification]
    following: str | None


@dataclass(frozen=True)
class Viewed:
    """One record, and short-lived addresses of its pictures."""

    certification: Certification
    pictures: Mapping[Slot, str]
    until: int | None
    """When the addresses end (milliseconds); None if there are none."""


@dataclass(frozen=True)
class Looks:
    """Some lines of the record of looks, and the place from which the next ones follow; None at the end."""

    accesses: list[Access]
    following: str | None


def list_submitted(certifications: Certifications, wanted: Wanted, *, system: str, number: int, size: int) -> Submitted:
    """Page ``number`` (from 1), in an order that never changes. What leaves the list moves later pages up."""
    found, total = certifications.page(system, wanted, number, size)
    return Submitted([one.as_of(wanted.now) for one in found], total)


def list_after(certifications: Certifications, wanted: Wanted, *, system: str, after: str | None, size: int) -> Stretch:
    """Those behind a place (None: from the start): none is skipped or repeated, whatever becomes of the others.

    Malformed for a place that no list gave out.
    """
    try:
        found, following = certifications.listed(system, wanted, after, size)
    except ValueError:
        raise Malformed("after") from None
    return Stretch([one.as_of(wanted.now) for one in found], following)


def find_one(certifications: Certifications, accounts: Accounts, *, system: str, place: str) -> Certification:
    """The certification that ``4711-person`` or ``4711-company`` names; UNAUTHEN if the account never began it.

    NoSuchCertification if no account of the system has that number.
    """
    named = _ID.fullmatch(place)
    if named is None or accounts.by_id(system, int(named["account"])) is None:
        raise NoSuchCertification
    return certifications.find(system, int(named["account"]), Kind(named["kind"]))


def view(
    certifications: Certifications,
    accounts: Accounts,
    accesses: Accesses,
    links: PictureLinks,
    *,
    system: str,
    administrator: int,
    place: str,
    request: str,
    now: int,
) -> Viewed:
    """The record with its pictures, after the look has been written down. NoSuchCertification."""
    found = find_one(certifications, accounts, system=system, place=place)
    accesses.add(Access(system, administrator, found.id, found.submission, now, request))
    there = found.pictures if found.progress.pictures_deleted_at is None else ()
    slots = [Slot(name) for name, _ in there]
    addresses = {slot: links.link(key_of(system, found.account_id, slot), LINK_S) for slot in slots}
    return Viewed(found.as_of(now), addresses, now + LINK_S * SECOND if addresses else None)


def list_accesses(accesses: Accesses, *, system: str, after: str | None, size: int) -> Looks:
    """Who looked at whose record, newest first, behind a place (None: from the start).

    Malformed for a place that no list gave out.
    """
    try:
        return Looks(*accesses.page(system, after, size))
    except ValueError:
        raise Malformed("after") from None


def last_run(ledger: Ledger, *, system: str) -> tuple[Run, Figures] | None:
    """The run of the system that started last, and its figures as of now; None before the first."""
    run = ledger.latest(system)
    return None if run is None else (run, ledger.figures(run.id))

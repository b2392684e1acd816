"""Drafts, submissions, runs and verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from menjin.configuration import (
    AdminSettings,
    CertifyingSettings,
    FunctionSettings,
    IdentitySettings,
    LinkSettings,
    MailSettings,
    NoticeSettings,
    OcrSettings,
    OssSettings,
    RedisSettings,
    RpcSettings,
    SealingSettings,
    SessionSettings,
    SmsSettings,
    TablestoreSettings,
    Tenancy,
)
from menjin.operation import operation

if TYPE_CHECKING:
    from menjin.accounts.account import Accounts
    from menjin.assets.asset import Assets
    from menjin.assets.show import PictureLinks
    from menjin.certification.access import Accesses
    from menjin.certification.certifications import Certifications
    from menjin.certification.certify import Desk
    from menjin.certification.ledger import Ledger
    from menjin.certification.run import Continuations, Handing, Runs
    from menjin.parts import Parts
    from menjin.profiles.profile import Profiles
    from menjin.sessions.session import Sessions


@dataclass(frozen=True)
class Identifying:
    """For drafts, submissions and their states."""

    certifications: Certifications
    assets: Assets
    sessions: Sessions


@operation(RedisSettings, SessionSettings, TablestoreSettings, SealingSettings)
def identifying(parts: Parts) -> Identifying:
    """Keep drafts, take submissions, show states."""
    return Identifying(parts.certifications(), parts.assets(), parts.sessions())


@dataclass(frozen=True)
class Running:
    """For handing out what is due."""

    handing: Handing
    onward: Continuations
    systems: tuple[str, ...]


@operation(RedisSettings, TablestoreSettings, SealingSettings, FunctionSettings, CertifyingSettings)
def running(parts: Parts) -> Running:
    """Hand out what is due."""
    from menjin.certification.run import Handing

    workers = parts.workers()
    handing = Handing(parts.certifications(), workers, parts.ledger(), parts.till())
    return Running(handing, workers, parts.settings(Tenancy).systems)


@dataclass(frozen=True)
class Starting:
    """For an administrator's start of a run."""

    accounts: Accounts
    profiles: Profiles
    runs: Runs
    sessions: Sessions


@operation(RedisSettings, SessionSettings, TablestoreSettings, SealingSettings, AdminSettings, FunctionSettings)
def starting(parts: Parts) -> Starting:
    """Start a run."""
    return Starting(parts.accounts(), parts.profiles(), parts.workers(), parts.sessions())


@dataclass(frozen=True)
class CertificationDesk:
    """For an administrator's look at certifications."""

    accounts: Accounts
    accesses: Accesses
    certifications: Certifications
    ledger: Ledger
    links: PictureLinks
    profiles: Profiles
    sessions: Sessions


@operation(RedisSettings, SessionSettings, TablestoreSettings, SealingSettings, AdminSettings, LinkSettings)
def certification_desk(parts: Parts) -> CertificationDesk:
    """Show certifications to administrators."""
    return CertificationDesk(
        parts.accounts(),
        parts.accesses(),
        parts.certifications(),
        parts.ledger(),
        parts.picture_links(),
        parts.profiles(),
        parts.sessions(),
    )


@operation(
    RedisSettings,
    TablestoreSettings,
    SealingSettings,
    OssSettings,
    RpcSettings,
    OcrSettings,
    IdentitySettings,
    SmsSettings,
    NoticeSettings,
    MailSettings,
    CertifyingSettings,
)
def certifying(parts: Parts) -> Desk:
    """Read, compare, ask, decide, tell."""
    from menjin.certification.certification import Kind
    from menjin.certification.certify import Desk
    from menjin.certification.decide import Bench
    from menjin.certification.examine import CompanyExaminer, Examiner, PersonExaminer
    from menjin.certification.tell import Tellers

    ocr, identity = parts.ocr(), parts.identity()
    examiners: dict[Kind, Examiner] = {
        Kind.PERSON: PersonExaminer(ocr, identity),
        Kind.COMPANY: CompanyExaminer(ocr, identity),
    }
    notices = parts.settings(NoticeSettings).templates()
    return Desk(
        Bench(parts.certifications(), parts.pictures(), examiners, parts.till()),
        parts.assets(),
        parts.companies(),
        Tellers(parts.accounts(), parts.messages(), parts.sms(notices), parts.mail()),
        parts.ledger(),
    )

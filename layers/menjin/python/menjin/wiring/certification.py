"""Drafts, submissions, runs and verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from menjin.configuration import (
    AdminSettings,
    FunctionSettings,
    IdentitySettings,
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
)
from menjin.operation import operation

if TYPE_CHECKING:
    from menjin.accounts.account import Accounts
    from menjin.assets.asset import Assets
    from menjin.certification.certification import Certifications
    from menjin.certification.certify import Desk
    from menjin.certification.run import Runs, Workers
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

    certifications: Certifications
    workers: Workers


@operation(TablestoreSettings, SealingSettings, FunctionSettings)
def running(parts: Parts) -> Running:
    """Hand out what is due."""
    return Running(parts.certifications(), parts.workers())


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
    certifications: Certifications
    profiles: Profiles
    sessions: Sessions


@operation(RedisSettings, SessionSettings, TablestoreSettings, SealingSettings, AdminSettings)
def certification_desk(parts: Parts) -> CertificationDesk:
    """Show certifications to administrators."""
    return CertificationDesk(parts.accounts(), parts.certifications(), parts.profiles(), parts.sessions())


@operation(
    TablestoreSettings,
    SealingSettings,
    OssSettings,
    RpcSettings,
    OcrSettings,
    IdentitySettings,
    SmsSettings,
    NoticeSettings,
    MailSettings,
)
def certifying(parts: Parts) -> Desk:
    """Read, compare, ask, decide, tell."""
    from menjin.certification.certification import Kind
    from menjin.certification.certify import Desk
    from menjin.certification.examine import CompanyExaminer, PersonExaminer
    from menjin.certification.tell import Tellers

    notices = parts.settings(NoticeSettings).templates()
    tellers = Tellers(parts.accounts(), parts.messages(), parts.sms(notices), parts.mail())
    return Desk(
        parts.certifications(),
        parts.assets(),
        parts.pictures(),
        {
            Kind.PERSON: PersonExaminer(parts.card_reader(), parts.identity_register()),
            Kind.COMPANY: CompanyExaminer(parts.licence_reader(), parts.company_register()),
        },
        parts.companies(),
        tellers,
    )

"""From settings to the objects that one operation needs: built on first use, kept while the instance is warm.

Each operation names the groups of settings it reads and takes the parts it stands on. Importing this module builds
nothing and imports no gateway.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from menjin.configuration import (
    AdminSettings,
    AttemptSettings,
    CallbackSettings,
    CaptchaSettings,
    CodeSettings,
    FunctionSettings,
    IdentitySettings,
    LookUpSettings,
    MailSettings,
    NoticeSettings,
    OcrSettings,
    OssSettings,
    PageSettings,
    RedisSettings,
    SealingSettings,
    SessionSettings,
    SmsSettings,
    TablestoreSettings,
    UploadSettings,
)
from menjin.operation import operation

if TYPE_CHECKING:
    from menjin.accounts.account import Accounts
    from menjin.accounts.attempts import Attempts
    from menjin.accounts.availability import LookUps
    from menjin.assets.accept_report import UploadMarks
    from menjin.assets.asset import Assets
    from menjin.assets.grant_upload import SlotLocks, UploadPolicies
    from menjin.assets.record_upload import Pictures
    from menjin.captcha.captcha import Captchas
    from menjin.certification.certification import Certifications
    from menjin.certification.certify import Desk
    from menjin.certification.run import Workers
    from menjin.codes.code import Codes, CodeSender
    from menjin.gateways.oss.callback import CallbackSignatures
    from menjin.messages.message import Messages
    from menjin.parts import Parts
    from menjin.profiles.profile import Profiles
    from menjin.sessions.session import Sessions


@dataclass(frozen=True)
class Captcha:
    """For drawing and checking captchas."""

    captchas: Captchas


@operation(RedisSettings, CaptchaSettings)
def captcha(parts: Parts) -> Captcha:
    """Draw and check captchas."""
    return Captcha(parts.captchas())


@dataclass(frozen=True)
class Sending:
    """For sending codes."""

    captchas: Captchas
    codes: Codes
    sender: CodeSender
    sessions: Sessions


@operation(RedisSettings, CaptchaSettings, CodeSettings, SessionSettings, SmsSettings)
def sending(parts: Parts) -> Sending:
    """Send codes."""
    return Sending(parts.captchas(), parts.codes(), parts.sms(), parts.sessions())


@dataclass(frozen=True)
class Asking:
    """For saying whether an identifier is free."""

    accounts: Accounts
    look_ups: LookUps


@operation(RedisSettings, LookUpSettings, TablestoreSettings)
def asking(parts: Parts) -> Asking:
    """Say whether an identifier is free."""
    return Asking(parts.accounts(), parts.look_ups())


@dataclass(frozen=True)
class Registration:
    """For opening accounts."""

    accounts: Accounts
    look_ups: LookUps
    codes: Codes
    sessions: Sessions
    profiles: Profiles


@operation(
    RedisSettings,
    LookUpSettings,
    CodeSettings,
    SessionSettings,
    TablestoreSettings,
    SealingSettings,
    AdminSettings,
)
def registration(parts: Parts) -> Registration:
    """Open accounts."""
    return Registration(parts.accounts(), parts.look_ups(), parts.codes(), parts.sessions(), parts.profiles())


@dataclass(frozen=True)
class SigningIn:
    """For signing in."""

    accounts: Accounts
    attempts: Attempts
    captchas: Captchas
    codes: Codes
    sessions: Sessions
    profiles: Profiles


@operation(
    RedisSettings,
    AttemptSettings,
    CaptchaSettings,
    CodeSettings,
    SessionSettings,
    TablestoreSettings,
    SealingSettings,
    AdminSettings,
)
def signing_in(parts: Parts) -> SigningIn:
    """Sign in."""
    return SigningIn(
        parts.accounts(), parts.attempts(), parts.captchas(), parts.codes(), parts.sessions(), parts.profiles()
    )


@dataclass(frozen=True)
class SigningOut:
    """For ending a session."""

    sessions: Sessions


@operation(RedisSettings, SessionSettings)
def signing_out(parts: Parts) -> SigningOut:
    """End a session."""
    return SigningOut(parts.sessions())


@dataclass(frozen=True)
class Security:
    """For the overview of an account's security."""

    accounts: Accounts
    sessions: Sessions
    profiles: Profiles


@operation(RedisSettings, SessionSettings, TablestoreSettings, SealingSettings, AdminSettings)
def security(parts: Parts) -> Security:
    """Show what protects an account."""
    return Security(parts.accounts(), parts.sessions(), parts.profiles())


@dataclass(frozen=True)
class Granting:
    """For permitting uploads."""

    locks: SlotLocks
    policies: UploadPolicies
    sessions: Sessions


@operation(RedisSettings, SessionSettings, TablestoreSettings, SealingSettings, OssSettings, UploadSettings)
def granting(parts: Parts) -> Granting:
    """Permit uploads, unless a certification locks the slot."""
    from menjin.certification.slot_locks import CertificationLocks

    return Granting(CertificationLocks(parts.certifications()), parts.upload_policies(), parts.sessions())


@dataclass(frozen=True)
class Receiving:
    """For noting what was uploaded."""

    assets: Assets
    pictures: Pictures
    signatures: CallbackSignatures
    marks: UploadMarks
    bucket: str


@operation(TablestoreSettings, OssSettings, UploadSettings, CallbackSettings)
def receiving(parts: Parts) -> Receiving:
    """Note what was uploaded."""
    return Receiving(
        parts.assets(),
        parts.pictures(),
        parts.callback_signatures(),
        parts.upload_tokens(),
        parts.settings(OssSettings).bucket,
    )


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


@operation(
    TablestoreSettings,
    SealingSettings,
    OssSettings,
    OcrSettings,
    IdentitySettings,
    SmsSettings,
    NoticeSettings,
    MailSettings,
)
def certifying(parts: Parts) -> Desk:
    """Read, compare, ask, decide, tell."""
    from menjin.certification.certify import Desk
    from menjin.certification.tell import Tellers

    notices = parts.settings(NoticeSettings).templates()
    tellers = Tellers(parts.accounts(), parts.messages(), parts.sms(notices), parts.mail())
    return Desk(
        parts.certifications(),
        parts.assets(),
        parts.pictures(),
        parts.card_reader(),
        parts.identity_register(),
        tellers,
    )


@dataclass(frozen=True)
class Reading:
    """For platform messages."""

    messages: Messages
    sessions: Sessions


@operation(RedisSettings, SessionSettings, TablestoreSettings)
def reading(parts: Parts) -> Reading:
    """Show platform messages."""
    return Reading(parts.messages(), parts.sessions())


@dataclass(frozen=True)
class Pages:
    """For the pages: where their scripts upload to."""

    upload_host: str


@operation(PageSettings)
def pages(parts: Parts) -> Pages:
    """Serve the pages."""
    return Pages(parts.settings(PageSettings).upload_host)

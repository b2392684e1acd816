"""From settings to the objects that one operation needs: built on first use, kept while the instance is warm.

Importing this module builds nothing and imports no gateway; each operation names the groups of settings it reads, and
its builder imports the gateways it stands on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

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
    Tenancy,
    UploadSettings,
)
from menjin.gateways.credentials import Credentials
from menjin.settings import load

if TYPE_CHECKING:
    from menjin.accounts.account import Accounts
    from menjin.accounts.attempts import Attempts
    from menjin.accounts.availability import LookUps
    from menjin.assets.asset import Assets
    from menjin.assets.grant_upload import SlotLocks, UploadPolicies
    from menjin.assets.record_upload import Pictures
    from menjin.captcha.captcha import Captchas
    from menjin.certification.certification import Certifications
    from menjin.certification.certify import Desk
    from menjin.certification.run import Workers
    from menjin.codes.code import Codes, CodeSender
    from menjin.gateways.aliyun.rpc import Rpc
    from menjin.gateways.aliyun.sms import AliyunSms
    from menjin.gateways.oss.callback import CallbackSignatures
    from menjin.gateways.oss.pictures import OssPictures
    from menjin.gateways.oss.upload_token import UploadTokens
    from menjin.gateways.redis.connection import Redis
    from menjin.gateways.tablestore.connection import Tablestore
    from menjin.messages.message import Messages
    from menjin.profiles.profile import Profiles
    from menjin.sessions.session import Sessions

Services = TypeVar("Services")


class Operation(Generic[Services]):
    """What one function stands on."""

    def __init__(self, build: Callable[..., Services], groups: tuple[type[Any], ...]) -> None:
        self.groups: tuple[type[Any], ...] = (Tenancy, *groups)
        self._build = build
        self._tenancy: Tenancy | None = None
        self._built: tuple[Credentials | None, Services] | None = None
        self.__doc__ = build.__doc__

    def tenancy(self) -> Tenancy:
        """The systems this deployment serves. ``Misconfigured`` names everything that any group misses."""
        if self._tenancy is None:
            self._tenancy = load(_environment(), self.groups)[0]
        return self._tenancy

    def services(self, context: Any) -> Services:
        """The operation's objects; built anew only when the platform hands out another access key."""
        credentials = Credentials.present(context, os.environ)
        if self._built is None or self._built[0] != credentials:
            settings = load(_environment(), self.groups)[1:]
            self._built = (credentials, self._build(_given(credentials), *settings))
        return self._built[1]


def operation(*groups: type[Any]) -> Callable[[Callable[..., Services]], Operation[Services]]:
    """Make an Operation of a builder that takes the credentials and one object per group."""

    def make(build: Callable[..., Services]) -> Operation[Services]:
        return Operation(build, groups)

    return make


def _environment() -> Mapping[str, str]:
    return os.environ


def _given(credentials: Credentials | None) -> Credentials:
    """Credentials that may be missing where no cloud service is called; a call without them fails clearly."""
    return credentials or Credentials("", "")


@dataclass(frozen=True)
class Captcha:
    """For drawing and checking captchas."""

    captchas: Captchas


@operation(RedisSettings, CaptchaSettings)
def captcha(_: Credentials, redis: RedisSettings, limits: CaptchaSettings) -> Captcha:
    """Captchas in Redis."""
    return Captcha(_captchas(_redis(redis), limits))


@dataclass(frozen=True)
class Sending:
    """For sending codes."""

    captchas: Captchas
    codes: Codes
    sender: CodeSender
    sessions: Sessions


@operation(RedisSettings, CaptchaSettings, CodeSettings, SessionSettings, SmsSettings)
def sending(
    credentials: Credentials,
    redis: RedisSettings,
    captcha_limits: CaptchaSettings,
    code_limits: CodeSettings,
    session: SessionSettings,
    sms: SmsSettings,
) -> Sending:
    """Captchas, codes and sessions in Redis; the SMS service."""
    connection = _redis(redis)
    return Sending(
        _captchas(connection, captcha_limits),
        _codes(connection, code_limits),
        _sms(_rpc(credentials, sms.region), sms, {}),
        _sessions(connection, session),
    )


@dataclass(frozen=True)
class Asking:
    """For saying whether an identifier is free."""

    accounts: Accounts
    look_ups: LookUps


@operation(RedisSettings, LookUpSettings, TablestoreSettings)
def asking(
    credentials: Credentials, redis: RedisSettings, limits: LookUpSettings, tablestore: TablestoreSettings
) -> Asking:
    """Accounts in Tablestore; a limit in Redis."""
    from menjin.gateways.redis.look_ups import RedisLookUps

    look_ups = RedisLookUps(_redis(redis), limits.per_address_hour)
    return Asking(_accounts(_tablestore(tablestore, credentials)), look_ups)


@dataclass(frozen=True)
class Registration:
    """For opening accounts."""

    accounts: Accounts
    codes: Codes
    sessions: Sessions
    profiles: Profiles


@operation(RedisSettings, CodeSettings, SessionSettings, TablestoreSettings, SealingSettings, AdminSettings)
def registration(
    credentials: Credentials,
    redis: RedisSettings,
    code_limits: CodeSettings,
    session: SessionSettings,
    tablestore: TablestoreSettings,
    sealing: SealingSettings,
    admins: AdminSettings,
) -> Registration:
    """Codes and sessions in Redis; accounts and certifications in Tablestore."""
    connection, records = _redis(redis), _tablestore(tablestore, credentials)
    return Registration(
        _accounts(records),
        _codes(connection, code_limits),
        _sessions(connection, session),
        _profiles(records, sealing, admins),
    )


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
def signing_in(
    credentials: Credentials,
    redis: RedisSettings,
    attempt_limits: AttemptSettings,
    captcha_limits: CaptchaSettings,
    code_limits: CodeSettings,
    session: SessionSettings,
    tablestore: TablestoreSettings,
    sealing: SealingSettings,
    admins: AdminSettings,
) -> SigningIn:
    """Attempts, captchas, codes and sessions in Redis; accounts and certifications in Tablestore."""
    from menjin.gateways.redis.attempts import RedisAttempts

    connection, records = _redis(redis), _tablestore(tablestore, credentials)
    return SigningIn(
        _accounts(records),
        RedisAttempts(connection, attempt_limits.per_address_hour),
        _captchas(connection, captcha_limits),
        _codes(connection, code_limits),
        _sessions(connection, session),
        _profiles(records, sealing, admins),
    )


@dataclass(frozen=True)
class SigningOut:
    """For ending a session."""

    sessions: Sessions


@operation(RedisSettings, SessionSettings)
def signing_out(_: Credentials, redis: RedisSettings, session: SessionSettings) -> SigningOut:
    """Sessions in Redis."""
    return SigningOut(_sessions(_redis(redis), session))


@dataclass(frozen=True)
class Security:
    """For the overview of an account's security."""

    accounts: Accounts
    sessions: Sessions
    profiles: Profiles


@operation(RedisSettings, SessionSettings, TablestoreSettings, SealingSettings, AdminSettings)
def security(
    credentials: Credentials,
    redis: RedisSettings,
    session: SessionSettings,
    tablestore: TablestoreSettings,
    sealing: SealingSettings,
    admins: AdminSettings,
) -> Security:
    """Sessions in Redis; accounts and certifications in Tablestore."""
    records = _tablestore(tablestore, credentials)
    return Security(_accounts(records), _sessions(_redis(redis), session), _profiles(records, sealing, admins))


@dataclass(frozen=True)
class Granting:
    """For permitting uploads."""

    locks: SlotLocks
    policies: UploadPolicies
    sessions: Sessions


@operation(RedisSettings, SessionSettings, TablestoreSettings, SealingSettings, OssSettings, UploadSettings)
def granting(
    credentials: Credentials,
    redis: RedisSettings,
    session: SessionSettings,
    tablestore: TablestoreSettings,
    sealing: SealingSettings,
    oss: OssSettings,
    upload: UploadSettings,
) -> Granting:
    """Sessions in Redis; certifications in Tablestore; a signature that needs no SDK."""
    from menjin.certification.slot_locks import CertificationLocks
    from menjin.gateways.oss.upload_policies import Bucket, OssUploadPolicies

    bucket = Bucket(oss.bucket, upload.host, oss.region, upload.callback_url)
    return Granting(
        CertificationLocks(_certifications(_tablestore(tablestore, credentials), sealing)),
        OssUploadPolicies(bucket, credentials, _upload_tokens(upload)),
        _sessions(_redis(redis), session),
    )


@dataclass(frozen=True)
class Receiving:
    """For noting what was uploaded."""

    assets: Assets
    pictures: Pictures
    signatures: CallbackSignatures
    tokens: UploadTokens
    bucket: str


@operation(TablestoreSettings, OssSettings, UploadSettings, CallbackSettings)
def receiving(
    credentials: Credentials,
    tablestore: TablestoreSettings,
    oss: OssSettings,
    upload: UploadSettings,
    callback: CallbackSettings,
) -> Receiving:
    """Assets in Tablestore; pictures in OSS."""
    from menjin.gateways.oss.callback import CallbackSignatures
    from menjin.gateways.tablestore.assets import TablestoreAssets

    return Receiving(
        TablestoreAssets(_tablestore(tablestore, credentials)),
        _pictures(oss, credentials),
        CallbackSignatures(callback.keys_allowed()),
        _upload_tokens(upload),
        oss.bucket,
    )


@dataclass(frozen=True)
class Identifying:
    """For drafts, submissions and their states."""

    certifications: Certifications
    assets: Assets
    sessions: Sessions


@operation(RedisSettings, SessionSettings, TablestoreSettings, SealingSettings)
def identifying(
    credentials: Credentials,
    redis: RedisSettings,
    session: SessionSettings,
    tablestore: TablestoreSettings,
    sealing: SealingSettings,
) -> Identifying:
    """Sessions in Redis; certifications and assets in Tablestore."""
    from menjin.gateways.tablestore.assets import TablestoreAssets

    records = _tablestore(tablestore, credentials)
    return Identifying(_certifications(records, sealing), TablestoreAssets(records), _sessions(_redis(redis), session))


@dataclass(frozen=True)
class Running:
    """For handing out what is due."""

    certifications: Certifications
    workers: Workers


@operation(TablestoreSettings, SealingSettings, FunctionSettings)
def running(
    credentials: Credentials, tablestore: TablestoreSettings, sealing: SealingSettings, functions: FunctionSettings
) -> Running:
    """Certifications in Tablestore; workers started through Function Compute."""
    from menjin.gateways.functions.workers import FunctionWorkers

    return Running(
        _certifications(_tablestore(tablestore, credentials), sealing),
        FunctionWorkers(functions.endpoint, functions.service, credentials),
    )


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
def certifying(
    credentials: Credentials,
    tablestore: TablestoreSettings,
    sealing: SealingSettings,
    oss: OssSettings,
    ocr: OcrSettings,
    identity: IdentitySettings,
    sms: SmsSettings,
    notice: NoticeSettings,
    mail: MailSettings,
) -> Desk:
    """Records in Tablestore, pictures in OSS, OCR, identity, SMS and mail of Aliyun."""
    from menjin.certification.certify import Desk
    from menjin.certification.tell import Tellers
    from menjin.gateways.aliyun.identity import AliyunIdentity
    from menjin.gateways.aliyun.mail import AliyunMail
    from menjin.gateways.aliyun.ocr import AliyunOcr
    from menjin.gateways.tablestore.assets import TablestoreAssets
    from menjin.gateways.tablestore.messages import TablestoreMessages

    records, rpc = _tablestore(tablestore, credentials), _rpc(credentials, sms.region)
    tellers = Tellers(
        _accounts(records),
        TablestoreMessages(records),
        _sms(rpc, sms, notice.templates()),
        AliyunMail(rpc, mail.endpoint, mail.account, mail.alias),
    )
    return Desk(
        _certifications(records, sealing),
        TablestoreAssets(records),
        _pictures(oss, credentials),
        AliyunOcr(rpc, ocr.endpoint),
        AliyunIdentity(rpc, identity.endpoint),
        tellers,
    )


@dataclass(frozen=True)
class Reading:
    """For platform messages."""

    messages: Messages
    sessions: Sessions


@operation(RedisSettings, SessionSettings, TablestoreSettings)
def reading(
    credentials: Credentials, redis: RedisSettings, session: SessionSettings, tablestore: TablestoreSettings
) -> Reading:
    """Sessions in Redis; messages in Tablestore."""
    from menjin.gateways.tablestore.messages import TablestoreMessages

    messages = TablestoreMessages(_tablestore(tablestore, credentials))
    return Reading(messages, _sessions(_redis(redis), session))


@dataclass(frozen=True)
class Pages:
    """For the pages: where their scripts upload to."""

    upload_host: str


@operation(PageSettings)
def pages(_: Credentials, page: PageSettings) -> Pages:
    """The files lie beside the function."""
    return Pages(page.upload_host)


def _redis(settings: RedisSettings) -> Redis:
    from menjin.gateways.redis.connection import Redis

    return Redis(settings.url, settings.key)


def _captchas(redis: Redis, limits: CaptchaSettings) -> Captchas:
    from menjin.gateways.redis.captchas import RedisCaptchas

    return RedisCaptchas(redis, limits.per_address_hour)


def _codes(redis: Redis, settings: CodeSettings) -> Codes:
    from menjin.gateways.redis.codes import RedisCodes

    return RedisCodes(redis, settings.limits())


def _sessions(redis: Redis, settings: SessionSettings) -> Sessions:
    from menjin.clock import HOUR
    from menjin.gateways.redis.sessions import RedisSessionStates
    from menjin.sessions.session import Sessions
    from menjin.sessions.token import Tokens

    return Sessions(Tokens(settings.keys), RedisSessionStates(redis), settings.hours * HOUR)


def _tablestore(settings: TablestoreSettings, given: Credentials) -> Tablestore:
    from menjin.gateways.tablestore.connection import Tablestore

    return Tablestore(settings.endpoint, settings.instance, given.key_id, given.key_secret, given.token)


def _accounts(tablestore: Tablestore) -> Accounts:
    from menjin.gateways.tablestore.accounts import TablestoreAccounts

    return TablestoreAccounts(tablestore)


def _certifications(tablestore: Tablestore, settings: SealingSettings) -> Certifications:
    from menjin.gateways.tablestore.certifications import TablestoreCertifications
    from menjin.gateways.tablestore.sealing import Sealing

    sealing = Sealing(settings.keys.keys, settings.keys.newest, settings.index_key)
    return TablestoreCertifications(tablestore, sealing)


def _profiles(tablestore: Tablestore, sealing: SealingSettings, admins: AdminSettings) -> Profiles:
    from menjin.profiles.profile import Profiles

    return Profiles(_certifications(tablestore, sealing), admins.phones)


def _rpc(credentials: Credentials, region: str) -> Rpc:
    from menjin.gateways.aliyun.rpc import Rpc

    return Rpc(credentials, region)


def _sms(rpc: Rpc, settings: SmsSettings, notices: Mapping[str, str]) -> AliyunSms:
    from menjin.gateways.aliyun.sms import AliyunSms

    return AliyunSms(rpc, settings.endpoint, settings.sign_name, settings.code_template, notices)


def _pictures(settings: OssSettings, credentials: Credentials) -> OssPictures:
    from menjin.gateways.oss.pictures import OssPictures

    return OssPictures(settings.endpoint, settings.bucket, settings.region, credentials)


def _upload_tokens(settings: UploadSettings) -> UploadTokens:
    from menjin.gateways.oss.upload_token import UploadTokens

    return UploadTokens(settings.key)

"""How each thing that operations stand on is built from its settings.

A gateway is imported by the method that builds it, so an operation loads those it asks for and no other; one
connection serves all parts of an operation.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from menjin import configuration as settings

if TYPE_CHECKING:
    from menjin.accounts.account import Accounts
    from menjin.accounts.attempts import Attempts
    from menjin.accounts.availability import LookUps
    from menjin.accounts.devices import Devices
    from menjin.accounts.wechat import Wechat
    from menjin.assets.asset import Assets
    from menjin.assets.grant_upload import UploadPolicies
    from menjin.assets.record_upload import Pictures
    from menjin.assets.show import PictureLinks
    from menjin.captcha.captcha import Captchas
    from menjin.captcha.tokens import CaptchaTokens
    from menjin.certification.access import Accesses
    from menjin.certification.certifications import Certifications
    from menjin.certification.ledger import Ledger
    from menjin.certification.spending import Pace, Purse, Till
    from menjin.codes.code import Codes, CodeSender, Recipient
    from menjin.codes.flows import Flows
    from menjin.codes.once import Once
    from menjin.companies.company import Companies
    from menjin.gateways.aliyun.identity import AliyunIdentity
    from menjin.gateways.aliyun.mail import AliyunMail
    from menjin.gateways.aliyun.ocr import AliyunOcr
    from menjin.gateways.aliyun.rpc import Rpc
    from menjin.gateways.aliyun.sms import AliyunSms
    from menjin.gateways.credentials import Credentials
    from menjin.gateways.functions.workers import FunctionWorkers
    from menjin.gateways.oss.callback import CallbackSignatures
    from menjin.gateways.oss.upload_token import UploadTokens
    from menjin.gateways.redis.connection import Redis
    from menjin.gateways.tablestore.connection import Tablestore
    from menjin.gateways.tablestore.sealing import Sealing
    from menjin.messages.message import Messages
    from menjin.profiles.profile import Profiles
    from menjin.sessions.session import Sessions

Group = TypeVar("Group")


class Parts:
    """The parts of one operation. Asking for one whose settings the operation did not name is a KeyError."""

    def __init__(self, credentials: Credentials, groups: Mapping[type[Any], Any]) -> None:
        self.credentials, self._groups = credentials, groups

    def settings(self, group: type[Group]) -> Group:
        """The settings of one group."""
        found: Group = self._groups[group]
        return found

    @cached_property
    def redis(self) -> Redis:
        """The connection to Redis."""
        from menjin.gateways.redis.connection import Redis

        read = self.settings(settings.RedisSettings)
        return Redis(read.url, read.key)

    @cached_property
    def tablestore(self) -> Tablestore:
        """The connection to Tablestore."""
        from menjin.gateways.tablestore.connection import Tablestore

        read, given = self.settings(settings.TablestoreSettings), self.credentials
        return Tablestore(read.endpoint, read.instance, given.key_id, given.key_secret, given.token)

    @cached_property
    def rpc(self) -> Rpc:
        """The client of Aliyun's RPC services."""
        from menjin.gateways.aliyun.rpc import Rpc

        return Rpc(self.credentials, self.settings(settings.RpcSettings).region)

    def captchas(self) -> Captchas:
        """Captchas, in Redis."""
        from menjin.gateways.redis.captchas import RedisCaptchas

        return RedisCaptchas(self.redis, self.settings(settings.CaptchaSettings).per_address_hour)

    def codes(self) -> Codes:
        """Codes, in Redis."""
        from menjin.gateways.redis.codes import RedisCodes

        return RedisCodes(self.redis, self.settings(settings.CodeSettings).limits())

    def attempts(self) -> Attempts:
        """Guesses at passwords, in Redis."""
        from menjin.gateways.redis.attempts import RedisAttempts

        return RedisAttempts(self.redis, self.settings(settings.AttemptSettings).per_address_hour)

    def look_ups(self) -> LookUps:
        """Questions whether an identifier is free, in Redis."""
        from menjin.gateways.redis.look_ups import RedisLookUps

        return RedisLookUps(self.redis, self.settings(settings.LookUpSettings).per_address_hour)

    def sessions(self) -> Sessions:
        """Tokens, and their ends in Redis."""
        from menjin.clock import HOUR
        from menjin.gateways.redis.sessions import RedisSessionStates
        from menjin.sessions.session import Sessions
        from menjin.sessions.token import Tokens

        read = self.settings(settings.SessionSettings)
        return Sessions(Tokens(read.keys), RedisSessionStates(self.redis), read.hours * HOUR)

    def accounts(self) -> Accounts:
        """Accounts, in Tablestore."""
        from menjin.gateways.tablestore.accounts import TablestoreAccounts

        return TablestoreAccounts(self.tablestore)

    def certifications(self) -> Certifications:
        """Certifications, sealed, in Tablestore."""
        from menjin.gateways.tablestore.certifications import TablestoreCertifications

        return TablestoreCertifications(self.tablestore, self._sealing())

    def ledger(self) -> Ledger:
        """Runs and their figures, in Tablestore."""
        from menjin.gateways.tablestore.ledger import TablestoreLedger

        return TablestoreLedger(self.tablestore)

    def accesses(self) -> Accesses:
        """Who looked at whose record, in Tablestore."""
        from menjin.gateways.tablestore.access import TablestoreAccesses

        return TablestoreAccesses(self.tablestore)

    def pace(self) -> Pace:
        """Turns at paid services, in Redis."""
        from menjin.gateways.redis.pace import RedisPace

        return RedisPace(self.redis, self.settings(settings.CertifyingSettings).per_second())

    def purse(self) -> Purse:
        """Budgets, in Redis."""
        from menjin.gateways.redis.purse import RedisPurse

        return RedisPurse(self.redis, self.settings(settings.CertifyingSettings).budget)

    def till(self) -> Till:
        """Where paid questions go through."""
        from menjin.certification.spending import Till

        return Till(self.purse(), self.pace(), self.settings(settings.CertifyingSettings).prices())

    def _sealing(self) -> Sealing:
        from menjin.gateways.tablestore.sealing import Sealing

        read = self.settings(settings.SealingSettings)
        return Sealing(read.keys.keys, read.keys.newest, read.index_key)

    def profiles(self) -> Profiles:
        """Accounts with their certifications and roles."""
        from menjin.profiles.profile import Profiles

        return Profiles(self.certifications(), self.companies(), self.settings(settings.AdminSettings).phones)

    def devices(self) -> Devices:
        """Known devices, in Tablestore."""
        from menjin.gateways.tablestore.devices import TablestoreDevices

        return TablestoreDevices(self.tablestore)

    def companies(self) -> Companies:
        """Companies, sealed, in Tablestore."""
        from menjin.gateways.tablestore.companies import TablestoreCompanies

        return TablestoreCompanies(self.tablestore, self._sealing())

    def flows(self) -> Flows:
        """Whom a client's last request was about, in Redis."""
        from menjin.gateways.redis.flows import RedisFlows

        return RedisFlows(self.redis)

    def once(self) -> Once:
        """Random values that were used, in Redis."""
        from menjin.gateways.redis.once import RedisOnce

        return RedisOnce(self.redis)

    def carriers(self) -> CodeSender[Recipient]:
        """SMS for phones, mail for mail addresses."""
        from menjin.gateways.aliyun.carriers import Carriers

        return Carriers(self.sms(), self.mail())

    def captcha_tokens(self) -> CaptchaTokens:
        """Document C's names of captchas; no connection."""
        from menjin.captcha.tokens import CaptchaTokens

        return CaptchaTokens(self.settings(settings.CaptchaTokenSettings).key)

    def wechat(self) -> Wechat:
        """WeChat's public account."""
        from menjin.gateways.wechat.oauth import WechatOauth

        read = self.settings(settings.WechatSettings)
        return WechatOauth(read.endpoint, read.app_id, read.app_secret)

    def assets(self) -> Assets:
        """Records of uploads, in Tablestore."""
        from menjin.gateways.tablestore.assets import TablestoreAssets

        return TablestoreAssets(self.tablestore)

    def messages(self) -> Messages:
        """Platform messages, in Tablestore."""
        from menjin.gateways.tablestore.messages import TablestoreMessages

        return TablestoreMessages(self.tablestore)

    def pictures(self) -> Pictures:
        """Uploaded pictures, in OSS."""
        from menjin.gateways.oss.pictures import OssPictures

        read = self.settings(settings.OssSettings)
        return OssPictures(read.endpoint, read.bucket, read.region, self.credentials)

    def picture_links(self) -> PictureLinks:
        """What shows private pictures to administrators; no SDK."""
        from menjin.gateways.oss.picture_links import OssPictureLinks

        read = self.settings(settings.LinkSettings)
        return OssPictureLinks(read.host, read.bucket, read.region, self.credentials)

    def upload_policies(self) -> UploadPolicies:
        """What signs uploads; no SDK."""
        from menjin.gateways.oss.upload_policies import Bucket, OssUploadPolicies

        oss, upload = self.settings(settings.OssSettings), self.settings(settings.UploadSettings)
        bucket = Bucket(oss.bucket, upload.host, oss.region, upload.callback_url)
        return OssUploadPolicies(bucket, self.credentials, self.upload_tokens())

    def upload_tokens(self) -> UploadTokens:
        """Our mark inside a callback."""
        from menjin.gateways.oss.upload_token import UploadTokens

        return UploadTokens(self.settings(settings.UploadSettings).key)

    def callback_signatures(self) -> CallbackSignatures:
        """What tells OSS's calls from others'."""
        from menjin.gateways.oss.callback import CallbackSignatures

        return CallbackSignatures(self.settings(settings.CallbackSettings).keys_allowed())

    def sms(self, notices: Mapping[str, str] | None = None) -> AliyunSms:
        """The SMS service; ``notices`` are the templates of notices, by their word."""
        from menjin.gateways.aliyun.sms import AliyunSms

        read = self.settings(settings.SmsSettings)
        return AliyunSms(self.rpc, read.endpoint, read.sign_name, read.code_template, notices or {})

    def mail(self) -> AliyunMail:
        """The mail service."""
        from menjin.gateways.aliyun.mail import AliyunMail

        read = self.settings(settings.MailSettings)
        return AliyunMail(self.rpc, read.endpoint, read.account, read.alias)

    def ocr(self) -> AliyunOcr:
        """The OCR service, for identity cards and business licences."""
        from menjin.gateways.aliyun.ocr import AliyunOcr

        return AliyunOcr(self.rpc, self.settings(settings.OcrSettings).endpoint)

    def identity(self) -> AliyunIdentity:
        """The identity service, for persons and companies."""
        from menjin.gateways.aliyun.identity import AliyunIdentity

        return AliyunIdentity(self.rpc, self.settings(settings.IdentitySettings).endpoint)

    def workers(self) -> FunctionWorkers:
        """Workers and runs, started through Function Compute."""
        from menjin.gateways.functions.workers import FunctionWorkers

        read = self.settings(settings.FunctionSettings)
        return FunctionWorkers(read.endpoint, read.service, self.credentials)

"""Every setting of the product, by what uses it.

All limits are settings; production defaults are the contract's. Secrets and addresses have no default.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from menjin.settings import (
    Unusable,
    admins,
    group,
    key,
    key_ring,
    names,
    origins,
    passages,
    positive,
    setting,
    switch,
    url,
    urls,
    words,
)
from menjin.values.key_ring import KeyRing

if TYPE_CHECKING:
    from menjin.gateways.redis.codes import CodeLimits


RESERVED = ("asset", "auth", "certify", "code", "send", "user", "web")
"""What fixed paths begin with: a system of such a name could not be told from them in document A's paths."""


def systems(text: str) -> tuple[str, ...]:
    """``a,b,c`` → names of systems, none of them RESERVED."""
    found = names(text)
    if not set(found).isdisjoint(RESERVED):
        raise Unusable(f"holds a name that fixed paths begin with: one of {', '.join(RESERVED)}")
    return found


@group
class Tenancy:
    """Whom this deployment serves. Read by every operation."""

    systems: tuple[str, ...] = setting(
        "SYSTEMS", "names of the systems (tenants), separated by commas; none that fixed paths begin with", systems
    )
    default_system: str = setting("DEFAULT_SYSTEM", "the one of SYSTEMS that documents are about whose paths name none")
    public_url: str = setting("PUBLIC_URL", "the address at which browsers reach this deployment", url)
    allowed_origins: Mapping[str, frozenset[str]] = setting(
        "ALLOWED_ORIGINS", "origins whose pages may act, by system: platform=https://a.example;…", origins, ""
    )
    cookie_secure: bool = setting("COOKIE_SECURE", "on: cookies travel by HTTPS only", switch, "on")

    def __post_init__(self) -> None:
        """Unusable if documents B to E would be about no system at all."""
        if self.default_system not in self.systems:
            raise Unusable("DEFAULT_SYSTEM is none of SYSTEMS")


@group
class RedisSettings:
    """Short-lived state."""

    url: str = setting("REDIS_URL", "address of Redis, with its password: rediss://…", secret=True)
    key: bytes = setting("CODE_KEY", "key of the hashes kept in Redis, base64 of 32 bytes", key, secret=True)


@group
class SessionSettings:
    """Sessions."""

    keys: KeyRing = setting(
        "SESSION_KEYS", "keys that sign sessions, newest first: k2:BASE64,k1:BASE64", key_ring, secret=True
    )
    hours: int = setting("SESSION_HOURS", "how long a session lasts", positive, "168")


@group
class CaptchaSettings:
    """Captchas."""

    per_address_hour: int = setting("CAPTCHA_PER_ADDRESS_HOUR", "captchas drawn for one address", positive, "600")


@group
class CodeSettings:
    """Codes by SMS and mail."""

    per_minute: int = setting("CODE_PER_MINUTE", "codes sent to one recipient a minute", positive, "1")
    per_hour: int = setting("CODE_PER_HOUR", "codes sent to one recipient an hour", positive, "5")
    per_day: int = setting("CODE_PER_DAY", "codes sent to one recipient a day", positive, "10")
    per_address_hour: int = setting("CODE_PER_ADDRESS_HOUR", "codes sent for one address an hour", positive, "20")
    per_address_hour_unguarded: int = setting(
        "CODE_PER_ADDRESS_HOUR_WITHOUT_CAPTCHA",
        "the same, where neither captcha nor session stands before",
        positive,
        "5",
    )
    without_captcha: bool = setting(
        "SEND_WITHOUT_CAPTCHA", "on: documents B and D, which carry no captcha, may ask for codes", switch, "on"
    )
    budget_per_day: int = setting("CODE_BUDGET_PER_DAY", "codes sent for one system a day", positive, "5000")

    def limits(self) -> CodeLimits:
        """The same, for the store that counts."""
        from menjin.gateways.redis.codes import CodeLimits

        return CodeLimits(
            self.per_minute,
            self.per_hour,
            self.per_day,
            self.per_address_hour,
            self.per_address_hour_unguarded if self.without_captcha else None,
            self.budget_per_day,
        )


@group
class CaptchaTokenSettings:
    """Names of captchas that the product gives out."""

    key: bytes = setting("CODE_KEY", "key of the hashes kept in Redis, base64 of 32 bytes", key, secret=True)


@group
class SignSettings:
    """Signed requests for codes."""

    key: str = setting("SEND_SIGN_KEY", "key of the sign in document C", secret=True)


@group
class RegistrationSettings:
    """How accounts are opened."""

    without_code: bool = setting(
        "REGISTER_WITHOUT_CODE", "on: document E's registration asks for no proof of the phone", switch, "off"
    )


@group
class PassageSettings:
    """Single sign-on."""

    pairs: frozenset[tuple[str, str]] = setting(
        "SSO", "which system's sessions open one where: platform>upstream,…", passages, ""
    )


@group
class WechatSettings:
    """WeChat's public account."""

    endpoint: str = setting("WECHAT_ENDPOINT", "address of WeChat's API", url)
    app_id: str = setting("WECHAT_APP_ID", "id of the public account")
    app_secret: str = setting("WECHAT_APP_SECRET", "secret of the public account", secret=True)


@group
class AttemptSettings:
    """Guesses at passwords."""

    per_address_hour: int = setting("LOGIN_FAILURES_PER_ADDRESS_HOUR", "failed logins of one address", positive, "100")


@group
class LookUpSettings:
    """Questions whether an identifier is free."""

    per_address_hour: int = setting("LOOKUPS_PER_ADDRESS_HOUR", "such questions of one address", positive, "60")


@group
class TablestoreSettings:
    """Records."""

    endpoint: str = setting("TABLESTORE_ENDPOINT", "address of the Tablestore instance", url)
    instance: str = setting("TABLESTORE_INSTANCE", "name of the Tablestore instance")


@group
class SealingSettings:
    """Encryption at rest."""

    keys: KeyRing = setting(
        "DATA_KEYS", "keys that encrypt names and numbers, newest first: k2:BASE64,k1:BASE64", key_ring, secret=True
    )
    index_key: bytes = setting(
        "INDEX_KEY", "key of the hash that finds a number, base64; never changed", key, secret=True
    )


@group
class OssSettings:
    """The bucket."""

    endpoint: str = setting("OSS_ENDPOINT", "address of OSS inside the region", url)
    bucket: str = setting("OSS_BUCKET", "name of the bucket")
    region: str = setting("REGION", "region of the deployment, as cn-hangzhou")


@group
class UploadSettings:
    """Uploads by browsers."""

    host: str = setting("UPLOAD_HOST", "address of the bucket for browsers", url)
    callback_url: str = setting("CALLBACK_URL", "where OSS reports an upload", url)
    key: bytes = setting("UPLOAD_KEY", "key of the mark inside a callback, base64 of 32 bytes", key, secret=True)


@group
class PageSettings:
    """The pages."""

    upload_host: str = setting("UPLOAD_HOST", "address of the bucket for browsers", url)


@group
class CallbackSettings:
    """Where OSS's public keys may lie."""

    local: bool = setting("LOCAL_CLOUD", "on in the local cloud alone", switch, "off")
    extra: tuple[str, ...] = setting("CALLBACK_KEY_URLS", "addresses of keys in the local cloud", urls, "")

    def keys_allowed(self) -> tuple[str, ...]:
        """The official addresses, and those of the local cloud inside it. ValueError if they are set elsewhere."""
        from menjin.gateways.oss.callback import OFFICIAL_KEYS

        if self.extra and not self.local:
            raise ValueError("CALLBACK_KEY_URLS is for the local cloud alone")
        return self.extra or OFFICIAL_KEYS


@group
class RpcSettings:
    """Aliyun's RPC services: SMS, mail, OCR, identity."""

    region: str = setting("REGION", "region of the deployment, as cn-hangzhou")


@group
class SmsSettings:
    """The SMS service."""

    endpoint: str = setting("SMS_ENDPOINT", "address of the SMS service", url)
    sign_name: str = setting("SMS_SIGN_NAME", "approved signature, without brackets, as \\u95e8\\u7981", words)
    code_template: str = setting("SMS_CODE_TEMPLATE", "approved template with the variable code")


@group
class NoticeSettings:
    """SMS notices."""

    passed: str = setting("SMS_PASSED_TEMPLATE", "approved template with the variable text: passed")
    refused: str = setting("SMS_REFUSED_TEMPLATE", "approved template with the variable text: not passed")
    expiring: str = setting("SMS_EXPIRING_TEMPLATE", "approved template with the variable text: ends soon, or ended")

    def templates(self) -> Mapping[str, str]:
        """Notice word → template."""
        return {"PASS": self.passed, "UNPASS": self.refused, "EXPIRED": self.expiring, "warning": self.expiring}


@group
class MailSettings:
    """The mail service."""

    endpoint: str = setting("MAIL_ENDPOINT", "address of the mail service", url)
    account: str = setting("MAIL_ACCOUNT", "verified sender address")
    alias: str = setting("MAIL_ALIAS", "name shown beside it, under 15 characters", words, "Menjin")


@group
class OcrSettings:
    """The OCR service."""

    endpoint: str = setting("OCR_ENDPOINT", "address of the OCR service", url)


@group
class IdentitySettings:
    """The identity service."""

    endpoint: str = setting("IDENTITY_ENDPOINT", "address of the identity service", url)


@group
class FunctionSettings:
    """Function Compute, to start workers."""

    endpoint: str = setting("FUNCTIONS_ENDPOINT", "address of Function Compute", url)
    service: str = setting("FC_SERVICE_NAME", "name of the service", given=True)


@group
class AdminSettings:
    """Who administers."""

    phones: frozenset[tuple[str, str]] = setting("ADMINS", "administrators: system:phone,…", admins, "")

"""Accounts, sessions, codes and captchas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from menjin.settings import group, key, key_ring, positive, setting, switch
from menjin.values.key_ring import KeyRing

if TYPE_CHECKING:
    from menjin.gateways.redis.codes import CodeLimits


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
class CaptchaTokenSettings:
    """Names of captchas that the product gives out."""

    key: bytes = setting("CODE_KEY", "key of the hashes kept in Redis, base64 of 32 bytes", key, secret=True)


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
class AttemptSettings:
    """Guesses at passwords."""

    per_address_hour: int = setting("LOGIN_FAILURES_PER_ADDRESS_HOUR", "failed logins of one address", positive, "100")


@group
class LookUpSettings:
    """Questions whether an identifier is free."""

    per_address_hour: int = setting("LOOKUPS_PER_ADDRESS_HOUR", "such questions of one address", positive, "60")

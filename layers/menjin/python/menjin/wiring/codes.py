"""Captchas, and codes by SMS and mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from menjin.configuration import (
    CaptchaSettings,
    CaptchaTokenSettings,
    CodeSettings,
    LookUpSettings,
    MailSettings,
    RedisSettings,
    RpcSettings,
    SessionSettings,
    SignSettings,
    SmsSettings,
    TablestoreSettings,
)
from menjin.operation import operation

if TYPE_CHECKING:
    from menjin.accounts.account import Accounts
    from menjin.accounts.availability import LookUps
    from menjin.captcha.captcha import Captchas
    from menjin.captcha.tokens import CaptchaTokens
    from menjin.codes.code import Codes, CodeSender, Recipient
    from menjin.codes.flows import Flows
    from menjin.codes.once import Once
    from menjin.parts import Parts
    from menjin.sessions.session import Sessions
    from menjin.values.mail_address import MailAddress


@dataclass(frozen=True)
class Captcha:
    """For checking captchas."""

    captchas: Captchas


@operation(RedisSettings, CaptchaSettings)
def captcha(parts: Parts) -> Captcha:
    """Check captchas."""
    return Captcha(parts.captchas())


@dataclass(frozen=True)
class CaptchaDrawing:
    """For drawing captchas."""

    captchas: Captchas
    tokens: CaptchaTokens


@operation(RedisSettings, CaptchaSettings, CaptchaTokenSettings)
def captcha_drawing(parts: Parts) -> CaptchaDrawing:
    """Draw captchas."""
    return CaptchaDrawing(parts.captchas(), parts.captcha_tokens())


@dataclass(frozen=True)
class CaptchaNaming:
    """For giving out names of captchas."""

    tokens: CaptchaTokens


@operation(CaptchaTokenSettings)
def captcha_naming(parts: Parts) -> CaptchaNaming:
    """Give out names of captchas."""
    return CaptchaNaming(parts.captcha_tokens())


@dataclass(frozen=True)
class Sending:
    """For sending codes by SMS, or where somebody can be reached."""

    accounts: Accounts
    look_ups: LookUps
    captchas: Captchas
    codes: Codes
    carriers: CodeSender[Recipient]
    flows: Flows
    once: Once
    sign_key: str
    sessions: Sessions


@operation(
    RedisSettings,
    LookUpSettings,
    CaptchaSettings,
    CodeSettings,
    SignSettings,
    SessionSettings,
    RpcSettings,
    SmsSettings,
    MailSettings,
    TablestoreSettings,
)
def sending(parts: Parts) -> Sending:
    """Send codes."""
    return Sending(
        parts.accounts(),
        parts.look_ups(),
        parts.captchas(),
        parts.codes(),
        parts.carriers(),
        parts.flows(),
        parts.once(),
        parts.settings(SignSettings).key,
        parts.sessions(),
    )


@dataclass(frozen=True)
class Mailing:
    """For sending codes by mail."""

    accounts: Accounts
    look_ups: LookUps
    codes: Codes
    mail: CodeSender[MailAddress]
    flows: Flows
    sessions: Sessions


@operation(RedisSettings, LookUpSettings, CodeSettings, SessionSettings, RpcSettings, MailSettings, TablestoreSettings)
def mailing(parts: Parts) -> Mailing:
    """Send codes by mail."""
    return Mailing(parts.accounts(), parts.look_ups(), parts.codes(), parts.mail(), parts.flows(), parts.sessions())

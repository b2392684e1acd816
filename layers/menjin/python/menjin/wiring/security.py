"""What protects an account, changes of it, and lists of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from menjin.configuration import (
    AdminSettings,
    AttemptSettings,
    CaptchaSettings,
    CodeSettings,
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
    from menjin.accounts.attempts import Attempts
    from menjin.captcha.captcha import Captchas
    from menjin.codes.code import Codes, CodeSender
    from menjin.codes.flows import Flows
    from menjin.companies.company import Companies
    from menjin.parts import Parts
    from menjin.profiles.profile import Profiles
    from menjin.sessions.session import Sessions
    from menjin.values.phone_number import PhoneNumber


@dataclass(frozen=True)
class Showing:
    """For showing accounts: one's own, those of a company's members, all of them to administrators."""

    accounts: Accounts
    profiles: Profiles
    sessions: Sessions


@operation(RedisSettings, SessionSettings, TablestoreSettings, SealingSettings, AdminSettings)
def showing(parts: Parts) -> Showing:
    """Show accounts."""
    return Showing(parts.accounts(), parts.profiles(), parts.sessions())


@dataclass(frozen=True)
class ChangingPassword:
    """For changing a password, and for asking for it again."""

    accounts: Accounts
    attempts: Attempts
    sessions: Sessions


@operation(RedisSettings, AttemptSettings, SessionSettings, TablestoreSettings)
def changing_password(parts: Parts) -> ChangingPassword:
    """Change a password."""
    return ChangingPassword(parts.accounts(), parts.attempts(), parts.sessions())


@dataclass(frozen=True)
class Recovering:
    """For replacing a forgotten password."""

    accounts: Accounts
    attempts: Attempts
    codes: Codes
    flows: Flows
    sessions: Sessions


@operation(RedisSettings, AttemptSettings, CodeSettings, SessionSettings, TablestoreSettings)
def recovering(parts: Parts) -> Recovering:
    """Replace a forgotten password."""
    return Recovering(parts.accounts(), parts.attempts(), parts.codes(), parts.flows(), parts.sessions())


@dataclass(frozen=True)
class ChangingPhone:
    """For changing a phone."""

    accounts: Accounts
    captchas: Captchas
    codes: Codes
    flows: Flows
    sender: CodeSender[PhoneNumber]
    sessions: Sessions


@operation(RedisSettings, CaptchaSettings, CodeSettings, SessionSettings, RpcSettings, SmsSettings, TablestoreSettings)
def changing_phone(parts: Parts) -> ChangingPhone:
    """Change a phone."""
    return ChangingPhone(
        parts.accounts(), parts.captchas(), parts.codes(), parts.flows(), parts.sms(), parts.sessions()
    )


@dataclass(frozen=True)
class ChangingMail:
    """For binding a mail address."""

    accounts: Accounts
    codes: Codes
    flows: Flows
    sessions: Sessions


@operation(RedisSettings, CodeSettings, SessionSettings, TablestoreSettings)
def changing_mail(parts: Parts) -> ChangingMail:
    """Bind a mail address."""
    return ChangingMail(parts.accounts(), parts.codes(), parts.flows(), parts.sessions())


@dataclass(frozen=True)
class ChangingAdministrator:
    """For handing a company's administration over."""

    accounts: Accounts
    codes: Codes
    companies: Companies
    sender: CodeSender[PhoneNumber]
    sessions: Sessions


@operation(RedisSettings, CodeSettings, SessionSettings, RpcSettings, SmsSettings, TablestoreSettings, SealingSettings)
def changing_administrator(parts: Parts) -> ChangingAdministrator:
    """Hand a company's administration over."""
    return ChangingAdministrator(parts.accounts(), parts.codes(), parts.companies(), parts.sms(), parts.sessions())

"""Opening accounts, signing in and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from menjin.configuration import (
    AdminSettings,
    AttemptSettings,
    CaptchaSettings,
    CodeSettings,
    LookUpSettings,
    PassageSettings,
    RedisSettings,
    RegistrationSettings,
    SealingSettings,
    SessionSettings,
    TablestoreSettings,
    WechatSettings,
)
from menjin.operation import operation

if TYPE_CHECKING:
    from menjin.accounts.account import Accounts
    from menjin.accounts.attempts import Attempts
    from menjin.accounts.availability import LookUps
    from menjin.accounts.devices import Devices
    from menjin.accounts.wechat import Wechat
    from menjin.captcha.captcha import Captchas
    from menjin.codes.code import Codes
    from menjin.codes.flows import Flows
    from menjin.companies.company import Companies
    from menjin.parts import Parts
    from menjin.profiles.profile import Profiles
    from menjin.sessions.session import Sessions


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
    companies: Companies
    devices: Devices
    flows: Flows
    sessions: Sessions
    profiles: Profiles
    without_code: bool


@operation(
    RedisSettings,
    LookUpSettings,
    CodeSettings,
    SessionSettings,
    TablestoreSettings,
    SealingSettings,
    AdminSettings,
    RegistrationSettings,
)
def registration(parts: Parts) -> Registration:
    """Open accounts."""
    return Registration(
        parts.accounts(),
        parts.look_ups(),
        parts.codes(),
        parts.companies(),
        parts.devices(),
        parts.flows(),
        parts.sessions(),
        parts.profiles(),
        parts.settings(RegistrationSettings).without_code,
    )


@dataclass(frozen=True)
class SigningIn:
    """For signing in."""

    accounts: Accounts
    attempts: Attempts
    look_ups: LookUps
    captchas: Captchas
    codes: Codes
    devices: Devices
    flows: Flows
    sessions: Sessions
    profiles: Profiles
    passages: frozenset[tuple[str, str]]


@operation(
    RedisSettings,
    AttemptSettings,
    LookUpSettings,
    CaptchaSettings,
    CodeSettings,
    SessionSettings,
    TablestoreSettings,
    SealingSettings,
    AdminSettings,
    PassageSettings,
)
def signing_in(parts: Parts) -> SigningIn:
    """Sign in."""
    return SigningIn(
        parts.accounts(),
        parts.attempts(),
        parts.look_ups(),
        parts.captchas(),
        parts.codes(),
        parts.devices(),
        parts.flows(),
        parts.sessions(),
        parts.profiles(),
        parts.settings(PassageSettings).pairs,
    )


@dataclass(frozen=True)
class SigningInByWechat:
    """For signing in as a WeChat user."""

    accounts: Accounts
    flows: Flows
    sessions: Sessions
    profiles: Profiles
    wechat: Wechat


@operation(RedisSettings, SessionSettings, TablestoreSettings, SealingSettings, AdminSettings, WechatSettings)
def signing_in_by_wechat(parts: Parts) -> SigningInByWechat:
    """Sign in as a WeChat user."""
    return SigningInByWechat(parts.accounts(), parts.flows(), parts.sessions(), parts.profiles(), parts.wechat())


@dataclass(frozen=True)
class SigningOut:
    """For ending a session."""

    sessions: Sessions


@operation(RedisSettings, SessionSettings)
def signing_out(parts: Parts) -> SigningOut:
    """End a session."""
    return SigningOut(parts.sessions())

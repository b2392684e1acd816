"""Sign in with a password, a code, both, or another system's session."""

from collections.abc import Callable
from typing import Annotated, Any, ClassVar

import msgspec

from menjin.accounts.account import identifier_of
from menjin.accounts.availability import is_free
from menjin.accounts.failures import NoSuchAccount
from menjin.accounts.log_in import log_in, log_in_by_code
from menjin.accounts.log_in_by_wechat import bind_wechat
from menjin.accounts.log_in_on_device import log_in_on_device, log_in_with_code
from menjin.accounts.pass_over import pass_over
from menjin.accounts.signed_in import SignedIn
from menjin.captcha.captcha import CaptchaId
from menjin.captcha.demand import demand_captcha
from menjin.captcha.failures import CaptchaRequired
from menjin.clock import now
from menjin.codes.code import Purpose
from menjin.codes.remembered import recipient_of
from menjin.contract import Function, Request, Result, auth, certify, systems, user
from menjin.contract.dialects import auth as words_of_auth
from menjin.contract.dialects import user as words_of_user
from menjin.failures import Malformed
from menjin.values.contact import Contact
from menjin.values.secret import KnownSecret, Secret
from menjin.wiring import accounts as wiring

function = Function(wiring.signing_in)
Device = Annotated[str, msgspec.Meta(max_length=512)]


class OnSystems(msgspec.Struct, rename="camel"):
    """Document A's fields: an account with a password or an SMS code, or another system's token."""

    account: str | None = None
    password: Secret | None = None
    sms_code: str | None = None
    token: str | None = None
    captcha: str | None = None


class OnCertify(msgspec.Struct):
    """Document B's fields: ``code`` is a phone number or a mail address."""

    code: Contact
    password: Secret


class OnWeb(OnCertify):
    """The same with the client's device token."""

    empty_is_absent: ClassVar = ("cookie",)
    cookie: Device | None = None


class OnWebByCode(msgspec.Struct):
    """Document B 20: who it is stands in the flow, or in ``code``."""

    empty_is_absent: ClassVar = ("code", "cookie")
    password: Secret
    verification: Annotated[str, msgspec.Meta(min_length=1)]
    code: Contact | None = None
    cookie: Device | None = None


class OnAuth(msgspec.Struct, rename="camel"):
    """Document D's fields: ``token`` is the account, ``code`` the captcha ``randomStr``."""

    token: Annotated[str, msgspec.Meta(min_length=1)]
    password: Secret | None = None
    code: str | None = None
    random_str: CaptchaId | None = None


class OnUser(msgspec.Struct, rename="camel"):
    """Document E's fields, and the captcha's text after several failures."""

    account: Annotated[str, msgspec.Meta(min_length=1)]
    password: KnownSecret
    random_str: CaptchaId | None = None
    code: str | None = None


@function.route(systems, "POST /{system}/login/jwt")
def on_systems(request: Request, services: wiring.SigningIn, fields: OnSystems) -> Result:
    """Document A: the cookie and ``{token, user}``."""
    if fields.account is None and fields.token is not None:
        found = pass_over(
            services.accounts,
            services.sessions,
            services.passages,
            system=request.system,
            token=fields.token,
            now=now(),
        )
    elif not fields.account:
        raise Malformed("account", "missing")
    elif fields.password is not None:
        found = _by_password(request, services, fields.account, fields.password, fields.captcha)
    elif fields.sms_code:
        found = log_in_by_code(
            services.accounts,
            services.attempts,
            services.codes,
            services.sessions,
            system=request.system,
            identifier=identifier_of(fields.account),
            code=fields.sms_code,
            now=now(),
        )
    else:
        raise Malformed("password", "one_of")
    return systems.signed_in(found, services.profiles.of(found.account), services.sessions.lifetime)


@function.route(certify, "POST /user/web/login")
def on_certify_web(request: Request, services: wiring.SigningIn, fields: OnWeb) -> Result:
    """Document B 16: the user object; OTHER from a device that is not known."""
    found = log_in_on_device(
        services.accounts,
        services.attempts,
        services.devices,
        services.sessions,
        system=request.system,
        identifier=fields.code.reached.identifier,
        secret=fields.password,
        device=fields.cookie,
        address=request.client,
        now=now(),
    )
    return _user_object(services, found)


@function.route(certify, "POST /user/web/loginByVerify")
def on_certify_code(request: Request, services: wiring.SigningIn, fields: OnWebByCode) -> Result:
    """Document B 20: the user object; the device is known from now on."""
    contact = recipient_of(
        services.flows,
        Contact,
        fields.code,
        system=request.system,
        flow=certify.flow(request),
        purpose=Purpose.LOGIN,
    )
    found = log_in_with_code(
        services.accounts,
        services.attempts,
        services.codes,
        services.devices,
        services.sessions,
        system=request.system,
        recipient=contact.reached,
        secret=fields.password,
        code=fields.verification,
        device=fields.cookie,
        address=request.client,
        now=now(),
    )
    return _user_object(services, found)


@function.route(certify, "POST /user/phone/login")
def on_certify_phone(request: Request, services: wiring.SigningIn, fields: OnCertify) -> Result:
    """Document B 17: the user object, from any device."""
    return _user_object(services, _on_phone(request, services, fields))


@function.route(certify, "POST /user/wechat/login")
def on_certify_wechat(request: Request, services: wiring.SigningIn, fields: OnCertify) -> Result:
    """Document B 18: the user object; the WeChat user whom ``autoLogin`` did not know is bound."""
    found = _on_phone(request, services, fields)
    return _user_object(services, bind_wechat(services.accounts, services.flows, found, flow=certify.flow(request)))


@function.route(auth, "GET,POST /auth/login", changes=True)
def on_auth(request: Request, services: wiring.SigningIn, fields: OnAuth) -> Result:
    """Document D: whether the account exists, for its name alone; else the account's number and the cookie."""
    if fields.password is None:
        identifier = identifier_of(fields.token)
        if is_free(
            services.accounts, services.look_ups, system=request.system, identifier=identifier, address=request.client
        ):
            raise NoSuchAccount
        return Result(message=words_of_auth.THERE)
    if fields.random_str is None:
        raise Malformed("randomStr", "missing")
    found = _by_mark(request, services, fields.token, fields.password, fields.random_str, fields.code)
    return auth.signed_in(found, services.sessions.lifetime)


@function.route(user, "GET,POST /user/login", changes=True)
def on_user(request: Request, services: wiring.SigningIn, fields: OnUser) -> Result:
    """Document E: the account's number and the cookie."""
    found = _by_mark(request, services, fields.account, fields.password, fields.random_str, fields.code)
    return user.signed_in(found, services.sessions.lifetime, words_of_user.SIGNED_IN)


def _by_password(
    request: Request, services: wiring.SigningIn, account: str, password: Secret, captcha: str | None
) -> SignedIn:
    def prove() -> None:
        demand_captcha(services.captchas, system=request.system, captcha_id=systems.captcha_id(request), guess=captcha)

    return _log_in(request, services, prove, identifier_of(account), password)


def _on_phone(request: Request, services: wiring.SigningIn, fields: OnCertify) -> SignedIn:
    """Document B knows no captcha: a client goes on until the lock."""
    identifier = fields.code.reached.identifier
    return _log_in(request, services, lambda: None, identifier, fields.password, told_unknown=True)


def _by_mark(
    request: Request,
    services: wiring.SigningIn,
    account: str,
    secret: Secret,
    mark: CaptchaId | None,
    guess: str | None,
) -> SignedIn:
    """Documents D and E: a captcha that is given is looked at first; failures count for the client's mark, too."""
    captcha_id = mark.text if mark else None
    if guess:
        demand_captcha(services.captchas, system=request.system, captcha_id=captcha_id, guess=guess)
    identifier = identifier_of(account)
    return _log_in(request, services, _captcha_required, identifier, secret, mark=captcha_id, proved=bool(guess))


def _log_in(
    request: Request,
    services: wiring.SigningIn,
    prove: Callable[[], None],
    identifier: str,
    secret: Secret,
    **more: Any,
) -> SignedIn:
    return log_in(
        services.accounts,
        services.attempts,
        services.sessions,
        prove,
        system=request.system,
        identifier=identifier,
        secret=secret,
        address=request.client,
        now=now(),
        **more,
    )


def _captcha_required() -> None:
    raise CaptchaRequired


def _user_object(services: wiring.SigningIn, found: SignedIn) -> Result:
    profile = services.profiles.of(found.account)
    return certify.signed_in(found, profile, services.sessions.lifetime)


handler = function.handler

"""Open an account for a phone that has proved itself."""

from typing import Annotated, Any, ClassVar

import msgspec

from menjin.accounts.register import Proof, register
from menjin.accounts.signed_in import SignedIn
from menjin.clock import now
from menjin.codes.code import Purpose
from menjin.codes.remembered import recipient_of
from menjin.contract import Function, Request, Result, certify, enterprise, systems, user
from menjin.contract.dialects import user as words_of_user
from menjin.failures import Malformed
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import Digest, NewPassword, NewSecret, Secret
from menjin.values.user_name import UserName
from menjin.wiring import accounts as wiring

function = Function(wiring.registration)
Code = Annotated[str, msgspec.Meta(min_length=1)]


class OnSystems(msgspec.Struct, rename="camel"):
    """Document A's fields."""

    empty_is_absent: ClassVar = ("name",)
    phone: PhoneNumber
    sms_code: Code
    password: NewPassword
    name: UserName | None = None


class OnCertify(msgspec.Struct, rename="camel"):
    """Document B's fields; ``phone`` for clients without a flow, ``cookie`` is the device that is known from now."""

    empty_is_absent: ClassVar = ("phone", "cookie")
    user_name: UserName
    password: NewPassword
    verification: Code
    phone: PhoneNumber | None = None
    cookie: Annotated[str, msgspec.Meta(max_length=512)] | None = None


class OnEnterprise(msgspec.Struct, rename="camel"):
    """Document C's fields; an empty ``enterpriseCode`` is a person, an empty ``userName`` none."""

    user_phone: PhoneNumber
    pwd: Digest
    msg_code: Code
    enterprise_code: str | None = None
    user_name: str | None = None


class OnUser(msgspec.Struct):
    """Document E's fields, and the code that the deployment may ask for."""

    phone: PhoneNumber
    password: NewSecret
    code: str | None = None


@function.route(systems, "POST /{system}/register/register")
def on_systems(request: Request, services: wiring.Registration, fields: OnSystems) -> Result:
    """Document A: the cookie and ``{token, user}``."""
    proof = Proof(Purpose.PHONE, fields.sms_code)
    found = _register(request, services, fields.phone, proof, fields.password, fields.name)
    return systems.signed_in(found, services.profiles.of(found.account), services.sessions.lifetime)


@function.route(certify, "GET,POST /user/register", changes=True)
def on_certify(request: Request, services: wiring.Registration, fields: OnCertify) -> Result:
    """Document B 7: the cookie; the phone is the one that asked for the code."""
    phone = recipient_of(
        services.flows,
        PhoneNumber,
        fields.phone,
        system=request.system,
        flow=certify.flow(request),
        purpose=Purpose.REGISTRATION,
    )
    proof = Proof(Purpose.REGISTRATION, fields.verification)
    found = _register(request, services, phone, proof, fields.password, fields.user_name)
    if fields.cookie is not None:
        services.devices.remember(found.account, fields.cookie, now())
    return certify.registered(found, services.sessions.lifetime)


@function.route(enterprise, "POST /user/openRegist")
def on_enterprise(request: Request, services: wiring.Registration, fields: OnEnterprise) -> Result:
    """Document C: no data, no session."""
    proof = Proof(Purpose.REGISTRATION, fields.msg_code)
    code = (fields.enterprise_code or "").strip() or None
    name = _name(fields.user_name)
    _register(request, services, fields.user_phone, proof, fields.pwd, name, enterprise=code, name_matters=False)
    return Result()


@function.route(user, "POST /user/regist")
def on_user(request: Request, services: wiring.Registration, fields: OnUser) -> Result:
    """Document E: the account's number, and the cookie; the phone is user name and login name."""
    if not fields.code and not services.without_code:
        raise Malformed("code", "missing")
    proof = Proof(Purpose.PHONE, fields.code) if fields.code else None
    found = _register(request, services, fields.phone, proof, fields.password, None)
    return user.signed_in(found, services.sessions.lifetime, words_of_user.REGISTERED)


def _register(
    request: Request,
    services: wiring.Registration,
    phone: PhoneNumber,
    proof: Proof | None,
    secret: Secret,
    name: UserName | None,
    **more: Any,
) -> SignedIn:
    return register(
        services.accounts,
        services.look_ups,
        services.codes,
        services.companies,
        services.sessions,
        system=request.system,
        address=request.client,
        phone=phone,
        proof=proof,
        secret=secret,
        name=name,
        now=now(),
        **more,
    )


def _name(typed: str | None) -> UserName | None:
    """A person's name is no user name if it has blanks, and need not be one."""
    try:
        return UserName(typed or "")
    except ValueError:
        return None


handler = function.handler

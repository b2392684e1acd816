"""Send a code by SMS, or by mail to those who log in with a mail address."""

from typing import Literal

import msgspec

from menjin.accounts.send_code_to import send_code_to
from menjin.captcha.captcha import CaptchaId
from menjin.captcha.demand import demand_captcha
from menjin.clock import now
from menjin.codes.code import Purpose, Recipient
from menjin.codes.send import send_code
from menjin.codes.signed import check_sign
from menjin.contract import Function, Request, Result, certify, gateway, send, systems
from menjin.contract.dialects import auth as words_of_auth
from menjin.contract.dialects import certify as words_of_certify
from menjin.failures import Malformed
from menjin.values.contact import Contact
from menjin.values.phone_number import PhoneNumber
from menjin.wiring import codes as wiring

function = Function(wiring.sending)
MAX_RANDOM = 64


class ByPhone(msgspec.Struct, rename="camel"):
    """Document A's fields: the phone in the path; a captcha unless it was solved before or a session is there."""

    phone: PhoneNumber
    captcha: str | None = None


class Phone(msgspec.Struct):
    """Document B's field."""

    phone: PhoneNumber


class Login(msgspec.Struct):
    """Document B's field for a login: a phone number or a mail address."""

    code: Contact


class Asked(msgspec.Struct, rename="camel"):
    """Document C's fields: ``code`` says what for; 200 comes with a captcha unless a session is there, 101 and 103
    with a signature.
    """

    code: Literal["101", "103", "200"]
    user_tel: PhoneNumber
    random: str | None = None
    sign: str | None = None
    auth_code: str | None = None


class Chosen(msgspec.Struct, rename="camel"):
    """Document D's fields."""

    phone: PhoneNumber
    random_str: CaptchaId | None = None


@function.route(systems, "GET,POST /{system}/register/sms/{phone}", session="optional", changes=True)
def on_systems(request: Request, services: wiring.Sending, fields: ByPhone) -> Result:
    """Document A: a code that proves the phone."""
    if request.session is None:
        demand_captcha(
            services.captchas, system=request.system, captcha_id=systems.captcha_id(request), guess=fields.captcha
        )
    _send(request, services, Purpose.PHONE, fields.phone, guarded=True)
    return Result(data=True)


@function.route(certify, "GET,POST /user/phone/getRegistVerify", changes=True)
def on_certify_register(request: Request, services: wiring.Sending, fields: Phone) -> Result:
    """Document B 1: EXIST for a phone that has an account."""
    return _send_to(request, services, Purpose.REGISTRATION, fields.phone, holder=False)


@function.route(
    certify,
    "GET,POST /user/phone/getUpdateVeridy",
    "GET,POST /user/phone/getUpdateVerify",
    session="required",
    changes=True,
)
def on_certify_update(request: Request, services: wiring.Sending, fields: Phone) -> Result:
    """Document B 2: EXIST for a phone that has an account."""
    return _send_to(request, services, Purpose.NEW_PHONE, fields.phone, holder=False)


@function.route(certify, "GET,POST /user/phone/getGetbackVerify", changes=True)
def on_certify_getback(request: Request, services: wiring.Sending, fields: Phone) -> Result:
    """Document B 3: EXIST for a phone that has no account."""
    return _send_to(request, services, Purpose.RECOVERY, fields.phone, holder=True)


@function.route(certify, "GET,POST /user/login/getLoginVerify", changes=True)
def on_certify_login(request: Request, services: wiring.Sending, fields: Login) -> Result:
    """Document B 4: EXIST for a phone or mail address that has no account."""
    return _send_to(request, services, Purpose.LOGIN, fields.code.reached, holder=True)


@function.route(send, "GET,POST /send/code", session="optional", changes=True)
def on_send(request: Request, services: wiring.Sending, fields: Asked) -> Result:
    """Document C: nothing in ``data``."""
    if fields.code == "200":
        if request.session is None:
            demand_captcha(services.captchas, system=request.system, captcha_id=fields.random, guess=fields.auth_code)
        purpose = Purpose.REGISTRATION
    else:
        random = fields.random or ""
        if not 1 <= len(random) <= MAX_RANDOM:
            raise Malformed("random", "random")
        check_sign(
            services.once,
            services.sign_key,
            system=request.system,
            purpose=fields.code,
            random=random,
            phone=fields.user_tel,
            sign=fields.sign or "",
        )
        purpose = Purpose.SIGN_IN if fields.code == "101" else Purpose.PAYMENT
    _send(request, services, purpose, fields.user_tel, guarded=True)
    return Result({})


@function.route(gateway, "GET,POST /code/phone", session="optional", changes=True)
def on_gateway(request: Request, services: wiring.Sending, fields: Chosen) -> Result:
    """Document D: when it was sent, in milliseconds."""
    guarded = request.session is not None
    return Result(_send(request, services, Purpose.PHONE, fields.phone, guarded=guarded), message=words_of_auth.SENT)


def _send(request: Request, services: wiring.Sending, purpose: Purpose, recipient: Recipient, *, guarded: bool) -> int:
    at = now()
    send_code(
        services.codes,
        services.carriers,
        system=request.system,
        purpose=purpose,
        recipient=recipient,
        address=request.client,
        guarded=guarded,
        now=at,
    )
    return at


def _send_to(
    request: Request, services: wiring.Sending, purpose: Purpose, recipient: Recipient, *, holder: bool
) -> Result:
    name = send_code_to(
        services.accounts,
        services.look_ups,
        services.codes,
        services.carriers,
        services.flows,
        system=request.system,
        purpose=purpose,
        recipient=recipient,
        holder=holder,
        address=request.client,
        guarded=request.session is not None,
        now=now(),
    )
    return Result(cookie=certify.flow_cookie(request.system, name), message=words_of_certify.SENT)


handler = function.handler

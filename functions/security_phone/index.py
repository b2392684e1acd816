"""Change the phone."""

from typing import Annotated, ClassVar

import msgspec

from menjin.captcha.demand import demand_captcha
from menjin.clock import now
from menjin.codes.code import Purpose
from menjin.codes.remembered import recipient_of
from menjin.contract import Function, Request, Result, certify, systems
from menjin.contract.dialects.base import no_session_cookie
from menjin.contract.dialects.certify import CHANGED
from menjin.security.change_phone import change_phone
from menjin.security.confirm_phone import ask_present_phone, confirm_present_phone
from menjin.security.fresh import demand_fresh, demand_old_phone
from menjin.values.phone_number import PhoneNumber
from menjin.wiring import security as wiring

function = Function(wiring.changing_phone)


class Step(msgspec.Struct, rename="camel"):
    """Document A's first step: without the code, one is sent."""

    sms_code: str | None = None


class Change(msgspec.Struct, rename="camel"):
    """Document A's second step. A captcha that is given is checked."""

    sms_code: Annotated[str, msgspec.Meta(min_length=1)]
    new_phone: PhoneNumber
    captcha: str | None = None


class Update(msgspec.Struct):
    """Document B's fields: to which phone the code went may be said."""

    empty_is_absent: ClassVar = ("phone",)
    verification: Annotated[str, msgspec.Meta(min_length=1)]
    phone: PhoneNumber | None = None


@function.route(systems, "POST /{system}/security/changePhone", session="required")
def on_systems_step(request: Request, services: wiring.ChangingPhone, fields: Step) -> Result:
    """Document A: ``data: true``, when the code was sent and when it was right."""
    if fields.sms_code:
        confirm_present_phone(
            services.accounts, services.codes, services.sessions, request.signed_in, code=fields.sms_code
        )
    else:
        ask_present_phone(
            services.accounts,
            services.codes,
            services.sender,
            services.sessions,
            request.signed_in,
            address=request.client,
            now=now(),
        )
    return Result(data=True)


@function.route(systems, "GET,POST /{system}/security/updatePhone", session="required", changes=True)
def on_systems_change(request: Request, services: wiring.ChangingPhone, fields: Change) -> Result:
    """Document A: ``data: true``; the person signs in again."""
    if fields.captcha:
        demand_captcha(
            services.captchas, system=request.system, captcha_id=systems.captcha_id(request), guess=fields.captcha
        )
    change_phone(
        services.accounts,
        services.codes,
        services.flows,
        services.sessions,
        request.signed_in,
        demand_old_phone,
        phone=fields.new_phone,
        purpose=Purpose.PHONE,
        code=fields.sms_code,
        now=now(),
    )
    return Result(data=True, cookie=no_session_cookie(request.system))


@function.route(certify, "POST /user/updatePhone", session="required")
def on_certify(request: Request, services: wiring.ChangingPhone, fields: Update) -> Result:
    """Document B 11: INVALID for a code that is over, FAIL for a wrong one; the person signs in again."""
    flow = certify.flow(request)
    phone = recipient_of(
        services.flows,
        PhoneNumber,
        fields.phone,
        system=request.system,
        flow=flow,
        purpose=Purpose.NEW_PHONE,
    )
    change_phone(
        services.accounts,
        services.codes,
        services.flows,
        services.sessions,
        request.signed_in,
        demand_fresh,
        phone=phone,
        purpose=Purpose.NEW_PHONE,
        code=fields.verification,
        flow=flow,
        now=now(),
    )
    return Result(cookie=no_session_cookie(request.system), message=CHANGED)


handler = function.handler

"""Replace a forgotten password."""

from typing import Annotated

import msgspec

from menjin.codes.code import Purpose, Recipient
from menjin.contract import Function, Request, Result, certify
from menjin.contract.dialects.certify import CHANGED
from menjin.failures import Malformed
from menjin.security.flow import recipient_of
from menjin.security.recover import recover
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import NewPassword
from menjin.wiring import security as wiring

function = Function(wiring.recovering)


class Recovery(msgspec.Struct):
    """Document B's fields: ``passord`` as it is written there, or as it is meant; to whom the code went may be said."""

    verification: Annotated[str, msgspec.Meta(min_length=1)]
    passord: NewPassword | None = None
    password: NewPassword | None = None


class ByPhone(Recovery):
    """With the phone."""

    phone: PhoneNumber | None = None


class ByMail(Recovery):
    """With the mail address."""

    email: MailAddress | None = None


@function.route(certify, "GET,POST /user/phone/getbackPassord", "GET,POST /user/phone/getbackPassword", changes=True)
def on_certify_phone(request: Request, services: wiring.Recovering, fields: ByPhone) -> Result:
    """Document B 8: INVALID for a code that is over, FAIL for a wrong one."""
    phone = fields.phone or recipient_of(
        services.flows, PhoneNumber, system=request.system, flow=certify.flow(request), purpose=Purpose.RECOVERY
    )
    if phone is None:
        raise Malformed("phone", "missing")
    return _recover(request, services, fields, phone)


@function.route(certify, "GET,POST /user/email/getbackPassord", "GET,POST /user/email/getbackPassword", changes=True)
def on_certify_mail(request: Request, services: wiring.Recovering, fields: ByMail) -> Result:
    """Document B 9: INVALID for a code that is over, FAIL for a wrong one."""
    mail = fields.email or recipient_of(
        services.flows, MailAddress, system=request.system, flow=certify.flow(request), purpose=Purpose.RECOVERY
    )
    if mail is None:
        raise Malformed("email", "missing")
    return _recover(request, services, fields, mail)


def _recover(request: Request, services: wiring.Recovering, fields: Recovery, recipient: Recipient) -> Result:
    new = fields.passord or fields.password
    if new is None:
        raise Malformed("passord", "missing")
    recover(
        services.accounts,
        services.attempts,
        services.codes,
        services.flows,
        services.sessions,
        system=request.system,
        recipient=recipient,
        code=fields.verification,
        new=new,
        flow=certify.flow(request),
    )
    return Result(message=CHANGED)


handler = function.handler

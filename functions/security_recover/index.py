"""Replace a forgotten password."""

from typing import Annotated, ClassVar, TypeVar

import msgspec

from menjin.codes.code import Purpose
from menjin.codes.remembered import recipient_of
from menjin.contract import Function, Request, Result, certify
from menjin.contract.dialects.certify import CHANGED
from menjin.failures import Malformed
from menjin.security.recover import recover
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import NewPassword
from menjin.wiring import security as wiring

function = Function(wiring.recovering)
Kind = TypeVar("Kind", PhoneNumber, MailAddress)


class Recovery(msgspec.Struct):
    """Document B's fields: ``passord`` as it is written there, or as it is meant; to whom the code went may be said."""

    verification: Annotated[str, msgspec.Meta(min_length=1)]
    passord: NewPassword | None = None
    password: NewPassword | None = None


class ByPhone(Recovery):
    """With the phone."""

    empty_is_absent: ClassVar = ("phone",)
    phone: PhoneNumber | None = None


class ByMail(Recovery):
    """With the mail address."""

    empty_is_absent: ClassVar = ("email",)
    email: MailAddress | None = None


@function.route(certify, "GET,POST /user/phone/getbackPassord", "GET,POST /user/phone/getbackPassword", changes=True)
def on_certify_phone(request: Request, services: wiring.Recovering, fields: ByPhone) -> Result:
    """Document B 8: INVALID for a code that is over, FAIL for a wrong one."""
    return _recover(request, services, fields, PhoneNumber, fields.phone)


@function.route(certify, "GET,POST /user/email/getbackPassord", "GET,POST /user/email/getbackPassword", changes=True)
def on_certify_mail(request: Request, services: wiring.Recovering, fields: ByMail) -> Result:
    """Document B 9: INVALID for a code that is over, FAIL for a wrong one."""
    return _recover(request, services, fields, MailAddress, fields.email)


def _recover(
    request: Request, services: wiring.Recovering, fields: Recovery, kind: type[Kind], said: Kind | None
) -> Result:
    new = fields.passord or fields.password
    if new is None:
        raise Malformed("passord", "missing")
    flow = certify.flow(request)
    recipient = recipient_of(services.flows, kind, said, system=request.system, flow=flow, purpose=Purpose.RECOVERY)
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
        flow=flow,
    )
    return Result(message=CHANGED)


handler = function.handler

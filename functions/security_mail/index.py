"""Bind a mail address."""

from typing import Annotated, ClassVar

import msgspec

from menjin.clock import now
from menjin.codes.code import Purpose
from menjin.codes.remembered import recipient_of
from menjin.contract import Function, Request, Result, certify
from menjin.contract.dialects.certify import CHANGED
from menjin.security.bind_mail import bind_mail
from menjin.values.mail_address import MailAddress
from menjin.wiring import security as wiring

function = Function(wiring.changing_mail)


class Update(msgspec.Struct):
    """Document B's fields: to which address the code went may be said."""

    empty_is_absent: ClassVar = ("email",)
    verification: Annotated[str, msgspec.Meta(min_length=1)]
    email: MailAddress | None = None


@function.route(certify, "POST /user/updateEmail", session="required")
def on_certify(request: Request, services: wiring.ChangingMail, fields: Update) -> Result:
    """Document B 12: INVALID for a code that is over, FAIL for a wrong one."""
    flow = certify.flow(request)
    mail = recipient_of(
        services.flows, MailAddress, fields.email, system=request.system, flow=flow, purpose=Purpose.MAIL
    )
    bind_mail(
        services.accounts,
        services.codes,
        services.flows,
        services.sessions,
        request.signed_in,
        mail=mail,
        code=fields.verification,
        flow=flow,
        now=now(),
    )
    return Result(message=CHANGED)


handler = function.handler

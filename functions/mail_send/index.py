"""Send a code by mail."""

import msgspec

from menjin.accounts.send_code_to import send_code_to
from menjin.clock import now
from menjin.codes.code import Purpose
from menjin.contract import Function, Request, Result, certify
from menjin.contract.dialects.certify import SENT
from menjin.values.mail_address import MailAddress
from menjin.wiring import codes as wiring

function = Function(wiring.mailing)


class Address(msgspec.Struct):
    """Document B's field."""

    email: MailAddress


@function.route(certify, "GET,POST /user/email/getBindVerify", session="required", changes=True)
def on_certify_bind(request: Request, services: wiring.Mailing, fields: Address) -> Result:
    """Document B 5: EXIST for an address that has an account."""
    return _send_to(request, services, Purpose.MAIL, fields.email, holder=False)


@function.route(certify, "GET,POST /user/email/getGetbackVerify", changes=True)
def on_certify_getback(request: Request, services: wiring.Mailing, fields: Address) -> Result:
    """Document B 6: EXIST for an address that has no account."""
    return _send_to(request, services, Purpose.RECOVERY, fields.email, holder=True)


def _send_to(
    request: Request, services: wiring.Mailing, purpose: Purpose, address: MailAddress, *, holder: bool
) -> Result:
    name = send_code_to(
        services.accounts,
        services.look_ups,
        services.codes,
        services.mail,
        services.flows,
        system=request.system,
        purpose=purpose,
        recipient=address,
        holder=holder,
        address=request.client,
        guarded=request.session is not None,
        now=now(),
    )
    return Result(cookie=certify.flow_cookie(request.system, name), message=SENT)


handler = function.handler

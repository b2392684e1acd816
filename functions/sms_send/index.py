"""Send a code by SMS."""

import msgspec

from menjin import wiring
from menjin.captcha.demand import demand_captcha
from menjin.clock import now
from menjin.codes.code import Purpose
from menjin.codes.send import send_code
from menjin.contract import Function, Request, Result, systems
from menjin.values.phone_number import PhoneNumber

function = Function(wiring.sending)


class ByPhone(msgspec.Struct, rename="camel"):
    """Document A's fields: the phone in the path; a captcha unless it was solved before or a session is there."""

    phone: PhoneNumber
    captcha: str | None = None


@function.route(systems, "GET,POST /{system}/register/sms/{phone}", session="optional", changes=True)
def on_systems(request: Request, services: wiring.Sending) -> Result:
    """Document A: a code that proves the phone."""
    fields = request.read(ByPhone)
    if request.session is None:
        demand_captcha(
            services.captchas, system=request.system, captcha_id=systems.captcha_id(request), guess=fields.captcha
        )
    send_code(
        services.codes,
        services.sender,
        system=request.system,
        purpose=Purpose.PHONE,
        recipient=fields.phone,
        address=request.client,
        now=now(),
    )
    return Result(data=True)


handler = function.handler

"""Open an account for a phone that has proved itself."""

from typing import Annotated

import msgspec

from menjin import wiring
from menjin.accounts.register import register
from menjin.clock import now
from menjin.contract import Function, Request, Result, systems
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import NewPassword
from menjin.values.user_name import UserName

function = Function(wiring.registration)


class Registration(msgspec.Struct, rename="camel"):
    """Document A's fields."""

    phone: PhoneNumber
    sms_code: Annotated[str, msgspec.Meta(min_length=1)]
    password: NewPassword
    name: UserName | None = None


@function.route(systems, "POST /{system}/register/register")
def on_systems(request: Request, services: wiring.Registration) -> Result:
    """Document A: the cookie and ``{token, user}``."""
    fields = request.read(Registration)
    found = register(
        services.accounts,
        services.look_ups,
        services.codes,
        services.sessions,
        system=request.system,
        address=request.client,
        phone=fields.phone,
        code=fields.sms_code,
        secret=fields.password,
        name=fields.name,
        now=now(),
    )
    return systems.signed_in(found, services.profiles.of(found.account), services.sessions.lifetime)


handler = function.handler

"""Say whether a phone number or a user name is free."""

import msgspec

from menjin import wiring
from menjin.accounts.availability import is_free
from menjin.contract import Function, Request, Result, systems
from menjin.values.phone_number import PhoneNumber
from menjin.values.user_name import UserName

function = Function(wiring.asking)


class Phone(msgspec.Struct):
    """The phone in the path."""

    phone: PhoneNumber


class Name(msgspec.Struct):
    """The user name in the path."""

    name: UserName


@function.route(systems, "GET,POST /{system}/register/checkPhone/{phone}")
def on_systems_phone(request: Request, services: wiring.Asking) -> Result:
    """Document A: true = free."""
    phone = request.read(Phone).phone
    return Result(
        is_free(services.accounts, services.look_ups, system=request.system, identifier=phone, address=request.client)
    )


@function.route(systems, "GET,POST /{system}/register/checkName/{name}")
def on_systems_name(request: Request, services: wiring.Asking) -> Result:
    """Document A: true = free."""
    name = request.read(Name).name
    return Result(
        is_free(services.accounts, services.look_ups, system=request.system, identifier=name, address=request.client)
    )


handler = function.handler

"""Say whether an identifier is free."""

import msgspec

from menjin.accounts.account import identifier_of
from menjin.accounts.availability import is_free
from menjin.contract import Function, Request, Result, systems, user
from menjin.contract.dialects.user import FOUND
from menjin.values.phone_number import PhoneNumber
from menjin.values.user_name import UserName
from menjin.wiring import accounts as wiring

function = Function(wiring.asking)


class Phone(msgspec.Struct):
    """The phone in the path."""

    phone: PhoneNumber


class Name(msgspec.Struct):
    """The user name in the path."""

    name: UserName


class Identifier(msgspec.Struct):
    """A phone number, a user name or a mail address in the path."""

    account: str


@function.route(systems, "GET,POST /{system}/register/checkPhone/{phone}")
def on_systems_phone(request: Request, services: wiring.Asking, asked: Phone) -> Result:
    """Document A: true = free."""
    return Result(_is_free(request, services, asked.phone.identifier))


@function.route(systems, "GET,POST /{system}/register/checkName/{name}")
def on_systems_name(request: Request, services: wiring.Asking, asked: Name) -> Result:
    """Document A: true = free."""
    return Result(_is_free(request, services, asked.name.identifier))


@function.route(user, "GET /user/count/{account}")
def on_user(request: Request, services: wiring.Asking, asked: Identifier) -> Result:
    """Document E: how many accounts it names, 0 or 1."""
    free = _is_free(request, services, identifier_of(asked.account))
    return Result(0 if free else 1, message=FOUND)


def _is_free(request: Request, services: wiring.Asking, identifier: str) -> bool:
    return is_free(
        services.accounts, services.look_ups, system=request.system, identifier=identifier, address=request.client
    )


handler = function.handler

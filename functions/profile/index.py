"""Show an account to its owner, and to administrators."""

from typing import Annotated

import msgspec

from menjin.accounts.account import identifier_of
from menjin.contract import Function, Request, Result, certify, user
from menjin.contract.dialects.user import FOUND
from menjin.profiles.show import own_profile, show_profile
from menjin.wiring import security as wiring

function = Function(wiring.showing)


class ById(msgspec.Struct):
    """The number in the path."""

    id: Annotated[int, msgspec.Meta(ge=1, lt=2**53)]


class ByAccount(msgspec.Struct):
    """A phone number, user name or mail address in the path."""

    account: Annotated[str, msgspec.Meta(min_length=1)]


@function.route(certify, "GET /user/getUser", session="required")
def on_certify(request: Request, services: wiring.Showing) -> Result:
    """Document B 13: one's own user object."""
    return Result(certify.user(own_profile(services.accounts, services.profiles, request.signed_in), own=True))


@function.route(user, "GET /user/id/{id}", session="required")
def on_user_id(request: Request, services: wiring.Showing, wanted: ById) -> Result:
    """Document E 2: one's own user object; to administrators, anybody's."""
    return _show(request, services, wanted.id)


@function.route(user, "GET /user/account/{account}", session="required")
def on_user_account(request: Request, services: wiring.Showing, wanted: ByAccount) -> Result:
    """Document E 3: the same, by phone number, user name or mail address."""
    return _show(request, services, identifier_of(wanted.account))


def _show(request: Request, services: wiring.Showing, wanted: int | str) -> Result:
    shown = show_profile(services.accounts, services.profiles, request.signed_in, wanted=wanted)
    return Result(user.user(shown.profile, own=shown.own), message=FOUND)


handler = function.handler

"""Change the password, and ask for it again."""

from typing import Annotated

import msgspec

from menjin.clock import now
from menjin.contract import Function, Request, Result, certify, systems, user
from menjin.contract.dialects import certify as words_of_certify
from menjin.contract.dialects import user as words_of_user
from menjin.contract.dialects.base import no_session_cookie
from menjin.security.change_password import change_password
from menjin.security.check_password import check_password
from menjin.security.reset_password import reset_password
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import NewPassword, NewSecret, Secret
from menjin.wiring import security as wiring

function = Function(wiring.changing_password)


class Change(msgspec.Struct, rename="camel"):
    """The fields of documents A and B."""

    old_password: Secret
    new_password: NewPassword


class Check(msgspec.Struct):
    """Document B's field."""

    password: Secret


class Reset(msgspec.Struct, rename={"new_secret": "newPSD"}):
    """Document E's fields: whose password it is has to be said, and to be true."""

    id: Annotated[int, msgspec.Meta(ge=1, lt=2**53)]
    phone: PhoneNumber
    new_secret: NewSecret


@function.route(systems, "POST /{system}/security/changePassword", session="required")
def on_systems(request: Request, services: wiring.ChangingPassword, fields: Change) -> Result:
    """Document A: ``data: true``; the person signs in again."""
    _change(request, services, fields)
    return Result(data=True, cookie=no_session_cookie(request.system))


@function.route(certify, "POST /user/updatePassword", session="required")
def on_certify_update(request: Request, services: wiring.ChangingPassword, fields: Change) -> Result:
    """Document B 10: UNKNOWN for a wrong present password; the person signs in again."""
    _change(request, services, fields)
    return Result(cookie=no_session_cookie(request.system), message=words_of_certify.CHANGED)


@function.route(certify, "POST /user/checkPassword", session="required")
def on_certify_check(request: Request, services: wiring.ChangingPassword, fields: Check) -> Result:
    """Document B 21: FAIL for a wrong one; a right one makes the session fresh."""
    check_password(
        services.accounts,
        services.attempts,
        services.sessions,
        request.signed_in,
        secret=fields.password,
        address=request.client,
    )
    return Result(message=words_of_certify.RIGHT)


@function.route(user, "PUT /user/password/reset", session="required")
def on_user(request: Request, services: wiring.ChangingPassword, fields: Reset) -> Result:
    """Document E 6: no ``data``; the person signs in again."""
    reset_password(
        services.accounts,
        services.attempts,
        services.sessions,
        request.signed_in,
        account_id=fields.id,
        phone=fields.phone,
        new=fields.new_secret,
        now=now(),
    )
    return Result(cookie=no_session_cookie(request.system), message=words_of_user.CHANGED)


def _change(request: Request, services: wiring.ChangingPassword, fields: Change) -> None:
    change_password(
        services.accounts,
        services.attempts,
        services.sessions,
        request.signed_in,
        present=fields.old_password,
        new=fields.new_password,
        address=request.client,
    )


handler = function.handler

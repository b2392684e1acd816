"""Sign in with a password or with a code."""

import msgspec

from menjin import wiring
from menjin.accounts.account import identifier_of
from menjin.accounts.log_in import log_in, log_in_by_code
from menjin.accounts.signed_in import SignedIn
from menjin.captcha.demand import demand_captcha
from menjin.clock import now
from menjin.contract import Function, Request, Result, systems
from menjin.failures import Forbidden, Malformed
from menjin.values.secret import Secret

function = Function(wiring.signing_in)


class Credentials(msgspec.Struct, rename="camel"):
    """Document A's fields: an account with a password or an SMS code, or another system's token."""

    account: str | None = None
    password: Secret | None = None
    sms_code: str | None = None
    token: str | None = None
    captcha: str | None = None


@function.route(systems, "POST /{system}/login/jwt")
def on_systems(request: Request, services: wiring.SigningIn) -> Result:
    """Document A: the cookie and ``{token, user}``."""
    fields = request.read(Credentials)
    if fields.token is not None and fields.account is None:
        # Signing in with another system's token needs a pair of systems that the deployment allows; none is.
        raise Forbidden
    if not fields.account:
        raise Malformed("account", "missing")
    if fields.password is not None:
        found = _by_password(request, services, fields, fields.account, fields.password)
    elif fields.sms_code:
        found = log_in_by_code(
            services.accounts,
            services.attempts,
            services.codes,
            services.sessions,
            system=request.system,
            identifier=identifier_of(fields.account),
            code=fields.sms_code,
            now=now(),
        )
    else:
        raise Malformed("password", "one_of")
    return systems.signed_in(found, services.profiles.of(found.account), services.sessions.lifetime)


def _by_password(
    request: Request, services: wiring.SigningIn, fields: Credentials, account: str, password: Secret
) -> SignedIn:
    def prove() -> None:
        demand_captcha(
            services.captchas, system=request.system, captcha_id=systems.captcha_id(request), guess=fields.captcha
        )

    return log_in(
        services.accounts,
        services.attempts,
        services.sessions,
        prove,
        system=request.system,
        identifier=identifier_of(account),
        secret=password,
        address=request.client,
        now=now(),
    )


handler = function.handler

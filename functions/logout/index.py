"""End the session, everywhere at once."""

from menjin.clock import now
from menjin.contract import Function, Request, Result, systems
from menjin.contract.dialects.base import no_session_cookie
from menjin.sessions.close import close_session
from menjin.wiring import accounts as wiring

function = Function(wiring.signing_out)


@function.route(systems, "POST /{system}/login/logout", session="optional")
def on_systems(request: Request, services: wiring.SigningOut) -> Result:
    """Document A: ``data: true`` and the cookie removed; without a session too, so that it can be repeated."""
    if request.session is not None:
        close_session(services.sessions, request.session, now=now())
    return Result(data=True, cookie=no_session_cookie(request.system))


handler = function.handler

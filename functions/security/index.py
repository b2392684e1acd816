"""Show a person what protects the account."""

from menjin.contract import Function, Request, Result, systems
from menjin.security.overview import security_overview
from menjin.wiring import security as wiring

function = Function(wiring.security)


@function.route(systems, "GET,POST /{system}/security", session="required")
def on_systems(request: Request, services: wiring.Security) -> Result:
    """Document A: masked phone and mail, WeChat, certification, last login."""
    return Result(systems.security(security_overview(services.accounts, services.profiles, request.signed_in)))


handler = function.handler

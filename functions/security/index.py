"""Show a person what protects the account."""

from menjin.contract import Function, Request, Result, systems
from menjin.profiles.show import own_profile
from menjin.wiring import security as wiring

function = Function(wiring.showing)


@function.route(systems, "GET,POST /{system}/security", session="required")
def on_systems(request: Request, services: wiring.Showing) -> Result:
    """Document A: masked phone and mail, WeChat, certification, last login."""
    return Result(systems.security(own_profile(services.accounts, services.profiles, request.signed_in)))


handler = function.handler

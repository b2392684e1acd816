"""Give out the name of a captcha that is to be drawn."""

from menjin.contract import Function, Request, Result, send
from menjin.wiring import codes as wiring

function = Function(wiring.captcha_naming)


@function.route(send, "GET /send/getToken")
def on_send(_request: Request, services: wiring.CaptchaNaming) -> Result:
    """Document C: ``data.token``."""
    return Result({"token": services.tokens.new()})


handler = function.handler

"""Compare a person's reading of a captcha with its text."""

from menjin.captcha.check import check_captcha
from menjin.contract import Function, Request, Result, systems
from menjin.wiring import codes as wiring

function = Function(wiring.captcha)


@function.route(systems, "GET,POST /{system}/captcha/check/{code}")
def on_systems(request: Request, services: wiring.Captcha) -> Result:
    """Document A: ``data: true``, and the captcha of the cookie (or of ``captchaId``) is solved."""
    check_captcha(
        services.captchas, system=request.system, captcha_id=systems.captcha_id(request), guess=request.path["code"]
    )
    return Result(data=True)


handler = function.handler

"""Draw a picture captcha."""

import base64

from menjin import wiring
from menjin.captcha.issue import issue_captcha
from menjin.contract import Answer, Function, Request, Result, systems

function = Function(wiring.captcha)


@function.route(systems, "GET,POST /{system}/captcha/get")
def on_systems(request: Request, services: wiring.Captcha) -> Answer | Result:
    """Document A: the picture itself, or ``{id, image}`` for ``Accept: application/json``; its id in a cookie."""
    drawn = issue_captcha(services.captchas, system=request.system, address=request.client)
    cookie = systems.captcha_cookie(request.system, drawn.id)
    if "application/json" in request.header("accept"):
        image = "data:image/png;base64," + base64.b64encode(drawn.png).decode()
        return Result({"id": drawn.id, "image": image}, cookie)
    return Answer(200, drawn.png, "image/png", cookie=cookie)


handler = function.handler

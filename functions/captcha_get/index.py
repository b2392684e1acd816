"""Draw a picture captcha."""

import base64

import msgspec

from menjin.captcha.captcha import CaptchaId
from menjin.captcha.issue import issue_captcha
from menjin.contract import Answer, Function, Request, Result, gateway, send, systems
from menjin.failures import Malformed
from menjin.wiring import codes as wiring

function = Function(wiring.captcha_drawing)


class Named(msgspec.Struct):
    """Document C's field: a name that ``send/getToken`` gave out."""

    token: str


class Chosen(msgspec.Struct, rename="camel"):
    """Document D's field: a name that the client made up."""

    random_str: CaptchaId


@function.route(systems, "GET,POST /{system}/captcha/get")
def on_systems(request: Request, services: wiring.CaptchaDrawing) -> Answer | Result:
    """Document A: the picture itself, or ``{id, image}`` for ``Accept: application/json``; its id in a cookie."""
    drawn = issue_captcha(services.captchas, system=request.system, address=request.client)
    cookie = systems.captcha_cookie(request.system, drawn.id)
    if "application/json" in request.header("accept"):
        image = "data:image/png;base64," + base64.b64encode(drawn.png).decode()
        return Result({"id": drawn.id, "image": image}, cookie)
    return Answer(200, drawn.png, "image/png", cookie=cookie)


@function.route(send, "GET /send/authCode")
def on_send(request: Request, services: wiring.CaptchaDrawing, named: Named) -> Answer:
    """Document C: the picture itself."""
    if not services.tokens.ours(named.token):
        raise Malformed("token")
    return _picture(request, services, named.token)


@function.route(gateway, "GET /code/image", "GET /code")
def on_gateway(request: Request, services: wiring.CaptchaDrawing, chosen: Chosen) -> Answer:
    """Document D: the picture itself; a new one replaces the earlier of that name."""
    return _picture(request, services, chosen.random_str.text)


def _picture(request: Request, services: wiring.CaptchaDrawing, captcha_id: str) -> Answer:
    drawn = issue_captcha(services.captchas, system=request.system, address=request.client, captcha_id=captcha_id)
    return Answer(200, drawn.png, "image/png")


handler = function.handler

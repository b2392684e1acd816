"""The pages, and an answer for every path that is nobody's."""

from menjin.contract import Answer, Function, Request, auth, certify, gateway, send, systems
from menjin.contract.files import serve
from menjin.failures import NotFound
from menjin.wiring import pages as wiring

function = Function(wiring.pages)


@function.route(systems, "GET /web/{system}/{file...}")
def on_page(request: Request, services: wiring.Pages) -> Answer:
    """One of the files beside this one. Pages upload to the bucket; administrators alone are shown what is in it."""
    images = services.upload_host if request.path["file"] == "admin.html" else ""
    return serve(__file__, "static", request, connect=services.upload_host, images=images)


# Decorators apply from below: the route that takes everything comes last.
@function.route(systems, "GET,POST,PUT,DELETE,PATCH /{rest...}")
@function.route(auth, "GET,POST,PUT,DELETE,PATCH /auth/{rest...}")
@function.route(gateway, "GET,POST,PUT,DELETE,PATCH /code/{rest...}")
@function.route(send, "GET,POST,PUT,DELETE,PATCH /send/{rest...}")
@function.route(certify, "GET,POST,PUT,DELETE,PATCH /user/{rest...}", "GET,POST,PUT,DELETE,PATCH /certify/{rest...}")
def on_anything_else(_request: Request, _: wiring.Pages) -> Answer:
    """The custom domain sends here what no other route takes; the document is told by how the path begins."""
    raise NotFound


handler = function.handler

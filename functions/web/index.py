"""The pages, and an answer for every path that is nobody's."""

from menjin.contract import Answer, Function, Request, systems
from menjin.contract.files import serve
from menjin.failures import NotFound
from menjin.wiring import pages as wiring

function = Function(wiring.pages)


@function.route(systems, "GET /web/{system}/{file...}")
def on_page(request: Request, services: wiring.Pages) -> Answer:
    """One of the files beside this one."""
    return serve(__file__, "static", request, connect=services.upload_host)


@function.route(systems, "GET,POST,PUT,DELETE,PATCH /{rest...}")
def on_anything_else(_request: Request, _: wiring.Pages) -> Answer:
    """The custom domain sends here what no other route takes."""
    raise NotFound


handler = function.handler

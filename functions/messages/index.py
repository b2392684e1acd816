"""Show an account its platform messages, and note which were read."""

from typing import Annotated

import msgspec

from menjin.contract import Function, Request, Result, systems
from menjin.contract.paging import Paging
from menjin.messages.list_messages import list_messages
from menjin.messages.mark_read import mark_read
from menjin.wiring import pages as wiring

function = Function(wiring.reading)


class Chosen(msgspec.Struct):
    """Which message."""

    id: Annotated[int, msgspec.Meta(ge=1, lt=2**53)]


@function.route(systems, "GET,POST /{system}/message", session="required")
def on_systems_list(request: Request, services: wiring.Reading, paging: Paging) -> Result:
    """Document A's page shape, newest first, in the client's language."""
    page = list_messages(
        services.messages,
        request.signed_in,
        page=paging.cur_page,
        size=paging.page_size,
        english=request.english,
    )
    return Result(systems.messages(page, paging.cur_page, paging.page_size))


@function.route(systems, "POST /{system}/message/read/{id}", session="required")
def on_systems_read(request: Request, services: wiring.Reading, chosen: Chosen) -> Result:
    """``data: true``; a second time too."""
    mark_read(services.messages, request.signed_in, message_id=chosen.id)
    return Result(data=True)


handler = function.handler

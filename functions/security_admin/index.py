"""Hand the administration of a company over."""

from typing import Annotated

import msgspec

from menjin.clock import now
from menjin.companies.hand_over import ask_member, hand_over
from menjin.contract import Function, Request, Result, systems
from menjin.security.fresh import demand_fresh
from menjin.wiring import security as wiring

function = Function(wiring.changing_administrator)


class HandOver(msgspec.Struct, rename="camel"):
    """Document A's fields: to whom; without the code, one is sent to them."""

    account: Annotated[str, msgspec.Meta(min_length=1)]
    sms_code: str | None = None


@function.route(systems, "POST /{system}/security/changeAdmin", session="required")
def on_systems(request: Request, services: wiring.ChangingAdministrator, fields: HandOver) -> Result:
    """Document A: ``data: true``, when the code was sent and when the administration has moved."""
    session, at = request.signed_in, now()
    demand_fresh(services.sessions.states, session, at)
    if fields.sms_code:
        hand_over(
            services.accounts,
            services.companies,
            services.codes,
            session,
            member=fields.account,
            code=fields.sms_code,
        )
    else:
        ask_member(
            services.accounts,
            services.companies,
            services.codes,
            services.sender,
            session,
            member=fields.account,
            address=request.client,
            now=at,
        )
    return Result(data=True)


handler = function.handler

"""Sign in as the WeChat user who came back with a code."""

from typing import Annotated

import msgspec

from menjin.accounts.log_in_by_wechat import log_in_by_wechat
from menjin.clock import now
from menjin.contract import Function, Request, Result, certify
from menjin.wiring import accounts as wiring

function = Function(wiring.signing_in_by_wechat)


class Returned(msgspec.Struct):
    """Document B's field: what WeChat gave the page."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=512)]


@function.route(certify, "POST /user/wechat/autoLogin")
def on_certify(request: Request, services: wiring.SigningInByWechat, fields: Returned) -> Result:
    """Document B 19: the user object; EXIST for a WeChat user nobody is bound to, whom the flow then remembers."""
    found = log_in_by_wechat(
        services.accounts,
        services.flows,
        services.sessions,
        services.wechat,
        system=request.system,
        code=fields.code,
        now=now(),
    )
    return certify.signed_in(found, services.profiles.of(found.account), services.sessions.lifetime)


handler = function.handler

"""Start a certification run over what waits in a system, when an administrator asks."""

from typing import ClassVar, Literal

import msgspec

from menjin.certification.certification import Kind
from menjin.contract import Function, Request, Result, certify, systems
from menjin.contract.dialects.certify import STARTED
from menjin.profiles.administrator import check_administrator
from menjin.wiring import certification as wiring

function = Function(wiring.starting)


class Which(msgspec.Struct):
    """Whether persons, companies or all of them; all unless it is said."""

    empty_is_absent: ClassVar = ("type",)
    type: Literal["person", "company", "all"] = "all"


@function.route(certify, "POST /certify/admin/startCertify", session="required")
def on_certify(request: Request, services: wiring.Starting, which: Which) -> Result:
    """Document B: OK and no data; the run goes on after the answer, and each result is told to whom it is about."""
    _start(request, services, which)
    return Result(message=STARTED)


@function.route(systems, "POST /{system}/admin/runs", session="required")
def on_systems(request: Request, services: wiring.Starting, which: Which) -> Result:
    """``data: true``; the run goes on after the answer, and each result is told to whom it is about."""
    _start(request, services, which)
    return Result(data=True)


def _start(request: Request, services: wiring.Starting, which: Which) -> None:
    check_administrator(services.accounts, services.profiles, request.signed_in)
    services.runs.start_run(request.system, None if which.type == "all" else Kind(which.type))


handler = function.handler

"""Start the certification of all that waits, when an administrator asks."""

from menjin.contract import Function, Request, Result, certify
from menjin.contract.dialects.certify import STARTED
from menjin.profiles.administrator import check_administrator
from menjin.wiring import certification as wiring

function = Function(wiring.starting)


@function.route(certify, "POST /certify/admin/startCertify", session="required")
def on_certify(request: Request, services: wiring.Starting) -> Result:
    """Document B: OK and no data; the run goes on after the answer, and each result is told to whom it is about."""
    check_administrator(services.accounts, services.profiles, request.signed_in)
    services.runs.start_run()
    return Result(message=STARTED)


handler = function.handler

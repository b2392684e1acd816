"""Hand every certification that has something due to ``certify_item``: by timer, or when an administrator asks."""

from menjin.certification.run import run_due
from menjin.clock import now
from menjin.contract import Event, Function
from menjin.wiring import certification as wiring

function = Function(wiring.running)


@function.event("timer")
@function.event("payload")
def on_event(event: Event, services: wiring.Running) -> int:
    """How many workers were asked for."""
    return run_due(services.certifications, services.workers, run=event.request_id, now=now())


handler = function.handler

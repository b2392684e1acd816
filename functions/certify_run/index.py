"""Hand the certifications under review to ``certify_item``: by timer, or when an administrator asks."""

from menjin.certification.run import begin_run
from menjin.clock import now
from menjin.contract import Event, Function
from menjin.contract.walks import Invocation, hand_out_in
from menjin.wiring import certification as wiring

function = Function(wiring.running)


@function.event("timer")
@function.event("payload")
def on_event(event: Event, services: wiring.Running) -> str:
    """How many workers were asked for, and whether another invocation goes on."""
    asked = Invocation.of(event)
    walk = asked.walk or begin_run(
        services.handing.ledger, systems=asked.among(services.systems), kind=asked.kind, now=now()
    )
    return hand_out_in(event, services.handing, services.onward, walk)


handler = function.handler

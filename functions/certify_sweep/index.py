"""Hand to ``certify_item`` what an outage held up, notices, ends of validity and pictures past their time."""

from menjin.certification.run import begin_sweep
from menjin.clock import now
from menjin.contract import Event, Function
from menjin.contract.walks import Invocation, hand_out_in
from menjin.wiring import certification as wiring

function = Function(wiring.running)


@function.event("timer")
@function.event("payload")
def on_event(event: Event, services: wiring.Running) -> str:
    """How many workers were asked for, and whether another invocation goes on."""
    walk = Invocation.of(event).walk or begin_sweep(systems=services.systems, now=now())
    return hand_out_in(event, services.handing, services.onward, walk)


handler = function.handler

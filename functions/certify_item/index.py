"""One certification, start to end: read, compare, ask, decide, tell."""

from menjin.certification.certification import Kind
from menjin.certification.certifications import Due
from menjin.certification.certify import Desk, certify
from menjin.clock import now
from menjin.contract import Event, Function
from menjin.contract.log import alarm
from menjin.failures import Malformed
from menjin.wiring import certification as wiring

function = Function(wiring.certifying)


@function.event("payload")
def on_event(event: Event, desk: Desk) -> str:
    """What became of it, in a word."""
    try:
        kind = Kind(event.text("kind"))
    except ValueError:
        raise Malformed("kind") from None
    due = Due(event.text("system"), event.number("account"), kind)
    done = certify(desk, due, run=event.text("run"), repeated=event.retry > 0, now=now())
    if done.alarm is not None:
        alarm(done.alarm, due.system, certification=due.id, why=done.word)
    return done.word


handler = function.handler

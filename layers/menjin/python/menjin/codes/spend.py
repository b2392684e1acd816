"""Use a code up for something, and not for an outage."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from menjin.codes.code import Codes, Purpose, Recipient
from menjin.codes.flows import Flows
from menjin.failures import Unavailable


@contextmanager
def spent(codes: Codes, *, system: str, purpose: Purpose, recipient: Recipient, code: str) -> Iterator[None]:
    """Use the code up, then do what it was for: the block. CodeWrong, CodeExpired.

    If the block ends with Unavailable, or nobody knows whether the code was used up, it is good again for the rest of
    its time, so that the person can repeat the request. After any other failure it stays used.
    """
    ticket = secrets.token_urlsafe(12)
    try:
        codes.redeem(system, purpose, recipient, code, ticket)
        yield
    except Unavailable:
        with suppress(Unavailable):
            codes.give_back(system, purpose, recipient, ticket)
        raise


@contextmanager
def spent_in_flow(
    codes: Codes, flows: Flows, *, system: str, purpose: Purpose, recipient: Recipient, code: str, flow: str | None
) -> Iterator[None]:
    """As ``spent``; with the block's success the flow has served too, and ends."""
    with spent(codes, system=system, purpose=purpose, recipient=recipient, code=code):
        yield
    if flow is not None:
        # What was asked for has been done. A flow that stays is worth nothing without another code, and ends by itself.
        with suppress(Unavailable):
            flows.end(system, flow)

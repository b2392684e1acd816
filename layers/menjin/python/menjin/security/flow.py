"""Codes of those who need not say again to whom they were sent (document B, note 9)."""

from __future__ import annotations

from typing import TypeVar

from menjin.codes.code import Codes, Purpose, Recipient
from menjin.codes.flows import Flows
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber

Kind = TypeVar("Kind", PhoneNumber, MailAddress)


def recipient_of(flows: Flows, kind: type[Kind], *, system: str, flow: str | None, purpose: Purpose) -> Kind | None:
    """To whom the code of this purpose was sent, by the name of the flow; None if that is no such recipient."""
    subject = flows.subject(system, flow, purpose.value)
    try:
        return None if subject is None else kind(subject)
    except ValueError:
        return None


def redeem(
    codes: Codes, flows: Flows, *, system: str, purpose: Purpose, recipient: Recipient, code: str, flow: str | None
) -> None:
    """Use the code up, and with it the flow. CodeWrong, CodeExpired."""
    codes.redeem(system, purpose, recipient, code)
    if flow is not None:
        flows.end(system, flow)

"""Codes of those who need not say again to whom they were sent (document B, note 9)."""

from __future__ import annotations

from typing import TypeVar

from menjin.codes.code import Codes, Purpose, Recipient
from menjin.codes.flows import Flows
from menjin.failures import Malformed
from menjin.values.contact import Contact
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber

Kind = TypeVar("Kind", PhoneNumber, MailAddress, Contact)


def recipient_of(
    flows: Flows, kind: type[Kind], said: Kind | None, *, system: str, flow: str | None, purpose: Purpose, field: str
) -> Kind:
    """To whom the code of this purpose was sent: as ``said``, else as the flow of that name remembers.

    Malformed names the ``field`` that would have said it if the flow remembers no such recipient.
    """
    if said is not None:
        return said
    try:
        return kind(flows.subject(system, flow, purpose.value) or "")
    except ValueError:
        raise Malformed(field, "missing") from None


def redeem(
    codes: Codes, flows: Flows, *, system: str, purpose: Purpose, recipient: Recipient, code: str, flow: str | None
) -> None:
    """Use the code up, and with it the flow. CodeWrong, CodeExpired."""
    codes.redeem(system, purpose, recipient, code)
    if flow is not None:
        flows.end(system, flow)

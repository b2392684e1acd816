"""Codes of those who need not say again to whom they were sent (document B, note 9)."""

from __future__ import annotations

from typing import TypeVar

from menjin.codes.code import Purpose
from menjin.codes.failures import CodeExpired
from menjin.codes.flows import Flows
from menjin.values.contact import Contact
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber

Kind = TypeVar("Kind", PhoneNumber, MailAddress, Contact)


def recipient_of(
    flows: Flows, kind: type[Kind], said: Kind | None, *, system: str, flow: str | None, purpose: Purpose
) -> Kind:
    """To whom the code of this purpose was sent: as ``said``, else as the flow of that name remembers.

    CodeExpired if the flow remembers no such recipient: it lasts as long as a code may, and ends with it.
    """
    if said is not None:
        return said
    try:
        return kind(flows.subject(system, flow, purpose.value) or "")
    except ValueError:
        raise CodeExpired from None

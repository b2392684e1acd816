"""Codes to whomever they are for: by SMS or by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from menjin.values.phone_number import PhoneNumber

if TYPE_CHECKING:
    from menjin.codes.code import CodeSender, Recipient
    from menjin.values.mail_address import MailAddress


class Carriers:
    """Implements ``codes.code.CodeSender`` for every kind of recipient."""

    def __init__(self, sms: CodeSender[PhoneNumber], mail: CodeSender[MailAddress]) -> None:
        self._sms, self._mail = sms, mail

    def send_code(self, recipient: Recipient, code: str) -> None:
        """See the port, and each carrier about what it refuses."""
        if isinstance(recipient, PhoneNumber):
            self._sms.send_code(recipient, code)
        else:
            self._mail.send_code(recipient, code)

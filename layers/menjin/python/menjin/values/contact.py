"""A phone number or a mail address: where a person can be reached."""

from __future__ import annotations

from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber


class Contact:
    """What somebody typed where either will do. ``ValueError`` for neither."""

    __slots__ = ("reached",)

    def __init__(self, text: str) -> None:
        self.reached: PhoneNumber | MailAddress = MailAddress(text) if "@" in text else self._phone(text)

    @staticmethod
    def _phone(text: str) -> PhoneNumber:
        try:
            return PhoneNumber(text)
        except ValueError:
            raise ValueError("contact") from None

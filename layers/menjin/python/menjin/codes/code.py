"""What a code is for, and where codes wait."""

from __future__ import annotations

from enum import Enum
from typing import Protocol, TypeVar

from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber

LENGTH = 6
LIFETIME_S = 300
MAX_WRONG = 5
Recipient = PhoneNumber | MailAddress


class Purpose(str, Enum):
    """What a code proves. A code sent for one purpose is worth nothing for another."""

    PHONE = "phone"
    """That the person holds this number: registration, login by code, and the new number of a change (document A)."""
    REGISTRATION = "registration"
    LOGIN = "login"
    RECOVERY = "recovery"
    NEW_PHONE = "new_phone"
    OLD_PHONE = "old_phone"
    MAIL = "mail"
    """That the person reads this address, which is to be bound."""
    ADMINISTRATION = "administration"
    """That a member takes over the administration of the company."""
    SIGN_IN = "sign_in"
    """Document C's 101; redeemed by a backend that shares the store."""
    PAYMENT = "payment"
    """Document C's 103; likewise."""


class Codes(Protocol):
    """Where codes wait, as keyed hashes. Each call is one atomic step."""

    def issue(
        self,
        system: str,
        purpose: Purpose,
        recipient: Recipient,
        code: str,
        address: str,
        now: int,
        *,
        guarded: bool,
    ) -> None:
        """Count a message against every limit and keep the code in place of an earlier one.

        ``guarded``: a captcha, a signature or a session stood before it, so the address has its usual limit, else a
        lower one; or SendingOff. TooOften or BudgetSpent past a limit; then nothing is counted or changed. ``now`` in
        milliseconds.
        """

    def withdraw(self, system: str, purpose: Purpose, recipient: Recipient, code: str, address: str, now: int) -> None:
        """Undo the issue of ``code`` made at ``now``: the message was surely not sent. A newer code stays."""

    def check(self, system: str, purpose: Purpose, recipient: Recipient, code: str) -> None:
        """As ``redeem`` fails; a right code stays good, and costs no try."""

    def redeem(self, system: str, purpose: Purpose, recipient: Recipient, code: str, ticket: str) -> None:
        """Use the code up. CodeWrong (and counted; the last wrong try ends the code) or CodeExpired.

        ``ticket``: a new random name for this use, by which ``give_back`` knows it.
        """

    def give_back(self, system: str, purpose: Purpose, recipient: Recipient, ticket: str) -> None:
        """Undo that very use: the code is good again, with the tries and for the time that it had left.

        Nothing if there was no such use, the time has run out, or a newer code took its place.
        """


To = TypeVar("To", bound=Recipient)
To_contra = TypeVar("To_contra", bound=Recipient, contravariant=True)


class CodeSender(Protocol[To_contra]):
    """What brings a code to a person."""

    def send_code(self, recipient: To_contra, code: str) -> None:
        """Send it. Unavailable if it was not accepted, with ``happened`` None if that is unknown."""

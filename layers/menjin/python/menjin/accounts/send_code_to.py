"""Send a code to a phone or a mail address that must, or must not, be an account's."""

from __future__ import annotations

from menjin.accounts.account import Accounts
from menjin.accounts.availability import LookUps
from menjin.accounts.failures import MailTaken, NoSuchAccount, PhoneTaken
from menjin.codes.code import Codes, CodeSender, Purpose, To
from menjin.codes.flows import Flows
from menjin.codes.send import send_code
from menjin.values.phone_number import PhoneNumber


def send_code_to(
    accounts: Accounts,
    look_ups: LookUps,
    codes: Codes,
    sender: CodeSender[To],
    flows: Flows,
    *,
    system: str,
    purpose: Purpose,
    recipient: To,
    holder: bool,
    address: str,
    guarded: bool,
    now: int,
) -> str:
    """Send a code, and return the name of the flow that remembers to whom.

    A ``holder`` of an account: NoSuchAccount. Else somebody whom no account knows: PhoneTaken or MailTaken. TooOften
    also when the address asked too often whether there is one; for the rest as ``send_code`` fails.
    """
    look_ups.take(system, address)
    known = accounts.by_identifier(system, recipient.identifier) is not None
    if holder and not known:
        raise NoSuchAccount
    if known and not holder:
        raise PhoneTaken if isinstance(recipient, PhoneNumber) else MailTaken
    # First: nobody is to get a code that they cannot use because the flow was not stored.
    flow = flows.begin(system, purpose.value, recipient.reveal())
    send_code(
        codes,
        sender,
        system=system,
        purpose=purpose,
        recipient=recipient,
        address=address,
        guarded=guarded,
        now=now,
    )
    return flow

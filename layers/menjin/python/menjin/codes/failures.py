"""What can go wrong with a code."""

from __future__ import annotations

from menjin.failures import Failure, TooOften


class CodeWrong(Failure):
    """The code is not the one that was sent."""


class CodeExpired(Failure):
    """There is no such code any more: too old, used, replaced, or tried too often."""


class BudgetSpent(TooOften):
    """The system's budget of messages for the day is spent. In the log this word is the alarm."""


class SendingOff(Failure):
    """This deployment sends no codes that neither a captcha nor a session stands before."""


class SignatureWrong(Failure):
    """The request's signature is not the one that its fields and the key make, or its random value was used before."""

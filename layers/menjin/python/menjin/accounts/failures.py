"""What can go wrong with an account."""

from __future__ import annotations

from menjin.failures import Failure


class PhoneTaken(Failure):
    """Another account of the system holds this phone number (or a name spelt like it)."""


class NameTaken(Failure):
    """Another account of the system holds this user name."""


class MailTaken(Failure):
    """Another account of the system holds this mail address."""


class OpenidTaken(Failure):
    """Another account of the system is bound to this WeChat user."""


class WechatUnbound(Failure):
    """No account of the system is bound to this WeChat user. ``flow`` names what remembers who it was."""

    def __init__(self, system: str, flow: str) -> None:
        super().__init__(system)
        self.system, self.flow = system, flow


class NoSuchCompany(Failure):
    """No company of the system has this enterprise code."""


class NoSuchAccount(Failure):
    """No account of the system answers to this identifier."""


class WrongCredentials(Failure):
    """Account and secret do not belong together; which of the two is wrong is not said."""


class WrongPassword(Failure):
    """What was given as the present password, at a change of it, is not."""


class CodeRequired(Failure):
    """The secret alone does not do here: the device is not known, or there were too many failures."""


class AccountLocked(Failure):
    """Too many failures: password logins wait ``retry_after`` seconds. A login by code works all the while."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = max(1, retry_after)

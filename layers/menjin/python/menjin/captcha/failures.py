"""What can go wrong with a captcha."""

from __future__ import annotations

from menjin.failures import Failure


class CaptchaWrong(Failure):
    """The text is not the picture's."""


class CaptchaExpired(Failure):
    """No such captcha any more: too old, used, or tried too often."""


class CaptchaRequired(Failure):
    """A person has to show first that they are one."""

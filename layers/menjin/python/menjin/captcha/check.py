"""Compare a person's reading of a captcha."""

from __future__ import annotations

from menjin.captcha.captcha import Captchas, Outcome, canonical
from menjin.captcha.failures import CaptchaExpired, CaptchaWrong


def check_captcha(captchas: Captchas, *, system: str, captcha_id: str | None, guess: str) -> None:
    """Mark the captcha solved. CaptchaWrong, or CaptchaExpired if there is none (any more) or it was solved before."""
    outcome = captchas.check(system, captcha_id, canonical(guess)) if captcha_id else Outcome.EXPIRED
    if outcome is Outcome.WRONG:
        raise CaptchaWrong
    if outcome is not Outcome.RIGHT:
        raise CaptchaExpired

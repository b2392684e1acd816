"""Demand a captcha before something that costs or tempts."""

from __future__ import annotations

from menjin.captcha.captcha import Captchas, Outcome, canonical
from menjin.captcha.failures import CaptchaExpired, CaptchaRequired, CaptchaWrong


def demand_captcha(captchas: Captchas, *, system: str, captcha_id: str | None, guess: str | None) -> None:
    """Use up the captcha, solved earlier or by ``guess``.

    CaptchaRequired if neither is there, CaptchaWrong or CaptchaExpired if the guess does not do.
    """
    if captcha_id is None:
        raise CaptchaRequired if guess is None else CaptchaExpired
    outcome = captchas.consume(system, captcha_id, None if guess is None else canonical(guess))
    if outcome is Outcome.RIGHT:
        return
    if guess is None:
        raise CaptchaRequired
    raise CaptchaWrong if outcome is Outcome.WRONG else CaptchaExpired

"""Draw a new captcha."""

from __future__ import annotations

import secrets

from menjin.captcha.captcha import LENGTH, Captchas, Picture
from menjin.captcha.picture import ALPHABET, draw


def issue_captcha(captchas: Captchas, *, system: str, address: str, captcha_id: str | None = None) -> Picture:
    """A fresh picture under a fresh id (or the client's own, where its document says so). TooOften past the limit."""
    chosen = captcha_id or secrets.token_urlsafe(18)
    text = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    captchas.issue(system, chosen, text, address)
    return Picture(chosen, draw(text))

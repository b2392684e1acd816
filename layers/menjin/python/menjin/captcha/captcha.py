"""What a captcha is, and where it is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from menjin.values.text import normalised

LENGTH = 4
LIFETIME_S = 300
MAX_WRONG = 3


class CaptchaId:
    """The name of a captcha, as a client chose it: 1–64 letters, digits, ``_`` and ``-`` (document D)."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", text):
            raise ValueError("captcha_id")
        self.text = text


class Outcome(Enum):
    """What a store says of a guess."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    UNSOLVED = "unsolved"


@dataclass(frozen=True)
class Picture:
    """A captcha as it is shown."""

    id: str
    png: bytes


class Captchas(Protocol):
    """Where captchas wait to be solved. Each call is one atomic step, so parallel guesses count one by one."""

    def issue(self, system: str, captcha_id: str, text: str, address: str) -> None:
        """Keep the text for ``LIFETIME_S``; TooOften if the address asked for too many."""

    def check(self, system: str, captcha_id: str, guess: str) -> Outcome:
        """Count a try; a right one marks the captcha solved, once. The last wrong one ends it."""

    def consume(self, system: str, captcha_id: str, guess: str | None) -> Outcome:
        """Use the captcha up: solved earlier (no guess), or by this guess, which counts as a try."""


def canonical(guess: str) -> str:
    """How texts are compared: full-width forms and small letters do not matter."""
    return normalised(guess).upper()[:16]

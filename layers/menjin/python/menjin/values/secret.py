"""What a person proves an account with: a password, or its MD5 digest in some documents."""

from __future__ import annotations

import re
import unicodedata

from menjin.values.masked import Masked

MIN, MAX = 8, 128
_DIGEST = re.compile(r"[0-9a-f]{32}")


class Secret(Masked):
    """Any text to compare with a stored hash: normalised (NFKC, so keyboards do not matter), at most 512 characters."""

    @classmethod
    def check(cls, text: str) -> str:
        """See ``Masked``."""
        secret = unicodedata.normalize("NFKC", text)
        if not secret:
            raise ValueError("password")
        if len(secret) > 512:
            raise ValueError("password_length")
        return secret

    @property
    def masked(self) -> str:
        """Nothing of it."""
        return "***"


class NewPassword(Secret):
    """A password chosen now: 8–128 characters, not among the commonest (NIST SP 800-63B: no rules of composition)."""

    @classmethod
    def check(cls, text: str) -> str:
        """See ``Masked``."""
        secret = super().check(text)
        if not MIN <= len(secret) <= MAX:
            raise ValueError("password_length")
        if _is_common(secret):
            raise ValueError("password_common")
        return secret


class Digest(Secret):
    """An MD5 hex digest in a password's place, as two of the documents send it."""

    @classmethod
    def check(cls, text: str) -> str:
        """See ``Masked``."""
        digest = super().check(text).lower()
        if not _DIGEST.fullmatch(digest):
            raise ValueError("digest")
        return digest


class NewSecret(Secret):
    """What document E chooses a password with: the digest its clients send, or a text as good as any new password."""

    @classmethod
    def check(cls, text: str) -> str:
        """See ``Masked``."""
        try:
            return Digest.check(text)
        except ValueError:
            return NewPassword.check(text)


class KnownSecret(Secret):
    """What document E is logged in with: a digest in any letters' case, or the text."""

    @classmethod
    def check(cls, text: str) -> str:
        """See ``Masked``."""
        try:
            return Digest.check(text)
        except ValueError:
            return super().check(text)


def _is_common(secret: str) -> bool:
    from menjin.values.common_passwords import COMMON

    plain = secret.casefold()
    return plain in COMMON or len(set(plain)) <= 2

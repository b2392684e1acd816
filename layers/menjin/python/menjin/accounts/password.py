"""Password hashes: argon2id with the parameters that OWASP recommends."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from menjin.values.secret import Secret

# The hash of a random text nobody knows: what an unknown account's secret is compared with, at the same cost.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$HeDMPwb6aiT6MpSqDAxaTA$WDiqN9gBRsrkrpfp/oAxMpN6ER40x9YkhFGP5fKJLIQ"


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def hash_of(secret: Secret) -> str:
    """A new hash, salt and parameters inside."""
    return _hasher().hash(secret.reveal())


def matches(password_hash: str | None, secret: Secret) -> bool:
    """Whether the secret is the hashed one. Takes the same time if there is no hash to compare with."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(password_hash or _NOBODY, secret.reveal()) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def outgrown(password_hash: str) -> bool:
    """Whether the parameters have grown since the hash was made."""
    return _hasher().check_needs_rehash(password_hash)

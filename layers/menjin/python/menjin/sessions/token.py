"""The token of a session: a JWT (RFC 7519), signed with HS256 and nothing else."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from menjin.failures import NotSignedIn
from menjin.sessions.session import Session

if TYPE_CHECKING:
    from menjin.values.key_ring import KeyRing

ALGORITHM = "HS256"
ISSUER = "menjin"
PURPOSE = "session+jwt"
_CLAIMS = ["iss", "aud", "sub", "jti", "iat", "exp", "epoch", "at"]


class Tokens:
    """Implements ``sessions.session.SessionTokens``.

    The newest key signs, every key of the ring still reads: rotation ends no session.
    """

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def sign(self, session: Session) -> str:
        """See the port."""
        import jwt

        claims = {
            "iss": ISSUER,
            "aud": session.system,
            "sub": str(session.account_id),
            "jti": session.id,
            "iat": session.signed_in_at // 1000,
            "exp": session.expires_at // 1000,
            "epoch": session.epoch,
            "at": session.signed_in_at,
        }
        newest = self._ring.newest
        return jwt.encode(claims, self._ring.keys[newest], ALGORITHM, headers={"kid": newest, "typ": PURPOSE})

    def read(self, system: str, token: str) -> Session:
        """See the port."""
        import jwt

        try:
            header = jwt.get_unverified_header(token)
            key = self._ring.keys.get(str(header.get("kid")))
            if key is None or header.get("typ") != PURPOSE:
                raise NotSignedIn
            claims = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                audience=system,
                issuer=ISSUER,
                # Clocks of two instances differ by milliseconds: what one has just signed is no forgery to the other.
                options={"require": _CLAIMS, "verify_iat": False},
            )
            return Session(
                system=system,
                account_id=int(claims["sub"]),
                id=str(claims["jti"]),
                epoch=int(claims["epoch"]),
                signed_in_at=int(claims["at"]),
                expires_at=int(claims["exp"]) * 1000,
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
            raise NotSignedIn from None


def claimed_system(token: str) -> str | None:
    """The system that a token says it is for. Only a hint of where to look: the token is verified there."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return None
    named = claims.get("aud") if isinstance(claims, dict) else None
    return named if isinstance(named, str) else None

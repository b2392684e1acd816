"""The token of a session: a JWT (RFC 7519), signed with HS256 and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from menjin.failures import NotSignedIn
from menjin.sessions.session import Session

if TYPE_CHECKING:
    from menjin.settings import KeyRing

ALGORITHM = "HS256"
ISSUER = "menjin"
PURPOSE = "session+jwt"
_CLAIMS = ["iss", "aud", "sub", "jti", "iat", "exp", "epoch", "at"]


class Tokens:
    """Makes and reads tokens. The newest key signs, every key of the ring still reads: rotation ends no session."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def sign(self, session: Session) -> str:
        """The session as a token."""
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
        """The session that the token stands for; NotSignedIn if it is not ours, not this system's, or over."""
        import jwt

        try:
            header = jwt.get_unverified_header(token)
            key = self._ring.keys.get(str(header.get("kid")))
            if key is None or header.get("typ") != PURPOSE:
                raise NotSignedIn
            claims = jwt.decode(
                token, key, algorithms=[ALGORITHM], audience=system, issuer=ISSUER, options={"require": _CLAIMS}
            )
            return Session(
                system=system,
                account_id=int(claims["sub"]),
                id=str(claims["jti"]),
                epoch=int(claims["epoch"]),
                signed_in_at=int(claims["at"]),
                expires_at=int(claims["exp"]) * 1000,
            )
        except (jwt.PyJWTError, ValueError, TypeError):
            raise NotSignedIn from None

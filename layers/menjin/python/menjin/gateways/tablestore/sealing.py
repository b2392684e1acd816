"""Encryption at rest, and a keyed hash by which encrypted values are found.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce; the place of a value is authenticated with it, so nothing
readable comes of moving a sealed value to another row. Keys have ids: the newest encrypts, all decrypt.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping

_KEY_BYTES, _NONCE_BYTES = 32, 12
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)


class SealingError(RuntimeError):
    """A sealed value cannot be opened: its key is not configured, or it was altered or moved."""


def key_id_of(sealed: str) -> str:
    """The id of the key that a sealed value was made with."""
    return sealed.partition(".")[0]


class Sealing:
    """Seals and opens texts, and computes blind indexes. ``ValueError`` if a key is unfit; none is ever shown."""

    def __init__(self, keys: Mapping[str, bytes], newest: str, index_key: bytes) -> None:
        if newest not in keys:
            raise ValueError("the newest sealing key is not among the keys")
        if any(len(key) != _KEY_BYTES for key in (*keys.values(), index_key)):
            raise ValueError("sealing keys and the index key have 32 bytes each")
        if not all(_KEY_ID.fullmatch(key_id) for key_id in keys):
            raise ValueError("a sealing key's id is 1-32 letters, digits, '_' or '-'")
        self._keys, self._newest, self._index_key = dict(keys), newest, index_key

    @property
    def newest(self) -> str:
        """The id of the key that seals."""
        return self._newest

    def __repr__(self) -> str:
        return f"Sealing(keys={sorted(self._keys)!r}, newest={self._newest!r})"

    def seal(self, text: str, *place: str) -> str:
        """The sealed form, ``key id.base64``; ``place`` (table, row, field) has to be named again to open it."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(self._keys[self._newest]).encrypt(nonce, text.encode(), _joined(place))
        return f"{self._newest}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, *place: str) -> str:
        """The text again; SealingError if its key is unknown or it was not sealed for this place."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key_id, _, text = sealed.partition(".")
        if key_id not in self._keys:
            raise SealingError(f"no sealing key {key_id!r} is configured")
        try:
            data = base64.urlsafe_b64decode(text)
            nonce, data = data[:_NONCE_BYTES], data[_NONCE_BYTES:]
            return AESGCM(self._keys[key_id]).decrypt(nonce, data, _joined(place)).decode()
        except (InvalidTag, ValueError):
            raise SealingError(f"a value sealed with key {key_id!r} was altered or moved") from None

    def index(self, text: str, *scope: str) -> str:
        """The blind index (HMAC-SHA-256, hex): equal for equal texts of one scope, useless without the key."""
        return hmac.new(self._index_key, _joined((*scope, text)), hashlib.sha256).hexdigest()


def _joined(parts: tuple[str, ...]) -> bytes:
    """The parts with their lengths, so that no two lists look alike."""
    return b"".join(f"{len(part.encode())}:{part}".encode() for part in parts)

"""The key pair that signs callbacks: made once, kept with the data, its public half served as a PEM file."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from urllib.parse import unquote_to_bytes

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

KEY_PATH = "/callback_pub_key_v1.pem"


class Signer:
    """RSA PKCS#1 v1.5 with MD5, as the service signs."""

    def __init__(self, file: Path) -> None:
        """Read the private key from ``file``, made there first if need be."""
        if not file.exists():
            _make(file)
        key = serialization.load_pem_private_key(file.read_bytes(), password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError(f"{file} is not an RSA key")
        self._key = key
        self.public_pem = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def sign(self, path: str, query: str, body: bytes) -> str:
        """The ``Authorization`` header: base64 over the decoded path, ``?`` and the raw query, LF, the body."""
        text = unquote_to_bytes(path) + (f"?{query}".encode() if query else b"") + b"\n" + body
        signature = self._key.sign(text, padding.PKCS1v15(), hashes.MD5())  # noqa: S303 - so the vendor signs
        return base64.b64encode(signature).decode()


def _make(file: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    unfinished = file.with_suffix(".new")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(pem)
    unfinished.rename(file)

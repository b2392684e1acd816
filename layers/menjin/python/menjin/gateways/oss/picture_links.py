"""Signed addresses of private objects, for browsers; made without any SDK and without asking OSS."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from menjin import clock
from menjin.gateways.credentials import Credentials
from menjin.gateways.oss.v4 import VERSION, Signer

_SHOWN = {"response-cache-control": "no-store", "response-content-disposition": "inline"}
"""What OSS answers with in place of the object's own headers."""


class OssPictureLinks:
    """Implements ``assets.show.PictureLinks``.

    ``host`` is the bucket's address for browsers, as uploads go to: https outside the local cloud, and with the bucket
    in its path there. Whoever signs needs ``oss:GetObject`` on the key, which OSS checks when the address is used. An
    address signed with a temporary key ends with that key, if that is earlier.
    """

    def __init__(self, host: str, bucket: str, region: str, credentials: Credentials) -> None:
        self._host, self._bucket, self._region, self._credentials = host.rstrip("/"), bucket, region, credentials

    def link(self, key: str, seconds: int) -> str:
        """See the port. ``seconds`` from 1 to 604800."""
        signer = Signer(self._credentials, self._region, clock.now())
        token = self._credentials.token
        asked = {
            **_SHOWN,
            "x-oss-signature-version": VERSION,
            "x-oss-credential": signer.credential,
            "x-oss-date": signer.date,
            "x-oss-expires": str(seconds),
            **({"x-oss-security-token": token} if token else {}),
        }
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in sorted(asked.items()))
        path = quote(key)
        # Method, resource, query, headers, names of further headers, payload: the resource names the bucket always.
        request = f"GET\n/{self._bucket}/{path}\n{query}\n\n\nUNSIGNED-PAYLOAD"
        digest = hashlib.sha256(request.encode()).hexdigest()
        signature = signer.sign(f"{VERSION}\n{signer.date}\n{signer.scope}\n{digest}")
        return f"{self._host}/{path}?{query}&x-oss-signature={signature}"

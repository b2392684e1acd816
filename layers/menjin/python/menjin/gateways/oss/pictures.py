"""Uploaded objects, read, replaced and deleted through ``oss2``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from menjin.assets.record_upload import Stored
from menjin.failures import Unavailable

if TYPE_CHECKING:
    from menjin.gateways.credentials import Credentials

TIMEOUT_S = 10


class OssPictures:
    """Implements ``assets.record_upload.Pictures``. Each call may be repeated without harm, so one retry is made."""

    def __init__(self, endpoint: str, bucket: str, region: str, credentials: Credentials) -> None:
        self._endpoint, self._name, self._region, self._credentials = endpoint, bucket, region, credentials
        self._bucket: Any = None

    def read(self, key: str, most: int) -> Stored | None:
        """See the port."""
        found = self._call("get_object", key)
        if found is None:
            return None
        with found:
            # The uploader may have named an encoding: a few bytes could then unfold to gigabytes here.
            if (found.content_length or 0) > most or found.headers.get("Content-Encoding"):
                return Stored(b"", found.etag, found.content_type)
            content = self._body(found, most)
        return Stored(content if len(content) <= most else b"", found.etag, found.content_type)

    def etag(self, key: str) -> str | None:
        """See the port."""
        found = self._call("head_object", key)
        return None if found is None else str(found.etag)

    def replace(self, key: str, stored: Stored, content: bytes) -> str | None:
        """See the port.

        OSS has no condition on what a write takes the place of (``x-oss-copy-source-if-match`` is about the source, and
        ``x-oss-forbid-overwrite`` would need the old object gone first, which a crash could leave so). So the ETag is
        asked for right before each attempt. An upload that ends in the milliseconds between this answer and the end of
        the write is lost: the slot then shows the same person's picture of a moment before.
        """
        # What the form of an upload says about its object, besides the bytes.
        headers = {"Content-Type": stored.type, "x-oss-object-acl": "private"}
        for last in (False, True):
            if self.etag(key) != stored.etag:
                return None
            done = self._attempt("put_object", key, content, headers, last=last)
            if done is not None:
                return str(done.etag)
        return None

    def delete(self, key: str) -> None:
        """See the port."""
        self._call("delete_object", key)

    def _body(self, found: Any, most: int) -> bytes:
        import oss2
        import requests

        try:
            return bytes(found.read(most + 1))
        except (oss2.exceptions.OssError, requests.RequestException) as error:
            raise Unavailable("oss") from error

    def _call(self, operation: str, key: str) -> Any:
        """The SDK's answer; None for an object that is not there."""
        import oss2

        try:
            return self._attempt(operation, key) or self._attempt(operation, key, last=True)
        except oss2.exceptions.NotFound:
            return None

    def _attempt(self, operation: str, key: str, *given: Any, last: bool = False) -> Any:
        """The SDK's answer; None if OSS failed and another attempt may do better. ``oss2``'s NotFound passes."""
        import oss2

        try:
            return getattr(self._connected(), operation)(key, *given)
        except oss2.exceptions.NoSuchBucket as error:
            # The deployment's mistake, and nobody's missing picture.
            raise Unavailable("oss") from error
        except oss2.exceptions.NotFound:
            raise
        except oss2.exceptions.OssError as error:
            # A status below zero is oss2's own way to say that no answer came.
            if last or 0 <= error.status < 500:
                raise Unavailable("oss") from error
        return None

    def _connected(self) -> Any:
        if self._bucket is None:
            import oss2

            given = self._credentials
            provider = oss2.credentials.StaticCredentialsProvider(given.key_id, given.key_secret, given.token)
            auth = oss2.ProviderAuthV4(provider)
            self._bucket = oss2.Bucket(auth, self._endpoint, self._name, region=self._region, connect_timeout=TIMEOUT_S)
        return self._bucket

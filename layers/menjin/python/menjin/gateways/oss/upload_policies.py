"""PostObject policies, signed without any SDK: V4 for today's pages and V1 for those that copied the usual sample."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from menjin.assets.grant_upload import Upload
from menjin.assets.picture import MAX_BYTES
from menjin.clock import MINUTE
from menjin.gateways.credentials import Credentials
from menjin.gateways.oss.upload_token import UploadTokens
from menjin.gateways.oss.v4 import VERSION, Signer


@dataclass(frozen=True)
class Bucket:
    """Where browsers post to, and where OSS reports it."""

    name: str
    host: str
    """``https://menjin.oss-cn-hangzhou.aliyuncs.com``."""
    region: str
    callback_url: str


class OssUploadPolicies:
    """Implements ``assets.grant_upload.UploadPolicies``.

    Two permissions for the same upload: ``fields`` is a whole form signed with V4; the names of the usual samples
    around it (``policy``, ``signature``, ``accessid``) are one signed with V1, for pages that were copied from them.
    Both pin bucket, key, size, type, status and callback: what a policy does not pin, the uploader chooses.
    """

    lifetime = 5 * MINUTE

    def __init__(self, bucket: Bucket, credentials: Credentials, tokens: UploadTokens) -> None:
        self._bucket, self._credentials, self._tokens = bucket, credentials, tokens

    def sign(self, upload: Upload, now: int) -> dict[str, Any]:
        """See the port."""
        pinned = {
            "key": upload.key,
            "success_action_status": "200",
            "content-type": upload.type,
            "callback": self._callback(upload),
        }
        classic = self._policy(upload, pinned)
        token = self._credentials.token
        return {
            "host": self._bucket.host,
            "key": upload.key,
            "expire": upload.expires_at // 1000,
            "fields": self._fields(upload, pinned, now),
            "accessid": self._credentials.key_id,
            "policy": classic,
            "signature": _v1(self._credentials.key_secret, classic),
            "dir": upload.key.rpartition("/")[0] + "/",
            "callback": pinned["callback"],
            # A temporary key is worth nothing without its token, under V1 as under V4.
            **({"security_token": token} if token else {}),
        }

    def _fields(self, upload: Upload, pinned: dict[str, str], now: int) -> dict[str, str]:
        """Every form field but the file, in the order of sending."""
        signer = Signer(self._credentials, self._bucket.region, now)
        fields = {
            **pinned,
            # The stored type follows the file part unless this field is there; only this closes the gap.
            "x-oss-content-type": upload.type,
            "x-oss-object-acl": "private",
            "x-oss-signature-version": VERSION,
            "x-oss-credential": signer.credential,
            "x-oss-date": signer.date,
        }
        if self._credentials.token:
            fields["x-oss-security-token"] = self._credentials.token
        policy = self._policy(upload, fields)
        return {**fields, "policy": policy, "x-oss-signature": signer.sign(policy)}

    def _policy(self, upload: Upload, fields: dict[str, str]) -> str:
        expiration = datetime.fromtimestamp(upload.expires_at / 1000, timezone.utc)
        conditions: list[Any] = [{"bucket": self._bucket.name}, ["content-length-range", 1, MAX_BYTES]]
        conditions += [["eq", f"${name}", value] for name, value in fields.items()]
        return _base64({"expiration": expiration.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "conditions": conditions})

    def _callback(self, upload: Upload) -> str:
        values = ("bucket", "object", "etag", "size", "mimeType")
        body = ",".join(f'"{name}":${{{name}}}' for name in values)
        return _base64(
            {
                "callbackUrl": self._bucket.callback_url,
                "callbackBody": f'{{{body},"upload":"{self._tokens.make(upload)}"}}',
                "callbackBodyType": "application/json",
                "callbackSNI": True,
            }
        )


def _base64(value: dict[str, Any]) -> str:
    return base64.b64encode(json.dumps(value, separators=(",", ":")).encode()).decode()


def _v1(secret: str, policy: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), policy.encode(), hashlib.sha1).digest()).decode()

"""Signature version 1: HMAC-SHA1 over verb, a few headers and the decoded resource.

Source: OSS API reference, "Include signatures in the Authorization header" and "Add signatures to URLs".
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from emulator.oss.wire.request import Request

_SUBRESOURCES = """
acl uploads uploadId partNumber append position delete location logging website referer lifecycle cors policy comp
status stat bucketInfo objectMeta objectInfo symlink restore tagging encryption versions versioning versionId worm
wormId wormExtend replication replicationLocation replicationProgress requestPayment qos qosInfo requesterQosInfo
qosRequester resourceGroup resourcePool resourcePoolInfo resourcePoolBuckets inventory inventoryId
continuation-token transferAcceleration cname metaQuery style styleName live vod startTime endTime link group
sequential asyncFetch regionList httpsConfig accessPoint accessPointPolicy publicAccessBlock bucketArchiveDirectRead
redundancyTransition security-token callback callback-var response-content-type response-content-language
response-expires response-cache-control response-content-disposition response-content-encoding x-oss-process
x-oss-async-process x-oss-traffic-limit x-oss-request-payer x-oss-ac-source-ip x-oss-ac-subnet-mask x-oss-ac-vpc-id
x-oss-ac-forward-allow x-oss-write-get-object-response x-oss-target-redundancy-type
x-oss-redundancy-transition-taskid x-oss-access-point-name
"""
SUBRESOURCES = frozenset(_SUBRESOURCES.split())


def string_to_sign(request: Request, bucket: str, key: str, date: str) -> bytes:
    """The text; ``date`` is the date header, or the expiry of a signed URL."""
    headers = sorted((name, value) for name, value in request.headers.items() if name.startswith("x-oss-"))
    lines = [
        request.method,
        request.headers.get("content-md5", ""),
        request.headers.get("content-type", ""),
        date,
        *(f"{name}:{value}" for name, value in headers),
    ]
    return "\n".join(lines).encode("latin-1") + b"\n" + _resource(request, bucket, key).encode()


def sign(secret: str, text: bytes) -> str:
    """The signature in base64."""
    return base64.b64encode(hmac.new(secret.encode(), text, hashlib.sha1).digest()).decode()


def _resource(request: Request, bucket: str, key: str) -> str:
    path = f"/{bucket}/{key}" if bucket else "/"
    signed = sorted((name, value) for name, value in request.query.items() if name in SUBRESOURCES)
    if not signed:
        return path
    return path + "?" + "&".join(f"{name}={value}" if value else name for name, value in signed)

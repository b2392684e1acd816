"""Which bucket and object a request is for: by virtual host or by path, decoded once and never normalised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from emulator.oss.errors import OssError, no_such_bucket
from emulator.oss.state.buckets import is_bucket_name
from emulator.oss.wire.request import Request

_BASES = ("127.0.0.1", "localhost", "oss.localhost")
_PUBLIC = re.compile(r"(?:(?P<bucket>[^.]*)\.)?(?P<base>oss-[a-z0-9-]+\.aliyuncs\.com)")
_MAX_KEY = 1023


@dataclass(frozen=True)
class Address:
    """``bucket`` and ``key`` are empty when the request names none; ``endpoint`` is the host (and port) it used."""

    bucket: str
    key: str
    endpoint: str


def is_base_host(request: Request) -> bool:
    """Whether the host is the service itself rather than a bucket of it."""
    return request.host in _BASES


def locate(request: Request) -> Address:
    """The address; ``OssError`` if the bucket's or the object's name cannot exist."""
    host, _, port = request.headers.get("host", "").lower().partition(":")
    suffix = f":{port}" if port else ""
    path = request.path.removeprefix(b"/")
    public = _PUBLIC.fullmatch(host)
    if public:
        # SDKs that are given a bare IP address as endpoint forge the public host name, with "undefined" or nothing
        # where the bucket would be if there is none.
        bucket = "" if public["bucket"] in (None, "", "undefined") else public["bucket"]
        if not bucket and path:
            text = "The bucket you are attempting to access must be addressed using OSS third level domain."
            raise OssError(403, "SecondLevelDomainForbidden", text)
        return _address(bucket, path, public["base"])
    if host.endswith(".oss.localhost"):
        return _address(host.removesuffix(".oss.localhost"), path, "oss.localhost" + suffix)
    if host not in _BASES:
        raise no_such_bucket(host)
    first, _, rest = path.partition(b"/")
    return _address(_decoded(first, "InvalidBucketName"), rest, host + suffix)


def _address(bucket: str, path: bytes, endpoint: str) -> Address:
    if bucket and not is_bucket_name(bucket):
        raise invalid_bucket_name(bucket)
    key = _decoded(path, "InvalidObjectName") if bucket else ""
    if key:
        check_key(key)
    return Address(bucket, key, endpoint)


def check_key(key: str) -> None:
    """Refuse what cannot be an object's name: longer than 1023 bytes, or beginning with a slash or backslash."""
    if len(key.encode()) > _MAX_KEY or key[0] in "/\\":
        raise invalid_object_name(key)


def invalid_bucket_name(name: str) -> OssError:
    """No bucket can have that name."""
    return OssError(400, "InvalidBucketName", "The specified bucket is not valid.", "0016-00000002", BucketName=name)


def invalid_object_name(name: str) -> OssError:
    """No object can have that name."""
    return OssError(400, "InvalidObjectName", "The specified object is not valid.", ObjectName=name)


def _decoded(raw: bytes, code: str) -> str:
    try:
        return unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        raise OssError(400, code, "The specified name is not valid UTF-8.") from None

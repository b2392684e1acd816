"""Pictures that a call names by ``Url``. They are fetched from the local object store and from nowhere else.

A service that fetches whatever it is told to would be a door to everything that this machine can reach.
"""

from __future__ import annotations

import http.client
import re
from urllib.parse import SplitResult, urlsplit

from emulator.aliyun.ocr.errors import refused
from emulator.aliyun.ocr.picture import LARGEST_FILE
from emulator.shared.options import HOST

_LONGEST_URL = 2048
_TIMEOUT_S = 5.0
_LOCAL_HOST = re.compile(rf"{re.escape(HOST)}|localhost|[a-z0-9-]+\.oss\.localhost")
_PUBLIC_HOST = re.compile(r"[a-z0-9-]+\.oss-[a-z0-9-]+\.aliyuncs\.com")


def fetch(url: str, oss_port: int) -> bytes:
    """The bytes behind the address, cut off where they are too many. Blocks for some seconds at most."""
    place = _in_the_local_store(url, oss_port)
    target = f"{place.path or '/'}?{place.query}" if place.query else place.path or "/"
    connection = http.client.HTTPConnection(HOST, oss_port, timeout=_TIMEOUT_S)
    try:
        connection.request("GET", target, headers={"Host": place.netloc})
        response = connection.getresponse()
        if response.status != http.client.OK:
            raise refused("IllegalImageUrl")
        return response.read(LARGEST_FILE + 1)
    except (OSError, ValueError, http.client.HTTPException):
        raise refused("IllegalImageUrl") from None
    finally:
        connection.close()


def _in_the_local_store(url: str, oss_port: int) -> SplitResult:
    """The parts of an address of the object store: a local one, or a bucket's public one, which it answers to too."""
    if len(url) > _LONGEST_URL:
        raise refused("IllegalImageUrl")
    try:
        place = urlsplit(url)
        host, port = place.hostname or "", place.port
    except ValueError:
        raise refused("IllegalImageUrl") from None
    if place.scheme not in ("http", "https") or "@" in place.netloc:
        raise refused("IllegalImageUrl")
    is_local = port == oss_port and _LOCAL_HOST.fullmatch(host)
    is_public = port is None and _PUBLIC_HOST.fullmatch(host)
    if not is_local and not is_public:
        raise refused("notSafeImageUrl", "The local cloud fetches pictures from its own object store alone.")
    return place

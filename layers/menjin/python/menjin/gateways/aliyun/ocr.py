"""Reading identity cards (ocr-api 2021-07-07)."""

from __future__ import annotations

import json
import re
from typing import Any

from menjin.certification.certification import Reading
from menjin.certification.check import FOREVER, Unreadable
from menjin.failures import Unavailable
from menjin.gateways.aliyun.rpc import Refused, Rpc

VERSION = "2021-07-07"
READ_S = 20
# The person's to mend; every other refusal is the operator's.
_PICTURE = (
    "unmatchedImageType",
    "exceededFaceBackCount",
    "exceededImageContent",
    "unsupportedImageFormat",
    "illegalImageSize",
    "illegalImageContent",
)
_LAST_DAY = re.compile(r"-\s*(?:(\d{4})[.年/-]?(\d{2})[.月/-]?(\d{2})|(长期))")


class AliyunOcr:
    """Implements ``certification.check.CardReader``."""

    def __init__(self, rpc: Rpc, endpoint: str) -> None:
        self._rpc, self._endpoint = rpc, endpoint

    def read_card(self, front: bytes, back: bytes) -> Reading:
        """See the port."""
        face = self._side(front, "face")
        emblem = self._side(back, "back")
        return Reading(
            name=str(face.get("name") or ""),
            number=str(face.get("idNumber") or ""),
            valid_until=_last_day(str(emblem.get("validPeriod") or "")),
        )

    def _side(self, picture: bytes, side: str) -> dict[str, Any]:
        try:
            answer = self._rpc.call("ocr", self._endpoint, VERSION, "RecognizeIdcard", content=picture, read_s=READ_S)
            # The document comes as text inside the document.
            found = json.loads(answer["Data"])["data"].get(side)
        except Refused as error:
            if error.code.lower() in {code.lower() for code in _PICTURE}:
                raise Unreadable from error
            raise Unavailable("ocr", happened=False, word=error.code) from error
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise Unavailable("ocr", happened=None) from error
        if not found:
            raise Unreadable
        return dict(found.get("data") or {})


def _last_day(period: str) -> str:
    """``2019.03.07-2039.03.07`` → ``2039-03-07``; ``…-长期`` → ``long``; empty if neither."""
    found = _LAST_DAY.search(period)
    if found is None:
        return ""
    return FOREVER if found[4] else f"{found[1]}-{found[2]}-{found[3]}"

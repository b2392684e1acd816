"""Reading identity cards and business licences (ocr-api 2021-07-07)."""

from __future__ import annotations

import json
import re
from typing import Any

from menjin.certification.certification import LicenceReading, Reading
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
_LICENCE_DAY = re.compile(r"(\d{4})(?:(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)")
_LICENCE_FOREVER = "29991231"


class AliyunOcr:
    """Implements ``certification.check.CardReader`` and ``certification.check.LicenceReader``."""

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

    def read_licence(self, picture: bytes) -> LicenceReading:
        """See the port. A term that is printed and cannot be read is not taken for none: Unreadable."""
        found = self._recognised("RecognizeBusinessLicense", picture)
        return LicenceReading(
            name=str(found.get("companyName") or ""),
            code=str(found.get("creditCode") or ""),
            legal=str(found.get("legalPerson") or ""),
            valid_until=_licence_end(str(found.get("validToDate") or ""), str(found.get("validPeriod") or "")),
        )

    def _side(self, picture: bytes, side: str) -> dict[str, Any]:
        found = self._recognised("RecognizeIdcard", picture).get(side)
        if not found:
            raise Unreadable
        return _fields(_fields(found).get("data") or {})

    def _recognised(self, action: str, picture: bytes) -> dict[str, Any]:
        """What the service found in the picture."""
        try:
            answer = self._rpc.call("ocr", self._endpoint, VERSION, action, content=picture, read_s=READ_S)
            # The document comes as text inside the document.
            found = json.loads(answer["Data"])["data"]
        except Refused as error:
            if error.code.lower() in {code.lower() for code in _PICTURE}:
                raise Unreadable from error
            raise Unavailable("ocr", happened=False, word=error.code) from error
        except (KeyError, ValueError, TypeError) as error:
            raise Unavailable("ocr", happened=None) from error
        return _fields(found)


def _fields(found: Any) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise Unavailable("ocr", happened=None)
    return found


def _last_day(period: str) -> str:
    """``2019.03.07-2039.03.07`` → ``2039-03-07``; ``…-长期`` → ``long``; empty if neither."""
    found = _LAST_DAY.search(period)
    if found is None:
        return ""
    return FOREVER if found[4] else f"{found[1]}-{found[2]}-{found[3]}"


def _licence_end(last: str, period: str) -> str:
    """``20390103``, ``…至2039年1月3日`` → ``2039-01-03``; ``29991231``, ``…至长期`` → ``long``; nothing → empty."""
    end = last or period.rpartition("至")[2]
    if not end:
        return ""
    if end in (_LICENCE_FOREVER, "长期"):
        return FOREVER
    found = _LICENCE_DAY.fullmatch(end)
    if found is None:
        raise Unreadable
    year, month, day = (part for part in found.groups() if part)
    return f"{year}-{month:0>2}-{day:0>2}"

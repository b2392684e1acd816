"""Reading identity cards and business licences (ocr-api 2021-07-07)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from menjin.certification.certification import Reason
from menjin.certification.check import FOREVER, Unreadable
from menjin.certification.readings import BackReading, CardReading, FrontReading, LicenceReading
from menjin.failures import Unavailable
from menjin.gateways.aliyun.rpc import Refused, Rpc

VERSION = "2021-07-07"
READ_S = 20
# The person's to mend; every other refusal is the operator's. Source: "Error codes" of the OCR API; the vendor's
# documents disagree on the case of the first letter.
_OF_THE_PICTURE = {
    "unmatchedimagetype": Reason.NOT_A_DOCUMENT,
    "exceededfacebackcount": Reason.PICTURE_UNREADABLE,
    "exceededimagecontent": Reason.PICTURE_UNREADABLE,
    "unsupportedimageformat": Reason.PICTURE_UNREADABLE,
    "illegalimagesize": Reason.PICTURE_UNREADABLE,
    "illegalimagecontent": Reason.PICTURE_UNREADABLE,
}
_PERIOD = re.compile(
    r"(\d{4})[.年/-]?(\d{2})[.月/-]?(\d{2})日?\s*[-至—]\s*(?:(\d{4})[.年/-]?(\d{2})[.月/-]?(\d{2})日?|(长期))"
)
_DAY = re.compile(r"(\d{4})(?:(\d{2})(\d{2})|\D?(\d{1,2})\D(\d{1,2})日?)")
_LICENCE_NO_END = "29991231"
_LICENCE_FOREVER = ("长期", "永久", "无固定期限", "不约定期限")
_UNCLEAR = "?"
"""Stands for a last day that is on the licence and was not read: no day, so that it is not taken for none."""


class AliyunOcr:
    """Implements ``certification.check.CardReader`` and ``certification.check.LicenceReader``."""

    def __init__(self, rpc: Rpc, endpoint: str) -> None:
        self._rpc, self._endpoint = rpc, endpoint

    def read_card(self, picture: bytes) -> CardReading:
        """See the port."""
        found = self._recognised("RecognizeIdcard", picture)
        face, back = _side(found, "face"), _side(found, "back")
        if face is None and back is None:
            raise Unreadable
        return CardReading(_front_reading(face), _back_reading(back))

    def read_licence(self, picture: bytes) -> LicenceReading:
        """See the port. ``valid_until`` is no day if a term is on the paper and cannot be read."""
        found = self._recognised("RecognizeBusinessLicense", picture)
        return LicenceReading(
            name=_text(found, "companyName"),
            code=_text(found, "creditCode"),
            legal=_text(found, "legalPerson"),
            valid_until=_licence_end(found),
        )

    def _recognised(self, action: str, picture: bytes) -> dict[str, Any]:
        """What the service found in the picture."""
        try:
            answer = self._rpc.call("ocr", self._endpoint, VERSION, action, content=picture, read_s=READ_S)
            # The document comes as text inside the document.
            found = json.loads(answer["Data"])["data"]
        except Refused as error:
            reason = _OF_THE_PICTURE.get(error.code.lower())
            if reason is not None:
                raise Unreadable(reason) from error
            raise Unavailable("ocr", happened=False, word=error.code) from error
        except (KeyError, ValueError, TypeError) as error:
            raise Unavailable("ocr", happened=None) from error
        return _fields(found)


def _fields(found: Any) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise Unavailable("ocr", happened=None)
    return found


def _side(found: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    side = found.get(name)
    return _fields(_fields(side).get("data") or {}) if side else None


def _front_reading(face: Mapping[str, Any] | None) -> FrontReading | None:
    if face is None:
        return None
    return FrontReading(
        name=_text(face, "name"),
        number=_text(face, "idNumber"),
        birth_date=_day(_text(face, "birthDate")),
        address=_text(face, "address"),
    )


def _back_reading(back: Mapping[str, Any] | None) -> BackReading | None:
    if back is None:
        return None
    since, until = _period(_text(back, "validPeriod"))
    return BackReading(authority=_text(back, "issueAuthority"), valid_from=since, valid_until=until)


def _text(found: Mapping[str, Any], name: str) -> str:
    return str(found.get(name) or "").strip()


def _day(printed: str) -> str:
    """``2006年10月2日`` or ``20061002`` → ``2006-10-02``; empty if it is neither."""
    found = _DAY.fullmatch(printed)
    if found is None:
        return ""
    year, month, day = (part for part in found.groups() if part)
    return f"{year}-{month:0>2}-{day:0>2}"


def _period(printed: str) -> tuple[str, str]:
    """``2019.03.07-2039.03.07`` → both days; ``…-长期`` → the first and ``long``; empty texts if neither."""
    found = _PERIOD.search(printed)
    if found is None:
        return "", ""
    since, until = "-".join(found.groups()[:3]), "-".join(found.groups("")[3:6])
    return since, FOREVER if found[7] else until


def _licence_end(found: Mapping[str, Any]) -> str:
    """The last day, ``long``, or nothing for a licence without a term; ``?`` for a term that was not read.

    No term was found, but was there none? The new layout lacks it; its neighbours on the paper tell it from a picture
    that was cut.
    """
    printed, last = _text(found, "validPeriod"), _text(found, "validToDate")
    end = printed.rpartition("至")[2] if printed else last
    if not printed and end in ("", _LICENCE_NO_END):
        whole = _text(found, "RegistrationDate") and _text(found, "businessAddress")
        return "" if whole else _UNCLEAR
    if end in _LICENCE_FOREVER:
        return FOREVER
    return _day(end) or _UNCLEAR

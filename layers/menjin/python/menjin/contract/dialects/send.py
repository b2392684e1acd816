"""Document C: ``{"msg": {"info": …, "code": 0, "success": true}, "data": …}``, HTTP 200."""

from __future__ import annotations

from typing import Any

from menjin.contract.catalogue import HINTS, entry_for, message_for
from menjin.contract.dialects.base import OfTheDefaultSystem, as_json, is_outcome, names_a_field, told
from menjin.contract.request import Answer, Result
from menjin.failures import Malformed


class Send(OfTheDefaultSystem):
    """The dialect of document C. ``nothing`` is the ``data`` of failures, which differs between its chapters."""

    name = "C"

    def __init__(self, nothing: Any) -> None:
        self._nothing = nothing

    def success(self, result: Result, *, english: bool) -> Answer:
        """``code`` 0, ``success`` true."""
        return Answer(200, as_json(_body(result.message[english], 0, result.data)), cookie=result.cookie)

    def failure(self, failure: BaseException, request_id: str, *, english: bool) -> Answer:
        """``code`` 1, ``success`` false; what the document does not know keeps its HTTP status."""
        _, entry = entry_for(failure)
        status = 200 if is_outcome(failure) or names_a_field(failure) else entry.status
        return told(failure, status, _body(_info(failure, request_id, english=english), 1, self._nothing))


def _info(failure: BaseException, request_id: str, *, english: bool) -> str:
    if isinstance(failure, Malformed) and not english:
        hint, _ = HINTS.get(failure.hint, HINTS["malformed"])
        return f"参数异常：{failure.field} {hint}"
    return message_for(failure, request_id, english=english)


def _body(info: str, code: int, data: Any) -> dict[str, Any]:
    return {"msg": {"info": info, "code": code, "success": code == 0}, "data": data}


send = Send(nothing=None)
"""Chapters 1 to 3: captcha and codes."""
enterprise = Send(nothing={})
"""Chapter 5: public registration."""

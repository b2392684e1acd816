"""Document D: ``{"status": "AUTH-NORMAL-1001", "message": …, "data": …}``, the same status for every outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from menjin.contract.catalogue import entry_for, message_for
from menjin.contract.dialects.base import OfTheDefaultSystem, as_json, is_outcome, session_cookie, told
from menjin.contract.request import Answer, Result

if TYPE_CHECKING:
    from menjin.accounts.signed_in import SignedIn

SENT = ("验证码已发送", "The code was sent")
THERE = ("账号存在", "The account exists")
SIGNED_IN = ("登录成功", "Signed in")

_CAPTCHA = ("验证码错误", "Wrong captcha")
_OWN_WORDS = {
    "captcha_wrong": _CAPTCHA,
    "captcha_expired": _CAPTCHA,
    "captcha_required": ("需要验证码", "A captcha is required"),
    "wrong_credentials": ("密码不正确，请重新输入", "Wrong password; please try again"),
}
"""What the document's samples, and the contract, say differently from the catalogue."""


class Auth(OfTheDefaultSystem):
    """The dialect of document D; ``status`` is its code for the part of it that speaks."""

    name = "D"

    def __init__(self, status: str) -> None:
        self._status = status

    def success(self, result: Result, *, english: bool) -> Answer:
        """The status, a message, the data."""
        return Answer(200, as_json(self._body(result.message[english], result.data)), cookie=result.cookie)

    def failure(self, failure: BaseException, request_id: str, *, english: bool) -> Answer:
        """The same status with another message and no data; what the document does not know keeps its HTTP status."""
        _, entry = entry_for(failure)
        message = message_for(failure, request_id, english=english, own=_OWN_WORDS)
        return told(failure, 200 if is_outcome(failure) else entry.status, self._body(message, None))

    def signed_in(self, found: SignedIn, lifetime: int) -> Result:
        """The account's number, and the cookie named after the system; ``lifetime`` in milliseconds."""
        return Result(found.account.id, session_cookie(found, lifetime), SIGNED_IN)

    def _body(self, message: str, data: Any) -> dict[str, Any]:
        return {"status": self._status, "message": message, "data": data}


auth = Auth("AUTH-NORMAL-1001")
gateway = Auth("GATEWAY-NORMAL-1001")
"""Codes and captchas, which the document's gateway answers."""

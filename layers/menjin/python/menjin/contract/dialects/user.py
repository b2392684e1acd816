"""Document E: ``{"status": "USER-SUCCESS-104", "message": …, "data": …}``; failures by document A's numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from menjin.clock import local
from menjin.contract.catalogue import entry_for, message_for
from menjin.contract.dialects.base import OfTheDefaultSystem, as_json, is_outcome, session_cookie, shown, told
from menjin.contract.request import Answer, Result

if TYPE_CHECKING:
    from menjin.accounts.signed_in import SignedIn
    from menjin.profiles.profile import Profile

FOUND = ("查询成功", "Found")
REGISTERED = ("注册成功", "Registered")
CHANGED = ("密码成功修改", "The password was changed")
SIGNED_IN = ("登录成功", "Signed in")
_SUCCESS = {REGISTERED: 101, CHANGED: 103, FOUND: 104, SIGNED_IN: 104}
# In the document's order. Those that the product does not keep belong to modules of another time, and are null.
_FIELDS = (
    "id card type name loginname password email phone ip registertime lastlogintime lastloginip lastupdatetime fans"
    " follow islock isfreeze freezeexplain freezestarttime freezeendtime state purseadd1 purseadd2 vipTime photo cont"
    " hit tag backphoto"
).split()


class User(OfTheDefaultSystem):
    """The dialect of document E."""

    name = "E"

    def success(self, result: Result, *, english: bool) -> Answer:
        """``USER-SUCCESS-`` and the number of what was done."""
        body = {
            "status": f"USER-SUCCESS-{_SUCCESS[result.message]}",
            "message": result.message[english],
            "data": result.data,
        }
        return Answer(200, as_json(body), cookie=result.cookie)

    def failure(self, failure: BaseException, request_id: str, *, english: bool) -> Answer:
        """``USER-FAIL-`` and document A's number; what is no outcome of the business keeps its HTTP status."""
        _, entry = entry_for(failure)
        message = message_for(failure, request_id, english=english)
        body = {"status": f"USER-FAIL-{entry.code}", "message": message, "data": None}
        return told(failure, 200 if is_outcome(failure) else entry.status, body)

    def signed_in(self, found: SignedIn, lifetime: int, message: tuple[str, str]) -> Result:
        """The account's number, and the cookie named after the system; ``lifetime`` in milliseconds."""
        return Result(found.account.id, session_cookie(found, lifetime), message)

    def user(self, profile: Profile, *, own: bool) -> dict[str, Any]:
        """The user object: every documented field, null where the product keeps nothing, never a hash."""
        account = profile.account
        phone = shown(account.phone, whole=own)
        known = {
            "id": account.id,
            "type": "company" if "company" in profile.roles else "person",
            "name": str(account.name) if account.name else phone,
            "loginname": str(account.name) if account.name else phone,
            "password": None,
            "email": shown(account.mail, whole=own),
            "phone": phone,
            "registertime": local(account.created_at),
            "lastlogintime": local(account.last_login_at),
            "lastupdatetime": None,
        }
        return {name: known.get(name) for name in _FIELDS}


user = User()

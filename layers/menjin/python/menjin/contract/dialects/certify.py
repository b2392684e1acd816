"""Document B: ``{"type": "OK", "message": …, "data": …}``, one word for each outcome, HTTP 200."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from menjin.accounts.failures import WechatUnbound
from menjin.clock import local
from menjin.codes.flows import LIFETIME_S
from menjin.contract.catalogue import entry_for, message_for
from menjin.contract.dialects.base import (
    OfTheDefaultSystem,
    as_json,
    is_outcome,
    names_a_field,
    session_cookie,
    shown,
    told,
)
from menjin.contract.dialects.systems import pagination
from menjin.contract.request import Answer, Cookie, Request, Result

if TYPE_CHECKING:
    from menjin.accounts.signed_in import SignedIn
    from menjin.profiles.profile import Profile

FAIL = "FAIL"
WORDS = {
    "phone_taken": "EXIST",
    "name_taken": "EXIST",
    "mail_taken": "EXIST",
    "openid_taken": "EXIST",
    "no_such_account": "EXIST",
    "wechat_unbound": "EXIST",
    "no_such_certification": "EXIST",
    "already_certified": "EXIST",
    "code_expired": "INVALID",
    "account_locked": "UNKNOWN",
    "wrong_password": "UNKNOWN",
    "code_required": "OTHER",
    "certified_elsewhere": "OTHER",
    "person_first": "NO_ALLOW",
}
"""The word of each kind of failure; all others are FAIL."""

DONE = ("成功", "Done")
"""What is said where the document promises data and no words."""
_OWN_WORDS = {
    "code_wrong": ("验证码错误", "Wrong code"),
    "code_expired": ("验证码过期", "The code has expired"),
    "wrong_credentials": ("密码错误", "Wrong password"),
}
"""What the document says itself: its codes come by mail, too, and its logins tell an unknown account apart."""

SENT = ("发送成功", "Sent")
REGISTERED = ("注册成功", "Registered")
CHANGED = ("修改成功", "Changed")
SIGNED_IN = ("登录成功", "Signed in")
SUBMITTED = ("提交成功", "Submitted")
RIGHT = ("密码正确", "The password is right")
STARTED = ("认证完成", "Certification was started")
GIVEN_BACK = ("已重新排队", "Waiting for the next run")


class Certify(OfTheDefaultSystem):
    """The dialect of document B."""

    name = "B"

    def success(self, result: Result, *, english: bool) -> Answer:
        """``{"type": "OK", "message": …, "data": …}``."""
        message = result.message[english] or DONE[english]
        return Answer(200, as_json(_body("OK", message, result.data)), cookie=result.cookie)

    def failure(self, failure: BaseException, request_id: str, *, english: bool) -> Answer:
        """The document's word; what the document does not know keeps its HTTP status."""
        kind, entry = entry_for(failure)
        status = 200 if is_outcome(failure) or names_a_field(failure) else entry.status
        message = message_for(failure, request_id, english=english, own=_OWN_WORDS)
        answer = told(failure, status, _body(WORDS.get(kind, FAIL), message, None))
        if isinstance(failure, WechatUnbound):
            return replace(answer, cookie=self.flow_cookie(failure.system, failure.flow))
        return answer

    def flow(self, request: Request) -> str | None:
        """What the browser carries in place of a phone number or a mail address."""
        return request.cookie(f"{request.system}.flow")

    def flow_cookie(self, system: str, name: str) -> Cookie:
        """The cookie that makes it carry that."""
        return Cookie(f"{system}.flow", name, LIFETIME_S)

    def registered(self, found: SignedIn, lifetime: int) -> Result:
        """No data, as the document promises none; the cookie named after the system. ``lifetime`` in milliseconds."""
        return Result(cookie=session_cookie(found, lifetime), message=REGISTERED)

    def signed_in(self, found: SignedIn, profile: Profile, lifetime: int) -> Result:
        """The user object, and the same cookie."""
        return Result(self.user(profile, own=True), session_cookie(found, lifetime), SIGNED_IN)

    def user(self, profile: Profile, *, own: bool) -> dict[str, Any]:
        """The user object: phone and mail in full for their owner; company (its code lets people join) and openid
        for nobody else.
        """
        account, found = profile.account, profile.certifications
        phone = shown(account.phone, whole=own)
        name = str(account.name) if account.name else phone
        company = profile.administers if own else None
        return {
            "id": account.id,
            "userName": name,
            "realName": found.person.name.masked if profile.certified and found.person.name else name,
            "phone": phone,
            "email": shown(account.mail, whole=own),
            "personalStatus": found.person.status.value,
            "companyStatus": found.company.status.value,
            "wechatNickname": account.nickname,
            **({"openid": account.openid} if own else {}),
            "roles": list(profile.roles),
            "company": {"name": company.name.reveal(), "enterpriseCode": company.code} if company else None,
            "loginTime": local(account.last_login_at),
        }

    def users(self, profiles: list[Profile], number: int, size: int, total: int) -> dict[str, Any]:
        """A page of other people's user objects, in document A's page shape."""
        rows = [self.user(profile, own=False) for profile in profiles]
        return {"list": rows, "pagination": pagination(number, size, total)}


def _body(word: str, message: str, data: Any) -> dict[str, Any]:
    return {"type": word, "message": message, "data": data}


certify = Certify()

"""Document D: one status text for everything, as its samples show; the HTTP statuses are the product's."""

from __future__ import annotations

from typing import Any

from tests.contract.document import Document, Success
from tests.contract.texts import Text

CODES = {
    "malformed": (400, "NORMAL-1001"),
    "unreadable": (400, "NORMAL-1001"),
    "not_signed_in": (401, "NORMAL-1001"),
    "forbidden": (403, "NORMAL-1001"),
    "foreign_origin": (403, "NORMAL-1001"),
    "fresh_login_required": (403, "NORMAL-1001"),
    "sending_off": (403, "NORMAL-1001"),
    "not_found": (404, "NORMAL-1001"),
    "method_not_allowed": (405, "NORMAL-1001"),
    "changed": (409, "NORMAL-1001"),
    "too_large": (413, "NORMAL-1001"),
    "too_often": (429, "NORMAL-1001"),
    "budget_spent": (429, "NORMAL-1001"),
    "internal": (500, "NORMAL-1001"),
    "unavailable": (502, "NORMAL-1001"),
    "phone_taken": (200, "NORMAL-1001"),
    "name_taken": (200, "NORMAL-1001"),
    "mail_taken": (200, "NORMAL-1001"),
    "openid_taken": (200, "NORMAL-1001"),
    "code_wrong": (200, "NORMAL-1001"),
    "code_expired": (200, "NORMAL-1001"),
    "code_required": (200, "NORMAL-1001"),
    "captcha_wrong": (200, "NORMAL-1001"),
    "captcha_expired": (200, "NORMAL-1001"),
    "captcha_required": (200, "NORMAL-1001"),
    "wrong_credentials": (200, "NORMAL-1001"),
    "wrong_password": (200, "NORMAL-1001"),
    "account_locked": (200, "NORMAL-1001"),
    "no_such_account": (200, "NORMAL-1001"),
    "wechat_unbound": (200, "NORMAL-1001"),
    "no_such_company": (200, "NORMAL-1001"),
    "signature_wrong": (200, "NORMAL-1001"),
    "not_put_aside": (409, "NORMAL-1001"),
    "no_such_certification": (200, "NORMAL-1001"),
    "already_certified": (200, "NORMAL-1001"),
    "certified_elsewhere": (200, "NORMAL-1001"),
    "person_first": (200, "NORMAL-1001"),
    "draft_incomplete": (200, "NORMAL-1001"),
    "not_company_admin": (200, "NORMAL-1001"),
    "old_phone_first": (200, "NORMAL-1001"),
    "under_review": (200, "NORMAL-1001"),
    "upload_refused": (200, "NORMAL-1001"),
}

CODE = "NORMAL-1001"
THERE = Success(CODE, "账号存在", "The account exists", None)
SIGNED_IN = Success(CODE, "登录成功", "Signed in", int)
SENT = Success(CODE, "验证码已发送", "The code was sent", int)


def body(code: str, message: str, path: str, data: Any = None) -> dict[str, Any]:
    """The gateway answers what is about codes and captchas."""
    return {"status": f"{'GATEWAY' if path.startswith('/code') else 'AUTH'}-{code}", "message": message, "data": data}


DOCUMENT = Document(
    codes=CODES,
    body=body,
    good_body=body,
    message=lambda told: str(told["message"]),
    good=lambda told: any(told["message"] in (one.zh, one.en) for one in (THERE, SIGNED_IN, SENT)),
    successes={"/auth/login": (THERE, SIGNED_IN), "/code/phone": (SENT,)},
    texts={
        "captcha_wrong": Text("验证码错误", "Wrong captcha"),
        "captcha_expired": Text("验证码错误", "Wrong captcha"),
        "captcha_required": Text("需要验证码", "A captcha is required"),
        "wrong_credentials": Text("密码不正确，请重新输入", "Wrong password; please try again"),
    },
    pictures=("/code/image", "/code"),
)

"""Document C: HTTP status of each failure (the code is 1 whatever went wrong), and what each path answers well."""

from __future__ import annotations

from tests.contract.document import Document, Success
from tests.contract.texts import Text

CODES = {
    "malformed": (200, 1),
    "unreadable": (400, 1),
    "not_signed_in": (401, 1),
    "forbidden": (403, 1),
    "foreign_origin": (403, 1),
    "fresh_login_required": (403, 1),
    "sending_off": (403, 1),
    "not_found": (404, 1),
    "method_not_allowed": (405, 1),
    "changed": (409, 1),
    "too_large": (413, 1),
    "too_often": (429, 1),
    "budget_spent": (429, 1),
    "internal": (500, 1),
    "unavailable": (502, 1),
    "phone_taken": (200, 1),
    "name_taken": (200, 1),
    "mail_taken": (200, 1),
    "openid_taken": (200, 1),
    "code_wrong": (200, 1),
    "code_expired": (200, 1),
    "code_required": (200, 1),
    "captcha_wrong": (200, 1),
    "captcha_expired": (200, 1),
    "captcha_required": (200, 1),
    "wrong_credentials": (200, 1),
    "wrong_password": (200, 1),
    "account_locked": (200, 1),
    "no_such_account": (200, 1),
    "wechat_unbound": (200, 1),
    "no_such_company": (200, 1),
    "signature_wrong": (200, 1),
    "not_put_aside": (409, 1),
    "no_such_certification": (200, 1),
    "already_certified": (200, 1),
    "certified_elsewhere": (200, 1),
    "person_first": (200, 1),
    "draft_incomplete": (200, 1),
    "not_company_admin": (200, 1),
    "old_phone_first": (200, 1),
    "under_review": (200, 1),
    "upload_refused": (200, 1),
}

SUCCESSES = {
    "/send/getToken": (Success(0, "", "", {"token": r"[\w-]{36}"}),),
    "/send/code": (Success(0, "", "", {}),),
    "/user/openRegist": (Success(0, "", "", None),),
}

DOCUMENT = Document(
    codes=CODES,
    body=lambda code, message, path: {
        "msg": {"info": message, "code": code, "success": False},
        # Chapter 5 shows another nothing than chapters 1 to 3.
        "data": {} if path == "/user/openRegist" else None,
    },
    good_body=lambda code, message, path, data: {"msg": {"info": message, "code": code, "success": True}, "data": data},
    message=lambda told: str(told["msg"]["info"]),
    good=lambda told: told["msg"]["success"] is True,
    successes=SUCCESSES,
    texts={
        "malformed": Text(r"参数异常：\w+ .+", r"Field \w+: .+"),
        "unreadable": Text(r"参数异常：(body|query) .+", r"Field (body|query): .+"),
    },
    pictures=("/send/authCode",),
)

"""The failures of document A as ``contracts.md`` words them: HTTP status and number."""

from __future__ import annotations

from tests.contract.document import Document

CODES = {
    "malformed": (400, 400),
    "unreadable": (400, 400),
    "not_signed_in": (401, 401),
    "forbidden": (403, 403),
    "foreign_origin": (403, 403),
    "fresh_login_required": (403, 403),
    "sending_off": (403, 403),
    "not_found": (404, 404),
    "method_not_allowed": (405, 405),
    "changed": (409, 409),
    "too_large": (413, 413),
    "too_often": (429, 1004),
    "budget_spent": (429, 1004),
    "internal": (500, 500),
    "unavailable": (502, 502),
    "phone_taken": (400, 1000),
    "name_taken": (400, 1001),
    "mail_taken": (400, 1011),
    "openid_taken": (400, 400),
    "code_wrong": (400, 1002),
    "code_expired": (400, 1003),
    "code_required": (400, 1009),
    "captcha_wrong": (400, 1005),
    "captcha_expired": (400, 1006),
    "captcha_required": (400, 1009),
    "wrong_credentials": (400, 1007),
    "wrong_password": (400, 1007),
    "account_locked": (400, 1008),
    "no_such_account": (400, 1010),
    "wechat_unbound": (400, 1010),
    "no_such_company": (400, 400),
    "signature_wrong": (400, 400),
    "not_put_aside": (409, 409),
    "no_such_certification": (400, 400),
    "already_certified": (400, 1012),
    "certified_elsewhere": (400, 1013),
    "person_first": (400, 1014),
    "draft_incomplete": (400, 1015),
    "not_company_admin": (400, 1016),
    "old_phone_first": (400, 1017),
    "under_review": (400, 1018),
    "upload_refused": (400, 1019),
}

DOCUMENT = Document(
    codes=CODES,
    body=lambda code, message, path: {"success": False, "error": {"code": code, "message": message}},
    good_body=lambda code, message, path, data: {"success": True, "data": data},
    message=lambda told: str(told["error"]["message"]),
    good=lambda told: told.get("success") is True,
    successes={},
)

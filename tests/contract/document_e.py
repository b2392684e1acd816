"""Document E: HTTP status and document A's number of each failure, and what each path answers well."""

from __future__ import annotations

from tests.contract.document import Document, Success

CODES = {
    "malformed": (400, "USER-FAIL-400"),
    "unreadable": (400, "USER-FAIL-400"),
    "not_signed_in": (401, "USER-FAIL-401"),
    "forbidden": (403, "USER-FAIL-403"),
    "foreign_origin": (403, "USER-FAIL-403"),
    "fresh_login_required": (403, "USER-FAIL-403"),
    "sending_off": (403, "USER-FAIL-403"),
    "not_found": (404, "USER-FAIL-404"),
    "method_not_allowed": (405, "USER-FAIL-405"),
    "changed": (409, "USER-FAIL-409"),
    "too_large": (413, "USER-FAIL-413"),
    "too_often": (429, "USER-FAIL-1004"),
    "budget_spent": (429, "USER-FAIL-1004"),
    "internal": (500, "USER-FAIL-500"),
    "unavailable": (502, "USER-FAIL-502"),
    "phone_taken": (200, "USER-FAIL-1000"),
    "name_taken": (200, "USER-FAIL-1001"),
    "mail_taken": (200, "USER-FAIL-1011"),
    "openid_taken": (200, "USER-FAIL-400"),
    "code_wrong": (200, "USER-FAIL-1002"),
    "code_expired": (200, "USER-FAIL-1003"),
    "code_required": (200, "USER-FAIL-1009"),
    "captcha_wrong": (200, "USER-FAIL-1005"),
    "captcha_expired": (200, "USER-FAIL-1006"),
    "captcha_required": (200, "USER-FAIL-1009"),
    "wrong_credentials": (200, "USER-FAIL-1007"),
    "wrong_password": (200, "USER-FAIL-1007"),
    "account_locked": (200, "USER-FAIL-1008"),
    "no_such_account": (200, "USER-FAIL-1010"),
    "wechat_unbound": (200, "USER-FAIL-1010"),
    "no_such_company": (200, "USER-FAIL-400"),
    "signature_wrong": (200, "USER-FAIL-400"),
    "not_put_aside": (409, "USER-FAIL-409"),
    "no_such_certification": (200, "USER-FAIL-400"),
    "already_certified": (200, "USER-FAIL-1012"),
    "certified_elsewhere": (200, "USER-FAIL-1013"),
    "person_first": (200, "USER-FAIL-1014"),
    "draft_incomplete": (200, "USER-FAIL-1015"),
    "not_company_admin": (200, "USER-FAIL-1016"),
    "old_phone_first": (200, "USER-FAIL-1017"),
    "under_review": (200, "USER-FAIL-1018"),
    "upload_refused": (200, "USER-FAIL-1019"),
}

TIME = r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d"
NAMES = (
    "id card type name loginname password email phone ip registertime lastlogintime lastloginip lastupdatetime fans "
    "follow islock isfreeze freezeexplain freezestarttime freezeendtime state purseadd1 purseadd2 vipTime photo cont "
    "hit tag backphoto"
)
PHONE = r"1\d{10}|1\d{2}\*{4}\d{4}"
USER = {
    **dict.fromkeys(NAMES.split()),
    "id": int,
    "type": "person|company",
    "name": str,
    "loginname": str,
    "email": (None, r".+@example\.com"),
    "phone": PHONE,
    "registertime": TIME,
    "lastlogintime": TIME,
}
FOUND = Success("USER-SUCCESS-104", "查询成功", "Found", USER)
SUCCESSES = {
    "/user/count/{account}": (FOUND._replace(data=int),),
    "/user/id/{id}": (FOUND,),
    "/user/account/{account}": (FOUND,),
    "/user/login": (Success("USER-SUCCESS-104", "登录成功", "Signed in", int),),
    "/user/regist": (Success("USER-SUCCESS-101", "注册成功", "Registered", int),),
    "/user/password/reset": (Success("USER-SUCCESS-103", "密码成功修改", "The password was changed", None),),
}

DOCUMENT = Document(
    codes=CODES,
    body=lambda code, message, path: {"status": code, "message": message, "data": None},
    good_body=lambda code, message, path, data: {"status": code, "message": message, "data": data},
    message=lambda told: str(told["message"]),
    good=lambda told: str(told["status"]).startswith("USER-SUCCESS-"),
    successes=SUCCESSES,
)

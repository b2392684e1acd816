"""Document B: HTTP status and word of each failure, and what each path answers well."""

from __future__ import annotations

from typing import Any

from tests.contract.document import Document, Success, page_of
from tests.contract.texts import Text

CODES = {
    "malformed": (200, "FAIL"),
    "unreadable": (400, "FAIL"),
    "not_signed_in": (401, "FAIL"),
    "forbidden": (403, "FAIL"),
    "foreign_origin": (403, "FAIL"),
    "fresh_login_required": (403, "FAIL"),
    "sending_off": (403, "FAIL"),
    "not_found": (404, "FAIL"),
    "method_not_allowed": (405, "FAIL"),
    "changed": (409, "FAIL"),
    "too_large": (413, "FAIL"),
    "too_often": (429, "FAIL"),
    "budget_spent": (429, "FAIL"),
    "internal": (500, "FAIL"),
    "unavailable": (502, "FAIL"),
    "phone_taken": (200, "EXIST"),
    "name_taken": (200, "EXIST"),
    "mail_taken": (200, "EXIST"),
    "openid_taken": (200, "EXIST"),
    "code_wrong": (200, "FAIL"),
    "code_expired": (200, "INVALID"),
    "code_required": (200, "OTHER"),
    "captcha_wrong": (200, "FAIL"),
    "captcha_expired": (200, "FAIL"),
    "captcha_required": (200, "FAIL"),
    "wrong_credentials": (200, "FAIL"),
    "wrong_password": (200, "UNKNOWN"),
    "account_locked": (200, "UNKNOWN"),
    "no_such_account": (200, "EXIST"),
    "wechat_unbound": (200, "EXIST"),
    "no_such_company": (200, "FAIL"),
    "signature_wrong": (200, "FAIL"),
    "not_put_aside": (409, "FAIL"),
    "no_such_certification": (200, "EXIST"),
    "already_certified": (200, "EXIST"),
    "certified_elsewhere": (200, "OTHER"),
    "person_first": (200, "NO_ALLOW"),
    "draft_incomplete": (200, "FAIL"),
    "not_company_admin": (200, "FAIL"),
    "old_phone_first": (200, "FAIL"),
    "under_review": (200, "FAIL"),
    "upload_refused": (200, "FAIL"),
}


MASKED = r"1\d{2}\*{4}\d{4}"
TIME = r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d"
INSTANT = TIME + r"\+08:00"
STATUS = "UNAUTHEN|AUTHEN|PASS|UNPASS|EXPIRED"
USER = {
    "id": int,
    "userName": str,
    "realName": str,
    "phone": r"1\d{10}",
    "email": (None, r"[\w-]+@example\.com"),
    "personalStatus": STATUS,
    "companyStatus": STATUS,
    "wechatNickname": (None, str),
    "openid": (None, r"openid-\w+"),
    "roles": ["simple|identity|company|super"],
    "company": (None, {"name": str, "enterpriseCode": r"[A-Z2-7]{10}"}),
    "loginTime": (None, TIME),
}
OTHER_USER = {name: shape for name, shape in USER.items() if name != "openid"}
OTHER_USER |= {"company": None, "phone": MASKED, "email": (None, r"\w\*{3}@example\.com")}
ABOUT = {
    "id": r"\d+-(person|company)",
    "account": int,
    "kind": "person|company",
    "status": STATUS,
    "reason": (None, str),
}
INSTANTS = {"submittedAt": (None, INSTANT), "decidedAt": (None, INSTANT), "expiresAt": (None, INSTANT)}
PERSON = {**ABOUT, "name": (None, r".\*+"), "identityId": (None, r"\d\*{16}[\dX]"), **INSTANTS}
COMPANY = {
    **ABOUT,
    "companyName": (None, str),
    "companyAddress": (None, str),
    "companyPhone": (None, r"[\d-]+"),
    "legal": (None, r".\*+"),
    "companylicence": (None, r"\w{1,4}\*+\w{1,4}"),
    **INSTANTS,
}
CHANNEL = "open|done"
PROGRESS = {
    "reasonCode": (None, r"[a-z_]+"),
    "attempts": int,
    "retryAt": (None, INSTANT),
    "putAside": (None, "outages|answer_lost"),
    "putAsideAt": (None, INSTANT),
    "cost": r"\d+\.\d{3}",
    "notice": (
        None,
        {"word": f"{STATUS}|warning", "message": CHANNEL, "sms": CHANNEL, "mail": CHANNEL},
    ),
}
HANDLED = ({**PERSON, **PROGRESS}, {**COMPANY, **PROGRESS})
ADDRESS = r"http://127\.0\.0\.1:\d+/menjin/qqsl/user/\d+/(identity1|identity2|licence)\.jpg\?.+"
PICTURES = {
    "pictures": ({}, {"identity1": ADDRESS, "identity2": ADDRESS}, {"licence": ADDRESS}),
    "picturesUntil": (None, INSTANT),
}
VIEWED = tuple({**one, **PICTURES} for one in HANDLED)
LAST_RUN = {
    "startedAt": INSTANT,
    "handedOutAt": (None, INSTANT),
    "type": "person|company|all",
    "stopped": (None, "budget_spent"),
    **dict.fromkeys(("seen", "passed", "refused", "waiting", "putAside"), int),
    "cost": r"\d+\.\d{3}",
}


def _each(paths: str, zh: str, en: str, data: Any = None) -> dict[str, tuple[Success, ...]]:
    return dict.fromkeys(paths.split(), (Success("OK", zh, en, data),))


SUCCESSES = {
    **_each("/user/phone/getRegistVerify /user/phone/getUpdateVeridy /user/phone/getUpdateVerify", "发送成功", "Sent"),
    **_each("/user/phone/getGetbackVerify /user/login/getLoginVerify", "发送成功", "Sent"),
    **_each("/user/email/getBindVerify /user/email/getGetbackVerify", "发送成功", "Sent"),
    **_each("/user/register", "注册成功", "Registered"),
    **_each("/user/web/login /user/web/loginByVerify /user/phone/login", "登录成功", "Signed in", USER),
    **_each("/user/wechat/login /user/wechat/autoLogin", "登录成功", "Signed in", USER),
    **_each("/user/phone/getbackPassord /user/phone/getbackPassword", "修改成功", "Changed"),
    **_each("/user/email/getbackPassord /user/email/getbackPassword", "修改成功", "Changed"),
    **_each("/user/updatePassword /user/updatePhone /user/updateEmail", "修改成功", "Changed"),
    **_each("/user/checkPassword", "密码正确", "The password is right"),
    **_each("/user/getUser", "成功", "Done", USER),
    **_each("/user/getUsers /user/admin/getUsers", "成功", "Done", page_of(OTHER_USER)),
    **_each("/certify/personalCertify /certify/companyCertify", "提交成功", "Submitted"),
    **_each("/certify/getPersonalCertify", "成功", "Done", PERSON),
    **_each("/certify/getCompanyCertify", "成功", "Done", COMPANY),
    **_each("/certify/admin/startCertify", "认证完成", "Certification was started"),
    **_each("/certify/admin/lists", "成功", "Done", page_of(HANDLED)),
    **_each("/certify/admin/certify/{id}", "成功", "Done", VIEWED),
    **_each("/certify/admin/requeue/{id}", "已重新排队", "Waiting for the next run", HANDLED),
    **_each("/certify/admin/lastRun", "成功", "Done", (None, LAST_RUN)),
}

DOCUMENT = Document(
    codes=CODES,
    body=lambda word, message, path: {"type": word, "message": message, "data": None},
    good_body=lambda word, message, path, data: {"type": word, "message": message, "data": data},
    message=lambda told: str(told["message"]),
    good=lambda told: told["type"] == "OK",
    successes=SUCCESSES,
    # Its codes come by mail, too, and its logins tell an unknown account from a wrong password.
    texts={
        "code_wrong": Text("验证码错误", "Wrong code"),
        "code_expired": Text("验证码过期", "The code has expired"),
        "wrong_credentials": Text("密码错误", "Wrong password"),
    },
)

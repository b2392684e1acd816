"""Document C: the sample requests, one line each."""

from __future__ import annotations

from tools.event_cases.base import DIGEST, PASSWORD, Case, Fields

CODE = "/send/code"
PICTURE = "/send/authCode?token="
REGISTER = "/user/openRegist"
TO_REGISTER: Fields = {"code": "200", "userTel": "${phone}", "random": "${picture_token}", "authCode": "${picture}"}
TO_LOG_IN: Fields = {"code": "101", "userTel": "${phone}", "random": "${random}", "sign": "${sign_101}"}
TO_PAY: Fields = {"code": "103", "userTel": "${phone}", "random": "${random}", "sign": "${sign_103}"}
AS_QUERY = "?code=101&userTel=${phone}&random=${random}&sign=${sign_101}"
NEW: Fields = {
    "userPhone": "${phone}",
    "pwd": DIGEST,
    "msgCode": "${regist_code}",
    "enterpriseCode": "",
    "userName": "${name}",
}

CASES: list[Case] = [
    Case("captcha_token", "c_token", "GET", "/send/getToken"),
    Case("captcha_get", "c_picture", "GET", PICTURE + "${picture_token}"),
    Case("captcha_get", "c_no_token", "GET", "/send/authCode", None, "malformed"),
    Case("captcha_get", "c_other_token", "GET", PICTURE + "qweqwe", None, "malformed"),
    Case("captcha_get", "c_too_often", "GET", PICTURE + "${picture_token}", None, "too_often", "limits_reached"),
    Case("sms_send", "c_registration", "POST", CODE, TO_REGISTER),
    Case("sms_send", "c_session", "POST", CODE, {"code": "200", "userTel": "${phone}"}, headers={"Token": "${token}"}),
    Case("sms_send", "c_login", "GET", CODE + AS_QUERY),
    Case("sms_send", "c_payment", "POST", CODE, TO_PAY),
    Case("sms_send", "c_other_purpose", "POST", CODE, {**TO_LOG_IN, "code": "102"}, "malformed"),
    Case("sms_send", "c_no_phone", "POST", CODE, {**TO_LOG_IN, "userTel": "12313123123131"}, "malformed"),
    Case("sms_send", "c_no_captcha", "POST", CODE, {"code": "200", "userTel": "${phone}"}, "captcha_required"),
    Case("sms_send", "c_captcha_wrong", "POST", CODE, {**TO_REGISTER, "authCode": "0000"}, "captcha_wrong",
         "picture_drawn"),
    Case("sms_send", "c_captcha_none", "POST", CODE, {**TO_REGISTER, "random": "none", "authCode": "AB34"},
         "captcha_expired"),
    Case("sms_send", "c_no_random", "POST", CODE, {**TO_LOG_IN, "random": ""}, "malformed"),
    Case("sms_send", "c_long_random", "POST", CODE, {**TO_PAY, "random": "x" * 65}, "malformed"),
    Case("sms_send", "c_unsigned", "POST", CODE, {**TO_LOG_IN, "sign": None}, "signature_wrong"),
    Case("sms_send", "c_sign_of_another", "POST", CODE, {**TO_PAY, "sign": "${sign_101}"}, "signature_wrong"),
    Case("sms_send", "c_random_used", "POST", CODE, TO_LOG_IN, "signature_wrong", "random_used"),
    Case("sms_send", "c_too_often", "POST", CODE, TO_LOG_IN, "too_often", "code_sent"),
    Case("sms_send", "c_budget_spent", "POST", CODE, TO_LOG_IN, "budget_spent", "budget_spent"),
    Case("sms_send", "c_navigation", "GET", CODE + AS_QUERY, None, "foreign_origin",
         headers={"Sec-Fetch-Mode": "navigate"}),
    Case("register", "c_person", "POST", REGISTER, NEW),
    Case("register", "c_member", "POST", REGISTER, {**NEW, "enterpriseCode": "${enterprise_code}"}),
    Case("register", "c_no_digest", "POST", REGISTER, {**NEW, "pwd": PASSWORD}, "malformed"),
    Case("register", "c_no_user_name", "POST", REGISTER, {**NEW, "userName": "张 三"}),
    Case("register", "c_namesake", "POST", REGISTER, {**NEW, "userName": "${member_name}"}),
    Case("register", "c_code_wrong", "POST", REGISTER, {**NEW, "msgCode": "${wrong_regist_code}"}, "code_wrong"),
    Case("register", "c_code_none", "POST", REGISTER, {**NEW, "msgCode": "123456"}, "code_expired"),
    Case("register", "c_phone_taken", "POST", REGISTER, NEW, "phone_taken", "phone_overtaken"),
    Case("register", "c_no_company", "POST", REGISTER, {**NEW, "enterpriseCode": "NOSUCHCODE"}, "no_such_company"),
    Case("register", "c_too_often", "POST", REGISTER, NEW, "too_often", "limits_reached"),
    Case("web", "c_no_path", "GET", "/send/nothing", None, "not_found"),
]  # fmt: skip

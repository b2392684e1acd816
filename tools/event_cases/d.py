"""Document D: the sample requests, one line each; its samples separate fields by ``&&``."""

from __future__ import annotations

from tools.event_cases.base import PASSWORD, Case, Fields

LOGIN = "/auth/login"
PHONE = "/code/phone?randomStr=${mark}&&phone=${phone}"
KNOWN: Fields = {"token": "${member}", "password": PASSWORD, "randomStr": "${mark}"}
READ: Fields = {**KNOWN, "code": "${mark_picture}"}

CASES: list[Case] = [
    Case("captcha_get", "d_image", "GET", "/code/image?randomStr=${mark}"),
    Case("captcha_get", "d_image_malformed", "GET", "/code/image?randomStr=a/b", None, "malformed"),
    Case("captcha_get", "d_image_too_often", "GET", "/code/image?randomStr=${mark}", None, "too_often",
         "limits_reached"),
    Case("captcha_get", "d_code", "GET", "/code?randomStr=${mark}"),
    Case("captcha_get", "d_code_malformed", "GET", "/code", None, "malformed"),
    Case("captcha_get", "d_code_too_often", "GET", "/code?randomStr=${mark}", None, "too_often", "limits_reached"),
    Case("sms_send", "d_phone", "GET", PHONE),
    Case("sms_send", "d_phone_by_post", "POST", "/code/phone", {"phone": "${phone}", "randomStr": "${mark}"}),
    Case("sms_send", "d_no_phone", "GET", "/code/phone?randomStr=${mark}&&phone=12345", None, "malformed"),
    Case("sms_send", "d_too_often", "GET", PHONE, None, "too_often", "code_sent"),
    Case("sms_send", "d_budget_spent", "GET", PHONE, None, "budget_spent", "budget_spent"),
    Case("sms_send", "d_off", "GET", PHONE, None, "sending_off", "sending_off"),
    Case("sms_send", "d_navigation", "GET", PHONE, None, "foreign_origin", headers={"Sec-Fetch-Mode": "navigate"}),
    Case("login", "d_there", "GET", LOGIN + "?token=${member}"),
    Case("login", "d_not_there", "GET", LOGIN + "?token=${phone}", None, "no_such_account"),
    Case("login", "d_asked_often", "GET", LOGIN + "?token=${member}", None, "too_often", "limits_reached"),
    Case("login", "d_password", "POST", LOGIN, KNOWN),
    Case("login", "d_password_in_query", "GET",
         LOGIN + "?token=${member_name}&&password=correct+horse+battery&&randomStr=${mark}"),
    Case("login", "d_captcha", "POST", LOGIN, READ, "ok", "failed_often"),
    Case("login", "d_captcha_unasked", "POST", LOGIN, READ),
    Case("login", "d_no_account", "POST", LOGIN, {"password": PASSWORD}, "malformed"),
    Case("login", "d_no_mark", "POST", LOGIN, {"token": "${member}", "password": PASSWORD}, "malformed"),
    Case("login", "d_wrong", "POST", LOGIN, {**KNOWN, "password": "wrong horse"}, "wrong_credentials"),
    Case("login", "d_nobody", "POST", LOGIN, {**KNOWN, "token": "${phone}"}, "wrong_credentials"),
    Case("login", "d_captcha_required", "POST", LOGIN, KNOWN, "captcha_required", "failed_often"),
    Case("login", "d_mark_failed_often", "POST", LOGIN, KNOWN, "captcha_required", "mark_failed_often"),
    Case("login", "d_captcha_wrong", "POST", LOGIN, {**READ, "code": "0000"}, "captcha_wrong", "picture_drawn"),
    Case("login", "d_captcha_none", "POST", LOGIN, {**KNOWN, "code": "7nad"}, "captcha_expired"),
    Case("login", "d_locked", "POST", LOGIN, READ, "account_locked", "locked"),
    Case("login", "d_too_often", "POST", LOGIN, KNOWN, "too_often", "limits_reached"),
    Case("login", "d_elsewhere", "GET", LOGIN + "?token=${member}", None, "foreign_origin",
         headers={"Sec-Fetch-Site": "cross-site"}),
    Case("login", "d_own_image", "GET", LOGIN + "?token=${member}", None, "foreign_origin",
         headers={"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}),
    Case("web", "d_code_no_path", "GET", "/code/nothing", None, "not_found"),
    Case("web", "d_auth_no_path", "POST", "/auth/nothing", {}, "not_found"),
]  # fmt: skip

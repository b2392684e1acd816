"""Document E: the sample requests, one line each; its samples separate fields by ``&&``."""

from __future__ import annotations

from tools.event_cases.base import DIGEST, NEW_DIGEST, STALE, Case, Fields
from tools.event_cases.base import OF_DEFAULT_SYSTEM as SESSION

REGISTER = "/user/regist"
LOGIN = "/user/login"
RESET = "/user/password/reset"
ADMINISTRATOR = {"Cookie": "qqsl=${admin_token}"}
NEW: Fields = {"phone": "${phone}", "password": DIGEST}
KNOWN: Fields = {"account": "${digest_member}", "password": DIGEST, "randomStr": "${mark}"}
READ: Fields = {**KNOWN, "code": "${mark_picture}"}
OWN: Fields = {"id": "${account}", "phone": "${member}", "newPSD": NEW_DIGEST}

CASES: list[Case] = [
    Case("availability", "e_one", "GET", "/user/count/${member}"),
    Case("availability", "e_none", "GET", "/user/count/${phone}"),
    Case("availability", "e_too_often", "GET", "/user/count/${phone}", None, "too_often", "limits_reached"),
    Case("register", "e_phone", "POST", REGISTER, NEW),
    Case("register", "e_code", "POST", REGISTER, {**NEW, "code": "${code}"}),
    Case("register", "e_common", "POST", REGISTER, {**NEW, "password": "123456"}, "malformed"),
    Case("register", "e_no_code", "POST", REGISTER, NEW, "malformed", "code_demanded"),
    Case("register", "e_code_wrong", "POST", REGISTER, {**NEW, "code": "${wrong_code}"}, "code_wrong"),
    Case("register", "e_code_none", "POST", REGISTER, {**NEW, "code": "123456"}, "code_expired"),
    Case("register", "e_phone_taken", "POST", REGISTER, {**NEW, "phone": "${member}"}, "phone_taken"),
    Case("register", "e_too_often", "POST", REGISTER, NEW, "too_often", "limits_reached"),
    Case("login", "e_digest", "GET", LOGIN + "?account=${digest_member}&&password=" + DIGEST + "&&randomStr=${mark}"),
    Case("login", "e_by_post", "POST", LOGIN, KNOWN),
    Case("login", "e_captcha", "POST", LOGIN, READ, "ok", "digest_failed_often"),
    Case("login", "e_no_password", "POST", LOGIN, {"account": "${digest_member}"}, "malformed"),
    Case("login", "e_wrong", "POST", LOGIN, {**KNOWN, "password": NEW_DIGEST}, "wrong_credentials"),
    Case("login", "e_nobody", "POST", LOGIN, {**KNOWN, "account": "${phone}"}, "wrong_credentials"),
    Case("login", "e_captcha_required", "POST", LOGIN, KNOWN, "captcha_required", "digest_failed_often"),
    Case("login", "e_mark_failed_often", "POST", LOGIN, KNOWN, "captcha_required", "mark_failed_often"),
    Case("login", "e_captcha_wrong", "POST", LOGIN, {**READ, "code": "0000"}, "captcha_wrong", "picture_drawn"),
    Case("login", "e_captcha_none", "POST", LOGIN, {**KNOWN, "code": "7nad"}, "captcha_expired"),
    Case("login", "e_locked", "POST", LOGIN, READ, "account_locked", "digest_locked"),
    Case("login", "e_too_often", "POST", LOGIN, KNOWN, "too_often", "limits_reached"),
    Case("login", "e_navigation", "GET", LOGIN + "?account=${phone}&&password=" + DIGEST, None, "foreign_origin",
         headers={"Sec-Fetch-Mode": "navigate"}),
    Case("profile", "e_id", "GET", "/user/id/${account}", headers=SESSION),
    Case("profile", "e_id_administrator", "GET", "/user/id/${account}", headers=ADMINISTRATOR),
    Case("profile", "e_id_malformed", "GET", "/user/id/first", None, "malformed", headers=SESSION),
    Case("profile", "e_id_forbidden", "GET", "/user/id/4711", None, "forbidden", headers=SESSION),
    Case("profile", "e_id_nobody", "GET", "/user/id/4711", None, "no_such_account", headers=ADMINISTRATOR),
    Case("profile", "e_account", "GET", "/user/account/${member}", headers=SESSION),
    Case("profile", "e_account_name", "GET", "/user/account/${member_name}", headers=ADMINISTRATOR),
    Case("profile", "e_account_forbidden", "GET", "/user/account/${phone}", None, "forbidden", headers=SESSION),
    Case("profile", "e_account_nobody", "GET", "/user/account/${phone}", None, "no_such_account",
         headers=ADMINISTRATOR),
    Case("security_password", "e_reset", "PUT", RESET, OWN, headers=SESSION),
    Case("security_password", "e_malformed", "PUT", RESET, {**OWN, "newPSD": "123456"}, "malformed", headers=SESSION),
    Case("security_password", "e_forbidden", "PUT", RESET, {**OWN, "phone": "${phone}"}, "forbidden", headers=SESSION),
    Case("security_password", "e_stale", "PUT", RESET, OWN, "fresh_login_required", headers=STALE),
    Case("security_password", "e_overtaken", "PUT", RESET, OWN, "changed", "account_overtaken", SESSION),
]  # fmt: skip

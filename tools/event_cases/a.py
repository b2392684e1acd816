"""Document A: the sample requests, one line each. The system is ``platform``."""

from __future__ import annotations

from tools.event_cases.base import NEW_PASSWORD, PASSWORD, Case, Fields

KAP = {"Cookie": "platform.kap=${kap}"}
SESSION = {"Cookie": "platform=${token}"}
STALE = {"Cookie": "platform=${stale_token}"}
BEARER = {"Authorization": "Bearer ${token}"}
OSS = {"Authorization": "${oss_signature}", "X-Oss-Pub-Key-Url": "${oss_key}"}
FORGED = {**OSS, "X-Oss-Pub-Key-Url": "aHR0cDovL2V4YW1wbGUub3JnL2tleS5wZW0="}

SMS = "/platform/register/sms/${phone}"
FREE_PHONE = "/platform/register/checkPhone/${phone}"
FREE_NAME = "/platform/register/checkName/${name}"
REGISTER = "/platform/register/register"
LOGIN = "/platform/login/jwt"
SAVE = "/platform/identify/save"
SUBMIT = "/platform/identify/submit"
DRAFT = "/platform/identify/get"
CALLBACK = "/asset/callback"
POLICY = "/asset/policy?system=platform&slot="
NEW: Fields = {"phone": "${phone}", "smsCode": "${code}", "password": PASSWORD}
KNOWN: Fields = {"account": "${member}", "password": PASSWORD}
CARD: Fields = {"type": "person", "name": "张三", "idNumber": "${id_number}"}
UPLOADED: Fields = {
    "bucket": "menjin",
    "object": "platform/user/${account}/avatar.jpg",
    "etag": "5B3C1A2E053D763E1B002CC607C5A0FE",
    "size": 1024,
    "mimeType": "image/jpeg",
    "upload": "${upload}",
}
OTHER: Fields = {**UPLOADED, "object": "platform/user/1/avatar.jpg"}
BY_CODE: Fields = {"account": "${member}", "smsCode": "${member_code}"}
BAD_CARD: Fields = {**CARD, "idNumber": "110101199003070000"}
LICENCE: Fields = {
    "type": "company",
    "companyName": "杭州样例科技有限公司",
    "companyAddress": "浙江省杭州市西湖区样例路 1 号",
    "companyPhone": "0571-88886666",
    "licenceNumber": "${licence_number}",
    "legal": "张三",
}
BAD_LICENCE: Fields = {**LICENCE, "licenceNumber": "91330106MA27XYW120"}

DICTIONARY = "/platform/dict"
PASSAGE = "/upstream/login/jwt"
CHANGE_PASSWORD = "/platform/security/changePassword"
CONFIRM_PHONE = "/platform/security/changePhone"
UPDATE_PHONE = "/platform/security/updatePhone"
HAND_OVER = "/platform/security/changeAdmin"
CHANGE: Fields = {"oldPassword": PASSWORD, "newPassword": NEW_PASSWORD}
MOVE: Fields = {"smsCode": "${code}", "newPhone": "${phone}"}
CONSENT: Fields = {"account": "${colleague}", "smsCode": "${consent_code}"}

ADMINISTRATOR = {"Cookie": "platform=${admin_token}"}
LISTS = "/platform/admin/certifications"
ONE = f"{LISTS}/${{account}}-person"
GIVE_BACK = f"{ONE}/requeue"
GIVE_ALL_BACK = "/platform/admin/requeue"
RUNS = "/platform/admin/runs"
LAST_RUN = "/platform/admin/runs/last"
LOOKS = "/platform/admin/accesses"

ADMINISTRATION = [
    Case("certify_admin", "lists", "GET", f"{LISTS}?status=PASS&type=person&days=0&putAside=&curPage=1&pageSize=10",
         None, "ok", "licence_passed", ADMINISTRATOR),
    Case("certify_admin", "lists_put_aside", "GET", f"{LISTS}?putAside=true&pageSize=1", None, "ok", "put_aside",
         ADMINISTRATOR),
    Case("certify_admin", "lists_after", "GET", f"{LISTS}?after=&pageSize=1", None, "ok", "licence_submitted",
         ADMINISTRATOR),
    Case("certify_admin", "lists_days", "GET", f"{LISTS}?days=-1", None, "malformed", headers=ADMINISTRATOR),
    Case("certify_admin", "lists_nowhere", "GET", f"{LISTS}?after=nowhere", None, "malformed", headers=ADMINISTRATOR),
    Case("certify_admin", "lists_forbidden", "GET", LISTS, None, "forbidden", headers=SESSION),
    Case("certify_admin", "one", "GET", ONE, None, "ok", "submitted", ADMINISTRATOR),
    Case("certify_admin", "one_company", "GET", f"{LISTS}/${{account}}-company", None, "ok", "licence_passed",
         ADMINISTRATOR),
    Case("certify_admin", "one_unbegun", "GET", ONE, headers=ADMINISTRATOR),
    Case("certify_admin", "one_nobody", "GET", f"{LISTS}/4711-person", None, "no_such_certification",
         headers=ADMINISTRATOR),
    Case("certify_admin", "one_forbidden", "GET", ONE, None, "forbidden", headers=SESSION),
    Case("certify_admin", "requeue", "POST", GIVE_BACK, {}, "ok", "put_aside", ADMINISTRATOR),
    Case("certify_admin", "requeue_nobody", "POST", f"{LISTS}/4711-person/requeue", {}, "no_such_certification",
         headers=ADMINISTRATOR),
    Case("certify_admin", "requeue_waiting", "POST", GIVE_BACK, {}, "not_put_aside", "submitted", ADMINISTRATOR),
    Case("certify_admin", "requeue_overtaken", "POST", GIVE_BACK, {}, "changed", "put_aside_overtaken", ADMINISTRATOR),
    Case("certify_admin", "requeue_forbidden", "POST", GIVE_BACK, {}, "forbidden", "put_aside", SESSION),
    Case("certify_admin", "requeue_all", "POST", GIVE_ALL_BACK, {}, "ok", "put_aside", ADMINISTRATOR),
    Case("certify_admin", "requeue_all_forbidden", "POST", GIVE_ALL_BACK, {}, "forbidden", headers=SESSION),
    Case("certify_admin", "last_run", "GET", LAST_RUN, None, "ok", "run_ended", ADMINISTRATOR),
    Case("certify_admin", "last_run_forbidden", "GET", LAST_RUN, None, "forbidden", headers=SESSION),
    Case("certify_admin", "accesses", "GET", f"{LOOKS}?after=&pageSize=1", None, "ok", "looked_at", ADMINISTRATOR),
    Case("certify_admin", "accesses_page", "GET", f"{LOOKS}?pageSize=0", None, "malformed", headers=ADMINISTRATOR),
    Case("certify_admin", "accesses_forbidden", "GET", LOOKS, None, "forbidden", headers=SESSION),
    Case("certify_start", "all", "POST", RUNS, {}, headers=ADMINISTRATOR),
    Case("certify_start", "companies", "POST", RUNS, {"type": "company"}, headers=ADMINISTRATOR),
    Case("certify_start", "no_type", "POST", RUNS, {"type": "animal"}, "malformed", headers=ADMINISTRATOR),
    Case("certify_start", "forbidden", "POST", RUNS, {}, "forbidden", headers=SESSION),
]  # fmt: skip

CASES: list[Case] = [
    Case("captcha_get", "picture", "GET", "/platform/captcha/get"),
    Case("captcha_get", "json", "GET", "/platform/captcha/get", headers={"Accept": "application/json"}),
    Case("captcha_get", "too_often", "GET", "/platform/captcha/get", None, "too_often", "limits_reached"),
    Case("captcha_check", "right", "GET", "/platform/captcha/check/${captcha}", headers=KAP),
    Case("captcha_check", "by_id", "GET", "/platform/captcha/check/${captcha}?captchaId=${kap}"),
    Case("captcha_check", "wrong", "GET", "/platform/captcha/check/0000", None, "captcha_wrong", headers=KAP),
    Case("captcha_check", "none", "GET", "/platform/captcha/check/AB34", None, "captcha_expired"),
    Case("sms_send", "captcha", "POST", SMS, {"captcha": "${captcha}"}, headers=KAP),
    Case("sms_send", "solved", "GET", SMS, given="captcha_solved", headers=KAP),
    Case("sms_send", "session", "GET", SMS, headers=SESSION),
    Case("sms_send", "no_phone", "POST", "/platform/register/sms/12345", {}, "malformed", headers=KAP),
    Case("sms_send", "no_captcha", "POST", SMS, {}, "captcha_required"),
    Case("sms_send", "captcha_wrong", "POST", SMS, {"captcha": "0000"}, "captcha_wrong", headers=KAP),
    Case("sms_send", "captcha_old", "POST", SMS, {"captcha": "${captcha}"}, "captcha_expired", "captcha_old", KAP),
    Case("sms_send", "too_often", "POST", SMS, {}, "too_often", "code_sent", SESSION),
    Case("sms_send", "budget_spent", "POST", SMS, {}, "budget_spent", "budget_spent", SESSION),
    Case("sms_send", "navigation", "GET", SMS, None, "foreign_origin", headers={"Sec-Fetch-Mode": "navigate"}),
    Case("sms_send", "image_elsewhere", "GET", SMS, None, "foreign_origin", headers={"Sec-Fetch-Site": "cross-site"}),
    Case("availability", "phone_free", "GET", FREE_PHONE),
    Case("availability", "phone_taken", "GET", "/platform/register/checkPhone/${member}"),
    Case("availability", "name_free", "GET", FREE_NAME),
    Case("availability", "name_taken", "GET", "/platform/register/checkName/${member_name}"),
    Case("availability", "no_phone", "GET", "/platform/register/checkPhone/12345", None, "malformed"),
    Case("availability", "no_name", "GET", "/platform/register/checkName/a", None, "malformed"),
    Case("availability", "too_often", "GET", FREE_PHONE, None, "too_often", "limits_reached"),
    Case("availability", "name_too_often", "GET", FREE_NAME, None, "too_often", "limits_reached"),
    Case("register", "phone", "POST", REGISTER, NEW),
    Case("register", "name", "POST", REGISTER, {**NEW, "name": "${name}"}),
    Case("register", "empty_name", "POST", REGISTER, {**NEW, "name": ""}),
    Case("register", "short_password", "POST", REGISTER, {**NEW, "password": "short"}, "malformed"),
    Case("register", "no_code", "POST", REGISTER, {"phone": "${phone}", "password": PASSWORD}, "malformed"),
    Case("register", "code_wrong", "POST", REGISTER, {**NEW, "smsCode": "${wrong_code}"}, "code_wrong"),
    Case("register", "code_old", "POST", REGISTER, NEW, "code_expired", "code_old"),
    Case(
        "register",
        "phone_taken",
        "POST",
        REGISTER,
        {**NEW, "phone": "${member}", "smsCode": "${member_code}"},
        "phone_taken",
    ),
    Case("register", "name_taken", "POST", REGISTER, {**NEW, "name": "${member_name}"}, "name_taken"),
    Case("register", "too_often", "POST", REGISTER, {**NEW, "name": "${name}"}, "too_often", "limits_reached"),
    Case("login", "phone", "POST", LOGIN, KNOWN),
    Case("login", "name", "POST", LOGIN, {**KNOWN, "account": "${member_name}"}),
    Case("login", "code", "POST", LOGIN, BY_CODE),
    Case("login", "code_when_locked", "POST", LOGIN, BY_CODE, given="locked"),
    Case("login", "captcha", "POST", LOGIN, {**KNOWN, "captcha": "${captcha}"}, "ok", "failed_often", KAP),
    Case("login", "no_account", "POST", LOGIN, {"password": PASSWORD}, "malformed"),
    Case("login", "no_proof", "POST", LOGIN, {"account": "${member}"}, "malformed"),
    Case("login", "wrong_password", "POST", LOGIN, {**KNOWN, "password": "wrong horse"}, "wrong_credentials"),
    Case("login", "nobody", "POST", LOGIN, {**KNOWN, "account": "${phone}"}, "wrong_credentials"),
    Case("login", "no_captcha", "POST", LOGIN, KNOWN, "captcha_required", "failed_often"),
    Case("login", "captcha_wrong", "POST", LOGIN, {**KNOWN, "captcha": "0000"}, "captcha_wrong", "failed_often", KAP),
    Case("login", "captcha_none", "POST", LOGIN, {**KNOWN, "captcha": "AB34"}, "captcha_expired", "failed_often"),
    Case("login", "locked", "POST", LOGIN, KNOWN, "account_locked", "locked"),
    Case("login", "too_often", "POST", LOGIN, KNOWN, "too_often", "limits_reached"),
    Case("login", "code_nobody", "POST", LOGIN, {"account": "${phone}", "smsCode": "${code}"}, "no_such_account"),
    Case("login", "code_wrong", "POST", LOGIN, {"account": "${phone}", "smsCode": "${wrong_code}"}, "code_wrong"),
    Case("login", "code_none", "POST", LOGIN, {"account": "${phone}", "smsCode": "123456"}, "code_expired"),
    Case("login", "foreign_token", "POST", LOGIN, {"token": "${token}"}, "forbidden"),
    Case("login", "passage", "POST", PASSAGE, {"token": "${token}"}, given="known_upstream"),
    Case("login", "passage_over", "POST", PASSAGE, {"token": "${token}"}, "not_signed_in", "signed_out"),
    Case("login", "passage_unknown", "POST", PASSAGE, {"token": "${token}"}, "no_such_account"),
    Case("logout", "session", "POST", "/platform/login/logout", {}, headers=SESSION),
    Case("logout", "nobody", "POST", "/platform/login/logout", {}),
    Case("security", "overview", "GET", "/platform/security", headers=SESSION),
    Case("security", "bearer", "GET", "/platform/security", headers=BEARER),
    Case("asset_policy", "card", "GET", POLICY + "identity1&type=image/png", headers=SESSION),
    Case("asset_policy", "avatar", "GET", POLICY + "avatar", headers=SESSION),
    Case("asset_policy", "bearer", "GET", "/asset/policy?slot=avatar", headers=BEARER),
    Case("asset_policy", "no_slot", "GET", POLICY + "passport", None, "malformed", headers=SESSION),
    Case("asset_policy", "no_type", "GET", POLICY + "avatar&type=image/gif", None, "malformed", headers=SESSION),
    Case("asset_policy", "under_review", "GET", POLICY + "identity1", None, "under_review", "submitted", SESSION),
    Case("asset_policy", "certified", "GET", POLICY + "identity2", None, "already_certified", "passed", SESSION),
    Case("asset_callback", "picture", "POST", CALLBACK, UPLOADED, "ok", "picture_stored", OSS),
    Case("asset_callback", "unsigned", "POST", CALLBACK, UPLOADED, "forbidden"),
    Case("asset_callback", "other_key", "POST", CALLBACK, UPLOADED, "forbidden", headers=FORGED),
    Case("asset_callback", "other_object", "POST", CALLBACK, OTHER, "forbidden", "picture_stored", OSS),
    Case("asset_callback", "no_mark", "POST", CALLBACK, {"bucket": "menjin"}, "malformed", headers=OSS),
    Case("asset_callback", "gone", "POST", CALLBACK, UPLOADED, "not_found", headers=OSS),
    Case("asset_callback", "no_picture", "POST", CALLBACK, UPLOADED, "upload_refused", "text_stored", OSS),
    Case("identify", "states", "GET", "/platform/identify", headers=SESSION),
    Case("identify", "certified", "GET", "/platform/identify", given="passed", headers=SESSION),
    Case("identify_get", "draft", "GET", DRAFT + "?type=person", headers=SESSION),
    Case("identify_get", "submitted", "GET", DRAFT, given="submitted", headers=SESSION),
    Case("identify_get", "no_type", "GET", DRAFT + "?type=dog", None, "malformed", headers=SESSION),
    Case("identify_save", "part", "POST", SAVE, {"name": "张三"}, headers=SESSION),
    Case("identify_save", "all", "POST", SAVE, CARD, headers=SESSION),
    Case("identify_save", "no_number", "POST", SAVE, BAD_CARD, "malformed", headers=SESSION),
    Case("identify_save", "company", "POST", SAVE, LICENCE, headers=SESSION),
    Case("identify_save", "no_licence", "POST", SAVE, BAD_LICENCE, "malformed", headers=SESSION),
    Case("identify_save", "no_type", "POST", SAVE, {"type": "animal"}, "malformed", headers=SESSION),
    Case("identify_save", "under_review", "POST", SAVE, CARD, "under_review", "submitted", SESSION),
    Case("identify_save", "certified", "POST", SAVE, CARD, "already_certified", "passed", SESSION),
    Case("identify_save", "overtaken", "POST", SAVE, CARD, "changed", "overtaken", SESSION),
    Case("identify_submit", "complete", "POST", SUBMIT, CARD, "ok", "pictures", SESSION),
    Case("identify_submit", "draft", "POST", SUBMIT, {"type": "person"}, "ok", "draft", SESSION),
    Case("identify_submit", "no_pictures", "POST", SUBMIT, CARD, "draft_incomplete", headers=SESSION),
    Case("identify_submit", "nothing", "POST", SUBMIT, {}, "draft_incomplete", headers=SESSION),
    Case("identify_submit", "no_number", "POST", SUBMIT, BAD_CARD, "malformed", headers=SESSION),
    Case("identify_submit", "company", "POST", SUBMIT, LICENCE, "person_first", headers=SESSION),
    Case("identify_submit", "company_later", "POST", SUBMIT, LICENCE, "draft_incomplete", "passed", SESSION),
    Case("identify_submit", "licence", "POST", SUBMIT, LICENCE, "ok", "licence", SESSION),
    Case("identify_submit", "no_licence", "POST", SUBMIT, BAD_LICENCE, "malformed", headers=SESSION),
    Case("identify_submit", "elsewhere", "POST", SUBMIT, CARD, "certified_elsewhere", "claimed", SESSION),
    Case("identify_submit", "under_review", "POST", SUBMIT, CARD, "under_review", "submitted", SESSION),
    Case("identify_submit", "certified", "POST", SUBMIT, CARD, "already_certified", "passed", SESSION),
    Case("identify_submit", "overtaken", "POST", SUBMIT, CARD, "changed", "submit_overtaken", SESSION),
    Case("messages", "list", "GET", "/platform/message?curPage=1&pageSize=10", given="told", headers=SESSION),
    Case("messages", "none", "GET", "/platform/message", headers=SESSION),
    Case("messages", "page_size", "GET", "/platform/message?pageSize=101", None, "malformed", headers=SESSION),
    Case("messages", "read", "POST", "/platform/message/read/${message}", {}, headers=SESSION),
    Case("messages", "unknown", "POST", "/platform/message/read/4711", {}, "not_found", headers=SESSION),
    Case("messages", "no_number", "POST", "/platform/message/read/first", {}, "malformed", headers=SESSION),
    Case("security_password", "change", "POST", CHANGE_PASSWORD, CHANGE, headers=SESSION),
    Case("security_password", "short", "POST", CHANGE_PASSWORD, {**CHANGE, "newPassword": "short"}, "malformed",
         headers=SESSION),
    Case("security_password", "wrong", "POST", CHANGE_PASSWORD, {**CHANGE, "oldPassword": "wrong horse"},
         "wrong_password", headers=SESSION),
    Case("security_password", "locked", "POST", CHANGE_PASSWORD, CHANGE, "account_locked", "locked_inside", SESSION),
    Case("security_password", "too_often", "POST", CHANGE_PASSWORD, CHANGE, "too_often", "limits_reached", SESSION),
    Case("security_password", "overtaken", "POST", CHANGE_PASSWORD, CHANGE, "changed", "account_overtaken", SESSION),
    Case("security_phone", "ask", "POST", CONFIRM_PHONE, {}, headers=SESSION),
    Case("security_phone", "confirm", "POST", CONFIRM_PHONE, {"smsCode": "${present_code}"}, headers=SESSION),
    Case("security_phone", "confirm_wrong", "POST", CONFIRM_PHONE, {"smsCode": "${wrong_present_code}"}, "code_wrong",
         headers=SESSION),
    Case("security_phone", "confirm_none", "POST", CONFIRM_PHONE, {"smsCode": "123456"}, "code_expired",
         headers=SESSION),
    Case("security_phone", "confirm_malformed", "POST", CONFIRM_PHONE, {"smsCode": []}, "malformed", headers=SESSION),
    Case("security_phone", "ask_too_often", "POST", CONFIRM_PHONE, {}, "too_often", "present_asked", SESSION),
    Case("security_phone", "ask_budget_spent", "POST", CONFIRM_PHONE, {}, "budget_spent", "budget_spent", SESSION),
    Case("security_phone", "update", "GET", UPDATE_PHONE + "?smsCode=${code}&newPhone=${phone}", headers=SESSION),
    Case("security_phone", "update_by_post", "POST", UPDATE_PHONE, MOVE, headers=SESSION),
    Case("security_phone", "update_confirmed", "POST", UPDATE_PHONE, MOVE, "ok", "present_confirmed", STALE),
    Case("security_phone", "update_captcha", "POST", UPDATE_PHONE,
         {**MOVE, "captcha": "${captcha}", "captchaId": "${kap}"}, headers=SESSION),
    Case("security_phone", "old_phone_first", "POST", UPDATE_PHONE, MOVE, "old_phone_first", headers=STALE),
    Case("security_phone", "no_phone", "POST", UPDATE_PHONE, {**MOVE, "newPhone": "12345"}, "malformed",
         headers=SESSION),
    Case("security_phone", "update_wrong", "POST", UPDATE_PHONE, {**MOVE, "smsCode": "${wrong_code}"}, "code_wrong",
         headers=SESSION),
    Case("security_phone", "update_none", "POST", UPDATE_PHONE, {**MOVE, "smsCode": "123456"}, "code_expired",
         headers=SESSION),
    Case("security_phone", "phone_taken", "POST", UPDATE_PHONE, {"smsCode": "${other_code}", "newPhone": "${other}"},
         "phone_taken", headers=SESSION),
    Case("security_phone", "captcha_wrong", "POST", UPDATE_PHONE, {**MOVE, "captcha": "0000", "captchaId": "${kap}"},
         "captcha_wrong", headers=SESSION),
    Case("security_phone", "captcha_none", "POST", UPDATE_PHONE, {**MOVE, "captcha": "AB34"}, "captcha_expired",
         headers=SESSION),
    Case("security_phone", "update_overtaken", "POST", UPDATE_PHONE, MOVE, "changed", "account_overtaken", SESSION),
    Case("security_admin", "ask", "POST", HAND_OVER, {"account": "${colleague}"}, headers=SESSION),
    Case("security_admin", "ask_by_number", "POST", HAND_OVER, {"account": "${colleague_account}"}, headers=SESSION),
    Case("security_admin", "consent", "POST", HAND_OVER, CONSENT, headers=SESSION),
    Case("security_admin", "nobody", "POST", HAND_OVER, {"account": ""}, "malformed", headers=SESSION),
    Case("security_admin", "stale", "POST", HAND_OVER, {"account": "${colleague}"}, "fresh_login_required",
         headers=STALE),
    Case("security_admin", "no_company", "POST", HAND_OVER, {"account": "${other}"}, "not_company_admin",
         headers=SESSION),
    Case("security_admin", "no_member", "POST", HAND_OVER, {"account": "${other}"}, "no_such_account", "company",
         SESSION),
    Case("security_admin", "wrong", "POST", HAND_OVER, {**CONSENT, "smsCode": "${wrong_consent_code}"}, "code_wrong",
         headers=SESSION),
    Case("security_admin", "none", "POST", HAND_OVER, {**CONSENT, "smsCode": "123456"}, "code_expired",
         headers=SESSION),
    Case("security_admin", "too_often", "POST", HAND_OVER, {"account": "${colleague}"}, "too_often", "consent_asked",
         SESSION),
    Case("security_admin", "budget_spent", "POST", HAND_OVER, {"account": "${colleague}"}, "budget_spent",
         "budget_spent", SESSION),
    Case("security_admin", "overtaken", "POST", HAND_OVER, CONSENT, "changed", "account_overtaken", SESSION),
    Case("dictionary", "all", "GET", DICTIONARY),
    Case("dictionary", "roles", "GET", DICTIONARY + "/role"),
    Case("dictionary", "no_type", "GET", DICTIONARY + "/nothing", None, "not_found"),
    Case("web", "page", "GET", "/web/platform/register.html"),
    Case("web", "script", "GET", "/web/platform/register.js"),
    Case("web", "no_file", "GET", "/web/platform/nothing.html", None, "not_found"),
    Case("web", "no_path", "POST", "/platform/nothing/here", {}, "not_found"),
    *ADMINISTRATION,
]  # fmt: skip

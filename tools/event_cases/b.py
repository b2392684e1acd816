"""Document B: the sample requests, one line each."""

from __future__ import annotations

from tools.event_cases.base import NEW_PASSWORD, PASSWORD, STALE, Case, Fields
from tools.event_cases.base import OF_DEFAULT_SYSTEM as SESSION


def flow(name: str, session: bool = False) -> dict[str, str]:
    """The cookies of a browser that carries the flow of that name."""
    return {"Cookie": f"qqsl.flow=${{{name}_flow}}" + ("; qqsl=${token}" if session else "")}


TO_REGISTER = "/user/phone/getRegistVerify"
TO_UPDATE = "/user/phone/getUpdateVeridy"
TO_UPDATE_SPELT = "/user/phone/getUpdateVerify"
TO_GET_BACK = "/user/phone/getGetbackVerify"
TO_LOG_IN = "/user/login/getLoginVerify"
TO_BIND = "/user/email/getBindVerify"
TO_GET_BACK_BY_MAIL = "/user/email/getGetbackVerify"
PHONE: Fields = {"phone": "${phone}"}
MEMBER: Fields = {"phone": "${member}"}
MAIL: Fields = {"email": "${mail}"}
MEMBER_MAIL: Fields = {"email": "${member_mail}"}
ADMINISTRATOR = {"Cookie": "qqsl=${admin_token}"}
NAVIGATION = {"Sec-Fetch-Mode": "navigate"}
ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}

SENDS = [
    Case("sms_send", "b_regist", "GET", TO_REGISTER + "?phone=${phone}"),
    Case("sms_send", "b_regist_by_post", "POST", TO_REGISTER, PHONE),
    Case("sms_send", "b_regist_no_phone", "POST", TO_REGISTER, {"phone": "12345"}, "malformed"),
    Case("sms_send", "b_regist_taken", "POST", TO_REGISTER, MEMBER, "phone_taken"),
    Case("sms_send", "b_regist_too_often", "POST", TO_REGISTER, PHONE, "too_often", "code_sent"),
    Case("sms_send", "b_regist_asked_often", "POST", TO_REGISTER, PHONE, "too_often", "limits_reached"),
    Case("sms_send", "b_regist_budget_spent", "POST", TO_REGISTER, PHONE, "budget_spent", "budget_spent"),
    Case("sms_send", "b_regist_off", "POST", TO_REGISTER, PHONE, "sending_off", "sending_off"),
    Case("sms_send", "b_regist_navigation", "GET", TO_REGISTER + "?phone=${phone}", None, "foreign_origin",
         headers=NAVIGATION),
    Case("sms_send", "b_update", "POST", TO_UPDATE, PHONE, headers=SESSION),
    Case("sms_send", "b_update_when_off", "POST", TO_UPDATE, PHONE, "ok", "sending_off", SESSION),
    Case("sms_send", "b_update_no_phone", "POST", TO_UPDATE, {}, "malformed", headers=SESSION),
    Case("sms_send", "b_update_taken", "POST", TO_UPDATE, MEMBER, "phone_taken", headers=SESSION),
    Case("sms_send", "b_update_too_often", "POST", TO_UPDATE, PHONE, "too_often", "code_sent", SESSION),
    Case("sms_send", "b_update_budget_spent", "POST", TO_UPDATE, PHONE, "budget_spent", "budget_spent", SESSION),
    Case("sms_send", "b_update_spelt", "GET", TO_UPDATE_SPELT + "?phone=${phone}", headers=SESSION),
    Case("sms_send", "b_update_spelt_no_phone", "POST", TO_UPDATE_SPELT, {}, "malformed", headers=SESSION),
    Case("sms_send", "b_update_spelt_taken", "POST", TO_UPDATE_SPELT, MEMBER, "phone_taken", headers=SESSION),
    Case("sms_send", "b_update_spelt_too_often", "POST", TO_UPDATE_SPELT, PHONE, "too_often", "code_sent", SESSION),
    Case("sms_send", "b_update_spelt_budget_spent", "POST", TO_UPDATE_SPELT, PHONE, "budget_spent", "budget_spent",
         SESSION),
    Case("sms_send", "b_getback", "POST", TO_GET_BACK, MEMBER),
    Case("sms_send", "b_getback_no_phone", "POST", TO_GET_BACK, {"phone": ""}, "malformed"),
    Case("sms_send", "b_getback_nobody", "POST", TO_GET_BACK, PHONE, "no_such_account"),
    Case("sms_send", "b_getback_too_often", "POST", TO_GET_BACK, MEMBER, "too_often", "limits_reached"),
    Case("sms_send", "b_getback_budget_spent", "POST", TO_GET_BACK, MEMBER, "budget_spent", "budget_spent"),
    Case("sms_send", "b_getback_off", "POST", TO_GET_BACK, MEMBER, "sending_off", "sending_off"),
    Case("sms_send", "b_login", "POST", TO_LOG_IN, {"code": "${member}"}),
    Case("sms_send", "b_login_mail", "GET", TO_LOG_IN + "?code=${member_mail}"),
    Case("sms_send", "b_login_neither", "POST", TO_LOG_IN, {"code": "neither"}, "malformed"),
    Case("sms_send", "b_login_no_mail", "POST", TO_LOG_IN, {"code": "a@b"}, "malformed"),
    Case("sms_send", "b_login_nobody", "POST", TO_LOG_IN, {"code": "${phone}"}, "no_such_account"),
    Case("sms_send", "b_login_no_reader", "POST", TO_LOG_IN, {"code": "${mail}"}, "no_such_account"),
    Case("sms_send", "b_login_too_often", "POST", TO_LOG_IN, {"code": "${member}"}, "too_often", "limits_reached"),
    Case("sms_send", "b_login_budget_spent", "POST", TO_LOG_IN, {"code": "${member}"}, "budget_spent", "budget_spent"),
    Case("sms_send", "b_login_off", "POST", TO_LOG_IN, {"code": "${member}"}, "sending_off", "sending_off"),
    Case("mail_send", "b_bind", "GET", TO_BIND + "?email=${mail}", headers=SESSION),
    Case("mail_send", "b_bind_by_post", "POST", TO_BIND, MAIL, headers=SESSION),
    Case("mail_send", "b_bind_no_mail", "POST", TO_BIND, {"email": "nobody"}, "malformed", headers=SESSION),
    Case("mail_send", "b_bind_taken", "POST", TO_BIND, MEMBER_MAIL, "mail_taken", headers=SESSION),
    Case("mail_send", "b_bind_too_often", "POST", TO_BIND, MAIL, "too_often", "mail_sent", SESSION),
    Case("mail_send", "b_bind_budget_spent", "POST", TO_BIND, MAIL, "budget_spent", "budget_spent", SESSION),
    Case("mail_send", "b_bind_elsewhere", "GET", TO_BIND + "?email=${mail}", None, "foreign_origin",
         headers={**SESSION, **ELSEWHERE}),
    Case("mail_send", "b_getback", "POST", TO_GET_BACK_BY_MAIL, MEMBER_MAIL),
    Case("mail_send", "b_getback_no_mail", "POST", TO_GET_BACK_BY_MAIL, {}, "malformed"),
    Case("mail_send", "b_getback_nobody", "POST", TO_GET_BACK_BY_MAIL, MAIL, "no_such_account"),
    Case("mail_send", "b_getback_too_often", "POST", TO_GET_BACK_BY_MAIL, MEMBER_MAIL, "too_often", "limits_reached"),
    Case("mail_send", "b_getback_budget_spent", "POST", TO_GET_BACK_BY_MAIL, MEMBER_MAIL, "budget_spent",
         "budget_spent"),
    Case("mail_send", "b_getback_off", "POST", TO_GET_BACK_BY_MAIL, MEMBER_MAIL, "sending_off", "sending_off"),
]  # fmt: skip

REGISTER = "/user/register"
WEB_LOGIN = "/user/web/login"
BY_CODE = "/user/web/loginByVerify"
PHONE_LOGIN = "/user/phone/login"
WECHAT_LOGIN = "/user/wechat/login"
AUTO_LOGIN = "/user/wechat/autoLogin"
AS_QUERY = "?userName=${name}&password=correct+horse+battery&verification=${regist_code}"
NEW: Fields = {"userName": "${name}", "password": PASSWORD, "verification": "${regist_code}"}
KNOWN: Fields = {"code": "${member}", "password": PASSWORD}
HERE: Fields = {**KNOWN, "cookie": "${device}"}
VERIFIED: Fields = {"password": PASSWORD, "verification": "${login_code}", "cookie": "a new device"}

LOGINS = [
    Case("register", "b_flow", "POST", REGISTER, NEW, headers=flow("regist")),
    Case("register", "b_phone", "POST", REGISTER, {**NEW, "phone": "${phone}", "cookie": "a new device"}),
    Case("register", "b_by_get", "GET", REGISTER + AS_QUERY, headers=flow("regist")),
    Case("register", "b_no_name", "POST", REGISTER, {**NEW, "userName": "a"}, "malformed", headers=flow("regist")),
    Case("register", "b_no_flow", "POST", REGISTER, NEW, "code_expired"),
    Case("register", "b_empty", "POST", REGISTER, {**NEW, "phone": "", "cookie": ""}, headers=flow("regist")),
    Case("register", "b_code_wrong", "POST", REGISTER, {**NEW, "verification": "${wrong_regist_code}"}, "code_wrong",
         headers=flow("regist")),
    Case("register", "b_code_none", "POST", REGISTER, {**NEW, "phone": "${phone}", "verification": "123456"},
         "code_expired"),
    Case("register", "b_phone_taken", "POST", REGISTER, NEW, "phone_taken", "phone_overtaken", flow("regist")),
    Case("register", "b_name_taken", "POST", REGISTER, {**NEW, "userName": "${member_name}"}, "name_taken",
         headers=flow("regist")),
    Case("register", "b_too_often", "POST", REGISTER, NEW, "too_often", "limits_reached", flow("regist")),
    Case("login", "b_web", "POST", WEB_LOGIN, HERE),
    Case("login", "b_web_mail", "POST", WEB_LOGIN, {**HERE, "code": "${member_mail}"}),
    Case("login", "b_web_known_device", "POST", WEB_LOGIN, HERE, "ok", "locked"),
    Case("login", "b_web_no_password", "POST", WEB_LOGIN, {"code": "${member}"}, "malformed"),
    Case("login", "b_web_other_device", "POST", WEB_LOGIN, {**KNOWN, "cookie": "another device"}, "code_required"),
    Case("login", "b_web_no_device", "POST", WEB_LOGIN, KNOWN, "code_required"),
    Case("login", "b_web_empty_device", "POST", WEB_LOGIN, {**KNOWN, "cookie": ""}, "code_required"),
    Case("login", "b_web_failed_often", "POST", WEB_LOGIN, {**KNOWN, "password": "wrong horse"}, "code_required",
         "failed_often"),
    Case("login", "b_web_wrong", "POST", WEB_LOGIN, {**HERE, "password": "wrong horse"}, "wrong_credentials"),
    Case("login", "b_web_nobody", "POST", WEB_LOGIN, {**HERE, "code": "${phone}"}, "no_such_account"),
    Case("login", "b_web_locked", "POST", WEB_LOGIN, KNOWN, "account_locked", "locked"),
    Case("login", "b_web_too_often", "POST", WEB_LOGIN, HERE, "too_often", "limits_reached"),
    Case("login", "b_code", "POST", BY_CODE, VERIFIED, headers=flow("login")),
    Case("login", "b_code_named", "POST", BY_CODE, {**VERIFIED, "code": "${member}"}),
    Case("login", "b_code_when_locked", "POST", BY_CODE, {**VERIFIED, "code": "${member}"}, "ok", "locked"),
    Case("login", "b_code_empty", "POST", BY_CODE, {**VERIFIED, "code": "", "cookie": ""}, headers=flow("login")),
    Case("login", "b_code_neither", "POST", BY_CODE, {**VERIFIED, "code": "neither"}, "malformed"),
    Case("login", "b_code_no_flow", "POST", BY_CODE, VERIFIED, "code_expired"),
    Case("login", "b_code_wrong", "POST", BY_CODE, {**VERIFIED, "verification": "${wrong_login_code}"}, "code_wrong",
         headers=flow("login")),
    Case("login", "b_code_none", "POST", BY_CODE, {**VERIFIED, "code": "${member}", "verification": "123456"},
         "code_expired"),
    Case("login", "b_code_wrong_password", "POST", BY_CODE, {**VERIFIED, "password": "wrong horse"},
         "wrong_credentials", headers=flow("login")),
    Case("login", "b_code_locked", "POST", BY_CODE, VERIFIED, "account_locked", "locked_by_code", flow("login")),
    Case("login", "b_code_too_often", "POST", BY_CODE, VERIFIED, "too_often", "limits_reached", flow("login")),
    Case("login", "b_phone", "POST", PHONE_LOGIN, KNOWN),
    Case("login", "b_phone_mail", "POST", PHONE_LOGIN, {**KNOWN, "code": "${member_mail}"}),
    Case("login", "b_phone_neither", "POST", PHONE_LOGIN, {**KNOWN, "code": "neither"}, "malformed"),
    Case("login", "b_phone_wrong", "POST", PHONE_LOGIN, {**KNOWN, "password": "wrong horse"}, "wrong_credentials"),
    Case("login", "b_phone_nobody", "POST", PHONE_LOGIN, {**KNOWN, "code": "${phone}"}, "no_such_account"),
    Case("login", "b_phone_locked", "POST", PHONE_LOGIN, KNOWN, "account_locked", "locked"),
    Case("login", "b_phone_too_often", "POST", PHONE_LOGIN, KNOWN, "too_often", "limits_reached"),
    Case("login", "b_wechat", "POST", WECHAT_LOGIN, KNOWN),
    Case("login", "b_wechat_binds", "POST", WECHAT_LOGIN, KNOWN, headers=flow("wechat")),
    Case("login", "b_wechat_malformed", "POST", WECHAT_LOGIN, {**KNOWN, "password": ""}, "malformed"),
    Case("login", "b_wechat_taken", "POST", WECHAT_LOGIN, KNOWN, "openid_taken", "wechat_overtaken", flow("wechat")),
    Case("login", "b_wechat_wrong", "POST", WECHAT_LOGIN, {**KNOWN, "password": "wrong horse"}, "wrong_credentials"),
    Case("login", "b_wechat_nobody", "POST", WECHAT_LOGIN, {**KNOWN, "code": "${mail}"}, "no_such_account"),
    Case("login", "b_wechat_locked", "POST", WECHAT_LOGIN, KNOWN, "account_locked", "locked"),
    Case("login", "b_wechat_too_often", "POST", WECHAT_LOGIN, KNOWN, "too_often", "limits_reached"),
    Case("login", "b_wechat_overtaken", "POST", WECHAT_LOGIN, KNOWN, "changed", "account_overtaken", flow("wechat")),
    Case("login_wechat", "b_bound", "POST", AUTO_LOGIN, {"code": "${member_openid}"}),
    Case("login_wechat", "b_unbound", "POST", AUTO_LOGIN, {"code": "${openid}"}, "wechat_unbound"),
    Case("login_wechat", "b_malformed", "POST", AUTO_LOGIN, {"code": "nothing WeChat gave out"}, "malformed"),
]  # fmt: skip

GET_BACK = "/user/phone/getbackPassord"
GET_BACK_SPELT = "/user/phone/getbackPassword"
GET_BACK_BY_MAIL = "/user/email/getbackPassord"
GET_BACK_BY_MAIL_SPELT = "/user/email/getbackPassword"
UPDATE_PASSWORD = "/user/updatePassword"
CHECK_PASSWORD = "/user/checkPassword"
UPDATE_PHONE = "/user/updatePhone"
UPDATE_MAIL = "/user/updateEmail"
CHANGE: Fields = {"oldPassword": PASSWORD, "newPassword": NEW_PASSWORD}
CHECK: Fields = {"password": PASSWORD}


def recoveries(prefix: str, target: str, field: str, where: str, reached: str) -> list[Case]:
    """Those of one path that replaces a forgotten password; ``where`` says which flow, ``reached`` whose it is."""
    new: Fields = {"verification": f"${{{where}_code}}", "passord": NEW_PASSWORD}
    named: Fields = {**new, field: reached}
    wrong, none = {**new, "verification": f"${{wrong_{where}_code}}"}, {**named, "verification": "123456"}
    return [
        Case("security_recover", f"b_{prefix}", "POST", target, new, headers=flow(where)),
        Case("security_recover", f"b_{prefix}_named", "POST", target,
             {**named, "passord": None, "password": NEW_PASSWORD}),
        Case("security_recover", f"b_{prefix}_no_flow", "POST", target, new, "code_expired"),
        Case("security_recover", f"b_{prefix}_empty", "POST", target, {**new, field: ""}, headers=flow(where)),
        Case("security_recover", f"b_{prefix}_no_password", "POST", target, {**new, "passord": None}, "malformed",
             headers=flow(where)),
        Case("security_recover", f"b_{prefix}_wrong", "POST", target, wrong, "code_wrong", headers=flow(where)),
        Case("security_recover", f"b_{prefix}_none", "POST", target, none, "code_expired"),
        Case("security_recover", f"b_{prefix}_gone", "POST", target, new, "no_such_account",
             "phone_given_up" if field == "phone" else "mail_given_up", flow(where)),
        Case("security_recover", f"b_{prefix}_overtaken", "POST", target, new, "changed", "account_overtaken",
             flow(where)),
    ]  # fmt: skip


CHANGES = [
    *recoveries("phone", GET_BACK, "phone", "getback", "${member}"),
    *recoveries("phone_spelt", GET_BACK_SPELT, "phone", "getback", "${member}"),
    *recoveries("mail", GET_BACK_BY_MAIL, "email", "mail_getback", "${member_mail}"),
    *recoveries("mail_spelt", GET_BACK_BY_MAIL_SPELT, "email", "mail_getback", "${member_mail}"),
    Case("security_password", "b_update", "POST", UPDATE_PASSWORD, CHANGE, headers=SESSION),
    Case("security_password", "b_update_common", "POST", UPDATE_PASSWORD, {**CHANGE, "newPassword": "password"},
         "malformed", headers=SESSION),
    Case("security_password", "b_update_wrong", "POST", UPDATE_PASSWORD, {**CHANGE, "oldPassword": "wrong horse"},
         "wrong_password", headers=SESSION),
    Case("security_password", "b_update_locked", "POST", UPDATE_PASSWORD, CHANGE, "account_locked", "locked_inside",
         SESSION),
    Case("security_password", "b_update_too_often", "POST", UPDATE_PASSWORD, CHANGE, "too_often", "limits_reached",
         SESSION),
    Case("security_password", "b_update_overtaken", "POST", UPDATE_PASSWORD, CHANGE, "changed", "account_overtaken",
         SESSION),
    Case("security_password", "b_check", "POST", CHECK_PASSWORD, CHECK, headers=SESSION),
    Case("security_password", "b_check_nothing", "POST", CHECK_PASSWORD, {}, "malformed", headers=SESSION),
    Case("security_password", "b_check_wrong", "POST", CHECK_PASSWORD, {"password": "wrong horse"},
         "wrong_credentials", headers=SESSION),
    Case("security_password", "b_check_locked", "POST", CHECK_PASSWORD, CHECK, "account_locked", "locked_inside",
         SESSION),
    Case("security_password", "b_check_too_often", "POST", CHECK_PASSWORD, CHECK, "too_often", "limits_reached",
         SESSION),
    Case("security_phone", "b_update", "POST", UPDATE_PHONE, {"verification": "${update_code}"},
         headers=flow("update", session=True)),
    Case("security_phone", "b_update_named", "POST", UPDATE_PHONE,
         {"verification": "${update_code}", "phone": "${phone}"}, headers=SESSION),
    Case("security_phone", "b_update_no_flow", "POST", UPDATE_PHONE, {"verification": "${update_code}", "phone": ""},
         "code_expired", headers=SESSION),
    Case("security_phone", "b_update_no_code", "POST", UPDATE_PHONE, {"phone": "${phone}"}, "malformed",
         headers=SESSION),
    Case("security_phone", "b_update_stale", "POST", UPDATE_PHONE,
         {"verification": "${update_code}", "phone": "${phone}"}, "fresh_login_required", headers=STALE),
    Case("security_phone", "b_update_wrong", "POST", UPDATE_PHONE, {"verification": "${wrong_update_code}"},
         "code_wrong", headers=flow("update", session=True)),
    Case("security_phone", "b_update_none", "POST", UPDATE_PHONE, {"verification": "123456", "phone": "${phone}"},
         "code_expired", headers=SESSION),
    Case("security_phone", "b_update_taken", "POST", UPDATE_PHONE, {"verification": "${update_code}"}, "phone_taken",
         "phone_overtaken", flow("update", session=True)),
    Case("security_phone", "b_update_overtaken", "POST", UPDATE_PHONE, {"verification": "${update_code}"}, "changed",
         "account_overtaken", flow("update", session=True)),
    Case("security_mail", "b_update", "POST", UPDATE_MAIL, {"verification": "${bind_code}"},
         headers=flow("bind", session=True)),
    Case("security_mail", "b_named", "POST", UPDATE_MAIL, {"verification": "${bind_code}", "email": "${mail}"},
         headers=SESSION),
    Case("security_mail", "b_no_flow", "POST", UPDATE_MAIL, {"verification": "${bind_code}", "email": ""}, "code_expired",
         headers=SESSION),
    Case("security_mail", "b_no_code", "POST", UPDATE_MAIL, {"email": "${mail}"}, "malformed", headers=SESSION),
    Case("security_mail", "b_stale", "POST", UPDATE_MAIL, {"verification": "${bind_code}", "email": "${mail}"},
         "fresh_login_required", headers=STALE),
    Case("security_mail", "b_wrong", "POST", UPDATE_MAIL, {"verification": "${wrong_bind_code}"}, "code_wrong",
         headers=flow("bind", session=True)),
    Case("security_mail", "b_none", "POST", UPDATE_MAIL, {"verification": "123456", "email": "${mail}"},
         "code_expired", headers=SESSION),
    Case("security_mail", "b_taken", "POST", UPDATE_MAIL, {"verification": "${bind_code}"}, "mail_taken",
         "mail_overtaken", flow("bind", session=True)),
    Case("security_mail", "b_overtaken", "POST", UPDATE_MAIL, {"verification": "${bind_code}"}, "changed",
         "account_overtaken", flow("bind", session=True)),
]  # fmt: skip

PERSON = "/certify/personalCertify"
COMPANY = "/certify/companyCertify"
PERSON_STATE = "/certify/getPersonalCertify"
COMPANY_STATE = "/certify/getCompanyCertify"
START = "/certify/admin/startCertify"
LISTS = "/certify/admin/lists"
ONE = "/certify/admin/certify/"
GIVE_BACK = "/certify/admin/requeue/"
LAST_RUN = "/certify/admin/lastRun"
MEMBERS = "/user/getUsers"
EVERYBODY = "/user/admin/getUsers"
CARD: Fields = {"name": "张三", "identityId": "${id_number}"}
LICENCE: Fields = {
    "legal": "张三",
    "companyName": "杭州样例科技有限公司",
    "companyAddress": "浙江省杭州市西湖区样例路 1 号",
    "companyPhone": "0571-88886666",
    "companylicence": "${licence_number}",
}

PEOPLE = [
    Case("profile", "b_own", "GET", "/user/getUser", headers=SESSION),
    Case("profile", "b_company", "GET", "/user/getUser", given="company", headers=SESSION),
    Case("users", "b_members", "GET", MEMBERS, given="company", headers=SESSION),
    Case("users", "b_no_company", "GET", MEMBERS, headers=SESSION),
    Case("users", "b_members_page", "GET", MEMBERS + "?pageSize=0", None, "malformed", headers=SESSION),
    Case("users", "b_everybody", "GET", EVERYBODY + "?curPage=1&pageSize=1", headers=ADMINISTRATOR),
    Case("users", "b_everybody_page", "GET", EVERYBODY + "?curPage=x", None, "malformed", headers=ADMINISTRATOR),
    Case("users", "b_everybody_forbidden", "GET", EVERYBODY, None, "forbidden", headers=SESSION),
    Case("identify", "b_person", "GET", PERSON_STATE, headers=SESSION),
    Case("identify", "b_person_certified", "GET", PERSON_STATE, given="passed", headers=SESSION),
    Case("identify", "b_company", "GET", COMPANY_STATE, headers=SESSION),
    Case("identify", "b_company_submitted", "GET", COMPANY_STATE, given="licence_submitted", headers=SESSION),
    Case("identify_submit", "b_person", "POST", PERSON, CARD, "ok", "pictures", SESSION),
    Case("identify_submit", "b_person_malformed", "POST", PERSON, {**CARD, "identityId": "110101199003070000"},
         "malformed", headers=SESSION),
    Case("identify_submit", "b_person_no_pictures", "POST", PERSON, CARD, "draft_incomplete", headers=SESSION),
    Case("identify_submit", "b_person_under_review", "POST", PERSON, CARD, "under_review", "submitted", SESSION),
    Case("identify_submit", "b_person_certified", "POST", PERSON, CARD, "already_certified", "passed", SESSION),
    Case("identify_submit", "b_person_elsewhere", "POST", PERSON, CARD, "certified_elsewhere", "claimed", SESSION),
    Case("identify_submit", "b_person_overtaken", "POST", PERSON, CARD, "changed", "submit_overtaken", SESSION),
    Case("identify_submit", "b_company", "POST", COMPANY, LICENCE, "ok", "licence", SESSION),
    Case("identify_submit", "b_company_malformed", "POST", COMPANY, {**LICENCE, "companyPhone": "none"}, "malformed",
         headers=SESSION),
    Case("identify_submit", "b_company_person_first", "POST", COMPANY, LICENCE, "person_first", headers=SESSION),
    Case("identify_submit", "b_company_no_picture", "POST", COMPANY, LICENCE, "draft_incomplete", "passed", SESSION),
    Case("identify_submit", "b_company_under_review", "POST", COMPANY, LICENCE, "under_review", "licence_submitted",
         SESSION),
    Case("identify_submit", "b_company_certified", "POST", COMPANY, LICENCE, "already_certified", "licence_passed",
         SESSION),
    Case("identify_submit", "b_company_elsewhere", "POST", COMPANY, LICENCE, "certified_elsewhere", "licence_claimed",
         SESSION),
    Case("identify_submit", "b_company_overtaken", "POST", COMPANY, LICENCE, "changed", "licence_overtaken", SESSION),
    Case("certify_start", "b_start", "POST", START, {}, headers=ADMINISTRATOR),
    Case("certify_start", "b_start_persons", "POST", START, {"type": "person"}, headers=ADMINISTRATOR),
    Case("certify_start", "b_no_type", "POST", START, {"type": "animal"}, "malformed", headers=ADMINISTRATOR),
    Case("certify_start", "b_forbidden", "POST", START, {}, "forbidden", headers=SESSION),
    Case("certify_admin", "b_lists", "GET", LISTS + "?curPage=1&pageSize=1", given="submitted", headers=ADMINISTRATOR),
    Case("certify_admin", "b_lists_put_aside", "GET", LISTS + "?putAside=1&type=person&days=&pageSize=1", given="put_aside",
         headers=ADMINISTRATOR),
    Case("certify_admin", "b_lists_status", "GET", LISTS + "?status=pass", None, "malformed", headers=ADMINISTRATOR),
    Case("certify_admin", "b_lists_page", "GET", LISTS + "?pageSize=101", None, "malformed", headers=ADMINISTRATOR),
    Case("certify_admin", "b_lists_forbidden", "GET", LISTS, None, "forbidden", headers=SESSION),
    Case("certify_admin", "b_one", "GET", ONE + "${account}-person", given="submitted", headers=ADMINISTRATOR),
    Case("certify_admin", "b_one_company", "GET", ONE + "${account}-company", given="licence_passed",
         headers=ADMINISTRATOR),
    Case("certify_admin", "b_one_unbegun", "GET", ONE + "${account}-company", headers=ADMINISTRATOR),
    Case("certify_admin", "b_nobody", "GET", ONE + "4711-person", None, "no_such_certification", headers=ADMINISTRATOR),
    Case("certify_admin", "b_one_forbidden", "GET", ONE + "${account}-person", None, "forbidden", headers=SESSION),
    Case("certify_admin", "b_requeue", "POST", GIVE_BACK + "${account}-person", {}, "ok", "put_aside", ADMINISTRATOR),
    Case("certify_admin", "b_requeue_nobody", "POST", GIVE_BACK + "4711-person", {}, "no_such_certification",
         headers=ADMINISTRATOR),
    Case("certify_admin", "b_requeue_waiting", "POST", GIVE_BACK + "${account}-person", {}, "not_put_aside",
         "submitted", ADMINISTRATOR),
    Case("certify_admin", "b_requeue_overtaken", "POST", GIVE_BACK + "${account}-person", {}, "changed",
         "put_aside_overtaken", ADMINISTRATOR),
    Case("certify_admin", "b_requeue_forbidden", "POST", GIVE_BACK + "${account}-person", {}, "forbidden", "put_aside",
         SESSION),
    Case("certify_admin", "b_last_run", "GET", LAST_RUN, None, "ok", "run_ended", ADMINISTRATOR),
    Case("certify_admin", "b_last_run_forbidden", "GET", LAST_RUN, None, "forbidden", headers=SESSION),
]  # fmt: skip

NOWHERE = [
    Case("web", "b_user_no_path", "GET", "/user/nothing/here", None, "not_found"),
    Case("web", "b_certify_no_path", "POST", "/certify/nothing", {}, "not_found"),
]

CASES: list[Case] = [*SENDS, *LOGINS, *CHANGES, *PEOPLE, *NOWHERE]

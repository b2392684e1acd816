"""A client of document B, 认证接口设计, as a frontend developer writes it from the document: one method per path, and
nothing known of the server but what stands there and in the contract."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Literal

import httpx

Language = Literal["zh", "en"]
How = Literal["json", "form", "query"]
Outcome = tuple[int, str, Any]

WORDS = {"OK", "FAIL", "EXIST", "INVALID", "OTHER", "UNKNOWN", "NO_ALLOW"}
SYSTEM = "qqsl"
SESSION, FLOW = SYSTEM, f"{SYSTEM}.flow"
_ACCEPTED = {"zh": "zh-CN,zh;q=0.9", "en": "en"}
_TLS = ssl.create_default_context()
"""Made once: reading the machine's certificates takes longer than most requests, and nothing here uses them."""
_CHINESE = re.compile("[\u4e00-\u9fff]")
_SENT, _CHANGED, _SIGNED_IN = "发送成功", "修改成功", "登录成功"


def word(one: str, status: int = 200) -> Outcome:
    """An outcome that carries no data."""
    return status, one, None


OK, FAIL, EXIST, INVALID, OTHER, UNKNOWN, NO_ALLOW = map(
    word, ("OK", "FAIL", "EXIST", "INVALID", "OTHER", "UNKNOWN", "NO_ALLOW")
)
NOT_SIGNED_IN, NOT_ALLOWED, TOO_OFTEN = word("FAIL", 401), word("FAIL", 403), word("FAIL", 429)


@dataclass(frozen=True)
class Answer:
    """An answer of the dialect, found to be in its form."""

    status: int
    body: dict[str, Any]
    headers: httpx.Headers

    @property
    def outcome(self) -> Outcome:
        """Everything but the message, whose language has been looked at."""
        return self.status, self.body["type"], self.body["data"]

    @property
    def type(self) -> str:
        """The outcome's word."""
        return str(self.body["type"])

    @property
    def message(self) -> str:
        """What the page would show."""
        return str(self.body["message"])

    @property
    def data(self) -> Any:
        """What was asked for."""
        return self.body["data"]


def heard(answer: httpx.Response, documented: str | None = None) -> Answer:
    """Read an answer of document B.

    :param documented: what the document prints beside OK, which is what a Chinese page then shows.
    """
    assert answer.headers["content-type"].replace(" ", "").lower() == "application/json;charset=utf-8", answer.headers
    assert len(answer.headers.get_list("set-cookie")) <= 1, answer.headers
    body = answer.json()
    assert set(body) == {"type", "message", "data"}, body
    assert body["type"] in WORDS, body
    assert answer.status_code == 200 or body["type"] == "FAIL", (answer.status_code, body)
    assert isinstance(body["message"], str), body
    assert body["message"].strip(), body
    in_chinese = not answer.request.headers.get("accept-language", "zh").startswith("en")
    assert bool(_CHINESE.search(body["message"])) == in_chinese, body
    if documented and in_chinese and body["type"] == "OK":
        assert body["message"] == documented, body
    return Answer(answer.status_code, body, answer.headers)


class Client:
    """One browser window (or app) of a frontend.

    :param how: where the fields of a POST travel.
    :param method: what is used where the document names no method.
    :param cookies: kept as a browser does, or not at all.
    """

    def __init__(
        self,
        gateway: str,
        language: Language = "zh",
        *,
        how: How = "json",
        method: Literal["GET", "POST"] = "POST",
        cookies: bool = True,
    ) -> None:
        jar = CookieJar(None if cookies else DefaultCookiePolicy(allowed_domains=[]))
        self.browser = httpx.Client(base_url=gateway, timeout=60, cookies=jar, verify=_TLS)
        self.speak(language)
        self._how: How = how
        self._method = method

    def close(self) -> None:
        """Close the window."""
        self.browser.close()

    def speak(self, language: Language) -> Client:
        """Ask for messages in that language from now on."""
        self.browser.headers["Accept-Language"] = _ACCEPTED[language]
        return self

    @property
    def session(self) -> str | None:
        """The session's cookie, if there is one."""
        return self.browser.cookies.get(SESSION)

    def enters(self, session: str, name: str = SESSION) -> None:
        """Come with that cookie."""
        self.browser.cookies.set(name, session, domain="127.0.0.1", path="/")

    @property
    def flow(self) -> str | None:
        """The cookie that stands for the last code asked for, if there is one."""
        return self.browser.cookies.get(FLOW)

    # 二. userController 用户控制层

    def phone_get_regist_verify(self, phone: str | None) -> Answer:
        """1. 注册时发送手机验证码."""
        return self._any("/user/phone/getRegistVerify", _SENT, phone=phone)

    def phone_get_update_veridy(self, phone: str | None) -> Answer:
        """2. 修改密保手机发送验证码."""
        return self._any("/user/phone/getUpdateVeridy", _SENT, phone=phone)

    def phone_get_getback_verify(self, phone: str | None) -> Answer:
        """3. 手机找回密码时发送验证码."""
        return self._any("/user/phone/getGetbackVerify", _SENT, phone=phone)

    def login_get_login_verify(self, code: str | None) -> Answer:
        """4. web端登录发送验证码."""
        return self._any("/user/login/getLoginVerify", _SENT, code=code)

    def email_get_bind_verify(self, email: str | None) -> Answer:
        """5. email绑定时发送验证码."""
        return self._any("/user/email/getBindVerify", _SENT, email=email)

    def email_get_getback_verify(self, email: str | None) -> Answer:
        """6. email找回密码时发送验证码."""
        return self._any("/user/email/getGetbackVerify", _SENT, email=email)

    def register(
        self, user_name: str | None, password: str | None, verification: str | None, **explicit: str
    ) -> Answer:
        """7. 注册用户."""
        fields = {"userName": user_name, "password": password, "verification": verification}
        return self._any("/user/register", "注册成功", **fields, **explicit)

    def phone_getback_passord(self, verification: str | None, passord: str | None, **explicit: str) -> Answer:
        """8. 手机找回密码."""
        return self._any("/user/phone/getbackPassord", _CHANGED, verification=verification, passord=passord, **explicit)

    def email_getback_passord(self, verification: str | None, passord: str | None, **explicit: str) -> Answer:
        """9. email找回密码."""
        return self._any("/user/email/getbackPassord", _CHANGED, verification=verification, passord=passord, **explicit)

    def update_password(self, old_password: str | None, new_password: str | None) -> Answer:
        """10. 修改密码."""
        return self._post("/user/updatePassword", _CHANGED, oldPassword=old_password, newPassword=new_password)

    def update_phone(self, verification: str | None, **explicit: str) -> Answer:
        """11. 修改密保手机."""
        return self._post("/user/updatePhone", _CHANGED, verification=verification, **explicit)

    def update_email(self, verification: str | None, **explicit: str) -> Answer:
        """12. 绑定邮箱."""
        return self._post("/user/updateEmail", _CHANGED, verification=verification, **explicit)

    def get_user(self) -> Answer:
        """13. 获取用户信息."""
        return self._get("/user/getUser")

    def get_users(self, **page: Any) -> Answer:
        """14. 获取用户列表."""
        return self._get("/user/getUsers", **page)

    def admin_get_users(self, **page: Any) -> Answer:
        """15. 管理员获取用户列表."""
        return self._get("/user/admin/getUsers", **page)

    def web_login(self, code: str | None, password: str | None, cookie: str | None) -> Answer:
        """16. web端登录."""
        return self._post("/user/web/login", _SIGNED_IN, code=code, password=password, cookie=cookie)

    def phone_login(self, code: str | None, password: str | None) -> Answer:
        """17. 移动端登录."""
        return self._post("/user/phone/login", _SIGNED_IN, code=code, password=password)

    def wechat_login(self, code: str | None, password: str | None) -> Answer:
        """18. 微信公众号登录."""
        return self._post("/user/wechat/login", _SIGNED_IN, code=code, password=password)

    def wechat_auto_login(self, code: str | None) -> Answer:
        """19. 微信公众号自动登录."""
        return self._post("/user/wechat/autoLogin", _SIGNED_IN, code=code)

    def web_login_by_verify(
        self, password: str | None, verification: str | None, cookie: str | None = None, **explicit: str
    ) -> Answer:
        """20. web端验证码登录."""
        fields = {"password": password, "verification": verification, "cookie": cookie}
        return self._post("/user/web/loginByVerify", _SIGNED_IN, **fields, **explicit)

    def check_password(self, password: str | None) -> Answer:
        """21. 判断输入的用户密码是否正确."""
        return self._post("/user/checkPassword", "密码正确", password=password)

    # 三. certifyController 认证控制层

    def personal_certify(self, name: str | None, identity_id: str | None) -> Answer:
        """4. 身份认证提交."""
        return self._post("/certify/personalCertify", "提交成功", name=name, identityId=identity_id)

    def get_personal_certify(self) -> Answer:
        """5. 获取用户实名认证信息."""
        return self._get("/certify/getPersonalCertify")

    def company_certify(
        self,
        *,
        legal: str | None,
        company_name: str | None,
        company_address: str | None,
        company_phone: str | None,
        companylicence: str | None,
    ) -> Answer:
        """6. 企业认证提交."""
        fields = {
            "legal": legal,
            "companyName": company_name,
            "companyAddress": company_address,
            "companyPhone": company_phone,
            "companylicence": companylicence,
        }
        return self._post("/certify/companyCertify", "提交成功", **fields)

    def get_company_certify(self) -> Answer:
        """7. 获取用户企业认证信息."""
        return self._get("/certify/getCompanyCertify")

    def admin_lists(self, **page: Any) -> Answer:
        """8. 管理员获取认证列表."""
        return self._get("/certify/admin/lists", **page)

    def admin_certify(self, id: str) -> Answer:
        """9. 管理员获取认证信息."""
        return self._get(f"/certify/admin/certify/{id}")

    def admin_start_certify(self, type: str | None = None) -> Answer:
        """9. 管理员触发认证流程 (the document's second 9), of persons or companies alone if ``type`` says so."""
        return self._post("/certify/admin/startCertify", "认证完成", type=type)

    # What the product adds for administrators.

    def admin_requeue(self, id: str) -> Answer:
        """Give back to the runs what was put aside."""
        return self._post(f"/certify/admin/requeue/{id}", "已重新排队")

    def admin_last_run(self) -> Answer:
        """What became of the items of the latest run."""
        return self._get("/certify/admin/lastRun")

    # How requests travel.

    def ask(self, method: str, path: str, documented: str | None = None, **request: Any) -> Answer:
        """Send anything, and read the answer as one of this document."""
        return heard(self.browser.request(method, path, **request), documented)

    def _get(self, path: str, **query: Any) -> Answer:
        return self.ask("GET", path, params=query)

    def _any(self, path: str, documented: str, **fields: str | None) -> Answer:
        """The document names no method."""
        if self._method == "POST":
            return self._post(path, documented, **fields)
        return self.ask("GET", path, documented, params=_given(fields))

    def _post(self, path: str, documented: str, **fields: str | None) -> Answer:
        place = {"json": "json", "form": "data", "query": "params"}[self._how]
        return self.ask("POST", path, documented, **{place: _given(fields)})


def _given(fields: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value is not None}

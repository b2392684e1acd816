"""An administrator of the local cloud's default system: signs up once, then asks each function something ordinary."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import redis

SYSTEM = "qqsl"
ADMINISTRATOR = "13900000001"
"""Whom ``local.yml`` makes an administrator of that system."""
PASSWORD = "bench " + secrets.token_hex(8)


@dataclass(frozen=True)
class Ask:
    """One request; ``token`` is that of the session it belongs to, ``captcha`` the id of the picture it answers."""

    method: str
    path: str
    json: dict[str, Any] | None = None
    token: str | None = None
    captcha: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """What the request says of itself beside its body."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return headers | ({"Cookie": f"{SYSTEM}.kap={self.captcha}"} if self.captcha else {})


class Visitor:
    """A person with an account of their own."""

    def __init__(self, addresses: dict[str, Any]) -> None:
        self.web = httpx.Client(base_url=addresses["gateway"], timeout=30)
        self._console = httpx.Client(base_url=addresses["console"], timeout=30)
        self._redis = redis.Redis.from_url(addresses["redis"], decode_responses=True)
        self._numbers = itertools.count(13_800_000_000 + secrets.randbelow(90_000_000))
        self.phone, self.token = self._sign_up()

    def close(self) -> None:
        """Let go of the connections."""
        self.web.close()
        self._console.close()
        self._redis.close()

    def new_phone(self) -> str:
        """A number nobody has used."""
        return str(next(self._numbers))

    def send(self, ask: Ask) -> httpx.Response:
        """The answer to one request; no cookies, the token alone says who asks."""
        self.web.cookies.clear()
        return self.web.request(ask.method, ask.path, json=ask.json, headers=ask.headers)

    def code_for(self, phone: str) -> str:
        """The code that was sent to ``phone``; a signed-in visitor needs no captcha for it."""
        self._expect(self.send(Ask("POST", f"/{SYSTEM}/register/sms/{phone}", token=self.token)))
        return self._newest_code(phone)

    def log_in(self) -> str:
        """A new session's token."""
        body = {"account": self.phone, "password": PASSWORD}
        answer = self._expect(self.send(Ask("POST", f"/{SYSTEM}/login/jwt", body)))
        return str(answer["data"]["token"])

    def captcha(self) -> tuple[str, str]:
        """The id and the text of a new captcha. Nobody but who can look into Redis can read it there."""
        answer = self.web.get(f"/{SYSTEM}/captcha/get", headers={"Accept": "application/json"})
        name = str(self._expect(answer)["data"]["id"])
        return name, str(self._redis.hget(f"{SYSTEM}:kap:{name}", "text"))

    def _sign_up(self) -> tuple[str, str]:
        phone = ADMINISTRATOR
        name, text = self.captcha()
        self._expect(self.send(Ask("POST", f"/{SYSTEM}/register/sms/{phone}", {"captcha": text}, captcha=name)))
        body = {"phone": phone, "smsCode": self._newest_code(phone), "password": PASSWORD}
        return phone, str(self._expect(self.web.post(f"/{SYSTEM}/register/register", json=body))["data"]["token"])

    def _newest_code(self, phone: str) -> str:
        rows = self._console.get("/api/outbox", params={"to": phone}).raise_for_status().json()
        return str(next(iter(max(rows, key=lambda row: row["at"])["params"].values())))

    @staticmethod
    def _expect(answer: httpx.Response) -> dict[str, Any]:
        if answer.status_code != 200:
            raise SystemExit(f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text}")
        return dict(answer.json())


def _signed(method: str, path: str, body: dict[str, Any] | None = None) -> Callable[[Visitor], Ask]:
    return lambda visitor: Ask(method, path, body, visitor.token)


def _register(visitor: Visitor) -> Ask:
    phone = visitor.new_phone()
    body = {"phone": phone, "smsCode": visitor.code_for(phone), "password": PASSWORD}
    return Ask("POST", f"/{SYSTEM}/register/register", body)


def _check(visitor: Visitor) -> Ask:
    name, text = visitor.captcha()
    return Ask("GET", f"/{SYSTEM}/captcha/check/{text}", captcha=name)


def _bind(visitor: Visitor) -> Ask:
    return Ask("POST", "/user/email/getBindVerify", {"email": f"m{visitor.new_phone()}@example.com"}, visitor.token)


NO_CODE = {"verification": "000000"}
DRAFT = {"type": "person", "name": "张三", "idNumber": "11010519491231002X"}
ASKS: dict[str, Callable[[Visitor], Ask]] = {
    "asset_callback": lambda _: Ask("POST", "/asset/callback", {}),
    "asset_policy": _signed("GET", f"/asset/policy?slot=identity1&system={SYSTEM}"),
    "availability": lambda visitor: Ask("GET", f"/{SYSTEM}/register/checkPhone/{visitor.phone}"),
    "captcha_check": _check,
    "captcha_token": lambda _: Ask("GET", "/send/getToken"),
    "certify_admin": _signed("GET", "/certify/admin/lists"),
    "certify_start": _signed("POST", "/certify/admin/startCertify"),
    "dictionary": lambda _: Ask("GET", f"/{SYSTEM}/dict/role"),
    "captcha_get": lambda _: Ask("GET", f"/{SYSTEM}/captcha/get"),
    "identify": _signed("GET", f"/{SYSTEM}/identify"),
    "identify_get": _signed("GET", f"/{SYSTEM}/identify/get?type=person"),
    "identify_save": _signed("POST", f"/{SYSTEM}/identify/save", DRAFT),
    "identify_submit": _signed("POST", f"/{SYSTEM}/identify/submit", DRAFT),
    "login": lambda visitor: Ask("POST", f"/{SYSTEM}/login/jwt", {"account": visitor.phone, "password": PASSWORD}),
    "login_wechat": lambda _: Ask("POST", "/user/wechat/autoLogin", {"code": "openid-bench"}),
    "logout": lambda visitor: Ask("POST", f"/{SYSTEM}/login/logout", token=visitor.log_in()),
    "mail_send": _bind,
    "messages": _signed("GET", f"/{SYSTEM}/message"),
    "profile": _signed("GET", "/user/getUser"),
    "register": _register,
    "security": _signed("GET", f"/{SYSTEM}/security"),
    "security_admin": _signed("POST", f"/{SYSTEM}/security/changeAdmin", {"account": ADMINISTRATOR}),
    "security_mail": _signed("POST", "/user/updateEmail", {**NO_CODE, "email": "bench@example.com"}),
    "security_password": _signed("POST", "/user/checkPassword", {"password": PASSWORD}),
    "security_phone": _signed("POST", f"/{SYSTEM}/security/changePhone", {"smsCode": "000000"}),
    "security_recover": lambda _: Ask(
        "POST", "/user/phone/getbackPassord", {**NO_CODE, "phone": ADMINISTRATOR, "passord": PASSWORD}
    ),
    "sms_send": lambda visitor: Ask("POST", f"/{SYSTEM}/register/sms/{visitor.new_phone()}", token=visitor.token),
    "users": _signed("GET", "/user/getUsers"),
    "web": lambda _: Ask("GET", f"/web/{SYSTEM}/register.html"),
}
"""Function → what to ask it. Preparing the request is not part of what is timed."""

"""A frontend of document D, written from ``d-auth.rst`` alone: pictures, codes, and the one login."""

from __future__ import annotations

import secrets
from typing import Any

import httpx

EXISTS = "账号存在"
UNKNOWN = "账号不存在"
CAPTCHA_WRONG = "验证码错误"
CAPTCHA_REQUIRED = "需要验证码"
SIGNED_IN = "登录成功"
PASSWORD_WRONG = "密码不正确，请重新输入"
CODE_SENT = "验证码已发送"


def auth(message: str, data: Any = None) -> dict[str, Any]:
    """An answer of ``/auth``."""
    return {"status": "AUTH-NORMAL-1001", "message": message, "data": data}


def gateway(message: str, data: Any = None) -> dict[str, Any]:
    """An answer of ``/code``."""
    return {"status": "GATEWAY-NORMAL-1001", "message": message, "data": data}


def random_str() -> str:
    """前台生成的随机字符串"""
    return str(secrets.randbelow(10**17))


class Auth:
    """The login page."""

    def __init__(self, browser: httpx.Client) -> None:
        self.browser = browser

    def image(self, random: str, path: str = "/code/image") -> httpx.Response:
        """1. 获取图片验证码"""
        return self.browser.get(path, params={"randomStr": random})

    def phone(self, phone: str, random: str) -> httpx.Response:
        """2. 获取手机验证码"""
        return self.browser.get("/code/phone", params={"phone": phone, "randomStr": random})

    def login(self, **query: str) -> httpx.Response:
        """3. 登录"""
        return self.browser.get("/auth/login", params=query)

    def login_by_post(self, **fields: Any) -> httpx.Response:
        """3. 登录, with a JSON body: query strings end up in logs."""
        return self.browser.post("/auth/login", json=fields)

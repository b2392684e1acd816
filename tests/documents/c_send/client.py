"""A frontend of document C, written from ``c-send.md`` alone: its four paths, its ``msg`` and ``data``."""

from __future__ import annotations

import hashlib
from typing import Any

import httpx

LOGIN, PAYMENT, REGISTRATION = "101", "103", "200"
SIGN_KEY = "Oj0mUTVY"


def success(data: Any) -> dict[str, Any]:
    """返回信息:成功"""
    return {"msg": {"info": "", "code": 0, "success": True}, "data": data}


def failure(info: str, data: Any = None) -> dict[str, Any]:
    """返回信息:失败"""
    return {"msg": {"info": info, "code": 1, "success": False}, "data": data}


def sign(code: str, random: str, phone: str, key: str = SIGN_KEY) -> str:
    """验签: the contract's formula, upper-case hex MD5."""
    text = f"code={code}&random={random}&userTel={phone}&key={key}"
    return hashlib.md5(text.encode()).hexdigest().upper()


class Send:
    """The registration page of another product."""

    def __init__(self, browser: httpx.Client) -> None:
        self.browser = browser

    def get_token(self) -> httpx.Response:
        """1.获取token"""
        return self.browser.get("/send/getToken")

    def auth_code(self, token: str) -> httpx.Response:
        """2.获取验证码"""
        return self.browser.get("/send/authCode", params={"token": token})

    def code(self, **query: str) -> httpx.Response:
        """3.发送验证码"""
        return self.browser.get("/send/code", params=query)

    def signed_code(self, code: str, phone: str, random: str) -> httpx.Response:
        """3.发送验证码, for 101 and 103."""
        return self.code(code=code, userTel=phone, random=random, sign=sign(code, random, phone))

    def open_regist(self, **fields: Any) -> httpx.Response:
        """5.公开对外注册"""
        return self.browser.post("/user/openRegist", json=fields)

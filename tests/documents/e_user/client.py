"""A frontend of document E, written from ``e-user.rst`` alone: lookups, login, registration, a new password."""

from __future__ import annotations

from typing import Any

import httpx

FOUND = "查询成功"
SIGNED_IN = "登录成功"
REGISTERED = "注册成功"
CHANGED = "密码成功修改"

USER_FIELDS = (
    "id card type name loginname password email phone ip registertime lastlogintime lastloginip lastupdatetime fans "
    "follow islock isfreeze freezeexplain freezestarttime freezeendtime state purseadd1 purseadd2 vipTime photo cont "
    "hit tag backphoto"
).split()


def success(code: int, message: str, data: Any) -> dict[str, Any]:
    """``USER-SUCCESS-…``: 101 registered, 103 password changed, 104 found or signed in."""
    return {"status": f"USER-SUCCESS-{code}", "message": message, "data": data}


def failure(code: int, message: str) -> dict[str, Any]:
    """``USER-FAIL-…`` with document A's number."""
    return {"status": f"USER-FAIL-{code}", "message": message, "data": None}


class User:
    """The pages of an account."""

    def __init__(self, browser: httpx.Client) -> None:
        self.browser = browser

    def count(self, account: str) -> httpx.Response:
        """1. 判断账户数量"""
        return self.browser.get(f"/user/count/{account}")

    def by_id(self, id: int | str) -> httpx.Response:
        """2. 按ID获取用户"""
        return self.browser.get(f"/user/id/{id}")

    def by_account(self, account: str) -> httpx.Response:
        """3. 按账户获取用户"""
        return self.browser.get(f"/user/account/{account}")

    def login(self, **query: str) -> httpx.Response:
        """4. 登录"""
        return self.browser.get("/user/login", params=query)

    def regist(self, **fields: Any) -> httpx.Response:
        """5. 注册"""
        return self.browser.post("/user/regist", json=fields)

    def reset(self, **fields: Any) -> httpx.Response:
        """6. 修改密码"""
        return self.browser.put("/user/password/reset", json=fields)

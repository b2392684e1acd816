"""A frontend of document A, written from ``a-systems.md`` alone: its paths, its cookies, its two envelopes."""

from __future__ import annotations

from typing import Any

import httpx

FAILURES = {
    1000: "手机号已经存在",
    1001: "用户名已经存在",
    1002: "短信验证码错误",
    1003: "短信验证码已过期",
    1004: "操作过于频繁",
    1005: "图片验证码错误",
    1006: "图片验证码已过期",
    1007: "账号或密码错误",
    1008: "账号已锁定",
    1009: "需要图片验证码",
    1010: "账号不存在",
    1011: "邮箱已经存在",
    1012: "已通过认证，不可再次提交",
    1013: "证件已被其他账号认证",
    1014: "请先通过实名认证",
    1015: "认证资料不完整",
    1016: "不是企业管理员",
    1017: "请先验证当前手机号",
    1018: "认证审核中，不可修改",
    1019: "上传文件不符合要求",
}


def success(data: Any) -> dict[str, Any]:
    """成功: ``{data, success: true}``."""
    return {"success": True, "data": data}


def failure(code: int, detail: str = "") -> dict[str, Any]:
    """失败: ``{success: false, error: {code, message}}``; some messages go on with a detail."""
    return {"success": False, "error": {"code": code, "message": FAILURES[code] + detail}}


def too_often(answer: httpx.Response) -> dict[str, Any]:
    """The body of a 429, which says when to come again as ``Retry-After`` does."""
    return failure(1004, f"，请 {answer.headers['retry-after']} 秒后再试")


def locked(seconds: int) -> dict[str, Any]:
    """The body that tells how long no password is looked at, and the way in all the same."""
    return failure(1008, f"，请 {seconds} 秒后再试，或用短信验证码登录")


YES = success(data=True)
NO = success(data=False)


class Systems:
    """The pages of one system in one browser."""

    def __init__(self, browser: httpx.Client, system: str) -> None:
        self.browser = browser
        self.system = system

    def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Call ``/:systemName/{path}``."""
        return self.browser.request(method, f"/{self.system}/{path}", **more)

    @property
    def cookie(self) -> str | None:
        """每个系统的cookie名称为: ${system}"""
        return self.browser.cookies.get(self.system)

    # captcha 验证码

    def captcha(self) -> httpx.Response:
        """获取验证码"""
        return self.call("GET", "captcha/get")

    def check_captcha(self, text: str) -> httpx.Response:
        """校验验证码"""
        return self.call("GET", f"captcha/check/{text}")

    # user 用户管理模块

    def page(self, name: str) -> httpx.Response:
        """注册, 登录, 内页"""
        return self.browser.get(f"/web/{self.system}/{name}")

    def send_code(self, phone: str, method: str = "POST", **fields: Any) -> httpx.Response:
        """发送注册短信"""
        return self.call(method, f"register/sms/{phone}", params=fields)

    def check_phone(self, phone: str) -> httpx.Response:
        """检测手机是否可用"""
        return self.call("GET", f"register/checkPhone/{phone}")

    def check_name(self, name: str) -> httpx.Response:
        """检测用户名是否可用"""
        return self.call("GET", f"register/checkName/{name}")

    def register(self, **fields: Any) -> httpx.Response:
        """Open an account, and be signed in."""
        return self.call("POST", "register/register", json=fields)

    def login(self, **fields: Any) -> httpx.Response:
        """jwt登录"""
        return self.call("POST", "login/jwt", json=fields)

    def logout(self) -> httpx.Response:
        """Sign out."""
        return self.call("POST", "login/logout")

    # 安全管理

    def security(self, **headers: str) -> httpx.Response:
        """安全管理"""
        return self.call("GET", "security", headers=headers)

    def change_admin(self, **fields: Any) -> httpx.Response:
        """更改管理员"""
        return self.call("POST", "security/changeAdmin", json=fields)

    def change_password(self, old: str, new: str) -> httpx.Response:
        """更改密码"""
        return self.call("POST", "security/changePassword", json={"oldPassword": old, "newPassword": new})

    def change_phone(self, **fields: Any) -> httpx.Response:
        """更改手机号: without a code it sends one to the present phone, with it the first step is done."""
        return self.call("POST", "security/changePhone", json=fields)

    def update_phone(self, method: str = "GET", headers: dict[str, str] | None = None, **query: Any) -> httpx.Response:
        """更换手机号-修改为新手机号: ``/upstream/security/updatePhone{?smsCode,newPhone}``"""
        return self.call(method, "security/updatePhone", params=query, headers=headers)

    # 认证

    def identify(self) -> httpx.Response:
        """认证"""
        return self.call("GET", "identify")

    def draft(self, kind: str) -> httpx.Response:
        """获取认证草稿"""
        return self.call("GET", "identify/get", params={"type": kind})

    def save(self, **fields: Any) -> httpx.Response:
        """保存认证草稿"""
        return self.call("POST", "identify/save", json=fields)

    def submit(self, **fields: Any) -> httpx.Response:
        """提交认证信息"""
        return self.call("POST", "identify/submit", json=fields)

    # For administrators; these paths are the product's own.

    def submitted(self, **query: Any) -> httpx.Response:
        """What was submitted: a page, or what follows ``after``."""
        return self.call("GET", "admin/certifications", params=query)

    def view(self, certification: str) -> httpx.Response:
        """One certification with its pictures."""
        return self.call("GET", f"admin/certifications/{certification}")

    def requeue(self, certification: str) -> httpx.Response:
        """Give back to the runs what was put aside."""
        return self.call("POST", f"admin/certifications/{certification}/requeue")

    def requeue_all(self) -> httpx.Response:
        """Give back all that were put aside."""
        return self.call("POST", "admin/requeue")

    def start_run(self, **fields: Any) -> httpx.Response:
        """Have everything decided that waits, or persons or companies alone."""
        return self.call("POST", "admin/runs", json=fields)

    def last_run(self) -> httpx.Response:
        """What became of the items of the latest run."""
        return self.call("GET", "admin/runs/last")

    def accesses(self, **query: Any) -> httpx.Response:
        """Who looked at whose record."""
        return self.call("GET", "admin/accesses", params=query)

    # dict 字典表, messages

    def dictionary(self, kind: str | None = None) -> httpx.Response:
        """字典表"""
        return self.call("GET", f"dict/{kind}" if kind else "dict")

    def messages(self, **query: Any) -> httpx.Response:
        """分页数据"""
        return self.call("GET", "message", params=query)

    def read(self, message: str) -> httpx.Response:
        """Mark a message as read."""
        return self.call("POST", f"message/read/{message}")

    # asset 阿里云文件上传下载

    def policy(self, **query: Any) -> httpx.Response:
        """下发一个上传policy"""
        return self.browser.get("/asset/policy", params={"system": self.system, **query})

    def upload(self, slot: str, picture: bytes, kind: str = "image/jpeg") -> httpx.Response:
        """Send the policy's form to OSS, the file last; OSS answers with what ``/asset/callback`` said."""
        policy = self.policy(slot=slot, type=kind).json()["data"]
        return httpx.post(
            policy["host"], data=policy["fields"], files={"file": ("p", picture, kind)}, timeout=60, verify=False
        )

"""The failures of document A as ``contracts.md`` words them, told apart from the product's own catalogue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Documented:
    """Status, code, and both messages as regular expressions."""

    status: int
    code: int
    zh: str
    en: str


FAILURES = {
    "malformed": Documented(400, 400, r"参数 [\w.]+ 不正确：.+", r"Field [\w.]+: .+"),
    "not_signed_in": Documented(401, 401, "请先登录", "Please sign in"),
    "forbidden": Documented(403, 403, "没有权限", "Not allowed"),
    "foreign_origin": Documented(403, 403, "不接受来自其他网站的请求", "Requests from other sites are refused"),
    "not_found": Documented(404, 404, "没有找到", "Not found"),
    "method_not_allowed": Documented(405, 405, "不支持该请求方法", "Method not allowed"),
    "changed": Documented(409, 409, "内容刚刚被更新，请刷新后再试", "It has just been changed; reload and try again"),
    "too_large": Documented(413, 413, "请求内容过大", "Request too large"),
    "internal": Documented(500, 500, r"服务器内部错误，请求编号 [\w-]+", r"Internal error, request [\w-]+"),
    "unavailable": Documented(
        502, 502, "服务暂时不可用，请稍后再试", "A service is unavailable; please try again later"
    ),
    "phone_taken": Documented(400, 1000, "手机号已经存在", "This phone number is taken"),
    "name_taken": Documented(400, 1001, "用户名已经存在", "This user name is taken"),
    "code_wrong": Documented(400, 1002, "短信验证码错误", "Wrong SMS code"),
    "code_expired": Documented(400, 1003, "短信验证码已过期", "The SMS code has expired"),
    "too_often": Documented(429, 1004, r"操作过于频繁，请 \d+ 秒后再试", r"Too often; try again in \d+ s"),
    "budget_spent": Documented(429, 1004, "今日短信发送量已达上限，请稍后再试", "No more messages can be sent today"),
    "captcha_wrong": Documented(400, 1005, "图片验证码错误", "Wrong captcha"),
    "captcha_expired": Documented(400, 1006, "图片验证码已过期", "The captcha has expired"),
    "wrong_credentials": Documented(400, 1007, "账号或密码错误", "Wrong account or password"),
    "account_locked": Documented(
        400,
        1008,
        r"账号已锁定，请 \d+ 秒后再试，或用短信验证码登录",
        r"The account is locked for \d+ s; a login by SMS code still works",
    ),
    "captcha_required": Documented(400, 1009, "需要图片验证码", "A captcha is required"),
    "no_such_account": Documented(400, 1010, "账号不存在", "No such account"),
    "already_certified": Documented(400, 1012, "已通过认证，不可再次提交", "Already certified"),
    "certified_elsewhere": Documented(400, 1013, "证件已被其他账号认证", "Certified by another account"),
    "person_first": Documented(400, 1014, "请先通过实名认证", "Certify yourself first"),
    "not_offered": Documented(400, 400, "暂不支持企业认证", "Certification of companies is not offered"),
    "draft_incomplete": Documented(400, 1015, r"认证资料不完整：[^ ]+", r"Incomplete: [\w, ]+"),
    "under_review": Documented(400, 1018, "认证审核中，不可修改", "Under review"),
    "upload_refused": Documented(400, 1019, "上传文件不符合要求", "The uploaded file is refused"),
}

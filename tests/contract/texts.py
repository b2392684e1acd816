"""What failures say, in Chinese and English, as patterns; told apart from the product's own catalogue."""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """One sentence in both languages, as regular expressions."""

    zh: str
    en: str


TEXTS = {
    "malformed": Text(r"参数 [\w.]+ 不正确：.+", r"Field [\w.]+: .+"),
    "unreadable": Text(r"参数 (body|query) 不正确：.+", r"Field (body|query): .+"),
    "not_signed_in": Text("请先登录", "Please sign in"),
    "forbidden": Text("没有权限", "Not allowed"),
    "foreign_origin": Text("不接受来自其他网站的请求", "Requests from other sites are refused"),
    "fresh_login_required": Text("为了您的安全，请重新登录后再试", "Please sign in again first"),
    "sending_off": Text("不支持该方式发送验证码", "Codes are not sent this way"),
    "not_found": Text("没有找到", "Not found"),
    "method_not_allowed": Text("不支持该请求方法", "Method not allowed"),
    "changed": Text("内容刚刚被更新，请刷新后再试", "It has just been changed; reload and try again"),
    "too_large": Text("请求内容过大", "Request too large"),
    "too_often": Text(r"操作过于频繁，请 \d+ 秒后再试", r"Too often; try again in \d+ s"),
    "budget_spent": Text("今日短信发送量已达上限，请稍后再试", "No more messages can be sent today"),
    "internal": Text(r"服务器内部错误，请求编号 [\w-]+", r"Internal error, request [\w-]+"),
    "unavailable": Text("服务暂时不可用，请稍后再试", "A service is unavailable; please try again later"),
    "phone_taken": Text("手机号已经存在", "This phone number is taken"),
    "name_taken": Text("用户名已经存在", "This user name is taken"),
    "mail_taken": Text("邮箱已经存在", "This mail address is taken"),
    "openid_taken": Text("该微信已绑定其他账号", "This WeChat user is bound to another account"),
    "code_wrong": Text("短信验证码错误", "Wrong SMS code"),
    "code_expired": Text("短信验证码已过期", "The SMS code has expired"),
    "code_required": Text("需要验证码", "A code is required"),
    "captcha_wrong": Text("图片验证码错误", "Wrong captcha"),
    "captcha_expired": Text("图片验证码已过期", "The captcha has expired"),
    "captcha_required": Text("需要图片验证码", "A captcha is required"),
    "wrong_credentials": Text("账号或密码错误", "Wrong account or password"),
    "wrong_password": Text("当前密码错误", "The present password is wrong"),
    "account_locked": Text(
        r"账号已锁定，请 \d+ 秒后再试，或用短信验证码登录",
        r"The account is locked for \d+ s; a login by SMS code still works",
    ),
    "no_such_account": Text("账号不存在", "No such account"),
    "wechat_unbound": Text("账号不存在，请登录以绑定微信", "No such account; sign in to bind it"),
    "no_such_company": Text("企业编码不存在", "No such enterprise code"),
    "signature_wrong": Text("验签失败", "Wrong signature"),
    "no_such_certification": Text("认证对象不存在", "No such certification"),
    "not_put_aside": Text("该认证未被搁置，无需重新排队", "Not put aside; there is nothing to give back"),
    "already_certified": Text("已通过认证，不可再次提交", "Already certified"),
    "certified_elsewhere": Text("证件已被其他账号认证", "Certified by another account"),
    "person_first": Text("请先通过实名认证", "Certify yourself first"),
    "draft_incomplete": Text(r"认证资料不完整：[^ ]+", r"Incomplete: [\w, ]+"),
    "not_company_admin": Text("不是企业管理员", "Not the company's administrator"),
    "old_phone_first": Text("请先验证当前手机号", "Confirm the present phone number first"),
    "under_review": Text("认证审核中，不可修改", "Under review"),
    "upload_refused": Text("上传文件不符合要求", "The uploaded file is refused"),
}

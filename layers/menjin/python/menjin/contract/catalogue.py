"""Every failure in every dialect: HTTP status, the document's code, and the message in Chinese and English.

The one table of its kind. ``docs/errors.md`` is written from it, and a test walks all failure classes and fails on a
gap. Messages may name the evidence of the failure in braces; none shows a value that a client sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from menjin.failures import Failure, Malformed


@dataclass(frozen=True)
class Entry:
    """How one kind of failure looks. ``code`` is document A's; other documents derive theirs from it."""

    status: int
    code: int
    zh: str
    en: str


INTERNAL = "internal"
NO_OWN_WORDS: Mapping[str, tuple[str, str]] = {}

CATALOGUE: dict[str, Entry] = {
    "malformed": Entry(400, 400, "参数 {field} 不正确：{hint}", "Field {field}: {hint}"),
    "not_signed_in": Entry(401, 401, "请先登录", "Please sign in"),
    "forbidden": Entry(403, 403, "没有权限", "Not allowed"),
    "foreign_origin": Entry(403, 403, "不接受来自其他网站的请求", "Requests from other sites are refused"),
    "fresh_login_required": Entry(403, 403, "为了您的安全，请重新登录后再试", "Please sign in again first"),
    "not_found": Entry(404, 404, "没有找到", "Not found"),
    "method_not_allowed": Entry(405, 405, "不支持该请求方法", "Method not allowed"),
    "too_large": Entry(413, 413, "请求内容过大", "Request too large"),
    "too_often": Entry(429, 1004, "操作过于频繁，请 {retry_after} 秒后再试", "Too often; try again in {retry_after} s"),
    "budget_spent": Entry(429, 1004, "今日短信发送量已达上限，请稍后再试", "No more messages can be sent today"),
    "internal": Entry(500, 500, "服务器内部错误，请求编号 {request_id}", "Internal error, request {request_id}"),
    "unavailable": Entry(502, 502, "服务暂时不可用，请稍后再试", "A service is unavailable; please try again later"),
    "changed": Entry(409, 409, "内容刚刚被更新，请刷新后再试", "It has just been changed; reload and try again"),
    "phone_taken": Entry(400, 1000, "手机号已经存在", "This phone number is taken"),
    "name_taken": Entry(400, 1001, "用户名已经存在", "This user name is taken"),
    "code_wrong": Entry(400, 1002, "短信验证码错误", "Wrong SMS code"),
    "code_expired": Entry(400, 1003, "短信验证码已过期", "The SMS code has expired"),
    "captcha_wrong": Entry(400, 1005, "图片验证码错误", "Wrong captcha"),
    "captcha_expired": Entry(400, 1006, "图片验证码已过期", "The captcha has expired"),
    "wrong_credentials": Entry(400, 1007, "账号或密码错误", "Wrong account or password"),
    "account_locked": Entry(
        400,
        1008,
        "账号已锁定，请 {retry_after} 秒后再试，或用短信验证码登录",
        "The account is locked for {retry_after} s; a login by SMS code still works",
    ),
    "captcha_required": Entry(400, 1009, "需要图片验证码", "A captcha is required"),
    "no_such_account": Entry(400, 1010, "账号不存在", "No such account"),
    "mail_taken": Entry(400, 1011, "邮箱已经存在", "This mail address is taken"),
    "openid_taken": Entry(400, 400, "该微信已绑定其他账号", "This WeChat user is bound to another account"),
    "wechat_unbound": Entry(400, 1010, "账号不存在，请登录以绑定微信", "No such account; sign in to bind it"),
    "wrong_password": Entry(400, 1007, "当前密码错误", "The present password is wrong"),
    "code_required": Entry(400, 1009, "需要验证码", "A code is required"),
    "sending_off": Entry(403, 403, "不支持该方式发送验证码", "Codes are not sent this way"),
    "no_such_company": Entry(400, 400, "企业编码不存在", "No such enterprise code"),
    "signature_wrong": Entry(400, 400, "验签失败", "Wrong signature"),
    "no_such_certification": Entry(400, 400, "认证对象不存在", "No such certification"),
    "not_put_aside": Entry(409, 409, "该认证未被搁置，无需重新排队", "Not put aside; there is nothing to give back"),
    "already_certified": Entry(400, 1012, "已通过认证，不可再次提交", "Already certified"),
    "certified_elsewhere": Entry(400, 1013, "证件已被其他账号认证", "Certified by another account"),
    "person_first": Entry(400, 1014, "请先通过实名认证", "Certify yourself first"),
    "draft_incomplete": Entry(400, 1015, "认证资料不完整：{missing}", "Incomplete: {missing}"),
    "not_company_admin": Entry(400, 1016, "不是企业管理员", "Not the company's administrator"),
    "old_phone_first": Entry(400, 1017, "请先验证当前手机号", "Confirm the present phone number first"),
    "under_review": Entry(400, 1018, "认证审核中，不可修改", "Under review"),
    "upload_refused": Entry(400, 1019, "上传文件不符合要求", "The uploaded file is refused"),
}

HINTS: dict[str, tuple[str, str]] = {
    "malformed": ("类型或格式不正确", "wrong type or form"),
    "missing": ("不能为空", "is missing"),
    "text": ("必须是字符串", "must be a string"),
    "json": ("不是合法的 JSON", "is no valid JSON"),
    "json_object": ("必须是 JSON 对象", "must be a JSON object"),
    "form": (
        "请使用 JSON 或 application/x-www-form-urlencoded",
        "use JSON or application/x-www-form-urlencoded",
    ),
    "encoding": ("编码不正确，请使用 UTF-8", "is not UTF-8"),
    "phone": ("请输入 11 位大陆手机号", "must be a mainland mobile number"),
    "mail": ("邮箱格式不正确", "is no mail address"),
    "company_name": ("请输入营业执照上的企业名称", "must be the name on the licence"),
    "company_address": ("企业地址为 2–200 个字符", "2–200 characters in one line"),
    "company_phone": ("请输入企业电话，如 0571-88886666", "must be a telephone number, as 0571-88886666"),
    "credit_code": ("请输入 18 位统一社会信用代码", "must be an 18 character credit code"),
    "credit_code_check": ("统一社会信用代码校验位不正确", "check character does not match"),
    "contact": ("请输入手机号或邮箱", "must be a phone number or a mail address"),
    "captcha_id": ("由 1–64 个字母、数字、下划线或短横线组成", "1–64 letters, digits, _ or -"),
    "random": ("由 1–64 个字符组成", "1–64 characters"),
    "user_name": ("用户名为 2–32 个字符，不含空格、@ 和斜杠", "2–32 characters without blanks, @ or slashes"),
    "user_name_digits": ("用户名不能像手机号", "must not look like a phone number"),
    "person_name": ("请输入证件上的真实姓名", "must be the name on the card"),
    "id_number": ("请输入 18 位身份证号码", "must be an 18 character identity number"),
    "id_number_check": ("身份证号码校验位不正确", "check digit does not match"),
    "password": ("密码不能为空", "must not be empty"),
    "password_length": ("密码长度为 8–128 个字符", "8–128 characters"),
    "password_common": ("密码过于常见，请换一个", "is among the commonest passwords"),
    "digest": ("必须是 32 位 MD5 摘要", "must be an MD5 digest of 32 hex digits"),
    "one_of": ("请提供密码、短信验证码或令牌之一", "give password, smsCode or token"),
}

_NAMES: dict[str, tuple[str, str]] = {
    "name": ("姓名", "name"),
    "idNumber": ("身份证号码", "idNumber"),
    "companyName": ("企业名称", "companyName"),
    "companyAddress": ("企业地址", "companyAddress"),
    "companyPhone": ("企业电话", "companyPhone"),
    "licenceNumber": ("统一社会信用代码", "licenceNumber"),
    "legal": ("法人姓名", "legal"),
    "identity1": ("身份证人像面照片", "front of the card"),
    "identity2": ("身份证国徽面照片", "back of the card"),
    "licence": ("营业执照照片", "licence"),
}


def entry_for(failure: BaseException) -> tuple[str, Entry]:
    """The kind word and entry of a failure; anything that is no Failure of ours is ``internal``."""
    kind = failure.kind() if isinstance(failure, Failure) else INTERNAL
    return (kind, CATALOGUE[kind]) if kind in CATALOGUE else (INTERNAL, CATALOGUE[INTERNAL])


def message_for(
    failure: BaseException, request_id: str, *, english: bool, own: Mapping[str, tuple[str, str]] = NO_OWN_WORDS
) -> str:
    """What a person reads: the entry's sentence with the failure's evidence in it, or the document's ``own``."""
    kind, entry = entry_for(failure)
    if kind in own:
        return own[kind][english]
    evidence = {**vars(failure), "request_id": request_id}
    if isinstance(failure, Malformed):
        evidence["hint"] = HINTS.get(failure.hint, HINTS["malformed"])[english]
    if "missing" in evidence:
        names = [_NAMES.get(one, (one, one))[english] for one in evidence["missing"]]
        evidence["missing"] = ("、", ", ")[english].join(names)
    return (entry.en if english else entry.zh).format(**evidence)

"""How the domain's values look on the wire: what JSON Schema can say of each class of text."""

from __future__ import annotations

from typing import Any

from menjin.captcha.captcha import CaptchaId
from menjin.values.company_address import CompanyAddress
from menjin.values.company_name import CompanyName
from menjin.values.company_phone import CompanyPhone
from menjin.values.contact import Contact
from menjin.values.credit_code import CreditCode
from menjin.values.id_number import IdNumber
from menjin.values.mail_address import MailAddress
from menjin.values.person_name import PersonName
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import Digest, KnownSecret, NewPassword, NewSecret, Secret
from menjin.values.user_name import UserName

Schema = dict[str, Any]

_PHONE = r"^1[3-9][0-9]{9}$"
_DIGEST = r"^[0-9A-Fa-f]{32}$"

VALUES: dict[type[Any], Schema] = {
    PhoneNumber: {"pattern": _PHONE, "description": "Mainland mobile number · 11 位手机号"},
    MailAddress: {"format": "email", "maxLength": 254, "description": "Mail address · 邮箱"},
    Contact: {"minLength": 6, "maxLength": 254, "description": "Phone number or mail address · 手机号或邮箱"},
    UserName: {
        "minLength": 2,
        "maxLength": 32,
        "pattern": r"^[^\s@/\\]+$",
        "description": "User name; not shaped like a phone number · 用户名",
    },
    Secret: {"minLength": 1, "maxLength": 512, "description": "Password · 密码"},
    NewPassword: {
        "minLength": 8,
        "maxLength": 128,
        "description": "New password, not among the commonest · 新密码，不可过于常见",
    },
    Digest: {"pattern": _DIGEST, "description": "MD5 of the password, in hex · 密码的 MD5"},
    NewSecret: {
        "minLength": 8,
        "maxLength": 128,
        "description": "MD5 of the new password in hex, or the text · 新密码的 MD5，或明文",
    },
    KnownSecret: {
        "minLength": 1,
        "maxLength": 512,
        "description": "MD5 of the password in hex, or the text · 密码的 MD5，或明文",
    },
    CaptchaId: {"pattern": "^[A-Za-z0-9_-]{1,64}$", "description": "Name of a captcha · 图片验证码的编号"},
    PersonName: {"minLength": 2, "maxLength": 50, "description": "Real name, as on the card · 真实姓名"},
    IdNumber: {"pattern": "^[0-9]{17}[0-9Xx]$", "description": "Identity number, GB 11643 · 身份证号码"},
    CompanyName: {"minLength": 2, "maxLength": 100, "description": "Name on the licence · 企业名称"},
    CompanyAddress: {"minLength": 2, "maxLength": 200, "description": "Seat of the company · 企业地址"},
    CompanyPhone: {
        "pattern": r"^\+?[0-9()\- ]{6,20}$",
        "description": "Telephone of the company · 企业电话",
    },
    CreditCode: {
        "pattern": "^[0-9A-HJ-NP-RTUW-Y]{18}$",
        "description": "Unified social credit code, GB 32100 · 统一社会信用代码",
    },
}


def schema_of(kind: type[Any]) -> Schema:
    """The schema of a class of values; the server's own check may know more than a schema can say."""
    return {"type": "string", **VALUES[kind]}

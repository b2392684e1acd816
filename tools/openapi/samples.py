"""What differs from one play to the next: recorded as ``${name}``, shown in the document as a realistic sample.

``placed`` puts names in the place of such values, ``shown`` puts samples in the place of names. A number is a name as a
whole; within a text a name may stand anywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_JWT = (
    "eyJhbGciOiJIUzI1NiIsImtpZCI6ImxvY2FsIiwidHlwIjoiSldUIn0.eyJhdWQiOiJwbGF0Zm9ybSIsInN1YiI6IjEwMjQwOTYwMDAwMDAwMDAifQ"
    ".Zm9yLXNob3ctb25seS1ub3QtYS1zaWduYXR1cmU"
)
_FLOW = "q8Nf2LxW7c1PzR4tYb6MsKd0"
_CODES = (
    "code regist_code update_code getback_code mail_getback_code login_code bind_code registration_code member_code"
    " present_code consent_code other_code"
).split()
SAMPLES: dict[str, str | int] = {
    # Named by the table of sample events.
    **{name: f"{482913 + 1009 * number}" for number, name in enumerate(_CODES)},
    **{f"wrong_{name}": f"{482914 + 1009 * number}" for number, name in enumerate(_CODES)},
    **dict.fromkeys("regist_flow update_flow getback_flow mail_getback_flow login_flow bind_flow".split(), _FLOW),
    "wechat_flow": _FLOW,
    **dict.fromkeys("token stale_token admin_token".split(), _JWT),
    "phone": "13900000001",
    "name": "zhang-san",
    "mail": "zhangsan@example.com",
    "member": "13800138000",
    "member_name": "li-si",
    "member_mail": "lisi@example.com",
    "member_openid": "openid-li-si",
    "openid": "openid-zhang-san",
    "digest_member": "13800138001",
    "digest_account": 1024096000000003,
    "other": "13800138002",
    "colleague": "13800138003",
    "colleague_account": 1024096000000002,
    "account": 1024096000000000,
    "captcha": "KTWP",
    "kap": "Zr5w0X3hT9kq1uVbN2mYcA8d",
    "picture": "MRXW",
    "picture_token": "ujPUx3Fd91uHiiCq10o53QmD08VkxmOBPIa_",
    "mark": "16751551425211184",
    "mark_picture": "6NAH",
    "random": "4dydd",
    "sign_101": "E5DA874815ED0B2E7228C64D087B703C",
    "sign_103": "0B1C27D5A64E3F9887B1D0AC42F6E935",
    "device": "3f6c9a5e-device",
    "enterprise_code": "E8K2M4Q7",
    "id_number": "110101199003077758",
    "licence_number": "91330106MA2H2YDT4N",
    "message": 17,
    "upload": "upload-mark-of-the-policy",
    "oss_signature": "c2lnbmF0dXJlLW9mLW9zcw==",
    "oss_key": "aHR0cHM6Ly9nb3NzcHVibGljLmFsaWNkbi5jb20vY2FsbGJhY2tfcHViX2tleV92MS5wZW0=",
    # Found in answers.
    "id": 1024096000000001,
    "milliseconds": 1795138200000,
    "count": 3,
    "seconds": 57,
    "request_id": "1-691e6a48-1c9a3f00-0123456789ab",
    "time": "2026-11-20T09:30:00+08:00",
    "local_time": "2026-11-20T09:30:00",
    "masked_phone": "138****8000",
    "masked_mail": "l***@example.com",
    "masked_number": "1****************8",
    "masked_licence": "91**************4N",
    "upload_host": "https://menjin.oss-cn-hangzhou.aliyuncs.com",
    "flow": _FLOW,
    "captcha_id": "Zr5w0X3hT9kq1uVbN2mYcA8d",
    "captcha_token": "ujPUx3Fd91uHiiCq10o53QmD08VkxmOBPIa_",
    "captcha_image": "data:image/png;base64,iVBORw0KGgo=",
    "date": "20261120",
    "stamp": "20261120T013000Z",
    "base64": "eyJzYW1wbGUiOiJ0ZXh0In0=",
    "hex": "5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592",
}

_PLACE = re.compile(r"\$\{(\w+)\}")
_IN_TEXT = [
    (re.compile(r"data:image/png;base64,[\w+/=]+"), "captcha_image"),
    (re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+"), "token"),
    (re.compile(r"(?<=\.kap=)[\w-]+"), "kap"),
    (re.compile(r"(?<=\.flow=)[\w-]+"), "flow"),
    (re.compile(r"http://127\.0\.0\.1:\d+/menjin"), "upload_host"),
    (re.compile(r"\b20\d{6}T\d{6}Z"), "stamp"),
    (re.compile(r"\b20\d\d-\d\d-\d\dT[\d:]{8}\+08:00"), "time"),
    (re.compile(r"\b20\d\d-\d\d-\d\dT[\d:]{8}(?![\d+])"), "local_time"),
    (re.compile(r"(?<=/)20\d{6}(?=/)|(?<=%2F)20\d{6}(?=%2F)"), "date"),
    (re.compile(r"\b\d{3}\*{4}\d{4}\b"), "masked_phone"),
    (re.compile(r"\b[\w.-]\*{3}@[\w.-]+"), "masked_mail"),
    (re.compile(r"\b\d\*{16}[\dX](?!\w)"), "masked_number"),
    (re.compile(r"\b[0-9A-Z]{2}\*{14}[0-9A-Z]{2}\b"), "masked_licence"),
    (re.compile(r"\b1[3-9]\d{9}\b"), "member"),
    (re.compile(r"\b\d{16}\b"), "id"),
    (re.compile(r"\b\d+(?= 秒)"), "seconds"),
    (re.compile(r"(?<=请求编号 )[\w-]+"), "request_id"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "hex"),
    (re.compile(r"[\w+/-]{40,}={0,2}|[\w+/]{27}="), "base64"),
    (re.compile(r"\bname-\d+\b"), "member_name"),
    (re.compile(r"(?<![\w-])[\w-]{36}(?![\w-])"), "captcha_token"),
    (re.compile(r"(?<![\w-])[\w-]{24}(?![\w-])"), "captcha_id"),
]
_SHORT = 8
"""Shorter values are looked for as whole texts alone: within others they would be found by chance."""


def placed(value: Any, made: Mapping[str, str | int]) -> Any:
    """JSON with names in place of what was made for this play, and of whatever else cannot be the same twice."""
    if isinstance(value, dict):
        found = {key: _number(key, one, made) if _is_number(one) else placed(one, made) for key, one in value.items()}
        # Accounts are listed in the order of their numbers, which nobody foresees.
        return {key: sorted(one, key=json.dumps) if key == "list" else one for key, one in found.items()}
    if isinstance(value, list):
        return [placed(one, made) for one in value]
    if _is_number(value):
        return _number("", value, made)
    return _text(value, made) if isinstance(value, str) else value


def shown(value: Any) -> Any:
    """JSON with samples in place of names; a text that is nothing but a name becomes the sample, number or text."""
    if isinstance(value, dict):
        return {key: shown(one) for key, one in value.items()}
    if isinstance(value, list):
        return [shown(one) for one in value]
    if not isinstance(value, str):
        return value
    whole = _PLACE.fullmatch(value)
    if whole:
        return SAMPLES[whole[1]]
    return _PLACE.sub(lambda found: str(SAMPLES[found[1]]), value)


def names_in(text: str) -> set[str]:
    """The names that the text holds."""
    return set(_PLACE.findall(text))


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(key: str, value: int, made: Mapping[str, str | int]) -> Any:
    for name, one in made.items():
        if str(one) == str(value) and len(str(value)) >= _SHORT:
            return f"${{{name}}}"
    if len(str(value)) == 16:
        return "${id}"
    if len(str(value)) == 13:
        return "${milliseconds}"
    if key == "id":
        return "${message}"
    if key == "count":
        return "${count}"
    return "${seconds}" if key == "expire" else value


def _text(text: str, made: Mapping[str, str | int]) -> str:
    for name, one in sorted(made.items(), key=lambda pair: -len(str(pair[1]))):
        if text == str(one):
            return f"${{{name}}}"
        if len(str(one)) >= _SHORT:
            text = text.replace(str(one), f"${{{name}}}")
    for pattern, name in _IN_TEXT:
        text = pattern.sub(f"${{{name}}}", text)
    return text

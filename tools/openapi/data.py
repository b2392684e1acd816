"""What stands under ``data`` in answers: the schema of each leaf by its name, of whole answers from samples of them.

Objects and lists have the shape of the recorded answers; each of their leaves has an entry here, and a test looks for
leaves without one. A name that means something else in one document has an entry ``letter.name``.
"""

from __future__ import annotations

from typing import Any

from menjin.assets.asset import Slot
from menjin.certification.certification import Kind, Reason, Status
from menjin.certification.progress import Aside
from menjin.dictionary.dictionary import dictionary
from tools.openapi.values import Schema


def _text(about: str, **more: Any) -> Schema:
    return {"type": "string", "description": about, **more}


def _or_null(schema: Schema) -> Schema:
    kind = {**schema, "type": [schema["type"], "null"]}
    return {**kind, "enum": [*schema["enum"], None]} if "enum" in schema else kind


def _number(about: str) -> Schema:
    return {"type": "integer", "description": about}


def _kept_null(about: str) -> Schema:
    return {"type": "null", "description": about}


_STATUS = _text("Where the certification stands · 认证状态", enum=[one.value for one in Status])
_ROLES: Schema = {
    "type": "array",
    "description": "Roles · 角色",
    "items": {"type": "string", "enum": [term.code for term in dictionary(())["role"]]},
}
_TIME = {"format": "date-time"}
_LOCAL = {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$"}
_NOT_KEPT = _kept_null("Not kept by this product · 本产品不保存")

LEAVES: dict[str, Schema] = {
    "id": _number("Number of the account · 账号编号"),
    "account": _number("Number of the account · 账号编号"),
    "token": _text("Session token, for clients without cookies · 登录令牌"),
    "C.token": _text("Name of a captcha · 图片验证码的 token"),
    "phone": _text("Phone number; in full for its owner in B and E, else masked · 手机号"),
    "name": _or_null(_text("Name · 名称")),
    "email": _or_null(_text("Mail address; in full for its owner in B and E, else masked · 邮箱")),
    "roles": _ROLES,
    "personStatus": _STATUS,
    "personalStatus": _STATUS,
    "companyStatus": _STATUS,
    "person": _STATUS,
    "status": _STATUS,
    "userName": _text("User name; the masked phone where none was chosen · 用户名"),
    "realName": _text("Real name, masked, once certified; else the user name · 真实姓名"),
    "wechat": _or_null(_text("Name that WeChat showed; null if nothing is bound · 微信昵称")),
    "wechatNickname": _or_null(_text("Name that WeChat showed · 微信昵称")),
    "openid": _or_null(_text("Openid of the bound WeChat user, for its owner alone · 微信 openid")),
    "company": {
        "type": ["object", "null"],
        "description": "The company that the account administers · 所管理的企业",
        "properties": {"name": _text("Name · 企业名称"), "enterpriseCode": _text("Enterprise code · 企业编码")},
        "required": ["name", "enterpriseCode"],
        "additionalProperties": False,
    },
    "loginTime": _or_null(_text("Last login, China's time · 最近登录", **_LOCAL)),
    "lastLogin": _or_null(_text("Last login · 最近登录", **_TIME)),
    "submittedAt": _or_null(_text("When it was submitted · 提交时间", **_TIME)),
    "decidedAt": _or_null(_text("When it was decided · 审核时间", **_TIME)),
    "expiresAt": _or_null(_text("When the document expires · 证件到期", **_TIME)),
    "at": _text("When it happened · 时间", **_TIME),
    "reason": _or_null(_text("Why it did not pass · 未通过的原因")),
    "kind": _text("Kind · 类型"),
    "type": _text("Kind · 类型"),
    "idNumber": _or_null(_text("Identity number, masked · 身份证号码")),
    "identityId": _or_null(_text("Identity number, masked · 身份证号码")),
    "companyName": _or_null(_text("Name of the company · 企业名称")),
    "companyAddress": _or_null(_text("Seat of the company · 企业地址")),
    "companyPhone": _or_null(_text("Telephone of the company · 企业电话")),
    "licenceNumber": _or_null(_text("Credit code, masked · 统一社会信用代码")),
    "companylicence": _or_null(_text("Credit code, masked · 营业执照号码")),
    "legal": _or_null(_text("Legal representative · 法人姓名")),
    "enterpriseCode": _or_null(_text("Code with which sub-accounts register · 企业编码")),
    "identity1": {"type": "boolean", "description": "Front of the card is there · 身份证人像面"},
    "identity2": {"type": "boolean", "description": "Back of the card is there · 身份证国徽面"},
    "licence": {"type": "boolean", "description": "Licence is there · 营业执照"},
    "curPage": _number("Page, from 1 · 页码"),
    "pageSize": _number("Rows a page · 每页条数"),
    "totalPage": _number("Pages · 总页数"),
    "totalSize": _number("Rows · 总条数"),
    "title": _text("Heading · 标题"),
    "text": _text("Text · 内容"),
    "read": {"type": "boolean", "description": "Whether it was read · 是否已读"},
    "code": {"type": ["string", "integer"], "description": "Word or number in answers · 代码"},
    "image": _text("The picture as a data URI · 图片"),
    "slot": _text("What the picture is for · 图片用途"),
    "key": _text("OSS key · 对象名"),
    "size": _number("Bytes · 字节数"),
    "width": _number("Pixels · 宽"),
    "height": _number("Pixels · 高"),
    "host": _text("Where the form is sent · 上传地址", format="uri"),
    "expire": _number("Until when the policy is good, epoch seconds · 有效期"),
    "accessid": _text("Access key id · AccessKeyId"),
    "policy": _text("Base64 of the policy · 上传策略"),
    "signature": _text("Signature of the policy (version 1) · 签名"),
    "dir": _text("Folder of the account · 目录"),
    "callback": _text("Base64 of OSS's callback · 回调"),
    "fields": {
        "type": "object",
        "description": "Every form field to send, in this order; `file` goes last · 表单字段",
        "additionalProperties": {"type": "string"},
    },
    # What administrators see.
    "reasonCode": _or_null(_text("The same as a word · 未通过原因代码", enum=[one.value for one in Reason])),
    "attempts": _number("Tries so far · 已尝试次数"),
    "retryAt": _or_null(_text("Not tried again before · 下次重试", **_TIME)),
    "putAside": _or_null(_text("Why it waits for an administrator · 搁置原因", enum=[one.value for one in Aside])),
    "putAsideAt": _or_null(_text("Since when it waits for one · 搁置时间", **_TIME)),
    "cost": _text("Yuan · 费用（元）", pattern=r"^\d+\.\d{3}$"),
    "notice": {
        "type": ["object", "null"],
        "description": "The latest thing to tell, and which channels have told it · 最近一次通知",
        "properties": {
            "word": _text("A status, or `warning` · 内容"),
            **{name: _text(f"{name} · 渠道", enum=["open", "done"]) for name in ("message", "sms", "mail")},
        },
        "required": ["word", "message", "sms", "mail"],
        "additionalProperties": False,
    },
    "picturesUntil": _or_null(_text("How long the addresses are good · 图片地址有效期", **_TIME)),
    "next": _or_null(_text("Give it as `after` for what follows; null at the end · 下一页的 after")),
    "count": _number("How many were given back · 退回条数"),
    "more": {"type": "boolean", "description": "Whether there are more than one request takes · 是否还有更多"},
    "startedAt": _text("When the run began · 开始时间", **_TIME),
    "handedOutAt": _or_null(_text("When the last item had been handed out · 派发完成时间", **_TIME)),
    "stopped": _or_null(_text("Why it ended early · 提前结束的原因", enum=["budget_spent"])),
    "seen": _number("Items: the sum of the other counts · 总数"),
    "passed": _number("Passed · 通过"),
    "refused": _number("Refused · 未通过"),
    "waiting": _number("Not decided yet · 等待中"),
    "administrator": _number("Number of the account that looked · 查看者"),
    "certification": _text("Whose record it was · 认证对象"),
    "submission": _or_null(_text("Which submission of it · 提交编号")),
    "request": _text("Number of the request, as in the log · 请求编号"),
    # Document E's user, of which this product keeps a part.
    "E.type": _text("person or company · 类型", enum=[one.value for one in Kind]),
    "E.name": _text("User name, or the phone · 用户名"),
    "loginname": _text("User name, or the phone · 登录名"),
    "password": _kept_null("Never a hash · 从不返回"),
    "registertime": _text("When it was registered, China's time · 注册时间", **_LOCAL),
    "lastlogintime": _or_null(_text("Last login, China's time · 最近登录", **_LOCAL)),
    **dict.fromkeys(
        "card ip lastloginip lastupdatetime fans follow islock isfreeze freezeexplain freezestarttime freezeendtime"
        " state purseadd1 purseadd2 vipTime photo cont hit tag backphoto".split(),
        _NOT_KEPT,
    ),
}
"""Some names stand for an object in one place and a leaf in another: what does not fit goes by its recorded shape."""
OTHERWISE: dict[str, Schema] = {
    "id": _text("Name of the captcha, or of the certification · 编号"),
    "company": _STATUS,
    "putAside": _number("Waiting for an administrator · 已搁置"),
    **{
        slot.value: _text(f"Address of the picture `{slot.value}` · 图片地址", format="uri")
        for slot in Slot
        if slot is not Slot.AVATAR
    },
}
"""The same for names that are leaves of two kinds."""


def data_schema(letter: str, values: list[Any], name: str = "data") -> Schema:
    """The schema that all the values have, which are what answers of that document hold under ``name``."""
    there = [one for one in values if one is not None]
    for known in (LEAVES.get(f"{letter}.{name}"), LEAVES.get(name), OTHERWISE.get(name)):
        if known is not None and all(_fits(known, one) for one in there):
            return known
    if not there:
        return {"type": "null"}
    schema = _shape(letter, there, name)
    return schema if len(there) == len(values) else _nullable(schema)


def _fits(schema: Schema, value: Any) -> bool:
    """Whether the value is of the schema's type, and has its fields."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return _kind(value) in kinds and ("required" not in schema or set(value) == set(schema["required"]))


def _shape(letter: str, there: list[Any], name: str) -> Schema:
    if all(isinstance(one, dict) for one in there):
        return _object(letter, there)
    if all(isinstance(one, list) for one in there):
        rows = [row for one in there for row in one]
        return {"type": "array", "items": data_schema(letter, rows, name) if rows else {}}
    kinds = sorted({_kind(one) for one in there})
    return {"type": kinds if len(kinds) > 1 else kinds[0]}


def _object(letter: str, there: list[dict[str, Any]]) -> Schema:
    """The objects' schema; of several quite different shapes, a choice."""
    shapes: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for one in there:
        shapes.setdefault(tuple(one), []).append(one)
    found = [
        {
            "type": "object",
            "properties": {key: data_schema(letter, [one[key] for one in same], key) for key in keys},
            "required": list(keys),
            "additionalProperties": False,
        }
        for keys, same in shapes.items()
    ]
    return found[0] if len(found) == 1 else {"anyOf": found}


def _nullable(schema: Schema) -> Schema:
    if "anyOf" in schema:
        return {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*kinds, "null"]}


def envelope(bodies: list[dict[str, Any]], data: Schema | None = None) -> Schema:
    """The schema of whole answers: texts, words and numbers around ``data`` are those that occur."""
    keys = list(bodies[0])
    around = {
        key: data if key == "data" and data is not None else _word(key, [one[key] for one in bodies]) for key in keys
    }
    return {"type": "object", "properties": around, "required": keys, "additionalProperties": False}


def _word(key: str, values: list[Any]) -> Schema:
    if isinstance(values[0], dict) and values[0]:
        return envelope(values)
    if key in ("message", "info"):
        return {"type": "string", "description": "For people to read; English for `Accept-Language: en` · 提示"}
    distinct = sorted({*map(_kind, values)})
    schema: Schema = {"type": distinct[0]} if len(distinct) == 1 else {"type": distinct}
    if schema["type"] in ("string", "integer", "boolean"):
        schema["enum"] = sorted(set(values))
    return schema


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    return {bool: "boolean", int: "integer", str: "string", dict: "object", list: "array"}[type(value)]

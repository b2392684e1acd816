"""Id2MetaVerify: do this name and this ID number belong together? Source: ID verification API, version 2019-03-07.

Its codes are those of its whole product, whose other operations are not here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from emulator.aliyun.errors import BusinessError
from emulator.aliyun.numbers import is_id_number
from emulator.aliyun.operations import Context, Operation, Product, hashed
from emulator.aliyun.wire import Call

MATCH, MISMATCH, NO_RECORD = "1", "2", "3"
_HOUR_S = 3600
_NAME = re.compile(r"[㐀-鿿\U00020000-\U000323AF·]{2,50}")

ERRORS: dict[str, tuple[int, str]] = {
    "400": (200, "参数不能为空"),
    "401": (200, "参数非法"),
    "402": (200, "应用配置不存在或权威数据源不可用"),
    "403": (200, "短时间内重复请求过多"),
    "404": (200, "认证场景配置不存在"),
    "405": (200, "号段不支持或图片格式有误"),
    "410": (200, "未开通服务"),
    "411": (200, "RAM无权限"),
    "412": (200, "欠费中"),
    "419": (200, "图片地址和文件只能传一个"),
    "420": (200, "图片不可用"),
    "421": (200, "图片过大"),
    "440": (200, "OCR识别失败"),
    "500": (200, "系统错误"),
}


async def id2_meta_verify(context: Context, call: Call) -> dict[str, Any]:
    """``BizCode`` 1 for the registered name, 2 for another one, 3 for a number that nobody has."""
    kind, number, name = call.get("ParamType"), call.get("IdentifyNum"), call.get("UserName")
    if not kind or not number or not name:
        raise _refused("400")
    if kind != "normal" or not is_id_number(number.upper()) or not _NAME.fullmatch(name):
        raise _refused("401")
    most = context.switches.person_per_hour
    if most and context.calls.count("Id2MetaVerify", _mark(call), context.clock.now() - _HOUR_S) >= most:
        raise _refused("403")
    registered = context.registry.name_of(number.upper())
    verdict = NO_RECORD if registered is None else MATCH if registered == name else MISMATCH
    return {"Code": "200", "Message": "success", "ResultObject": {"BizCode": verdict}}


def is_billed(verdict: Mapping[str, Any]) -> bool:
    """Match and mismatch cost money; to have no record does not."""
    return verdict["BizCode"] in (MATCH, MISMATCH)


def _mark(call: Call) -> str:
    return hashed((call.get("IdentifyNum") or "").upper(), call.get("UserName") or "")


def _refused(code: str) -> BusinessError:
    return BusinessError(code, ERRORS[code][1])


IDENTITY = Product(
    ram="yundun-cloudauth",
    version="2019-03-07",
    service="identity",
    operations={
        "Id2MetaVerify": Operation(
            id2_meta_verify,
            item="identity.person",
            mark=_mark,
            billed=lambda result: is_billed(result["ResultObject"]),
        )
    },
    errors=ERRORS,
    denied="411",
)

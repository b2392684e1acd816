"""SendSms and QuerySendDetails. Source: SMS API reference, version 2017-05-25.

What was sent is the outbox itself, so a message and the record of it can never disagree.
"""

from __future__ import annotations

import json
import math
import re
import secrets
from datetime import date, datetime, timedelta, timezone
from typing import Any

from emulator.aliyun.operations import Context, Operation, Product
from emulator.aliyun.sms import limits
from emulator.aliyun.sms.errors import ERRORS, refused
from emulator.aliyun.sms.receipts import receipt
from emulator.aliyun.wire import Call

_BEIJING = timezone(timedelta(hours=8))
_MOST_NUMBERS = 1000
_LONGEST_VARIABLE = 35
_LONGEST_OUT_ID = 256
_QUERY_DAYS = 30
_LARGEST_PAGE = 50
_ONE_UNIT, _PART = 70, 67
"""Characters that a message may have to be billed once, and those billed as one of a longer message."""


async def send_sms(context: Context, call: Call) -> dict[str, Any]:
    """Send one template message to up to 1000 numbers."""
    numbers = _numbers(call.need("PhoneNumbers"))
    signature, template = call.need("SignName"), call.need("TemplateCode")
    context.catalogue.check(signature, template)
    params = _params(call.get("TemplateParam"))
    text = context.catalogue.wording(signature, template, params)
    out_id, extend_code = call.get("OutId"), call.get("SmsUpExtendCode")
    if len(out_id or "") > _LONGEST_OUT_ID or not (extend_code or "0").isdigit():
        raise refused("isv.INVALID_PARAMETERS")
    now = context.clock.now()
    for number in numbers:
        limits.check(_unique(context.outbox.all(number)), signature, template, params, now)
    biz_id = f"{secrets.randbelow(9 * 10**17) + 10**17}^0"
    for number in numbers * call.deliveries:
        context.outbox.add(
            channel="sms", to=number, template=template, params=params, text=text, at=now,
            sign=signature, out_id=out_id, biz_id=biz_id, extend_code=extend_code,
        )  # fmt: skip
    return {"Code": "OK", "Message": "OK", "BizId": biz_id}


async def query_send_details(context: Context, call: Call) -> dict[str, Any]:
    """The messages to a number on one day (Beijing time), newest first."""
    (number, *others) = _numbers(call.need("PhoneNumber"))
    day = _day(call.need("SendDate"), context.clock.now())
    size, page = call.number("PageSize"), call.number("CurrentPage")
    if others or not 1 <= size <= _LARGEST_PAGE or page < 1:
        raise refused("isv.INVALID_PARAMETERS")
    biz_id = call.get("BizId")
    rows = [
        row
        for row in reversed(_unique(context.outbox.all(number)))
        if row["channel"] == "sms" and _beijing(row["at"]).date() == day and biz_id in (None, row["biz_id"])
    ]
    shown = rows[(page - 1) * size : page * size]
    return {
        "Code": "OK",
        "Message": "OK",
        "TotalCount": len(rows),
        "SmsSendDetailDTOs": {"SmsSendDetailDTO": [_detail(context, row) for row in shown]},
    }


def _numbers(text: str) -> list[str]:
    numbers = [re.sub(r"^(\+86|0086|86(?=1\d{10}$)|\+)", "", number.strip()) for number in text.split(",")]
    if len(numbers) > _MOST_NUMBERS:
        raise refused("isv.MOBILE_COUNT_OVER_LIMIT")
    if not all(re.fullmatch(r"1[3-9][0-9]{9}", number) for number in numbers):
        raise refused("isv.MOBILE_NUMBER_ILLEGAL")
    return list(dict.fromkeys(numbers))


def _params(text: str | None) -> dict[str, str]:
    try:
        given = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        raise refused("isv.INVALID_JSON_PARAM") from None
    if not isinstance(given, dict):
        raise refused("isv.INVALID_JSON_PARAM")
    if not all(isinstance(value, (str, int, float)) and not isinstance(value, bool) for value in given.values()):
        raise refused("isv.TEMPLATE_PARAMS_ILLEGAL")
    params = {name: str(value) for name, value in given.items()}
    for name, value in params.items():
        _check_variable(name, value)
    return params


def _check_variable(name: str, value: str) -> None:
    # The code of a verification template is 4 to 6 letters and digits; other variables have 1 to 35 characters.
    if name == "code" and not re.fullmatch(r"[0-9A-Za-z]{4,6}", value):
        raise refused("isv.TEMPLATE_PARAMS_ILLEGAL")
    if not value:
        raise refused("isv.TEMPLATE_MISSING_PARAMETERS")
    if len(value) > _LONGEST_VARIABLE:
        raise refused("isv.PARAM_LENGTH_LIMIT")
    if re.search(r"https?://|www\.", value, re.IGNORECASE):
        raise refused("isv.PARAM_NOT_SUPPORT_URL")


def _day(text: str, now: float) -> date:
    try:
        day = datetime.strptime(f"{text} +0800", "%Y%m%d %z").date()
    except ValueError:
        raise refused("isv.INVALID_PARAMETERS") from None
    if not timedelta(0) <= _beijing(now).date() - day <= timedelta(days=_QUERY_DAYS):
        raise refused("isv.INVALID_PARAMETERS")
    return day


def _unique(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    # A message that arrived twice (fault "duplicate") was sent once.
    return list({row.get("biz_id") or index: row for index, row in enumerate(rows)}.values())


def _detail(context: Context, row: dict[str, Any]) -> dict[str, Any]:
    status, code, received = receipt(context.switches, row["to"], row["at"], context.clock.now())
    detail = {
        "PhoneNum": row["to"],
        "SendStatus": status,
        "TemplateCode": row["template"],
        "Content": row["text"],
        "SendDate": _written(row["at"]),
        "OutId": row["out_id"] or "",
    }
    return detail if received is None else {**detail, "ErrCode": code, "ReceiveDate": _written(received)}


def _units(context: Context, call: Call) -> float:
    """What the message is billed as: by its length, signature included, for each number."""
    text = context.catalogue.wording(
        call.need("SignName"), call.need("TemplateCode"), _params(call.get("TemplateParam"))
    )
    parts = 1 if len(text) <= _ONE_UNIT else math.ceil(len(text) / _PART)
    return parts * len(_numbers(call.need("PhoneNumbers")))


def _written(at: float) -> str:
    return _beijing(at).strftime("%Y-%m-%d %H:%M:%S")


def _beijing(at: float) -> datetime:
    return datetime.fromtimestamp(at, _BEIJING)


SMS = Product(
    ram="dysms",
    version="2017-05-25",
    service="sms",
    operations={
        "SendSms": Operation(send_sms, item="sms.message", mark=lambda call: call.get("OutId") or "", units=_units),
        "QuerySendDetails": Operation(query_send_details, item=None, metered=False),
    },
    errors=ERRORS,
    denied="isp.RAM_PERMISSION_DENY",
)

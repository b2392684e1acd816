"""EntElementVerifyV2: do this company's name, code and legal person belong together?

Source: enterprise element verification V2, API version 2022-11-25.
"""

from __future__ import annotations

import re
from typing import Any

from emulator.aliyun.errors import ApiError, not_emulated
from emulator.aliyun.identity import MATCH, MISMATCH, NO_RECORD, is_billed
from emulator.aliyun.numbers import is_credit_code
from emulator.aliyun.operations import Context, Operation, Product
from emulator.aliyun.state import as_registered
from emulator.aliyun.wire import Call

_SHAPES = {
    "SceneCode": r"[A-Za-z0-9_]{1,32}",
    "MerchantBizId": r"[A-Za-z0-9]{1,32}",
    "MerchantUserId": r"[A-Za-z0-9]{1,32}",
    "UserAuthorization": r"[01]",
    "InfoVerifyType": r"ENT_[234]META",
}
# The registry keeps no term; without an end is how the vendor's sample has it.
_TERM = "2018-09-25/9999-09-09"

ERRORS: dict[str, tuple[int, str]] = {
    "Forbidden.AccountAccessDenied": (403, "The service is not activated, or the account is overdue."),
    "Forbidden.RAMUserAccessDenied": (403, "The RAM user is not authorized."),
    "InvalidParameter": (401, "A parameter is not valid."),
    "MissingParameter": (400, "A parameter is missing."),
}


async def ent_element_verify_v2(context: Context, call: Call) -> dict[str, Any]:
    """``BizCode`` 1 if all is as registered, 2 if a part differs (``ReasonDetail``), 3 if there is no such company.

    The company is found by its code, else by its name.
    """
    _check(call)
    name, code = as_registered(_need(call, "EntName")), _need(call, "LicenseNo").upper()
    legal = _need(call, "LegalPersonName") if call.get("InfoVerifyType") == "ENT_3META" else None
    if not is_credit_code(code):
        raise _refused("InvalidParameter", "LicenseNo")
    if not context.business_ids.use(_need(call, "MerchantBizId")):
        raise _refused("InvalidParameter", "MerchantBizId was used before.")
    result = _compare(context.registry.company(code, name), name, code, legal)
    return {"Code": "Success", "Message": "success", "Result": result}


def _check(call: Call) -> None:
    for parameter, shape in _SHAPES.items():
        if not re.fullmatch(shape, _need(call, parameter)):
            raise _refused("InvalidParameter", parameter)
    if call.get("InfoVerifyType") == "ENT_4META":
        raise not_emulated("the check of four elements")


def _compare(known: dict[str, Any] | None, name: str, code: str, legal: str | None) -> dict[str, str]:
    if known is None:
        return {"BizCode": NO_RECORD}
    differs = {
        "LegalPersonNameFlag": legal not in (None, known["legal"]),
        "EntNameFlag": name != as_registered(known["name"]),
        "LicenseNoFlag": code != known["code"],
    }
    flags = ",".join(flag for flag, is_so in differs.items() if is_so)
    verdict = {"BizCode": MISMATCH, "ReasonDetail": flags} if flags else {"BizCode": MATCH}
    return {**verdict, "Status": str(known["status"]), "OpenTime": _TERM}


def _need(call: Call, parameter: str) -> str:
    value = call.get(parameter)
    if value is None:
        raise _refused("MissingParameter", parameter)
    return value


def _refused(code: str, detail: str) -> ApiError:
    status, message = ERRORS[code]
    return ApiError(code, status, f"{message} {detail}")


COMPANY = Product(
    ram="yundun-cloudauth",
    version="2022-11-25",
    service="identity",
    operations={
        "EntElementVerifyV2": Operation(
            ent_element_verify_v2,
            mark=lambda call: call.get("MerchantBizId") or "",
            billed=lambda result: is_billed(result["Result"]),
        )
    },
    errors=ERRORS,
)

"""EntElementVerifyV2: do this company's name, code and legal person belong together?

Source: enterprise element verification V2, API version 2022-11-25.
"""

from __future__ import annotations

import re
from typing import Any

from emulator.aliyun.errors import ApiError
from emulator.aliyun.identity import MATCH, MISMATCH, NO_RECORD, is_billed
from emulator.aliyun.numbers import is_credit_code, is_id_number
from emulator.aliyun.operations import Context, Operation, Product
from emulator.aliyun.state import Registry, as_registered
from emulator.aliyun.wire import Call

_ELEMENTS = {
    "ENT_2META": ("LicenseNo", "EntName"),
    "ENT_3META": ("LicenseNo", "EntName", "LegalPersonName"),
    "ENT_4META": ("LicenseNo", "EntName", "LegalPersonName", "LegalPersonCertNo"),
}
"""What each kind of check compares."""
_SHAPES = {
    "SceneCode": r"[A-Za-z0-9_]{1,32}",
    "MerchantBizId": r"[A-Za-z0-9]{1,32}",
    "MerchantUserId": r"[A-Za-z0-9]{1,32}",
    "UserAuthorization": r"[01]",
    "InfoVerifyType": "|".join(_ELEMENTS),
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

    The company is found by its code, else by its name. Its legal person's ID number is right if the registry knows a
    person of the legal person's name by it.
    """
    _check(call)
    given = {element: _need(call, element) for element in _ELEMENTS[_need(call, "InfoVerifyType")]}
    given["EntName"], given["LicenseNo"] = as_registered(given["EntName"]), given["LicenseNo"].upper()
    if not is_credit_code(given["LicenseNo"]):
        raise _refused("InvalidParameter", "LicenseNo")
    if "LegalPersonCertNo" in given and not is_id_number(given["LegalPersonCertNo"].upper()):
        raise _refused("InvalidParameter", "LegalPersonCertNo")
    if not context.business_ids.use(_need(call, "MerchantBizId")):
        raise _refused("InvalidParameter", "MerchantBizId was used before.")
    return {"Code": "Success", "Message": "success", "Result": _compare(context.registry, given)}


def _check(call: Call) -> None:
    for parameter, shape in _SHAPES.items():
        if not re.fullmatch(shape, _need(call, parameter)):
            raise _refused("InvalidParameter", parameter)


def _compare(registry: Registry, given: dict[str, str]) -> dict[str, str]:
    known = registry.company(given["LicenseNo"], given["EntName"])
    if known is None:
        return {"BizCode": NO_RECORD}
    number = given.get("LegalPersonCertNo")
    differs = {
        "LegalPersonNameFlag": given.get("LegalPersonName", known["legal"]) != known["legal"],
        "LegalPersonCertNoFlag": number is not None and not registry.is_of(number.upper(), known["legal"]),
        "EntNameFlag": given["EntName"] != as_registered(known["name"]),
        "LicenseNoFlag": given["LicenseNo"] != known["code"],
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
            item="identity.company",
            mark=lambda call: call.get("MerchantBizId") or "",
            billed=lambda result: is_billed(result["Result"]),
        )
    },
    errors=ERRORS,
    denied="Forbidden.RAMUserAccessDenied",
)

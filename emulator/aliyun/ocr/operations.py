"""RecognizeIdcard, RecognizeBusinessLicense and VerifyBusinessLicense. Source: OCR API, version 2021-07-07.

``Data`` is a JSON document inside a string, as the vendor sends it.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

from emulator.aliyun.errors import not_emulated
from emulator.aliyun.ocr import idcard
from emulator.aliyun.ocr.errors import ERRORS, refused
from emulator.aliyun.ocr.fetch import fetch
from emulator.aliyun.ocr.known import Sheet
from emulator.aliyun.ocr.licence import licence, valid_dates
from emulator.aliyun.ocr.page import Fields, Quad, around
from emulator.aliyun.ocr.picture import open_picture
from emulator.aliyun.ocr.portrait import figures
from emulator.aliyun.operations import MARK_LENGTH, Context, Operation, Product, hashed
from emulator.aliyun.state import as_registered
from emulator.aliyun.wire import Call

_ALGORITHM = "local"
_FOUND, _NO_COMPANY, _OTHER_LEGAL, _OTHER_CODE = "0", "20001", "20002", "20003"


async def recognize_idcard(context: Context, call: Call) -> dict[str, Any]:
    """Read one or both sides of an ID card."""
    call = await _with_picture(context, call)
    if (taught := context.known.taught("RecognizeIdcard", call.digest)) is not None:
        return _data({"data": taught})
    sheet = await _read(context, call)
    sides = {"face": idcard.face(sheet.page), "back": idcard.back(sheet.page)}
    seen = {name: fields for name, fields in sides.items() if fields}
    if not seen:
        raise refused("unmatchedImageType")
    data = {name: _side(fields, sheet, call) for name, fields in seen.items()}
    return _data({"algo_version": _ALGORITHM, "data": data, **_sizes(sheet)})


async def recognize_business_license(context: Context, call: Call) -> dict[str, Any]:
    """Read a business licence."""
    call = await _with_picture(context, call)
    if (taught := context.known.taught("RecognizeBusinessLicense", call.digest)) is not None:
        return _data({"data": taught})
    sheet = await _read(context, call)
    fields = licence(sheet.page)
    if fields is None:
        raise refused("unmatchedImageType")
    texts = fields.texts()
    start, end = valid_dates(texts["validPeriod"], texts["RegistrationDate"])
    data = {**texts, "validFromDate": start, "validToDate": end}
    return _data({"data": data, "figure": [], "ftype": 0, "prism_keyValueInfo": _key_values(fields), **_sizes(sheet)})


async def verify_business_license(context: Context, call: Call) -> dict[str, Any]:
    """Compare a company's name, code and legal person with the registry."""
    name, code, legal = (call.need(parameter) for parameter in ("CompanyName", "CreditCode", "LegalPerson"))
    verdict = _compare(context.registry.companies(), as_registered(name), code.upper(), legal)
    return _data({"code": verdict, "data": verdict == _FOUND})


async def _with_picture(context: Context, call: Call) -> Call:
    """The call with its picture as the body, wherever it came from."""
    if call.flag("Llm_rec"):
        raise not_emulated("the option Llm_rec")
    url = call.get("Url")
    if url and call.body:
        raise refused("IllegalImageUrl", "Either Url or the body is given, not both.")
    if url:
        return replace(call, body=await asyncio.to_thread(fetch, url, context.oss_port))
    if not call.body:
        raise refused("MissingImageUrl")
    return call


async def _read(context: Context, call: Call) -> Sheet:
    known = context.known.sheet(call.digest)
    if known is not None:
        return known
    picture = await asyncio.to_thread(open_picture, call.body)
    sheet = Sheet(*picture.size, await context.reader.read(picture))
    context.known.keep(call.digest, sheet)
    return sheet


def _side(fields: Fields, sheet: Sheet, call: Call) -> dict[str, Any]:
    side: dict[str, Any] = {
        "algo_version": _ALGORITHM,
        "angle": round(sheet.page.angle),
        "data": fields.texts(),
        "ftype": 0,
        "prism_keyValueInfo": _key_values(fields),
        "sliceRect": _slice(around(value.quad for value in fields.values().values())),
        **_sizes(sheet),
    }
    if call.flag("OutputFigure"):
        side["figure"] = figures(fields.found.get("idNumber"), sheet.page.angle)
    if call.flag("OutputQualityInfo"):
        side["warning"] = _quality(fields)
    return side


def _key_values(fields: Fields) -> list[dict[str, Any]]:
    return [
        {
            "key": name,
            "keyProb": 100,
            "value": value.text,
            "valueProb": round(value.score * 100),
            "valuePos": [{"x": round(x), "y": round(y)} for x, y in value.quad],
        }
        for name, value in fields.values().items()
    ]


def _quality(fields: Fields) -> dict[str, Any]:
    # Completeness and quality are measured; copies, reshoots and tampering are never suspected.
    values = fields.values().values()
    return {
        "completenessScore": round(100 * len(values) / len(fields.found)),
        "isCopy": 0,
        "isReshoot": 0,
        "qualityScore": round(100 * sum(value.score for value in values) / len(values), 2),
        "tamperScore": 0,
    }


def _slice(quad: Quad) -> dict[str, int]:
    corners = enumerate(quad)
    return {
        f"{axis}{corner}": round(value) for corner, point in corners for axis, value in zip("xy", point, strict=True)
    }


def _sizes(sheet: Sheet) -> dict[str, int]:
    return {"height": sheet.height, "width": sheet.width, "orgHeight": sheet.height, "orgWidth": sheet.width}


def _compare(companies: list[dict[str, str]], name: str, code: str, legal: str) -> str:
    known = next((one for one in companies if as_registered(one["name"]) == name), None)
    if known is None:
        return _NO_COMPANY
    if known["code"] != code:
        return _OTHER_CODE
    return _FOUND if known["legal"] == legal else _OTHER_LEGAL


def _picture_mark(call: Call) -> str:
    return call.digest[:MARK_LENGTH] if call.body else ""


def _company_mark(call: Call) -> str:
    return hashed(call.get("CreditCode") or "", call.get("CompanyName") or "")


def _data(content: dict[str, Any]) -> dict[str, Any]:
    return {"Data": json.dumps(content, ensure_ascii=False)}


OCR = Product(
    ram="ocr",
    version="2021-07-07",
    service="ocr",
    operations={
        "RecognizeIdcard": Operation(recognize_idcard, item="ocr.idcard", mark=_picture_mark),
        "RecognizeBusinessLicense": Operation(recognize_business_license, item="ocr.licence", mark=_picture_mark),
        "VerifyBusinessLicense": Operation(verify_business_license, item="identity.licence", mark=_company_mark),
    },
    errors=ERRORS,
    denied="noPermission",
)

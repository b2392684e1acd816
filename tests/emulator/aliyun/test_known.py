"""Pictures that need no reading: those that were taught, and those that were read before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aliyunsdkcore.acs_exception.exceptions import ServerException

from emulator.aliyun import specimens
from emulator.aliyun.numbers import credit_check
from emulator.aliyun.ocr.known import Known, Sheet
from emulator.aliyun.ocr.page import Page
from emulator.shared.faults import Fault

from .conftest import Vendor

PICTURE = b"these bytes are no picture at all"
SHA256 = hashlib.sha256(PICTURE).hexdigest()
CARD = {
    "face": {"data": {"name": "张三", "idNumber": "110101199003079999"}, "warning": {"isCopy": 1}},
    "back": {"data": {"validPeriod": "2019.03.07-长期"}},
}
LICENCE = {"creditCode": "91110000999999901" + credit_check("91110000999999901"), "companyName": "样例水利科技有限公司"}


def lesson(operation: str = "RecognizeIdcard", data: Any = CARD, **changes: Any) -> dict[str, Any]:
    return {"sha256": SHA256, "operation": operation, "data": data} | changes


def refusal(vendor: Vendor, action: str, picture: bytes) -> str:
    with pytest.raises(ServerException) as caught:
        vendor.recognise(action, picture)
    return str(caught.value.get_error_code())


def test_a_taught_picture_is_answered_as_taught(vendor: Vendor) -> None:
    assert vendor.service.teach([lesson(), lesson("RecognizeBusinessLicense", LICENCE)]) == 2
    assert vendor.recognise("RecognizeIdcard", PICTURE) == {"data": CARD}
    assert vendor.recognise("RecognizeBusinessLicense", PICTURE) == {"data": LICENCE}


def test_only_exactly_these_bytes_and_this_operation_are_known(vendor: Vendor) -> None:
    vendor.service.teach([lesson()])
    assert refusal(vendor, "RecognizeIdcard", PICTURE + b" ") == "unsupportedImageFormat"
    assert refusal(vendor, "RecognizeBusinessLicense", PICTURE) == "unsupportedImageFormat"


def test_a_later_lesson_takes_the_place_of_an_earlier_one(vendor: Vendor) -> None:
    vendor.service.teach([lesson()])
    assert vendor.service.teach([lesson(sha256=SHA256.upper(), data={"back": CARD["back"]})]) == 1
    assert vendor.recognise("RecognizeIdcard", PICTURE) == {"data": {"back": CARD["back"]}}


def test_a_reset_forgets_the_lessons(vendor: Vendor) -> None:
    vendor.service.teach([lesson()])
    vendor.service.reset()
    assert vendor.service.taught == 0
    assert refusal(vendor, "RecognizeIdcard", PICTURE) == "unsupportedImageFormat"


def test_a_taught_picture_meets_faults_like_any_other(vendor: Vendor) -> None:
    vendor.service.teach([lesson()])
    vendor.cloud.faults.add(Fault("ocr", "*", "error", code="algorithmError"))
    assert refusal(vendor, "RecognizeIdcard", PICTURE) == "algorithmError"
    assert vendor.recognise("RecognizeIdcard", PICTURE) == {"data": CARD}


@pytest.mark.parametrize(
    ("one", "field"),
    [
        ("text", "pictures[1]:"),
        ({"sha256": SHA256, "operation": "RecognizeIdcard"}, "pictures[1]:"),
        (lesson(name="x"), "pictures[1]:"),
        (lesson(sha256=SHA256[:-1]), "pictures[1].sha256:"),
        (lesson(sha256=7), "pictures[1].sha256:"),
        (lesson("VerifyBusinessLicense"), "pictures[1].operation:"),
        (lesson() | {"operation": ["RecognizeIdcard"]}, "pictures[1].operation:"),
        (lesson(data={}), "pictures[1].data:"),
        (lesson(data={"front": CARD["face"]}), "pictures[1].data:"),
        (lesson(data={"face": {"name": "张三"}}), "pictures[1].data:"),
        (lesson(data={"face": {"data": {"name": 1}}}), "pictures[1].data:"),
        (lesson("RecognizeBusinessLicense", {"creditCode": None}), "pictures[1].data:"),
        (lesson("RecognizeBusinessLicense", []), "pictures[1].data:"),
    ],
)
def test_a_wrong_lesson_names_its_field_and_nothing_is_learnt(vendor: Vendor, one: Any, field: str) -> None:
    with pytest.raises(ValueError, match="pictures") as caught:
        vendor.service.teach([lesson(), one])
    assert str(caught.value).startswith(field)
    assert vendor.service.taught == 0


def test_what_was_read_is_not_read_again_but_billed_again(
    start_vendor: Callable[[Path], Vendor], tmp_path: Path
) -> None:
    vendor = start_vendor(tmp_path)
    front = specimens.idcard_front("张三", "110101199003079999")
    first = vendor.recognise("RecognizeIdcard", front)
    assert first["data"]["face"]["data"]["name"] == "张三"
    vendor.service._context.reader.close()
    assert vendor.recognise("RecognizeIdcard", front) == first
    assert "warning" in vendor.recognise("RecognizeIdcard", front, OutputQualityInfo="true")["data"]["face"]
    assert refusal(vendor, "RecognizeBusinessLicense", front) == "unmatchedImageType"
    assert [call["billed"] for call in vendor.service.calls] == [True, True, True, False]
    assert refusal(vendor, "RecognizeIdcard", specimens.idcard_back("long")) == "InternalError", "this one is new"


def test_of_what_was_read_the_latest_is_remembered() -> None:
    known = Known()
    for number in range(600):
        known.keep(f"{number}", Sheet(number, 1, Page([])))
        known.sheet("0")
    kept = [number for number in range(600) if known.sheet(f"{number}")]
    assert (len(kept), kept[0], kept[1]) == (512, 0, 89)

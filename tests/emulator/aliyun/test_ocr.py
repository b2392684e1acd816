"""RecognizeIdcard and RecognizeBusinessLicense read the specimens, and refuse what they cannot read."""

from __future__ import annotations

import io
import json
import re

import pytest
from aliyunsdkcore.acs_exception.exceptions import ServerException
from PIL import Image

from emulator.aliyun import specimens
from emulator.aliyun.numbers import credit_check, id_check
from tests.certification.pictures import Change, blurred, cropped, dark, turned

from .conftest import Vendor

PERSONS = {
    name: first17 + id_check(first17)
    for name, first17 in {
        "张三": "11010119900307999",
        "欧阳翀": "33010619881230998",
        "汉垚": "61010119950505997",
        "买买提·赟翀": "65010119770808999",
        "笪喆堃": "44030519640229996",
        "禤曌": "52010120050630997",
    }.items()
}
ZHANG = PERSONS["张三"]
CODE = "91110000999999901" + credit_check("91110000999999901")


def picture(image: Image.Image, kind: str = "JPEG", quality: int = 90) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, quality=quality)
    return out.getvalue()


def photographed(specimen: bytes) -> bytes:
    """A card on a dark table, turned, small and squeezed."""
    card = Image.open(io.BytesIO(specimen)).resize((720, 454), Image.Resampling.LANCZOS)
    turned = card.rotate(3, Image.Resampling.BICUBIC, expand=True, fillcolor=(70, 60, 50))
    table = Image.new("RGB", (960, 720), (70, 60, 50))
    table.paste(turned, (100, 110))
    return picture(table, quality=70)


def refusal(vendor: Vendor, body: bytes, action: str = "RecognizeIdcard", **options: str) -> tuple[int, str]:
    with pytest.raises(ServerException) as caught:
        vendor.recognise(action, body, **options)
    return caught.value.get_http_status(), caught.value.get_error_code()


@pytest.mark.parametrize("name", ["汉垚", "买买提·赟翀", "禤曌"])
def test_the_face_of_a_card_is_read(vendor: Vendor, name: str) -> None:
    number = PERSONS[name]
    face = vendor.recognise("RecognizeIdcard", specimens.idcard_front(name, number))["data"]["face"]["data"]
    assert (face["name"], face["idNumber"]) == (name, number)
    assert face["sex"] == ("男" if int(number[16]) % 2 else "女")
    assert face["ethnicity"] == "汉"
    assert face["birthDate"] == f"{number[6:10]}年{int(number[10:12])}月{int(number[12:14])}日"
    assert "样例区示范街道模拟路" in face["address"]


def test_a_turned_small_squeezed_photograph_is_read(vendor: Vendor) -> None:
    body = photographed(specimens.idcard_front("笪喆堃", PERSONS["笪喆堃"]))
    face = vendor.recognise("RecognizeIdcard", body)["data"]["face"]
    assert (face["data"]["name"], face["data"]["idNumber"]) == ("笪喆堃", PERSONS["笪喆堃"])
    assert face["angle"] == -3


@pytest.mark.parametrize("change", [turned(15), dark(0.1), blurred(2.5)])
def test_a_card_held_askew_in_bad_light_or_out_of_focus_is_read(vendor: Vendor, change: Change) -> None:
    body = change(specimens.idcard_front("欧阳翀", PERSONS["欧阳翀"]))
    face = vendor.recognise("RecognizeIdcard", body)["data"]["face"]["data"]
    assert (face["name"], face["idNumber"]) == ("欧阳翀", PERSONS["欧阳翀"])


def test_what_is_out_of_sight_is_empty(vendor: Vendor) -> None:
    body = cropped(0, 0, 0.5, 1)(specimens.idcard_front("张三", ZHANG))
    face = vendor.recognise("RecognizeIdcard", body)["data"]["face"]["data"]
    assert (face["name"], face["idNumber"]) == ("张三", "")


def test_a_card_too_blurred_to_read_is_none(vendor: Vendor) -> None:
    body = blurred(10)(specimens.idcard_front("张三", ZHANG))
    assert refusal(vendor, body) == (400, "unmatchedImageType")


def test_the_back_of_a_card_is_read_and_data_is_a_document_inside_a_string(vendor: Vendor) -> None:
    request = vendor.request("RecognizeIdcard")
    request.set_content(specimens.idcard_back(specimens.LONG))
    request.set_content_type("image/jpeg")
    answer = vendor.send(request)
    assert answer.keys() == {"RequestId", "Data"}
    data = json.loads(answer["Data"])["data"]
    assert data.keys() == {"back"}
    assert data["back"]["data"]["issueAuthority"] == specimens.AUTHORITY
    assert re.fullmatch(r"\d{4}\.03\.07-长期", data["back"]["data"]["validPeriod"])
    assert "warning" not in data["back"]
    assert [(call["service"], call["ok"]) for call in vendor.service.calls] == [("ocr", True)]


def test_both_sides_in_one_picture_and_the_full_shape(vendor: Vendor) -> None:
    specimen_sides = (specimens.idcard_front("张三", ZHANG), specimens.idcard_back("2039-03-07"))
    sides = [Image.open(io.BytesIO(side)) for side in specimen_sides]
    both = Image.new("RGB", (1100, 1400), "white")
    both.paste(sides[0], (40, 40))
    both.paste(sides[1], (40, 720))
    answer = vendor.recognise("RecognizeIdcard", picture(both, "PNG"), OutputQualityInfo="True", OutputFigure="True")
    assert (answer["width"], answer["height"], answer["orgWidth"], answer["orgHeight"]) == (1100, 1400, 1100, 1400)
    face, back = answer["data"]["face"], answer["data"]["back"]
    assert face["data"]["idNumber"] == ZHANG
    assert back["data"]["validPeriod"] == "2019.03.07-2039.03.07"
    assert face["warning"]["completenessScore"] == 100
    number = next(entry for entry in face["prism_keyValueInfo"] if entry["key"] == "idNumber")
    assert (number["value"], len(number["valuePos"])) == (ZHANG, 4)
    left, top = number["valuePos"][0]["x"], number["valuePos"][0]["y"]
    assert 340 < left < 400
    assert 550 < top < 600
    (portrait,) = face["figure"]
    assert portrait["type"] == "face"
    drawn = {"x": 700, "y": 120, "w": 290, "h": 370}
    assert all(abs(portrait[side] - place) < 25 for side, place in drawn.items())
    assert len(portrait["points"]) == 4
    assert portrait["box"]["x"] == pytest.approx(700 + 290 / 2, abs=25)
    assert back["figure"] == []
    assert face["sliceRect"].keys() == {"x0", "y0", "x1", "y1", "x2", "y2", "x3", "y3"}


def test_a_licence_is_read(vendor: Vendor) -> None:
    body = specimens.licence("样例（示范）水利水电科技发展集团股份有限责任公司北京分公司", CODE, "欧阳赟", "2037-01-03")
    answer = vendor.recognise("RecognizeBusinessLicense", body)
    data = answer["data"]
    assert data["creditCode"] == CODE
    assert data["companyName"] == "样例（示范）水利水电科技发展集团股份有限责任公司北京分公司"
    assert data["legalPerson"] == "欧阳赟"
    assert data["companyType"] == "有限责任公司"
    assert data["registeredCapital"] == "壹佰万元整"
    assert data["RegistrationDate"] == "2017年01月03日"
    assert data["validPeriod"] == "2017年01月03日至2037年01月03日"
    assert (data["validFromDate"], data["validToDate"]) == ("20170103", "20370103")
    assert data["businessScope"] == "样例软件开发；示范工程咨询；模拟技术服务。"
    assert "模拟路" in data["businessAddress"]
    assert {entry["key"] for entry in answer["prism_keyValueInfo"]} >= {"creditCode", "companyName", "legalPerson"}


def test_a_licence_without_an_end_is_valid_until_2999(vendor: Vendor) -> None:
    body = photographed(specimens.licence("示范工程咨询有限公司", CODE, "李四", specimens.LONG))
    data = vendor.recognise("RecognizeBusinessLicense", body)["data"]
    assert (data["creditCode"], data["legalPerson"], data["validToDate"]) == (CODE, "李四", "29991231")


def test_another_picture_is_no_document(vendor: Vendor) -> None:
    blank = picture(Image.new("RGB", (800, 600), "white"))
    assert refusal(vendor, blank) == (400, "unmatchedImageType")
    assert refusal(vendor, blank, "RecognizeBusinessLicense") == (400, "unmatchedImageType")
    back = specimens.idcard_back("long")
    assert refusal(vendor, back, "RecognizeBusinessLicense") == (400, "unmatchedImageType")
    licence = specimens.licence("示范工程咨询有限公司", CODE, "李四", specimens.LONG)
    assert refusal(vendor, licence) == (400, "unmatchedImageType")
    assert not any(call["ok"] for call in vendor.service.calls)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"\xff\xd8" + b"\0" * (10 << 20), 413, "exceededImageContent"),
        (b"no picture", 415, "unsupportedImageFormat"),
        (b"%PDF-1.7\n", 415, "unsupportedImageFormat"),
        (picture(Image.effect_noise((600, 400), 50))[:9000], 415, "unsupportedImageFormat"),
        (picture(Image.new("RGB", (15, 400))), 416, "illegalImageSize"),
        (picture(Image.new("1", (8192, 400)), "PNG"), 416, "illegalImageSize"),
        (picture(Image.new("RGB", (20, 1000))), 416, "illegalImageSize"),
        (b"", 400, "MissingImageUrl"),
    ],
    ids=["large", "text", "pdf", "cut", "narrow", "wide", "long", "none"],
)
def test_what_cannot_be_opened_is_refused(vendor: Vendor, body: bytes, status: int, code: str) -> None:
    assert refusal(vendor, body) == (status, code)


def test_what_is_not_emulated_is_refused(vendor: Vendor) -> None:
    assert refusal(vendor, b"x", Llm_rec="true") == (400, "InvalidParameter")


@pytest.mark.parametrize(
    ("name", "code", "legal", "verdict"),
    [
        ("样例水利科技有限公司", CODE, "张三", ("0", True)),
        ("没有的公司", CODE, "张三", ("20001", False)),
        ("样例水利科技有限公司", CODE, "李四", ("20002", False)),
        ("样例水利科技有限公司", "91310000999999902K", "张三", ("20003", False)),
    ],
)
def test_a_company_is_compared_with_the_registry(
    vendor: Vendor, name: str, code: str, legal: str, verdict: tuple[str, bool]
) -> None:
    answer = vendor.call("VerifyBusinessLicense", CompanyName=name, CreditCode=code, LegalPerson=legal)
    data = json.loads(answer["Data"])
    assert (data["code"], data["data"]) == verdict

"""Reading identity cards and business licences."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image

from emulator.aliyun.specimens import idcard_back, idcard_front, licence
from menjin.certification.certification import Reason
from menjin.certification.check import CardReader, LicenceReader, Unreadable
from menjin.certification.readings import BackReading, CardReading, FrontReading, LicenceReading
from menjin.failures import Unavailable
from menjin.gateways.aliyun.ocr import _day, _period
from menjin.parts import Parts
from tests.gateways.web_server import WebServer
from tests.product import new_person
from tests.small_cloud import SmallCloud

WHOLE = {"RegistrationDate": "2017年01月04日", "businessAddress": "杭州市西湖区示范路1号"}
"""What stands around the term of a licence: where this was read, a missing term is none."""


@pytest.fixture
def reader(parts: Parts) -> CardReader:
    return parts.ocr()


@pytest.fixture
def licences(parts: Parts) -> LicenceReader:
    return parts.ocr()


def blank() -> bytes:
    """A picture of nothing."""
    written = io.BytesIO()
    Image.new("RGB", (640, 400), "white").save(written, "JPEG")
    return written.getvalue()


def test_the_front_is_read(reader: CardReader) -> None:
    card = new_person()
    number = card["number"]
    reading = reader.read_card(idcard_front(card["name"], number, address="浙江省杭州市西湖区示范路1号"))
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    assert reading == CardReading(front=FrontReading("张三", number, born, "浙江省杭州市西湖区示范路1号"))
    assert number not in repr(reading)


@pytest.mark.parametrize("expires", ["2039-03-07", "long"])
def test_the_back_is_read(reader: CardReader, expires: str) -> None:
    reading = reader.read_card(idcard_back(expires, since="2019-03-07"))
    assert reading == CardReading(back=BackReading("样例市公安局示范分局", "2019-03-07", expires))


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        ("blank", Reason.NOT_A_DOCUMENT),
        ("a licence", Reason.NOT_A_DOCUMENT),
        ("no picture", Reason.PICTURE_UNREADABLE),
    ],
)
def test_what_is_no_card_is_unreadable(small: SmallCloud, reader: CardReader, picture: str, reason: Reason) -> None:
    company = small.cloud.aliyun.registry.companies()[0]
    given = {
        "blank": blank(),
        "a licence": licence(company["name"], company["code"], company["legal"], "long"),
        "no picture": b"no picture",
    }[picture]
    with pytest.raises(Unreadable) as unreadable:
        reader.read_card(given)
    assert unreadable.value.reason is reason


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("unmatchedImageType", Reason.NOT_A_DOCUMENT),
        ("exceededFaceBackCount", Reason.PICTURE_UNREADABLE),
        ("ExceededFaceBackCount", Reason.PICTURE_UNREADABLE),
        ("exceededImageContent", Reason.PICTURE_UNREADABLE),
        ("unsupportedImageFormat", Reason.PICTURE_UNREADABLE),
        ("illegalImageSize", Reason.PICTURE_UNREADABLE),
        ("illegalImageContent", Reason.PICTURE_UNREADABLE),
    ],
)
def test_a_refusal_of_the_picture_is_the_persons(
    small: SmallCloud, reader: CardReader, code: str, reason: Reason
) -> None:
    small.fault("ocr", "RecognizeIdcard", "error", code=code)
    with pytest.raises(Unreadable) as unreadable:
        reader.read_card(b"")
    assert unreadable.value.reason is reason


@pytest.mark.parametrize(
    "code",
    [
        "ocrServiceNotOpen",
        "noPermission",
        "OcrServiceExpired",
        "algorithmError",
        "ServiceUnavailable",
        "Throttling.User",
    ],
)
def test_any_other_refusal_is_an_outage_without_effect(small: SmallCloud, reader: CardReader, code: str) -> None:
    small.fault("ocr", "RecognizeIdcard", "error", code=code)
    with pytest.raises(Unavailable) as outage:
        reader.read_card(b"")
    assert (outage.value.service, outage.value.happened, outage.value.word) == ("ocr", False, code)


def test_a_lost_answer_may_have_been_paid(small: SmallCloud, reader: CardReader) -> None:
    small.fault("ocr", "RecognizeIdcard", "drop")
    with pytest.raises(Unavailable) as outage:
        reader.read_card(idcard_back("long"))
    assert outage.value.happened is None


@pytest.mark.parametrize(
    "data",
    [
        None, "", "no json", "[]", "{}", '{"data":null}', '{"data":[]}', 7,
        '{"data":{"face":"no"}}', '{"data":{"back":{"data":"no"}}}',
    ],
)  # fmt: skip
def test_an_answer_in_another_shape_may_have_been_paid(overheard: Parts, listener: WebServer, data: object) -> None:
    listener.body = json.dumps({"Data": data}).encode()
    with pytest.raises(Unavailable) as outage:
        overheard.ocr().read_card(b"picture")
    assert outage.value.happened is None


def test_fields_that_are_missing_are_empty(overheard: Parts, listener: WebServer) -> None:
    side = {"data": {"name": None}}
    listener.body = json.dumps({"Data": json.dumps({"data": {"face": side, "back": side}})}).encode()
    assert overheard.ocr().read_card(b"picture") == CardReading(FrontReading(), BackReading())
    listener.body = json.dumps({"Data": json.dumps({"data": {"face": None, "back": {}}})}).encode()
    with pytest.raises(Unreadable):
        overheard.ocr().read_card(b"picture")


def test_both_sides_of_one_picture_are_read(overheard: Parts, listener: WebServer) -> None:
    face = {"name": "张三", "idNumber": "11010119900307999X", "birthDate": "2006年10月2日", "address": "北京市"}
    back = {"issueAuthority": "样例市公安局", "validPeriod": "2015.05.26-2035.05.26"}
    sides = {"face": {"data": face}, "back": {"data": back}}
    listener.body = json.dumps({"Data": json.dumps({"data": sides})}).encode()
    assert overheard.ocr().read_card(b"picture") == CardReading(
        FrontReading("张三", "11010119900307999X", "2006-10-02", "北京市"),
        BackReading("样例市公安局", "2015-05-26", "2035-05-26"),
    )


@pytest.mark.parametrize(
    ("printed", "period"),
    [
        ("2019.03.07-2039.03.07", ("2019-03-07", "2039-03-07")),
        ("2019.03.07 - 2039.03.07", ("2019-03-07", "2039-03-07")),
        ("20190307-20390307", ("2019-03-07", "2039-03-07")),
        ("2019年03月07日-2039年03月07日", ("2019-03-07", "2039-03-07")),
        ("2019-03-07-2039-03-07", ("2019-03-07", "2039-03-07")),
        ("2019.03.07-长期", ("2019-03-07", "long")),
        ("2019.03.07", ("", "")),
        ("长期", ("", "")),
        ("", ("", "")),
    ],
)
def test_the_period_is_found(printed: str, period: tuple[str, str]) -> None:
    assert _period(printed) == period


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2006年10月2日", "2006-10-02"),
        ("2006年1月12日", "2006-01-12"),
        ("20061002", "2006-10-02"),
        ("2006.10.02", "2006-10-02"),
        ("2006年10月", ""),
        ("06年10月2日", ""),
        ("", ""),
    ],
)
def test_a_printed_day_has_one_form(printed: str, day: str) -> None:
    assert _day(printed) == day


@pytest.mark.parametrize(("expires", "valid_until"), [("2039-03-07", "2039-03-07"), ("long", "long"), ("", "")])
def test_a_licence_is_read(small: SmallCloud, licences: LicenceReader, expires: str, valid_until: str) -> None:
    company = small.cloud.aliyun.registry.companies()[0]
    picture = licence(company["name"], company["code"], company["legal"], expires)
    reading = licences.read_licence(picture)
    assert reading == LicenceReading(company["name"], company["code"], company["legal"], valid_until)
    assert company["code"] not in repr(reading)


@pytest.mark.parametrize("picture", ["blank", "a card", "no picture"])
def test_what_is_no_licence_is_unreadable(licences: LicenceReader, picture: str) -> None:
    card = new_person()
    given = {"blank": blank(), "a card": idcard_front(card["name"], card["number"]), "no picture": b"no picture"}
    with pytest.raises(Unreadable):
        licences.read_licence(given[picture])


@pytest.mark.parametrize(
    ("fields", "reading"),
    [
        (WHOLE, LicenceReading()),
        (
            {**WHOLE, "companyName": None, "creditCode": None, "legalPerson": None, "validToDate": None},
            LicenceReading(),
        ),
        ({**WHOLE, "validPeriod": "", "validToDate": "29991231"}, LicenceReading()),
        ({"validToDate": "20390307"}, LicenceReading(valid_until="2039-03-07")),
        ({"validToDate": "29991231", "validPeriod": "2017年01月04日至长期"}, LicenceReading(valid_until="long")),
        ({"validPeriod": "2017年01月04日至长期"}, LicenceReading(valid_until="long")),
        ({"validPeriod": "2017年1月4日至2039年3月7日"}, LicenceReading(valid_until="2039-03-07")),
        (
            {"validToDate": "29991231", "validPeriod": "2017年1月4日至2039年3月7日"},
            LicenceReading(valid_until="2039-03-07"),
        ),
        ({"validPeriod": "长期"}, LicenceReading(valid_until="long")),
    ],
)
def test_a_licences_fields(
    overheard: Parts, listener: WebServer, fields: dict[str, object], reading: LicenceReading
) -> None:
    listener.body = json.dumps({"Data": json.dumps({"data": fields})}).encode()
    assert overheard.ocr().read_licence(b"picture") == reading
    assert "Action=RecognizeBusinessLicense" in listener.asked[0]
    assert listener.bodies == [b"picture"]


@pytest.mark.parametrize(
    "fields",
    [
        {"validToDate": "2039"},
        {"validPeriod": "2017年01月04日至20"},
        {"validPeriod": "2017年01月04日至", "validToDate": "29991231"},
        {},
        {"validToDate": "29991231"},
        {"RegistrationDate": WHOLE["RegistrationDate"]},
        {"businessAddress": WHOLE["businessAddress"]},
    ],
)
def test_a_term_that_cannot_be_read_or_was_cut_off_is_not_taken_for_none(
    overheard: Parts, listener: WebServer, fields: dict[str, str]
) -> None:
    listener.body = json.dumps({"Data": json.dumps({"data": fields})}).encode()
    assert overheard.ocr().read_licence(b"picture") == LicenceReading(valid_until="?")


@pytest.mark.parametrize(
    ("code", "mendable"), [("unmatchedImageType", True), ("ocrServiceNotOpen", False), ("algorithmError", False)]
)
def test_a_licences_refusal_is_the_persons_or_the_operators(
    small: SmallCloud, licences: LicenceReader, code: str, mendable: bool
) -> None:
    small.fault("ocr", "RecognizeBusinessLicense", "error", code=code)
    with pytest.raises(Unreadable if mendable else Unavailable):
        licences.read_licence(b"")


@pytest.mark.parametrize("data", [None, "", "no json", "[]", "{}", '{"data":null}', '{"data":[]}', 7])
def test_a_licence_in_another_shape_is_an_outage(overheard: Parts, listener: WebServer, data: object) -> None:
    listener.body = json.dumps({"Data": data}).encode()
    with pytest.raises(Unavailable):
        overheard.ocr().read_licence(b"picture")

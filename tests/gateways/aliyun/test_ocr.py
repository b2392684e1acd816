"""Reading identity cards and business licences."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image

from emulator.aliyun.specimens import idcard_back, idcard_front, licence
from menjin.certification.certification import LicenceReading, Reading
from menjin.certification.check import CardReader, LicenceReader, Unreadable
from menjin.failures import Unavailable
from menjin.gateways.aliyun.ocr import _last_day
from menjin.parts import Parts
from tests.gateways.web_server import WebServer
from tests.product import new_person
from tests.small_cloud import SmallCloud


@pytest.fixture
def reader(parts: Parts) -> CardReader:
    return parts.card_reader()


@pytest.fixture
def licences(parts: Parts) -> LicenceReader:
    return parts.licence_reader()


def blank() -> bytes:
    """A picture of nothing."""
    written = io.BytesIO()
    Image.new("RGB", (640, 400), "white").save(written, "JPEG")
    return written.getvalue()


@pytest.mark.parametrize(("expires", "valid_until"), [("2039-03-07", "2039-03-07"), ("long", "long")])
def test_both_sides_are_read(reader: CardReader, expires: str, valid_until: str) -> None:
    card = new_person()
    reading = reader.read_card(idcard_front(card["name"], card["number"]), idcard_back(expires))
    assert reading == Reading("张三", card["number"], valid_until)
    assert card["number"] not in repr(reading)


@pytest.mark.parametrize("sides", ["swapped", "front twice", "blank front", "blank back", "a licence", "no picture"])
def test_what_is_not_that_side_is_unreadable(small: SmallCloud, reader: CardReader, sides: str) -> None:
    card, company = new_person(), small.cloud.aliyun.registry.companies()[0]
    front, back = idcard_front(card["name"], card["number"]), idcard_back("long")
    given = {
        "swapped": (back, front),
        "front twice": (front, front),
        "blank front": (blank(), back),
        "blank back": (front, blank()),
        "a licence": (licence(company["name"], company["code"], company["legal"], "long"), back),
        "no picture": (b"no picture", back),
    }[sides]
    with pytest.raises(Unreadable):
        reader.read_card(*given)


@pytest.mark.parametrize(
    ("code", "mendable"),
    [
        ("unmatchedImageType", True),
        ("exceededImageContent", True),
        ("unsupportedImageFormat", True),
        ("illegalImageSize", True),
        ("ocrServiceNotOpen", False),
        ("noPermission", False),
        ("algorithmError", False),
        ("ServiceUnavailable", False),
        ("Throttling.User", False),
    ],
)
def test_a_refusal_is_the_persons_or_the_operators(
    small: SmallCloud, reader: CardReader, code: str, mendable: bool
) -> None:
    small.fault("ocr", "RecognizeIdcard", "error", code=code)
    with pytest.raises(Unreadable if mendable else Unavailable) as failure:
        reader.read_card(b"", b"")
    if isinstance(failure.value, Unavailable):
        assert (failure.value.service, failure.value.happened) == ("ocr", None if code == "algorithmError" else False)


def test_a_lost_answer_may_have_been_paid(small: SmallCloud, reader: CardReader) -> None:
    small.fault("ocr", "RecognizeIdcard", "drop")
    with pytest.raises(Unavailable) as outage:
        reader.read_card(idcard_back("long"), b"")
    assert outage.value.happened is None


@pytest.mark.parametrize("data", [None, "", "no json", "[]", "{}", '{"data":null}', '{"data":[]}', 7])
def test_an_answer_in_another_shape_is_an_outage(overheard: Parts, listener: WebServer, data: object) -> None:
    listener.body = json.dumps({"Data": data}).encode()
    with pytest.raises(Unavailable):
        overheard.card_reader().read_card(b"front", b"back")


def test_fields_that_are_missing_are_empty(overheard: Parts, listener: WebServer) -> None:
    listener.body = json.dumps({"Data": json.dumps({"data": {"face": {"data": {}}, "back": {}}})}).encode()
    with pytest.raises(Unreadable):
        overheard.card_reader().read_card(b"front", b"back")
    side = {"data": {"name": None}}
    listener.body = json.dumps({"Data": json.dumps({"data": {"face": side, "back": side}})}).encode()
    assert overheard.card_reader().read_card(b"front", b"back") == Reading()


@pytest.mark.parametrize(
    ("period", "last"),
    [
        ("2019.03.07-2039.03.07", "2039-03-07"),
        ("2019.03.07 - 2039.03.07", "2039-03-07"),
        ("20190307-20390307", "2039-03-07"),
        ("2019年03月07日-2039年03月07日", "2039-03-07"),
        ("2019-03-07-2039-03-07", "2039-03-07"),
        ("2019.03.07-长期", "long"),
        ("2019.03.07", ""),
        ("长期", ""),
        ("", ""),
    ],
)
def test_the_last_day_is_found(period: str, last: str) -> None:
    assert _last_day(period) == last


@pytest.mark.parametrize(("expires", "valid_until"), [("2039-03-07", "2039-03-07"), ("long", "long")])
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
        ({}, LicenceReading()),
        ({"companyName": None, "creditCode": None, "legalPerson": None, "validToDate": None}, LicenceReading()),
        ({"validToDate": "20390307"}, LicenceReading(valid_until="2039-03-07")),
        ({"validToDate": "29991231", "validPeriod": "2017年01月04日至长期"}, LicenceReading(valid_until="long")),
        ({"validPeriod": "2017年01月04日至长期"}, LicenceReading(valid_until="long")),
        ({"validPeriod": "2017年1月4日至2039年3月7日"}, LicenceReading(valid_until="2039-03-07")),
        ({"validPeriod": "长期"}, LicenceReading(valid_until="long")),
        ({"validPeriod": "", "validToDate": ""}, LicenceReading()),
    ],
)
def test_a_licences_fields(
    overheard: Parts, listener: WebServer, fields: dict[str, object], reading: LicenceReading
) -> None:
    listener.body = json.dumps({"Data": json.dumps({"data": fields})}).encode()
    assert overheard.licence_reader().read_licence(b"picture") == reading
    assert "Action=RecognizeBusinessLicense" in listener.asked[0]
    assert listener.bodies == [b"picture"]


@pytest.mark.parametrize("fields", [{"validToDate": "2039"}, {"validPeriod": "2017年01月04日至20"}])
def test_a_term_that_cannot_be_read_is_not_taken_for_none(
    overheard: Parts, listener: WebServer, fields: dict[str, str]
) -> None:
    listener.body = json.dumps({"Data": json.dumps({"data": fields})}).encode()
    with pytest.raises(Unreadable):
        overheard.licence_reader().read_licence(b"picture")


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
        overheard.licence_reader().read_licence(b"picture")

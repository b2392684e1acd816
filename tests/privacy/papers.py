"""Pictures that OCR was taught what to read in, so that a run is about what becomes of it and takes no time to read."""

from __future__ import annotations

import hashlib
import io
import os
from datetime import date, datetime, timedelta
from typing import Any

from PIL import Image

from emulator.aliyun.operations import MARK_LENGTH
from menjin.clock import CHINA
from tests.product import Product

HOME, AUTHORITY = "浙江省杭州市西湖区文三路样例公寓", "杭州市公安局西湖分局"
_SIDE = 32


def picture(exif: str = "") -> bytes:
    """A JPEG like no other; ``exif`` is written into its description."""
    noise = Image.frombytes("RGB", (_SIDE, _SIDE), os.urandom(3 * _SIDE * _SIDE))
    notes = Image.Exif()
    notes[0x010E] = exif  # ImageDescription
    target = io.BytesIO()
    noise.save(target, "JPEG", exif=notes if exif else b"")
    return target.getvalue()


def front(card: dict[str, str], **other: str) -> dict[str, Any]:
    """What OCR reads in the front of that card; ``other`` replaces fields of the answer."""
    number = card["number"]
    born = f"{number[6:10]}年{int(number[10:12])}月{int(number[12:14])}日"
    return {"face": {"data": {"name": card["name"], "idNumber": number, "birthDate": born, "address": HOME, **other}}}


def back(days: int | None = None, authority: str = AUTHORITY) -> dict[str, Any]:
    """What OCR reads in the back of a card that ends in so many days; None: long after."""
    until = date(2039, 3, 7) if days is None else datetime.now(CHINA).date() + timedelta(days=days)
    if (until.month, until.day) == (2, 29):
        until += timedelta(days=1)
    since = until.replace(year=until.year - (20 if days is None else 10))
    period = f"{since:%Y.%m.%d}-{until:%Y.%m.%d}"
    return {"back": {"data": {"issueAuthority": authority, "validPeriod": period}}}


def licence(company: dict[str, str], **other: str) -> dict[str, Any]:
    """What OCR reads in that company's licence."""
    fields = {"companyName": company["name"], "creditCode": company["code"], "legalPerson": company["legal"]}
    return {**fields, "validPeriod": "2019年03月07日至2039年03月06日", **other}


def taught(product: Product, shows: dict[str, Any]) -> bytes:
    """A picture in which OCR reads that."""
    content = picture()
    operation = "RecognizeIdcard" if shows.keys() & {"face", "back"} else "RecognizeBusinessLicense"
    one = {"sha256": hashlib.sha256(content).hexdigest(), "operation": operation, "data": shows}
    answer = product.console.post("/api/ocr", json={"pictures": [one]})
    assert answer.status_code == 200, answer.text
    return content


def mark_of(content: bytes) -> str:
    """By which faults know the picture."""
    return hashlib.sha256(content).hexdigest()[:MARK_LENGTH]

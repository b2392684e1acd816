"""The labelled identity cards that are to pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from tests.certification import pictures
from tests.certification.labels import PASS, TODAY, Document, aged, back, card, changed, front, outcomes
from tests.certification.people import AREAS, Inventor, Somebody

_DOTS = "·•・‧∙⋅･．."
_AGES = ((2, 12, 5), (17, 24, 10), (27, 44, 20))
"""Age at issue, and for how many years the law has a card issued then."""


def good_cards() -> Iterator[Document]:
    """All of them, the same ones every time."""
    yield from _plain()
    yield from _names()
    yield from _terms()
    yield from _places()
    yield from _conditions()
    yield from _formats()


def _passing(category: str, people: Iterable[Somebody]) -> Iterator[Document]:
    for who in people:
        yield card(category, who, outcomes(PASS))


def _plain() -> Iterator[Document]:
    of = Inventor("plain")
    yield from _passing("good: plain", (of.person() for _ in range(10)))
    for number in range(6):
        who = of.person(name=of.name())
        name = "　".join(who.name) if number % 2 else f" {who.name} "
        typed = who.number.lower() if number % 3 else "".join(chr(ord(one) + 0xFEE0) for one in who.number)
        yield card("good: typed with blanks, full width", who, outcomes(PASS), name=name, number=typed)


def _names() -> Iterator[Document]:
    of = Inventor("names")
    yield from _passing("good: rare characters", (of.person(name=of.rare_name()) for _ in range(26)))
    for number in range(18):
        name, ethnicity, region = of.transcribed()
        area = next(one for one, (address, _) in AREAS.items() if address.startswith(region))
        who = of.person(area=area, name=name, ethnicity=ethnicity)
        dot = _DOTS[number % len(_DOTS)]
        yield card("good: names with ·", who, outcomes(PASS), name=name.replace("·", dot))


def _terms() -> Iterator[Document]:
    of = Inventor("terms")
    for _ in range(10):
        born, who = of.birthday(1945, 1962), of.person()
        since = born.replace(year=born.year + of.dice.randint(46, 60))
        since = max(since, date(2009, 5, 8))
        who = replace(who, number=of.number(who.number[:6], born), since=str(since), until="long")
        yield card("good: 长期", who, outcomes(PASS))
    for youngest, oldest, years in _AGES:
        for _ in range(3):
            yield card("good: terms by age at issue", aged(of, youngest, oldest, years), outcomes(PASS))
    for days in (0, 1, 30):
        until = TODAY + timedelta(days=days)
        who = replace(of.person(), since=str(until.replace(year=until.year - 20)), until=str(until))
        yield card("good: last days", who, outcomes(PASS))


def _places() -> Iterator[Document]:
    of = Inventor("places")
    addresses = (
        "新疆维吾尔自治区巴音郭楞蒙古自治州库尔勒市萨依巴格街道样例社区示范路一百二十八号三单元",
        "内蒙古自治区呼伦贝尔市莫力达瓦达斡尔族自治旗尼尔基镇样例村模拟嘎查第三小组十二号",
        "四川省凉山彝族自治州西昌市示范街道模拟社区样例路二段三百五十六号附十八号七栋一单元",
        "广西壮族自治区百色市隆林各族自治县德峨镇样例村模拟屯二十七号示范农家大院东厢房",
        "云南省西双版纳傣族自治州勐腊县样例镇示范村委会模拟村民小组一百零一号",
        "北京市海淀区中关村街道样例社区示范南路十九号院模拟家园二十号楼三单元一千八百零二室",
        "广东省深圳市龙华区民治街道样例社区示范大道与模拟路交汇处花园二期B栋2单元2801房",
        "甘肃省临夏回族自治州积石山保安族东乡族撒拉族自治县样例乡示范村四社八号",
    )
    for address in addresses:
        who = replace(of.person(), address=address, authority="样例县公安局")
        yield card("good: long addresses", who, outcomes(PASS))
    for _ in range(5):
        who, area = of.person(area="420106"), of.dice.choice(["310106", "440305", "610113"])
        who = replace(who, address=f"{AREAS[area][0]}{of.street()}", authority=AREAS[area][1])
        yield card("good: moved to another province", who, outcomes(PASS))
    for area in ("810000", "820000", "830000"):
        who = of.person(area="440305")
        who = replace(who, number=of.number(area, date(1985, 3, 7)), since="2023-06-01", until="2028-06-01")
        yield card("good: permits of 81, 82, 83", who, outcomes(PASS))


def _conditions() -> Iterator[Document]:
    of = Inventor("conditions")
    for degrees in (-15, -14, -12, -10, -8, -6, -4, -2, 2, 4, 6, 8, 10, 12, 14, 15):
        who = of.person()
        yield card("good: turned up to 15°", who, outcomes(PASS), sides=changed(who, pictures.turned(degrees)))
    for share in (0.5, 0.4, 0.35, 0.3, 0.25, 0.2, 0.18, 0.15):
        who = of.person()
        yield card("good: dark", who, outcomes(PASS), sides=changed(who, pictures.dark(share)))
    for radius in (1.0, 1.2, 1.5, 1.8, 2.0, 2.2):
        who = of.person()
        yield card("good: a little blurred", who, outcomes(PASS), sides=changed(who, pictures.blurred(radius)))
    for seed in range(12):
        who = of.person()
        change, other = pictures.photographed(seed), pictures.photographed(seed + 100)
        yield card("good: photographed on a table", who, outcomes(PASS), sides=changed(who, change, other))


def _formats() -> Iterator[Document]:
    of = Inventor("formats")
    for _ in range(8):
        who = of.person()
        yield card("good: PNG", who, outcomes(PASS), sides=changed(who, pictures.as_png))
    for width in (4000, 6000, 8000):
        who = of.person()
        yield card("good: large", who, outcomes(PASS), sides=changed(who, pictures.scaled(width)))
    for width in (520, 600, 700):
        who = of.person()
        yield card("good: small", who, outcomes(PASS), sides=changed(who, pictures.scaled(width)))
    for _ in range(2):
        yield _both_in_one(of.person())


def _both_in_one(who: Somebody) -> Document:
    def sides() -> tuple[bytes, bytes]:
        sheet = pictures.both(front(who), back(who))
        return sheet, sheet

    return card("good: both sides in one picture", who, outcomes(PASS), sides=sides)

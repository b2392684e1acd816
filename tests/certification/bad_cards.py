"""The labelled identity cards that are to be refused."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

from PIL import Image

from emulator.aliyun.specimens import licence
from menjin.certification.certification import Reason
from tests.certification import pictures
from tests.certification.labels import (
    PASS,
    TODAY,
    UPLOAD_REFUSED,
    USELESS,
    Document,
    aged,
    back,
    card,
    changed,
    front,
    outcomes,
)
from tests.certification.people import AREAS, Firm, Inventor, Somebody
from tests.certification.pictures import Change


def bad_cards() -> Iterator[Document]:
    """All of them, the same ones every time."""
    yield from _expired()
    yield from _wrong_sides()
    yield from _anothers()
    yield from _forged()
    yield from _useless()
    yield from _not_cards()
    yield from _not_uploadable()


def _expired() -> Iterator[Document]:
    of = Inventor("expired")
    for days in (1, 2, 7, 30, 90, 365, 400, 1000, 2000, 3000):
        until = TODAY - timedelta(days=days)
        who = replace(of.person(), since=str(until.replace(year=until.year - 10)), until=str(until))
        who = replace(who, number=of.number(who.number[:6], of.birthday(1985, 1989)))
        yield card("expired", who, outcomes(Reason.DOCUMENT_EXPIRED))


def _wrong_sides() -> Iterator[Document]:
    of = Inventor("sides")
    for number in range(8):
        who = of.person()
        yield _swapped(who, pictures.turned(5) if number % 2 else pictures.as_png)
    for number in range(10):
        who = of.person()
        yield _twice(who, front if number % 2 else back)


def _swapped(who: Somebody, change: Change) -> Document:
    return card(
        "sides swapped", who, outcomes(Reason.SIDES_SWAPPED), sides=lambda: (change(back(who)), change(front(who)))
    )


def _twice(who: Somebody, side: Callable[[Somebody], bytes]) -> Document:
    return card(
        f"the {side.__name__} twice", who, outcomes(Reason.SAME_SIDE_TWICE), sides=lambda: (side(who), side(who))
    )


def _anothers() -> Iterator[Document]:
    """Another person's side: of the back it can be told by the place, the term for that age, and the birth."""
    of = Inventor("anothers")
    areas = list(AREAS)
    for place in range(8):
        who, other = of.person(area=areas[place]), of.person(area=areas[place + 2])
        yield _mixed("another's back: other province", who, other, Reason.SIDES_DIFFER)
    for _ in range(4):
        yield _mixed("another's back: a child's", of.person(), aged(of, 4, 12, 5), Reason.SIDES_DIFFER)
        yield _mixed("a child with a parent's back", aged(of, 4, 12, 5), of.person(), Reason.SIDES_DIFFER)
    for _ in range(4):
        child = replace(of.person(area="330106"), number=of.number("330106", of.birthday(2019, 2024)))
        parent = replace(of.person(area="330106"), since="2012-05-04", until="2032-05-04")
        yield _mixed("another's back: issued before the birth", child, parent, Reason.SIDES_DIFFER)
    for _ in range(6):
        who, other = of.person(), of.person()
        yield _mixed("another's front", other, who, Reason.NUMBER_DIFFERS, typed=who)
    for _ in range(3):
        who, other = of.person(), of.person()
        yield card("another's number typed", who, outcomes(Reason.NUMBER_DIFFERS), number=other.number)
    for typed, printed in (
        ("张伟", "张玮"), ("李喆", "李哲"), ("王子涵", "王梓涵"), ("欧阳娜", "欧阳"), ("古丽·阿依", "古丽阿依"),
        ("陈静怡", "陈怡静"), ("刘赟", "刘斌"), ("诸葛明", "诸葛亮"),
    ):  # fmt: skip
        who = of.person(name=printed)
        yield card("another name typed", who, outcomes(Reason.NAME_DIFFERS), name=typed)


def _mixed(category: str, who: Somebody, other: Somebody, reason: Reason, *, typed: Somebody | None = None) -> Document:
    """One's front with another's back."""
    return card(
        category,
        who,
        outcomes(reason),
        sides=lambda: (front(who), back(other)),
        name=(typed or who).name,
        number=(typed or who).number,
    )


def _forged() -> Iterator[Document]:
    of = Inventor("forged")
    for place in (0, 2, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17):
        who = of.person()
        yield _digit_changed("number: a digit changed", who, place)
    for place in (0, 1, 2, 3):
        who = of.person(name=of.name())
        yield _birth_changed(who, place)
    for name, to in (("张小伟", "强"), ("李明", "刚"), ("王思远", "宇"), ("欧阳静", "娜")):
        who = of.person(name=name)
        yield _name_changed(who, to)
    for year in ("5", "6", "8", "9"):
        who = replace(of.person(), since="2015-05-26", until="2035-05-26")
        yield _term_changed(who, year)


def _digit_changed(category: str, who: Somebody, place: int) -> Document:
    to = str((int(who.number[place], 36) + 3) % 10)
    change = pictures.overwritten(pictures.NUMBER_AT, who.number, place, to, size=44, spacing=4)
    return card(category, who, outcomes(Reason.NUMBER_INVALID), sides=lambda: (change(front(who)), back(who)))


def _birth_changed(who: Somebody, place: int) -> Document:
    printed = f"{who.number[6:10]}年"
    to = "2" if place == 0 else str((int(printed[place]) + (1 if printed[place] in "08" else 9)) % 10)
    change = pictures.overwritten(pictures.BIRTH_AT, printed, place, to, size=36)
    return card(
        "birth date: a digit changed",
        who,
        outcomes(Reason.NUMBER_INVALID),
        sides=lambda: (change(front(who)), back(who)),
    )


def _name_changed(who: Somebody, to: str) -> Document:
    last = len(who.name) - 1
    change = pictures.overwritten(pictures.NAME_AT, who.name, last, to, size=42)
    return card(
        "name: a character changed",
        who,
        outcomes(Reason.NAME_DIFFERS),
        sides=lambda: (change(front(who)), back(who)),
    )


def _term_changed(who: Somebody, to: str) -> Document:
    printed = f"{who.since.replace('-', '.')}-{who.until.replace('-', '.')}"
    change = pictures.overwritten(pictures.TERM_AT, printed, 13, to, size=36)
    return card(
        "validity: a digit changed",
        who,
        outcomes(Reason.PICTURE_UNREADABLE),
        sides=lambda: (front(who), change(back(who))),
    )


def _useless() -> Iterator[Document]:
    of = Inventor("useless")
    for radius in (9, 10, 12, 14, 18, 25):
        who = of.person()
        yield card("blurred beyond reading", who, USELESS, sides=changed(who, pictures.blurred(radius)))
    for share in (0.0, 0.002, 0.004):
        who = of.person()
        yield card("too dark", who, USELESS, sides=changed(who, pictures.dark(share)))
    for width in (40, 60, 90):
        who = of.person()
        yield card("too small to read", who, USELESS, sides=changed(who, pictures.scaled(width)))
    hardly = (
        *(pictures.blurred(radius) for radius in (3.4, 3.7, 4.0, 4.3, 4.6)),
        *(pictures.dark(share) for share in (0.015, 0.02, 0.025, 0.03)),
        *(pictures.scaled(width) for width in (150, 170, 190, 210)),
    )
    for change in hardly:
        who = of.person()
        yield card("hardly readable: passed or unreadable", who, USELESS | {PASS}, sides=changed(who, change))
    unreadable, keep = outcomes(Reason.PICTURE_UNREADABLE), pictures.cropped(0, 0, 1, 1)
    for edge in (0.56, 0.5, 0.6, 0.45):
        who = of.person()
        change = pictures.cropped(0, 0, edge, 1)
        yield card("cropped: the end of the number is missing", who, unreadable, sides=changed(who, change, keep))
    for edge in (0.8, 0.82):
        who = of.person()
        change = pictures.cropped(0, 0, 1, edge)
        yield card("cropped: the number is missing", who, unreadable, sides=changed(who, change, keep))
    for edge in (0.19, 0.2):
        who = of.person()
        change = pictures.cropped(0, edge, 1, 1)
        yield card("cropped: the name is missing", who, unreadable, sides=changed(who, change, keep))
    for edge in (0.55, 0.62, 0.5):
        who = of.person()
        change = pictures.cropped(0, 0, edge, 1)
        yield card("cropped: the end of the term is missing", who, unreadable, sides=changed(who, keep, change))
    for _ in range(2):
        yield _two_at_once(of.person(), of.person())


def _two_at_once(who: Somebody, other: Somebody) -> Document:
    return card(
        "two cards in one picture",
        who,
        outcomes(Reason.PICTURE_UNREADABLE),
        sides=lambda: (pictures.both(front(who), front(other)), back(who)),
    )


def _not_cards() -> Iterator[Document]:
    of = Inventor("not cards")
    right = outcomes(Reason.NOT_A_DOCUMENT)
    page = ("关于示范工程的通知", "各有关单位：", "请于本月底前提交材料。", "联系人：王某 性别不限")
    wrong: list[Callable[[], bytes]] = [
        lambda: pictures.landscape(1),
        lambda: pictures.landscape(2),
        lambda: pictures.letter(page),
        lambda: pictures.blank(800, 500),
        partial(_a_licence, of.firm()),
    ]
    for number, draw in enumerate(wrong * 2):
        yield _instead(of.person(), draw, in_front=number < len(wrong), right=right)


def _a_licence(firm: Firm) -> bytes:
    return licence(firm.name, firm.code, firm.legal, "long")


def _instead(who: Somebody, draw: Callable[[], bytes], *, in_front: bool, right: frozenset[str]) -> Document:
    return card(
        "no card",
        who,
        right,
        sides=lambda: (draw(), back(who)) if in_front else (front(who), draw()),
    )


def _not_uploadable() -> Iterator[Document]:
    of = Inventor("not uploadable")
    right = outcomes(UPLOAD_REFUSED)

    def cut(side: bytes) -> bytes:
        return side[: len(side) // 2]

    def as_gif(side: bytes) -> bytes:
        out = io.BytesIO()
        Image.open(io.BytesIO(side)).save(out, "GIF")
        return out.getvalue()

    changes: list[tuple[str, Change]] = [
        ("huge", pictures.scaled(9000)),
        ("huge", lambda _: pictures.blank(8000, 7000, "PNG")),
        ("huge", lambda _: pictures.blank(8192, 400, "PNG")),
        ("tiny", pictures.scaled(15)),
        ("tiny", lambda _: pictures.blank(400, 15)),
        ("tiny", lambda _: pictures.blank(1, 1, "PNG")),
        ("no picture, damaged or of another kind", cut),
        ("no picture, damaged or of another kind", as_gif),
        ("no picture, damaged or of another kind", lambda _: b"%PDF-1.7\n"),
        ("no picture, damaged or of another kind", lambda _: b""),
    ]
    for category, change in changes:
        who = of.person()
        yield card(category, who, right, sides=changed(who, change, lambda side: side))

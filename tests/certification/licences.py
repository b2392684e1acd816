"""The labelled business licences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

from emulator.aliyun.specimens import LONG, NO_TERM, licence
from menjin.certification.certification import Reason
from tests.certification import pictures
from tests.certification.labels import PASS, TODAY, USELESS, Document, back, front, outcomes, typed_firm
from tests.certification.people import Firm, Inventor

_ENDS = "2039-03-07"
Change = Callable[[bytes], bytes]


def licences() -> Iterator[Document]:
    """All of them, the same ones every time."""
    yield from _good()
    yield from _in_conditions()
    yield from _wrong()
    yield from _useless()


def _licence(
    category: str,
    firm: Firm,
    right: frozenset[str],
    *,
    expires: str = _ENDS,
    change: Change | None = None,
    typed: Firm | None = None,
) -> Document:
    def draw() -> tuple[bytes, ...]:
        picture = licence(firm.name, firm.code, firm.legal, expires)
        return (change(picture) if change else picture,)

    return Document(category, typed_firm(typed or firm), draw, right)


def _good() -> Iterator[Document]:
    of, right = Inventor("licences"), outcomes(PASS)
    for _ in range(8):
        yield _licence("good licence: plain", of.firm(), right)
    for _ in range(10):
        yield _licence("good licence: rare legal names", of.firm(legal=of.rare_name()), right)
    for _ in range(4):
        name, _, _ = of.transcribed()
        yield _licence("good licence: legal names with ·", of.firm(legal=name), right)
    for printed, typed in (
        ("样例（示范）科技有限公司", "样例(示范)科技有限公司"),
        ("杭州样例投资合伙企业（有限合伙）", "杭州样例投资合伙企业（有限合伙）"),
        ("杭州样例咨询合伙企业（普通合伙）", "杭州样例咨询合伙企业(普通合伙)"),
        ("样例（中国）水利水电科技发展集团股份有限公司", "样例（中国) 水利水电科技发展集团股份有限公司"),
        ("深圳样例（控股）股份有限公司北京第一分公司", "深圳样例【控股】股份有限公司北京第一分公司"),
        ("样例(上海)电子商务有限公司", "样例（上海）电子商务有限公司"),
    ):
        firm = of.firm(name=printed)
        yield _licence("good licence: brackets", firm, right, typed=replace(firm, name=typed))
    for _ in range(5):
        yield _licence("good licence: 长期", of.firm(), right, expires=LONG)
        yield _licence("good licence: no term printed", of.firm(), right, expires=NO_TERM)
    for days in (0, 1):
        yield _licence("good licence: last days", of.firm(), right, expires=str(TODAY + timedelta(days=days)))


def _in_conditions() -> Iterator[Document]:
    of, right = Inventor("licences in conditions"), outcomes(PASS)
    for degrees in (-15, -11, -7, -3, 3, 7, 11, 15):
        yield _licence("good licence: turned up to 15°", of.firm(), right, change=pictures.turned(degrees))
    for share in (0.4, 0.3, 0.2):
        yield _licence("good licence: dark", of.firm(), right, change=pictures.dark(share))
    for _ in range(3):
        yield _licence("good licence: PNG", of.firm(), right, change=pictures.as_png)
    for seed in range(4):
        change = pictures.photographed(seed, width=2000)
        yield _licence("good licence: photographed on a table", of.firm(), right, change=change)


def _wrong() -> Iterator[Document]:
    of = Inventor("wrong licences")
    for days in (1, 20, 400, 1500, 3000, 6000):
        expires = str(TODAY - timedelta(days=days))
        yield _licence("licence expired", of.firm(), outcomes(Reason.DOCUMENT_EXPIRED), expires=expires)
    for legal in ("张伟", "欧阳喆", "王芳", "买买提·艾力", "李静"):
        firm = of.firm(legal="赵国强")
        yield _licence(
            "licence: another legal person", firm, outcomes(Reason.LEGAL_DIFFERS), typed=replace(firm, legal=legal)
        )
    for _ in range(5):
        firm = of.firm()
        other = replace(firm, code=of.firm().code)
        yield _licence("licence: another code", firm, outcomes(Reason.NUMBER_DIFFERS), typed=other)
    for printed, typed in (
        ("杭州样例科技有限公司", "杭州样例科技有限责任公司"),
        ("样例（北京）科技有限公司", "样例北京科技有限公司"),
        ("深圳样例电子有限公司", "深圳样例电子有限公司一分公司"),
        ("成都样例餐饮管理有限公司", "成都范例餐饮管理有限公司"),
    ):
        firm = of.firm(name=printed)
        yield _licence("licence: another name", firm, outcomes(Reason.NAME_DIFFERS), typed=replace(firm, name=typed))
    for place in (3, 5, 9, 11, 13, 15):
        firm = of.firm()
        to = str((int(firm.code[place]) + 3) % 10)
        change = pictures.overwritten(pictures.CODE_AT, firm.code, place, to, size=38)
        yield _licence("licence: a digit of the code changed", firm, outcomes(Reason.NUMBER_INVALID), change=change)


def _useless() -> Iterator[Document]:
    of = Inventor("useless licences")
    for radius in (9, 12, 16):
        yield _licence("licence blurred beyond reading", of.firm(), USELESS, change=pictures.blurred(radius))
    for edge in (0.55, 0.6, 0.64):
        right = outcomes(Reason.PICTURE_UNREADABLE)
        change = pictures.cropped(0, 0, edge, 1)
        yield _licence("licence cropped: the right half is missing", of.firm(), right, change=change)
    for number in range(4):
        who, firm = of.person(), of.firm()
        side = back(who) if number % 2 else front(who)
        yield Document("a card for a licence", typed_firm(firm), partial(_only, side), outcomes(Reason.NOT_A_DOCUMENT))
    for seed in (7, 8):
        yield Document(
            "no licence",
            typed_firm(of.firm()),
            partial(_landscape, seed),
            outcomes(Reason.NOT_A_DOCUMENT),
        )


def _only(picture: bytes) -> tuple[bytes, ...]:
    return (picture,)


def _landscape(seed: int) -> tuple[bytes, ...]:
    return (pictures.landscape(seed),)

"""The fields of a resident ID card. A side counts as seen when most of its printed labels are."""

from __future__ import annotations

import re
from collections.abc import Callable

from emulator.aliyun.numbers import is_id_number
from emulator.aliyun.ocr.errors import refused
from emulator.aliyun.ocr.page import Fields, Page, Value

_FACE_LABELS = (r"^姓\s*名", r"性\s*别", r"民\s*族", r"^出\s*生", r"^住\s*址", r"公民身份号码")
_BACK_LABELS = (r"^签发机关", r"^有效期限")
_FEWEST_LABELS, _FEWEST_WITHOUT_NUMBER = 3, 4
"""By how many of its labels the side is known, with its number in sight and without."""
_STOP = r"性\s*别|民\s*族|公民身份号码|^\s*(姓\s*名|出\s*生|住\s*址|签发机关|有效期限)"
_ADDRESS_LINES = 4
_ID_NUMBER = re.compile(r"[1-9][0-9]{16}[0-9X]")
_NUMBER_SLIPS = str.maketrans("OoDIlxＸ", "00011XX")
_DOTS = re.compile(r"[•・‧∙⋅･.。]")
_NO_NAME = re.compile(r"[^㐀-鿿\U00020000-\U000323AF·]")
_PERIOD = re.compile(r"(\d{4})\D?(\d{2})\D?(\d{2})\D+?(?:(\d{4})\D?(\d{2})\D?(\d{2})|长期)")
_TRADITIONAL = str.maketrans("漢滿藏維爾黃吳呂溫戶靑眞淨內淸卽強", "汉满藏维尔黄吴吕温户青真净内清即强")
"""Forms that cards are not printed with, and that the engine reads for those which look alike."""
_NAMES_OF_GROUPS = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 "
    "傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 "
    "阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
_ETHNIC_GROUPS = frozenset(_NAMES_OF_GROUPS.split())


def face(page: Page) -> Fields | None:
    """The side with the portrait; None if it is not in the picture."""
    if page.count(_FACE_LABELS[-1]) > 1:
        raise refused("exceededFaceBackCount")
    number = _id_number(page)
    labels = sum(page.count(label) > 0 for label in _FACE_LABELS)
    if labels < (_FEWEST_LABELS if number else _FEWEST_WITHOUT_NUMBER):
        return None
    return Fields(
        {
            "name": _read(page.field(r"^姓\s*名", _STOP), _name),
            "sex": _read(page.field(r"性\s*别", _STOP), _sex),
            "ethnicity": _read(page.field(r"民\s*族", _STOP), _ethnic_group),
            "birthDate": _read(page.field(r"^出\s*生", _STOP), _without_spaces),
            "address": _read(page.field(r"^住\s*址", _STOP, lines=_ADDRESS_LINES), _without_spaces),
            "idNumber": number,
        }
    )


def back(page: Page) -> Fields | None:
    """The side with the validity; None if it is not in the picture."""
    if page.count(_BACK_LABELS[0]) > 1:
        raise refused("exceededFaceBackCount")
    if not all(page.count(label) for label in _BACK_LABELS):
        return None
    return Fields(
        {
            "issueAuthority": _read(page.field(_BACK_LABELS[0], _STOP, lines=2), _without_spaces),
            "validPeriod": _read(page.field(_BACK_LABELS[1], _STOP), _period),
        }
    )


def _id_number(page: Page) -> Value | None:
    labelled = _read(page.field(r"公民身份号码", _STOP), _digits)
    if labelled and _ID_NUMBER.fullmatch(labelled.text):
        return labelled
    alone = (Value(_digits(one.text), one.score, one.quad) for one in page)
    return next((value for value in alone if is_id_number(value.text)), None)


def _digits(text: str) -> str:
    return _without_spaces(text).translate(_NUMBER_SLIPS)


def _name(text: str) -> str:
    return _NO_NAME.sub("", _DOTS.sub("·", text)).strip("·").translate(_TRADITIONAL)


def _sex(text: str) -> str:
    # Beside it, slivers of the label's last character are read as punctuation at times.
    match = re.search("[男女]", text)
    return match[0] if match else ""


def _ethnic_group(text: str) -> str:
    group = _without_spaces(text).removesuffix("族").translate(_TRADITIONAL)
    return group if group in _ETHNIC_GROUPS else group[:1] if group[:1] in _ETHNIC_GROUPS else group


def _period(text: str) -> str:
    match = _PERIOD.search(_without_spaces(text))
    if match is None:
        return ""
    start, end = ".".join(match.groups()[:3]), ".".join(match.groups("")[3:])
    return f"{start}-{end if match[4] else '长期'}"


def _without_spaces(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _read(value: Value | None, change: Callable[[str], str]) -> Value | None:
    return value.changed(change) if value else None

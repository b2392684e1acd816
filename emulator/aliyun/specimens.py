"""Specimen documents for trying the certification: plainly marked, of nobody, readable by the OCR.

The layouts follow the second-generation resident ID card (GA 448) and the business licence of 2019 as far as labels
and their places go; emblems, portraits and guilloches are left out on purpose.
"""

from __future__ import annotations

import hashlib
import io
from datetime import date, datetime, timezone

from PIL import Image, ImageDraw

from emulator.aliyun.numbers import birth_date, is_credit_code, is_id_number, sex
from emulator.shared.lettering import drawable, font, wrap

LONG = "long"
"""Stands for 长期, a document that does not expire."""
NO_TERM = ""
"""Stands for no line about the term at all, as on licences of recent years."""
AUTHORITY = "样例市公安局示范分局"

_INK, _LABEL, _RED = (25, 25, 25), (60, 110, 160), (200, 40, 40)
_CARD_SIZE = (1012, 638)
_LICENCE_SIZE = (1600, 1130)
_JPEG_QUALITY = 88
_VALUE_WIDTH = 440
"""Pixels for a value beside the portrait."""
_CARD_TERMS = (10, 20)
"""Years that an adult's ID card may be valid for: the shorter one, if it has begun, since its bearer may be young."""
_LICENCE_TERMS = (20, 10, 5)
_PROVINCES = {
    "11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区",
    "21": "辽宁省", "22": "吉林省", "23": "黑龙江省", "31": "上海市", "32": "江苏省",
    "33": "浙江省", "34": "安徽省", "35": "福建省", "36": "江西省", "37": "山东省",
    "41": "河南省", "42": "湖北省", "43": "湖南省", "44": "广东省", "45": "广西壮族自治区",
    "46": "海南省", "50": "重庆市", "51": "四川省", "52": "贵州省", "53": "云南省",
    "54": "西藏自治区", "61": "陕西省", "62": "甘肃省", "63": "青海省", "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区",
}  # fmt: skip


def idcard_front(name: str, number: str, *, ethnicity: str = "汉", address: str | None = None) -> bytes:
    """The side with the portrait, as JPEG. Sex and birth date follow from the number, as does an address not given.

    ``ValueError`` for a number with a wrong check character and for text that the font cannot draw.
    """
    number, name = number.upper(), drawable(name)
    born = birth_date(number)
    if not is_id_number(number) or born is None:
        raise ValueError("not an ID number with a right check character")
    sheet = _Sheet(_CARD_SIZE, (226, 236, 243))
    sheet.silhouette((660, 80, 950, 450))
    sheet.field((60, 80), "姓名", (190, 76), name, min(42, _VALUE_WIDTH // len(name)))
    sheet.field((60, 160), "性别", (160, 158), sex(number))
    sheet.field((300, 160), "民族", (400, 158), drawable(ethnicity))
    sheet.field((60, 238), "出生", (190, 236), f"{born.year}年{born.month}月{born.day}日")
    sheet.label((60, 316), "住址")
    for row, line in enumerate(wrap(drawable(address or _address(number)), 34, _VALUE_WIDTH)):
        sheet.text((190, 314 + 50 * row), line, 34)
    sheet.field((60, 540), "公民身份号码", (330, 530), number, 44, spacing=4)
    return sheet.jpeg()


def idcard_back(expires: str, *, since: str | None = None, authority: str = AUTHORITY) -> bytes:
    """The side with the validity, as JPEG; ``expires`` is an ISO date or ``long``, ``since`` an ISO date.

    Whose card it is does not stand on it. Without ``since`` it is one that suits whoever is grown up.
    """
    until = None if expires == LONG else date.fromisoformat(expires)
    begun = date.fromisoformat(since) if since else _start(until, _CARD_TERMS)
    sheet = _Sheet(_CARD_SIZE, (236, 240, 236))
    sheet.seal((90, 90, 250, 250))
    sheet.text((330, 80), "中华人民共和国", 62, spacing=14)
    sheet.text((310, 185), "居民身份证", 84, spacing=20)
    sheet.mark((330, 330), 60)
    sheet.field((150, 462), "签发机关", (380, 458), drawable(authority))
    sheet.field((150, 540), "有效期限", (380, 536), f"{begun:%Y.%m.%d}-{f'{until:%Y.%m.%d}' if until else '长期'}")
    return sheet.jpeg()


def licence(company: str, code: str, legal: str, expires: str) -> bytes:
    """A business licence, as JPEG; ``expires`` is an ISO date, ``long`` or ``NO_TERM``.

    ``ValueError`` for a credit code with a wrong check character and for names that the font cannot draw.
    """
    code, company, legal = code.upper(), drawable(company), drawable(legal)
    if not is_credit_code(code):
        raise ValueError("not a credit code with a right check character")
    until = None if expires in (LONG, NO_TERM) else date.fromisoformat(expires)
    since = _start(until, _LICENCE_TERMS)
    term = [("营业期限", f"{_chinese(since)}至{_chinese(until) if until else '长期'}")] if expires != NO_TERM else []
    sheet = _Sheet(_LICENCE_SIZE, (250, 247, 238))
    sheet.text((560, 110), "营业执照", 110, spacing=14)
    sheet.text((90, 280), "统一社会信用代码", 30, _LABEL)
    sheet.text((90, 325), code, 38)
    sheet.column(
        90, 300, 540,
        [("名　称", company), ("类　型", "有限责任公司"), ("法定代表人", legal),
         ("经营范围", "样例软件开发；示范工程咨询；模拟技术服务。")],
    )  # fmt: skip
    sheet.column(
        900, 1085, 455,
        [("注册资本", "壹佰万元整"), ("成立日期", _chinese(since)), *term, ("住　所", _address(code[2:] + code))],
    )  # fmt: skip
    sheet.mark((150, 900), 84)
    sheet.text((980, 900), "登记机关", 34, _LABEL)
    sheet.text((980, 970), _chinese(since), 34)
    return sheet.jpeg()


class _Sheet:
    """A document being drawn; places are the left upper corners of texts, in pixels."""

    def __init__(self, size: tuple[int, int], paper: tuple[int, int, int]) -> None:
        self._image = Image.new("RGB", size, paper)
        self._draw = ImageDraw.Draw(self._image)
        width, height = size
        self._draw.rounded_rectangle((12, 12, width - 13, height - 13), 28, outline=(150, 165, 175), width=4)

    def text(
        self, at: tuple[int, int], text: str, size: int, ink: tuple[int, int, int] = _INK, spacing: int = 0
    ) -> None:
        """One line; ``spacing`` pixels between characters."""
        x, y = at
        for one in text if spacing else [text]:
            self._draw.text((x, y), one, ink, font(size))
            x += round(font(size).getlength(one)) + spacing

    def label(self, at: tuple[int, int], text: str) -> None:
        """The printed name of a field."""
        self.text(at, text, 32, _LABEL)

    def field(
        self, at: tuple[int, int], label: str, value_at: tuple[int, int], value: str, size: int = 36, spacing: int = 0
    ) -> None:
        """A label and its value."""
        self.label(at, label)
        self.text(value_at, value, size, spacing=spacing)

    def column(self, x: int, value_x: int, width: int, fields: list[tuple[str, str]]) -> None:
        """Fields below each other, their values wrapped."""
        y = 420
        for label, value in fields:
            self.text((x, y), label, 32, _LABEL)
            for line in wrap(value, 34, width):
                self.text((value_x, y - 1), line, 34)
                y += 46
            y += 44

    def silhouette(self, box: tuple[int, int, int, int]) -> None:
        """Head and shoulders of nobody, with the specimen mark on them."""
        left, top, right, bottom = box
        middle, grey = (left + right) // 2, (176, 188, 198)
        self._draw.rectangle(box, (208, 218, 226))
        self._draw.ellipse((middle - 75, top + 45, middle + 75, top + 225), grey)
        self._draw.pieslice((left + 20, bottom - 150, right - 20, bottom + 150), 180, 360, grey)
        self.text((left + 55, bottom - 190), "样本", 90, _RED)
        self.text((left + 50, bottom - 80), "SPECIMEN", 40, _RED)

    def seal(self, box: tuple[int, int, int, int]) -> None:
        """A plain ring where an emblem would be."""
        self._draw.ellipse(box, outline=_RED, width=8)

    def mark(self, at: tuple[int, int], size: int) -> None:
        """The words that say what this is."""
        self.text(at, "样本 SPECIMEN", size, _RED)

    def jpeg(self) -> bytes:
        """The finished document."""
        out = io.BytesIO()
        self._image.save(out, "JPEG", quality=_JPEG_QUALITY)
        return out.getvalue()


def _address(number: str) -> str:
    seed = hashlib.sha256(number.encode()).digest()
    province = _PROVINCES.get(number[:2], "样例省")
    return f"{province}样例区示范街道模拟路{seed[0] + 1}号{seed[1] % 20 + 1}栋{seed[2] % 30 + 1}0{seed[3] % 4 + 1}室"


def _start(until: date | None, terms: tuple[int, ...]) -> date:
    """The first day of the first of those terms that has begun; of one without end, some day of last year."""
    today = datetime.now(timezone.utc).date()
    if until is None:
        return date(today.year - 1, 3, 7)
    starts = [_years_before(until, years) for years in terms]
    return next((start for start in starts if start <= today), starts[-1])


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _chinese(day: date) -> str:
    return f"{day:%Y年%m月%d日}"

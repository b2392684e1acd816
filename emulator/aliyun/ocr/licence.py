"""The fields of a business licence, of the layouts before and since 2019."""

from __future__ import annotations

import re

from emulator.aliyun.numbers import is_credit_code
from emulator.aliyun.ocr.page import Fields, Fragment, Page, Value

_TITLE = r"营\s*业\s*执\s*照"
_CODE_LABEL = r"统一社会信用代码|^注\s*册\s*号"
_LABELS = {
    "companyName": r"^(企业)?名\s*称",
    "companyType": r"^(主体)?类\s*型",
    "businessAddress": r"^(住\s*所|营业场所|经营场所|主要经营场所)",
    "legalPerson": r"^(法\s*定\s*代\s*表\s*人|负\s*责\s*人|经\s*营\s*者|投\s*资\s*人|执行事务合伙人)",
    "businessScope": r"^经\s*营\s*范\s*围",
    "registeredCapital": r"^注\s*册\s*资\s*本",
    "RegistrationDate": r"^成\s*立\s*日\s*期",
    "validPeriod": r"^(营业期限|合伙期限|经营期限)",
    "companyForm": r"^组\s*成\s*形\s*式",
}
_LINES = {"companyName": 4, "companyType": 3, "businessAddress": 4, "businessScope": 12, "validPeriod": 2}
_STOP = "|".join([*_LABELS.values(), r"^登\s*记\s*机\s*关", _CODE_LABEL])
_FEWEST_LABELS = 3
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NP-RTUW-Y]{18}")
_OLD_NUMBER = re.compile(r"[0-9]{15}")
# Letters that the code's alphabet leaves out because they are taken for these digits.
_CODE_SLIPS = str.maketrans("OISZ", "0152")
_DATE = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_FOREVER = "29991231"


def licence(page: Page) -> Fields | None:
    """All fields, those that the paper lacks empty; None if the picture is no licence."""
    labels = sum(page.count(label) > 0 for label in _LABELS.values())
    if not page.count(f"{_TITLE}|{_CODE_LABEL}") or labels < _FEWEST_LABELS:
        return None
    found = {name: _read(page.field(label, _STOP, lines=_LINES.get(name, 1))) for name, label in _LABELS.items()}
    return Fields({"creditCode": _code(page), **found, "issueDate": _issue_date(page), "title": _title(page)})


def valid_dates(period: str, registered: str) -> tuple[str, str]:
    """First and last day of validity as ``YYYYMMDD``; a licence without an end is valid until 29991231.

    The last day is empty if an end is printed and cannot be read.
    """
    days = ["".join((year, month.zfill(2), day.zfill(2))) for year, month, day in re.findall(_DATE, period)]
    if not period:
        days = ["".join((year, month.zfill(2), day.zfill(2))) for year, month, day in re.findall(_DATE, registered)]
    endless = not period or "长期" in period
    return (days[0] if days else ""), (_FOREVER if endless else days[1] if len(days) > 1 else "")


def _code(page: Page) -> Value | None:
    candidates = [one.changed(_code_text) for one in map(_as_value, page)]
    codes = [value for value in candidates if value and _CREDIT_CODE.fullmatch(value.text)]
    right = next((value for value in codes if is_credit_code(value.text)), None)
    old = (value for value in candidates if value and _OLD_NUMBER.fullmatch(value.text))
    return right or next(iter(codes), None) or next(old, None)


def _code_text(text: str) -> str:
    return re.sub(rf"{_CODE_LABEL}|[\s:：]", "", text).upper().translate(_CODE_SLIPS)


def _issue_date(page: Page) -> Value | None:
    dates = [one for one in page if re.fullmatch(_DATE, re.sub(r"\s", "", one.text))]
    authority = [one for one in page if re.search(r"登\s*记\s*机\s*关", one.text)]
    below = [one for one in dates if authority and one.middle > authority[0].middle]
    return _as_value(below[-1]) if below else None


def _title(page: Page) -> Value | None:
    return next((_as_value(one) for one in page if re.search(_TITLE, one.text)), None)


def _as_value(fragment: Fragment) -> Value:
    return Value.of([fragment])


def _read(value: Value | None) -> Value | None:
    return value.changed(lambda text: re.sub(r"\s+", "", text).lstrip(":：")) if value else None

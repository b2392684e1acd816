"""What a business licence is refused for, and what passes, reading by reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from emulator.aliyun.numbers import credit_check
from menjin.certification.certification import Reason
from menjin.certification.check import FOREVER, Verdict
from menjin.certification.compare_licence import compare_licence
from menjin.certification.readings import LicenceReading
from menjin.clock import CHINA
from tests.certification.labels import NOW, typed_firm
from tests.certification.people import Firm


def coded(first17: str) -> str:
    return first17 + credit_check(first17)


CODE = coded("91330106123456780")
FIRM = Firm("样例（中国）科技有限公司", CODE, "欧阳赟")
READ = LicenceReading("样例（中国）科技有限公司", CODE, "欧阳赟", "2039-03-07")


def verdict(**read: str) -> Verdict:
    return compare_licence(typed_firm(FIRM), replace(READ, **read), NOW)


def test_the_licence_that_was_typed_passes_until_the_end_of_its_last_day_in_china() -> None:
    end = int(datetime(2039, 3, 7, 23, 59, 59, tzinfo=CHINA).timestamp() * 1000)
    assert verdict() == Verdict(None, end)
    assert compare_licence(typed_firm(FIRM), READ, end) == Verdict(Reason.DOCUMENT_EXPIRED, end)


@pytest.mark.parametrize("term", [FOREVER, ""])
def test_a_licence_without_end_or_without_a_term_has_none(term: str) -> None:
    assert verdict(valid_until=term) == Verdict(None, None)


@pytest.mark.parametrize(
    "name",
    ["样例(中国)科技有限公司", "样例（中国)科技有限公司", "样例 （ 中国 ） 科技有限公司", "样例【中国】科技有限公司"],
)
def test_brackets_and_blanks_do_not_tell_names_apart(name: str) -> None:
    assert verdict(name=name).reason is None


@pytest.mark.parametrize(
    ("read", "reason"),
    [
        ({"name": ""}, Reason.PICTURE_UNREADABLE),
        ({"code": ""}, Reason.PICTURE_UNREADABLE),
        ({"code": CODE[:17]}, Reason.PICTURE_UNREADABLE),
        ({"legal": ""}, Reason.PICTURE_UNREADABLE),
        ({"valid_until": "?"}, Reason.PICTURE_UNREADABLE),
        ({"valid_until": "2039-02-30"}, Reason.PICTURE_UNREADABLE),
        ({"code": CODE[:9] + "9" + CODE[10:]}, Reason.NUMBER_INVALID),
        ({"code": coded("91330106123456781")}, Reason.NUMBER_DIFFERS),
        ({"code": "330106000012345"}, Reason.NUMBER_DIFFERS),
        ({"name": "样例中国科技有限公司"}, Reason.NAME_DIFFERS),
        ({"name": "样例（中国）科技有限责任公司"}, Reason.NAME_DIFFERS),
        ({"legal": "欧阳斌"}, Reason.LEGAL_DIFFERS),
        ({"valid_until": "2026-11-19"}, Reason.DOCUMENT_EXPIRED),
        ({"valid_until": "2026-11-20"}, None),
        ({"code": CODE.lower()}, None),
        ({"legal": "欧阳 赟"}, None),
    ],
)
def test_what_is_refused(read: dict[str, str], reason: Reason | None) -> None:
    assert verdict(**read).reason is reason


def test_the_coarsest_fault_is_named_first() -> None:
    assert verdict(name="别的公司", legal="李四", valid_until="2020-01-01").reason is Reason.NAME_DIFFERS
    assert verdict(legal="李四", valid_until="2020-01-01").reason is Reason.LEGAL_DIFFERS

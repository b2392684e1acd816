"""The price table of the local cloud: what the calls it takes would cost on the real one.

Prices are in yuan, without packages, discounts, free quotas and traffic, for Hangzhou; where the vendor's price falls
with the quantity, it is that of the smallest. They serve to compare one way of doing things with another, and to see
that nothing runs away: a bill is not to be expected to the cent. Change them here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Price:
    """What ``per`` units of an item cost. ``source`` says where the figure is from, or that it is an assumption."""

    yuan: Decimal
    per: int
    english: str
    chinese: str
    source: str


_CU = Decimal("0.00011")
"""Function Compute bills everything in CU (computing units): the first 200 million of a month cost this much each."""
_FC = "billing overview of Function Compute, CU prices from 2024-08-27 and conversion factors"
_OSS = "OSS pricing, Standard storage with local redundancy"
_TABLESTORE = "billing example of Tablestore, high-performance instance without reserved throughput"
_CONTRACT = "assumption on the high side: the vendor shows this price in the console alone"

PRICES: Mapping[str, Price] = {
    "sms.message": Price(Decimal("0.045"), 1, "SMS to the mainland", "国内短信", "SMS pricing, up to 100,000 a month"),
    "mail.message": Price(Decimal("2"), 1000, "mail", "邮件", "DirectMail pricing, beyond the free 200 a day"),
    "ocr.idcard": Price(Decimal("0.15"), 1, "ID card read", "身份证识别", _CONTRACT),
    "ocr.licence": Price(Decimal("0.15"), 1, "business licence read", "营业执照识别", _CONTRACT),
    "identity.person": Price(Decimal("1"), 1, "name and ID number checked", "身份二要素核验", _CONTRACT),
    "identity.company": Price(Decimal("1.5"), 1, "company checked", "企业要素核验", _CONTRACT),
    "identity.licence": Price(Decimal("1"), 1, "licence number checked", "营业执照核验", _CONTRACT),
    "fc.request": Price(_CU * 75, 10_000, "function calls", "函数调用次数", _FC),
    "fc.gb_second": Price(
        _CU * 115, 100, "function time, GB·s", "函数执行时长（GB·秒）", f"{_FC}, at one vCPU for each GB"
    ),
    "oss.write_request": Price(Decimal("0.01"), 10_000, "OSS requests that write or list", "OSS PUT 类请求", _OSS),
    "oss.read_request": Price(Decimal("0.01"), 10_000, "OSS requests that read", "OSS GET 类请求", _OSS),
    "oss.gb_month": Price(Decimal("0.12"), 1, "OSS storage, GB·month", "OSS 存储（GB·月）", _OSS),
    "tablestore.write_unit": Price(
        Decimal("0.02"), 10_000, "Tablestore write CU", "表格存储写 CU", f"{_TABLESTORE}; writing at twice the reading"
    ),
    "tablestore.read_unit": Price(Decimal("0.01"), 10_000, "Tablestore read CU", "表格存储读 CU", _TABLESTORE),
    "tablestore.gb_month": Price(
        Decimal("1"), 1, "Tablestore storage, GB·month", "表格存储数据（GB·月）", "assumption on the high side"
    ),
}
"""Item → price. The names are those that services count by."""

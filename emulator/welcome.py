"""What is said when the local cloud is ready: where everything is, and what to do next."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import Any

from emulator.shared.options import Options

_NAMES = {
    "gateway": ("HTTP gateway", "网关"),
    "console": ("Console", "控制台"),
    "oss": ("OSS", "对象存储"),
    "tablestore": ("Tablestore", "表格存储"),
    "aliyun": ("Aliyun APIs", "短信、邮件、识别"),
    "redis": ("Redis", "缓存"),
    "fc": ("FC API", "函数计算"),
}


def welcome(addresses: dict[str, Any], options: Options, seconds: float, ahead: float = 0) -> str:
    """The text for the terminal, in English and Chinese.

    ``seconds`` is how long the start took, ``ahead`` how far an earlier run left the clock from real time.
    """
    table = [f"  {_pad(english, 14)}{_pad(chinese, 18)}{addresses[key]}" for key, (english, chinese) in _NAMES.items()]
    return "\n".join(
        [
            f"\nReady after {seconds:.1f} s · 本地云已就绪\n",
            *table,
            *_pages(addresses["pages"]),
            *_clock(ahead),
            "\nNext · 下一步",
            "  Call a function or open a page; logs, SMS, mail and all data are in the console.",
            "  调用函数或打开页面；日志、短信、邮件和全部数据都在控制台里。",
            f"  Console · 控制台  {addresses['console']}",
            f"  Ctrl-C stops; state stays in {options.data} · 按 Ctrl-C 停止，数据保留",
        ]
    )


def _pages(pages: list[str]) -> list[str]:
    return ["\nPages · 页面", *(f"  {page}" for page in pages)] if pages else []


def _clock(ahead: float) -> list[str]:
    if not ahead:
        return []
    moved = str(timedelta(seconds=round(ahead)))
    return [
        "\nClock · 时钟",
        f"  still {moved} ahead of real time; a reset in the console sets it right",
        f"  仍比真实时间快 {re.sub(r' days?,', ' 天', moved)}；在控制台重置后恢复",
    ]


def _pad(text: str, width: int) -> str:
    """``text`` and blanks up to ``width`` columns, Chinese characters being two wide."""
    taken = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(1, width - taken)

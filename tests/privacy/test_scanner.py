"""The scanner reads a planted value however it is written, and says where without saying it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest

from tests.privacy.scanner import Finding, Piece, Planted, Scanner

NAME, NUMBER, CODE, PASSWORD = "阿卜杜热西提·𠮷㼆", "11010519491231002X", "482913", "correct Horse battery"
VALUES = (NAME, NUMBER, CODE, PASSWORD)


def found(value: str, content: str | bytes) -> set[Finding]:
    content = content.encode() if isinstance(content, str) else content
    return Scanner([Planted("it", value)]).scan([Piece("there", content)])


WRITTEN: dict[str, Callable[[str], str | bytes]] = {
    "clear": lambda value: f"before {value} behind",
    "upper": lambda value: f"before-{value.upper()}-behind",
    "lower": lambda value: f"before-{value.lower()}-behind",
    "JSON": lambda value: json.dumps({"a": value}),
    "JSON in JSON": lambda value: json.dumps(json.dumps({"a": value}, ensure_ascii=False), ensure_ascii=False),
    "percent": lambda value: f"?a={quote(value, safe='')}&b",
    "form": lambda value: f"a={quote_plus(value)}&b",
    "percent twice": lambda value: f"?a={quote(quote(value, safe=''), safe='')}&b",
    "JSON in a URL": lambda value: f"?a={quote(json.dumps({'a': value}))}&b",
    "base64": lambda value: base64.b64encode(value.encode()),
    "base64, one before": lambda value: base64.b64encode(b" " + value.encode() + b" "),
    "base64, two before": lambda value: base64.b64encode(b'{"' + value.encode() + b'"}'),
    "base64 of URLs": lambda value: base64.urlsafe_b64encode(b"???" + value.encode() + b"???"),
    "base64 in a URL": lambda value: quote(base64.b64encode(b"???" + value.encode() + b"?"), safe=""),
    "hex": lambda value: b"00" + value.encode().hex().encode() + b"ff",
    "HEX": lambda value: value.encode().hex().upper(),
    "full width": lambda value: "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in value),
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN.keys())
@pytest.mark.parametrize("value", VALUES)
def test_it_is_read_however_it_is_written(value: str, written: Callable[[str], str | bytes]) -> None:
    [finding, *_] = found(value, written(value))
    assert (finding.where, finding.what) == ("there", "it")
    assert value not in repr(finding)


def test_the_end_of_a_number_is_enough() -> None:
    assert found(NUMBER, f"{{{'*' * 10}{NUMBER[-8:]}}}") == {Finding("there", "it", "last 8")}


@pytest.mark.parametrize(
    "content", ["1***************1", "阿***", "1763482913000", "1.482913", "0x482913", "f482913a", ""]
)
def test_masks_and_other_numbers_are_not_it(content: str) -> None:
    assert [value for value in VALUES if found(value, content)] == []


def test_neither_values_nor_contents_show_in_texts() -> None:
    assert NAME not in repr((Planted("a name", NAME), Piece("there", NAME.encode())))

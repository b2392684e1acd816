"""What the tests of the documentation read out of Markdown: fenced blocks, headings, links, words in code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")

_FENCE = re.compile(r"^```(?P<kind>[a-z]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^(#+) +(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block: the word after the fence, and the text inside."""

    kind: str
    text: str


OTHERS = ("emulator/COVERAGE.md", "emulator/README.md", "conformance/README.md")


def pages() -> list[Path]:
    """Every page of the repository that people read."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), *(ROOT / name for name in OTHERS)]


def blocks(page: Path, kind: str | None = None) -> list[Block]:
    """The fenced blocks in order; ``kind`` chooses."""
    found = [Block(one["kind"], one["text"]) for one in _FENCE.finditer(page.read_text("utf-8"))]
    return [one for one in found if kind is None or one.kind == kind]


def prose(page: Path) -> str:
    """The page without its fenced blocks."""
    return _FENCE.sub("", page.read_text("utf-8"))


def headings(page: Path) -> list[tuple[int, str]]:
    """(level, text) of each heading."""
    return [(len(one[1]), one[2]) for one in _HEADING.finditer(prose(page))]


def links(page: Path) -> list[str]:
    """The targets of links and images."""
    return _LINK.findall(prose(page))


def code(page: Path) -> str:
    """Everything on the page that is set as code: spans, and fenced blocks."""
    return "\n".join([*_SPAN.findall(prose(page)), *(one.text for one in blocks(page))])

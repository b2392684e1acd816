"""The pages of the five documents are followed to the letter, and what they show is what is answered."""

from __future__ import annotations

import json
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from tests.docs.conftest import forget
from tests.docs.markdown import ROOT, Block, blocks
from tests.docs.terminal import JAR, follow
from tools.contracts.documented import FOLDERS, documented
from tools.functions import declared

PAGES = sorted((ROOT / "docs/documents").glob("*.md"))
CAPTCHAS = {"a-systems": JAR, "c-send": '"$TOKEN"', "d-auth": '"$RANDOM_STR"'}
"""Where the story of a page that shows a captcha keeps its id, in shell."""
ALONE = ("a-systems",)
"""Pages that list everybody of their system, where the READMEs' person is at home too."""

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


def test_every_document_has_its_page() -> None:
    assert sorted(page.name[0].upper() for page in PAGES) == sorted(FOLDERS)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("curl") or not shutil.which("bash"), reason="needs bash and curl")
@each_page
def test_the_story_by_curl(page: Path, local_cloud: dict[str, str], tmp_path: Path) -> None:
    if page.stem in ALONE:
        forget(local_cloud)
    printed = follow(page, local_cloud, tmp_path, CAPTCHAS.get(page.stem, JAR))

    assert sum(block.text.count("ask ") for block in blocks(page, "sh")) > 5
    for shown, answered in zip(_shown(page), printed, strict=True):
        assert re.fullmatch(_pattern(shown), answered), f"shown:\n{shown}\nanswered:\n{answered}"


@each_page
def test_the_table_has_every_documented_path(page: Path) -> None:
    table = re.findall(r"^\| `(/[^`]+)`[^|]* \| ([A-Z, ]+) \|", page.read_text("utf-8"), re.MULTILINE)
    shown = {path: tuple(methods.split(", ")) for path, methods in table}

    assert shown == _documented(page.name[0].upper())
    assert len(shown) == len(table)


@each_page
def test_session_marks_are_those_of_the_routes(page: Path) -> None:
    letter = page.name[0].upper()
    wanted = {
        pattern
        for function in declared(ROOT).values()
        for route in function.routes
        for pattern in [route.pattern]
        if route.dialect.name == letter and route.session == "required"
    }
    marked = set(re.findall(r"^\| `(/[^`]+)` [✔★] \|", page.read_text("utf-8"), re.MULTILINE))

    assert marked == wanted & set(_documented(letter))


@each_page
def test_the_forms_shown_are_json(page: Path) -> None:
    forms = [line for block in blocks(page, "json") for line in block.text.splitlines()]

    assert [set(json.loads(line)) for line in forms]
    assert len(forms) == 2


def _documented(letter: str) -> dict[str, tuple[str, ...]]:
    """Path → its methods, ours included."""
    found: dict[str, tuple[str, ...]] = {}
    for one in documented():
        if one.document == letter:
            found[one.path] = (*found.get(one.path, ()), one.method)
    return found


def _shown(page: Path) -> list[str]:
    """After each ``sh`` block what the page says it prints: the ``text`` block that follows, or nothing."""
    both = [*(one for one in blocks(page) if one.kind in ("sh", "text")), Block("", "")]
    return [then.text if then.kind == "text" else "" for one, then in pairwise(both) if one.kind == "sh"]


def _pattern(shown: str) -> str:
    """The text as it stands, with ``…`` for anything within a line."""
    return ".*?".join(re.escape(part) for part in shown.split("…"))

"""What the pages name exists: files, targets, settings, tests; and both READMEs say the same."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs.markdown import READMES, ROOT, blocks, code, headings, links, pages, prose
from tools import layers
from tools.cloud.steps import OPTIONAL, VARIABLES
from tools.functions import declared

PAGES = pages()
MEASUREMENTS = ROOT / "docs/measurements.md"
DECISIONS = ROOT / "docs/decisions"

COVERAGE = ROOT / "emulator/COVERAGE.md"

# Variables that are no settings of the product, and who reads them.
FUNCRAFT = {"FC_ENDPOINT", "ACCOUNT_ID", "REGION", "ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "IGNORE_TPL_VALIDATION"}
SYSTEM = {"HOME", "PATH", "NODE_PATH", "PYTHONPATH"}
OURS = {"LAYERS_PYTHON": "tools/layers.py", "REDIS_URL": "emulator/arguments.py"}

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@each_page
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    for target in links(page):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        assert there.is_relative_to(ROOT), target
        if anchor:
            assert anchor in {_anchor(text) for _, text in headings(there)}, target


@each_page
def test_targets_of_make_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for line in code(page).splitlines():
        for target in re.findall(r"\bmake ([a-z][a-z-]*)", line):
            assert target in targets, line


@each_page
def test_variables_that_are_set_or_named_are_read_by_somebody(page: Path) -> None:
    if page == COVERAGE:
        return  # its capitals are words of the vendors' protocols
    known = _settings() | {*VARIABLES, *OPTIONAL, *FUNCRAFT, *SYSTEM, *OURS}
    for block in (*blocks(page, "bash"), *blocks(page, "sh")):
        for line in re.findall(r"^export (.+)$", block.text, re.MULTILINE):
            for name in re.findall(r"\b([A-Z][A-Z_]+)=", line):
                assert name in known, line
    for name in re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", prose(page)):
        assert name in known or name in _source(), name


@each_page
def test_places_in_code_and_tests_exist(page: Path) -> None:
    for span in re.findall(r"`([\w./-]+(?:::\w+)?)`", prose(page)):
        path, _, test = span.partition("::")
        if test:
            assert f"def {test}(" in (ROOT / path).read_text("utf-8"), span
        elif "/" in path and path.split("/")[0] in {
            "functions",
            "layers",
            "tests",
            "tools",
            "emulator",
            "events",
            "docs",
        }:
            assert (ROOT / path).exists() or page.is_relative_to(DECISIONS), span


def test_places_of_the_security_page_exist() -> None:
    layer = layers.OWN / "menjin"
    page = ROOT / "docs/security.md"
    rows = [line.split(" | ") for line in page.read_text("utf-8").splitlines() if line.count(" | ") == 3]
    places = [place for row in rows[1:] for place in re.findall(r"`([\w/]+(?:\.py|/))`", row[2])]
    assert len(places) > 40
    for place in places:
        assert (layer / place).exists() or (ROOT / place).exists(), place


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_every_part_of_the_house_is_there(page: Path) -> None:
    house = next(one.text for one in blocks(page, "") if "wiring/" in one.text)
    # At the left margin: from the root. Indented by two: in our layer. Further in: only words about the line above.
    at_root, in_layer = (re.findall(rf"^{' ' * indent}(\S.*?)(?:  |$)", house, re.MULTILINE) for indent in (0, 2))

    assert len(at_root) > 5
    for folder, lines in ((ROOT, at_root), (layers.OWN / "menjin", in_layer)):
        for name in " ".join(lines).split():
            assert (folder / re.sub(r"<.+>/", "", name)).exists(), name


def test_both_readmes_have_the_same_commands_and_sections() -> None:
    english, chinese = READMES

    assert [one.text for one in blocks(english, "sh")] == [one.text for one in blocks(chinese, "sh")]
    assert [level for level, _ in headings(english)] == [level for level, _ in headings(chinese)]
    assert [one for one in links(english) if one != chinese.name] == [
        one for one in links(chinese) if one != english.name
    ]
    assert _addresses(english) == _addresses(chinese)


def test_commands_of_the_block_at_the_top_are_the_same() -> None:
    english, chinese = ([re.sub(r" *#.*", "", one.text) for one in blocks(page, "")][:1] for page in READMES)
    assert english == chinese


@each_page
def test_what_was_measured_stands_on_one_page(page: Path) -> None:
    if page in (MEASUREMENTS, COVERAGE) or page.is_relative_to(DECISIONS):
        return
    figure = re.compile(r"\d (?:ms|MB|kB|KB|GB|% |times as|per second|a second)")
    assert not figure.findall(prose(page)), figure.findall(prose(page))


def test_each_figure_has_its_command_and_machine() -> None:
    outputs = [one.text for one in blocks(MEASUREMENTS, "text")]
    assert outputs
    for text in outputs:
        assert text.startswith("$ make "), text
    assert re.search(r"cores?\b", prose(MEASUREMENTS) + "".join(outputs))


def test_our_own_variables_are_read_where_this_test_says() -> None:
    for name, place in OURS.items():
        assert name in (ROOT / place).read_text("utf-8"), name


def _addresses(page: Path) -> list[str]:
    return re.findall(r"<(http://[^>]+)>", prose(page))


def _anchor(heading: str) -> str:
    """The name under which a heading is linked to: lower case, blanks as hyphens, no punctuation."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@lru_cache(maxsize=1)
def _settings() -> frozenset[str]:
    return frozenset(one.name for function in declared(ROOT).values() for one in function.settings)


@lru_cache(maxsize=1)
def _source() -> str:
    """All code of the product, the local cloud and the tools: a constant that a page names occurs in it."""
    folders = ("layers/menjin", "emulator", "tools", "functions")
    files = [ROOT / "Makefile", *(file for folder in folders for file in (ROOT / folder).rglob("*.py"))]
    return "\n".join(file.read_text("utf-8") for file in files)

"""The pages' files: nothing inline, nothing from elsewhere, nothing that leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "functions" / "web" / "static"
FILES = {file.name: file.read_text("utf-8") for file in STATIC.iterdir()}


@pytest.mark.parametrize("name", sorted(FILES))
def test_nothing_comes_from_elsewhere(name: str) -> None:
    text = FILES[name].replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|//\w+\.|@import|\burl\(", text)


@pytest.mark.parametrize("name", sorted(name for name in FILES if name.endswith(".html")))
def test_a_page_has_no_script_and_no_style_of_its_own(name: str) -> None:
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", FILES[name])


@pytest.mark.parametrize("name", sorted(name for name in FILES if name.endswith((".html", ".js"))))
def test_every_file_that_is_named_is_there(name: str) -> None:
    named = re.findall(r'(?:src|href)="([\w-]+\.\w+)"|from "\./([^"]+)"|"([\w-]+\.html)[?"]', FILES[name])
    assert {one for match in named for one in match if one} <= set(FILES)


def test_scripts_never_write_markup_or_evaluate_text() -> None:
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.style\b")
    assert {name for name, text in FILES.items() if name.endswith(".js") and forbidden.search(text)} == set()


def test_every_file_is_needed() -> None:
    everything = "\n".join(FILES.values())
    pages = {name for name in FILES if name.endswith(".html")}
    assert {name for name in FILES if f'"{name}"' not in everything and f'"./{name}"' not in everything} <= pages

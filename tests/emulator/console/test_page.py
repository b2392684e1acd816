"""The console's files: who may load and call it, what they may do, and that they speak both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import pytest

from emulator.shared.changes import TOPICS
from emulator.shared.faults import KINDS, SERVICES
from tests.emulator.console.conftest import SmallCloud

STATIC = Path(__file__).parents[3] / "emulator" / "console" / "static"
SCRIPTS = {file: file.read_text("utf-8") for file in STATIC.rglob("*.js")}
PAGES = [file.read_text("utf-8") for file in STATIC.glob("*.html")]
PROPERTIES = {"textContent", "ariaLabel", "title", "placeholder"}
"""What a word may become of an element."""
WORD = re.compile(r'^  (\w+): \["((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)"\],$', re.MULTILINE)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.com"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1.example.com"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Host": "rebound.example.com"},
    ],
)
def test_pages_from_elsewhere_cannot_drive_it(http: httpx.Client, cloud: SmallCloud, headers: dict[str, str]) -> None:
    assert http.post("/api/clock", json={"advance_s": 60}, headers=headers).status_code == 403
    for path in ("/api/outbox", "/api/live", "/api/object?bucket=menjin&key=a"):
        assert http.get(path, headers=headers).status_code == 403
    assert cloud.clock.moved == 0


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_its_own_page_may_call_it_by_either_name(http: httpx.Client, cloud: SmallCloud, name: str) -> None:
    own = f"{name}:{cloud.ports.console}"
    answer = http.post("/api/clock", json={"advance_s": 1}, headers={"Host": own, "Origin": f"http://{own}"})
    assert answer.status_code == 200


def test_answers_that_may_name_persons_stay_out_of_caches_and_referrers(http: httpx.Client) -> None:
    for path in ("/api/outbox", "/api/registry", "/api/nothing"):
        answer = http.get(path)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_page_may_run_nothing_but_its_own_files(http: httpx.Client) -> None:
    answer = http.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "connect-src 'self';" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*\bsrc=)|\bstyle=|\son\w+=", answer.text)


def test_every_file_of_the_page_is_served_with_its_type(http: httpx.Client) -> None:
    types = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}
    for file in STATIC.rglob("*.*"):
        answer = http.get(f"/{file.relative_to(STATIC).as_posix()}")
        assert answer.headers["content-type"].startswith(types[file.suffix]), file
        assert "http://" not in answer.text.replace("http://www.w3.org/2000/svg", ""), file
        assert "https://" not in answer.text, file


def test_every_word_is_there_in_both_languages() -> None:
    for file, text in SCRIPTS.items():
        for block in re.findall(r"^learn\(\{\n(.*?)^\}\);", text, re.MULTILINE | re.DOTALL):
            words = WORD.findall(block)
            assert len(words) == block.count("\n"), f"{file.name}: a word without both its texts"
            for word, chinese, english in words:
                assert chinese.strip(), (file.name, word)
                assert english.strip(), (file.name, word)
                assert set(re.findall(r"\{\w+\}", chinese)) == set(re.findall(r"\{\w+\}", english)), (file.name, word)
                assert not re.search(r"[\u4e00-\u9fff]", english), (file.name, word)


def test_every_word_that_is_used_is_taught_and_the_other_way_round() -> None:
    known = {word for text in SCRIPTS.values() for word, _, _ in WORD.findall(text)}
    everything = "".join([*SCRIPTS.values(), *PAGES])
    used = set(re.findall(r'data-t(?:-\w+)?="(\w+)"', everything)) | set(re.findall(r'\bt\("(\w+)"', everything))
    used |= set(re.findall(r'\b(?:t|label|tip|hint): "(\w+)"', everything)) - PROPERTIES
    assert used - known == set()
    mentioned = set(re.findall(r"\w+", re.sub(WORD, "", everything)))
    composed = "|".join([r"\w+Lead", *(f"{start}\\w+" for start in re.findall(r"`(\w+_)\$\{", everything))])
    assert {word for word in known - mentioned if not re.fullmatch(composed, word)} == set()


def test_the_page_knows_every_fault_and_every_topic() -> None:
    form = SCRIPTS[STATIC / "sections" / "faults.js"]
    for name, known in (("SERVICES", SERVICES), ("KINDS", KINDS)):
        (listed,) = re.findall(rf"^const {name} = (\[.*\]);$", form, re.MULTILINE)
        assert json.loads(listed) == list(known)
    followed = {
        topic
        for text in SCRIPTS.values()
        for topics in re.findall(r"^  topics: (\[.*\]),$", text, re.MULTILINE)
        for topic in json.loads(topics)
    }
    assert followed - {"calls", "snapshots"} == set(TOPICS)

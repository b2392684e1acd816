"""The READMEs are followed to the letter: their shell blocks run in order, and what the text promises is there."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from menjin.codes.failures import CodeWrong
from menjin.contract import systems
from tests.docs.markdown import READMES, ROOT, blocks, prose
from tests.docs.terminal import follow
from tools.contracts.__main__ import Row, main, rows
from tools.contracts.documented import FOLDERS


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("curl") or not shutil.which("bash"), reason="needs bash and curl")
def test_the_story_by_curl(local_cloud: dict[str, str], tmp_path: Path) -> None:
    printed = follow(READMES[0], local_cloud, tmp_path)
    started, sent, registered, uploaded, certified = (_documents(part) for part in printed)

    assert started == []
    asked, outbox = sent
    assert asked["success"] is True
    assert [row["channel"] for row in outbox] == ["sms"]
    assert outbox[0]["params"]["code"] in outbox[0]["text"]

    account, security = registered
    assert account["success"] is True
    assert account["data"]["token"]
    assert security["data"]["phone"] == "138****8000"

    assert [answer["data"]["slot"] for answer in uploaded] == ["identity1", "identity2"]
    assert all(answer["data"]["type"] == "image/jpeg" for answer in uploaded)

    submitted, _fired, idle, states, messages, out = certified
    assert submitted["success"] is True
    assert idle == {"idle": True}
    assert states["data"]["person"]["status"] == "PASS"
    assert [one["kind"] for one in messages["data"]["list"]] == ["certification.pass"]
    assert out["success"] is True


def test_both_have_the_same_commands() -> None:
    one, other = ([block.text for block in blocks(page, "sh")] for page in READMES)
    assert one == other


def _documents(text: str) -> list[Any]:
    """JSON documents one after another, as curl prints them."""
    decoder, found, rest = json.JSONDecoder(), [], text.strip()
    while rest:
        document, end = decoder.raw_decode(rest)
        found.append(document)
        rest = rest[end:].lstrip()
    return found


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_the_failure_shown_is_the_one_that_is_answered(page: Path) -> None:
    shown = re.search(r'`(\{"success":false.+?\}\})`', page.read_text("utf-8"))
    assert shown
    assert shown[1].encode() == systems.failure(CodeWrong(), "", english=False).body


@pytest.fixture(scope="module")
def found() -> list[Row]:
    """What `make contracts` finds out."""
    return list(rows())


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_the_table_of_documents_says_what_make_contracts_prints(page: Path, found: list[Row]) -> None:
    table = re.findall(
        r"^\| \[([A-E])\]\((docs/documents/[\w-]+\.md)\)[^|]*\| [^|]+ \| (\d+) \| (\d+) \| `([\w/]+)` \|$",
        prose(page),
        re.MULTILINE,
    )

    assert [letter for letter, *_ in table] == list(FOLDERS)
    for letter, guide, paths, functions, tests in table:
        own = [row for row in found if row.wanted.document == letter]
        assert not [row for row in own if row.pending]
        assert int(paths) == len({row.wanted.path for row in own}), letter
        assert int(functions) == len({row.function for row in own}), letter
        assert tests == f"tests/documents/{FOLDERS[letter]}"
        assert Path(guide).name.startswith(f"{letter.lower()}-")
        assert (ROOT / guide).exists()


def test_the_sum_is_what_make_contracts_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    printed = capsys.readouterr().out.splitlines()[-1].partition(" / ")[0]

    assert [page.name for page in READMES if f"`{printed}`" not in prose(page)] == []

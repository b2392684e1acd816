"""The READMEs are followed to the letter: their shell blocks run in order, and what the text promises is there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from menjin.codes.failures import CodeWrong
from menjin.contract import systems
from tests.docs.markdown import READMES, blocks

pytestmark = pytest.mark.skipif(not shutil.which("curl") or not shutil.which("bash"), reason="needs bash and curl")

MARK = "=== end of block ==="
READER = Path(__file__).with_name("read_captcha.py")


@pytest.mark.slow
@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_the_story_by_curl(page: Path, empty_cloud: dict[str, str], tmp_path: Path) -> None:
    started, sent, registered, uploaded, certified = _follow(page, empty_cloud, tmp_path)

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


def _follow(page: Path, addresses: dict[str, str], folder: Path) -> list[list[Any]]:
    """Run the page's blocks in one shell; the JSON documents that each of them printed."""
    reader = f"$({sys.executable} {READER} jar {addresses['redis']} platform)"
    story = f"echo '{MARK}'\n".join(block.text for block in blocks(page, "sh"))
    for printed, here in (
        ("http://127.0.0.1:9999", addresses["gateway"]),
        ("http://127.0.0.1:9998", addresses["console"]),
        ("TEXT=ABCD", f"TEXT={reader}"),
    ):
        assert printed in story
        story = story.replace(printed, here)
    run = subprocess.run(
        ["bash", "-c", f"set -euo pipefail\n{story}"],
        env={"PATH": os.environ["PATH"], "TMPDIR": str(folder), "HOME": str(folder), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return [_documents(part) for part in run.stdout.split(f"{MARK}\n")]


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

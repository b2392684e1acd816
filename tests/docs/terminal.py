"""A person at a terminal: the shell blocks of a page, pasted one after another into one shell."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.docs.markdown import blocks

_MARK = "=== end of block ==="
_READER = Path(__file__).with_name("read_captcha.py")
JAR = "$(awk -F'\\t' '$6 ~ /[.]kap$/ {print $7}' jar)"
"""The captchas that curl's cookie jar names, in shell."""


def follow(page: Path, addresses: Mapping[str, str], folder: Path, captcha: str = JAR) -> list[str]:
    """What each of the page's ``sh`` blocks printed. ``captcha``: where its id stands, in shell.

    Two things are not as the page has them: the addresses, and the text of a captcha, which the page has a person read.
    """
    story = f"echo '{_MARK}'\n".join(block.text for block in blocks(page, "sh"))
    reader = f"{sys.executable} {_READER} {addresses['redis']} {captcha}"
    story = story.replace("TEXT=ABCD", f"TEXT=$({reader})")
    for printed, here in (("9999", addresses["gateway"]), ("9998", addresses["console"])):
        assert f"http://127.0.0.1:{printed}" in story
        story = story.replace(f"http://127.0.0.1:{printed}", here)
    run = subprocess.run(
        ["bash", "-c", f"set -euo pipefail\n{story}"],
        env={"PATH": os.environ["PATH"], "TMPDIR": str(folder), "HOME": str(folder), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout.split(f"{_MARK}\n")

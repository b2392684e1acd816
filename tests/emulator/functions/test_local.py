"""local.yml: placeholders, and what is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from emulator.shared.local import Local, LocalError
from emulator.shared.options import Ports

PORTS = Ports.below(9999)


def test_a_missing_file_is_no_settings(tmp_path: Path) -> None:
    assert Local.read(tmp_path, PORTS) == Local()


def test_placeholders_are_filled_and_other_braces_stay(tmp_path: Path) -> None:
    (tmp_path / "local.yml").write_text(
        'environment: {A: "http://{host}:{oss}/{x}", B: "{\\"k\\": {}}", R: "{redis_url}"}\n'
        'layers: {deps: ["build/{python}"]}\n'
        "prepare: [[python, -m, tool, '{fc}']]\n"
    )
    local = Local.read(tmp_path, PORTS)
    assert local.environment == {"A": "http://127.0.0.1:9997/{x}", "B": '{"k": {}}', "R": "redis://127.0.0.1:9994/0"}
    assert local.layers == {"deps": [tmp_path / f"build/{sys.version_info.major}.{sys.version_info.minor}"]}
    assert local.prepare == [["python", "-m", "tool", "9993"]]


@pytest.mark.parametrize(
    "text",
    [
        "- a",
        "colour: red",
        "environment: {A: 1}",
        "environment: [a]",
        "layers: {a: b}",
        "prepare: [a]",
        "pages: [a]",
        "a: [",
    ],
)
def test_what_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "local.yml").write_text(text)
    with pytest.raises(LocalError, match=r"local\.yml"):
        Local.read(tmp_path, PORTS)

"""The deployment's steps that need no account are taken as `docs/deploy.md` writes them."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from emulator.functions.template.load import load
from tests.docs.markdown import ROOT, blocks
from tools import derive
from tools.functions import declared

PAGE = ROOT / "docs/deploy.md"
HERE = ("functions", "layers/menjin", "template.yml", "tools")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository in which the page's blocks have run."""
    folder = tmp_path_factory.mktemp("deploy")
    for name in HERE:
        there = folder / name
        there.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, there, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, there)
    story = "\n".join(block.text for block in blocks(PAGE, "sh")).replace(".venv/bin/python", sys.executable)
    run = subprocess.run(
        ["bash", "-c", f"set -euo pipefail\n{story}"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "nothing left" in run.stdout
    return folder


@pytest.fixture(scope="module")
def deployed(checkout: Path) -> dict[str, Any]:
    """The template that the steps wrote."""
    return dict(yaml.safe_load((checkout / "build/template.yml").read_text("utf-8")))


def test_the_written_template_can_be_deployed(checkout: Path) -> None:
    template = load(checkout / "build/template.yml")

    assert {one.name for one in template.functions} >= set(declared(ROOT))
    assert [one.name for one in template.domains] == ["accounts.example.cn"]


def test_code_is_found_from_where_the_template_lies(checkout: Path, deployed: dict[str, Any]) -> None:
    for name, entry in _functions(deployed).items():
        assert (checkout / "build" / entry["Properties"]["CodeUri"] / "index.py").is_file(), name


def test_secrets_are_given_to_those_who_read_them_and_to_nobody_else(deployed: dict[str, Any]) -> None:
    known, secret = declared(ROOT), _secret_names()
    for name, entry in _functions(deployed).items():
        readers = known[Path(entry["Properties"]["CodeUri"]).name]
        secrets = {one.name for one in readers.settings if one.secret}
        given = entry["Properties"]["EnvironmentVariables"]
        assert {one for one in given if one in secret} == secrets, name


def test_what_the_settings_name_replaces_what_the_template_says(deployed: dict[str, Any]) -> None:
    for entry in _functions(deployed).values():
        assert entry["Properties"]["EnvironmentVariables"]["PUBLIC_URL"] == "https://accounts.example.cn"
    (upload,) = deployed["Resources"]["menjin"]["asset_event"]["Events"].values()
    assert upload["Properties"]["BucketName"] == "example-accounts"


def test_secrets_are_for_their_owner_s_eyes(checkout: Path) -> None:
    for file in ("build/template.yml", "menjin-production.env"):
        assert stat.S_IMODE((checkout / file).stat().st_mode) == 0o600, file


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("CODE_KEY=", "CODE_KEI="), ["unknown: CODE_KEI", "missing: CODE_KEY"]),
        (("CODE_KEY=", "CODE_KEY=short"), ["unreadable: CODE_KEY"]),
        (("INDEX_KEY=", "#INDEX_KEY="), ["missing: INDEX_KEY"]),
    ],
)
def test_settings_that_cannot_work_are_named_without_their_values(
    checkout: Path, change: tuple[str, str], said: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, out = tmp_path / "settings.env", tmp_path / "template.yml"
    good = (checkout / "menjin-production.env").read_text("utf-8")
    settings.write_text(good.replace(*change), encoding="utf-8")

    assert derive.main(["--secrets", str(settings), "--out", str(out)]) == 2

    problems = capsys.readouterr().err
    assert re.findall(r"^(\w+: \w+)", problems, re.MULTILINE) == said
    assert "short" not in problems
    assert not out.exists()


def _functions(template: dict[str, Any]) -> dict[str, Any]:
    service = template["Resources"]["menjin"]
    return {name: one for name, one in service.items() if name not in ("Type", "Properties")}


def _secret_names() -> set[str]:
    return {one.name for function in declared(ROOT).values() for one in function.settings if one.secret}

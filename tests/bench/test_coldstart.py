"""The measurements say what they claim to say."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bench import coldstart, warm
from bench.deployment import Stage, brief


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """One function that takes a while to import, and a package it finds in the dependency layer."""
    code = tmp_path / "python/functions/slow"
    code.mkdir(parents=True)
    (code / "index.py").write_text("import time, msgspec; time.sleep(0.05)\n")
    return Stage(tmp_path)


def test_an_import_is_set_against_the_bare_interpreter_of_its_round(stage: Stage) -> None:
    bare, (slow,) = coldstart.measure(stage, ["slow"], rounds=2)
    assert slow.wall - bare.wall > 50
    assert slow.ratio > 1
    assert slow.cpu < slow.wall
    assert "msgspec" in slow.packages


def test_a_function_that_does_not_import_is_told_and_left_out(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    (stage.code("slow") / "index.py").write_text("import nothing_of_that_name\n")
    _, imports = coldstart.measure(stage, ["slow"], rounds=1)
    assert imports == []
    assert "slow: ModuleNotFoundError: No module named 'nothing_of_that_name'" in capsys.readouterr().out


def test_packages_are_told_apart_from_what_came_with_them() -> None:
    assert brief(["aiohttp", "tablestore", "yarl"]) == "tablestore (+2)"
    assert brief([]) == "-"


def test_the_sample_of_a_function_without_url_is_no_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events = tmp_path / "events/certify_run"
    events.mkdir(parents=True)
    (events / "a_http.json").write_text(json.dumps({"version": "v1", "requestContext": {}}))
    (events / "b_timer.json").write_text(json.dumps({"triggerTime": "2026-11-20T00:00:00Z"}))
    monkeypatch.setattr(warm, "ROOT", tmp_path)
    assert json.loads(warm.sample("certify_run") or b"") == {"triggerTime": "2026-11-20T00:00:00Z"}
    assert warm.sample("certify_item") is None


def test_the_machine_is_named() -> None:
    assert coldstart.machine().startswith(f"CPython {sys.version_info.major}.{sys.version_info.minor}.")

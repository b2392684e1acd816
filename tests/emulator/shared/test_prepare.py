"""The commands that furnish the cloud before it calls itself ready."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from emulator.shared.local import Local
from emulator.shared.prepare import PrepareError, prepare


def run(local: Local, root: Path) -> list[str]:
    told: list[str] = []
    asyncio.run(prepare(local, root, told.append))
    return told


def test_commands_run_in_order_in_the_repository_with_the_local_settings(tmp_path: Path) -> None:
    append = "import os; open('log', 'a').write(os.environ['PLACE'] + '{}')"
    local = Local(
        environment={"PLACE": "here"},
        prepare=[["python", "-c", append.format(1)], ["python", "-c", append.format(2)]],
    )
    assert run(local, tmp_path) == [f"$ python -c {append.format(number)}" for number in (1, 2)]
    assert (tmp_path / "log").read_text() == "here1here2"


def test_real_credentials_never_reach_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "real")
    monkeypatch.setenv("ALIBABA_CLOUD_SECURITY_TOKEN", "real")
    look = "import os; open('log', 'w').write(str({k: v for k, v in os.environ.items() if 'ALIBABA' in k}))"
    run(Local(prepare=[["python", "-c", look]]), tmp_path)
    log = (tmp_path / "log").read_text()
    assert "LOCALKEYID" in log
    assert "real" not in log


def test_a_failure_stops_with_what_the_command_printed(tmp_path: Path) -> None:
    local = Local(
        prepare=[["python", "-c", "print('no such table'); raise SystemExit(3)"], ["python", "-c", "open('log', 'w')"]]
    )
    with pytest.raises(PrepareError, match="exit code 3\nno such table"):
        run(local, tmp_path)
    assert not (tmp_path / "log").exists()


def test_a_command_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(PrepareError, match="prepare: no-such-command: No such file"):
        run(Local(prepare=[["no-such-command"]]), tmp_path)

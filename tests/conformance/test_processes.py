"""Commands end when they should, and with them whatever they started."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from conformance import processes

PYTHON = [sys.executable, "-I", "-S", "-c"]


def test_a_command_has_its_log_and_its_exit_code(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "one.log"
    code = processes.run([*PYTHON, "print('said'); raise SystemExit(3)"], folder=tmp_path, log=log, limit=20)
    assert code == 3
    assert log.read_text("utf-8").splitlines()[-1] == "said"


def test_a_command_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(processes.Overdue, match="did not end within"):
        processes.run([*PYTHON, "import time; time.sleep(600)"], folder=tmp_path, log=tmp_path / "log", limit=0.05)


def test_a_command_is_ended_with_what_it_started() -> None:
    reading, writing = os.pipe()
    program = "import os, time; os.fork() or print('there', flush=True); time.sleep(600)"
    process = processes.start([*PYTHON, program], folder=Path(), output=writing)
    os.close(writing)
    assert os.read(reading, 64) == b"there\n"
    processes.end(process)
    assert process.returncode == -signal.SIGTERM
    assert os.read(reading, 64) == b"", "the child still has the other end"
    os.close(reading)

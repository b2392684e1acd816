"""A local cloud as `make run` starts it, in a process of its own: what the pages say is tried from outside."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from emulator.shared.options import Ports
from tests.docs.markdown import ROOT

Addresses = dict[str, str]
TRIES = 3
"""Ports that were free when they were chosen may be taken by another test when the process asks for them."""


@pytest.fixture(scope="package")
def local_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    """The addresses of a fresh local cloud, as its ready file names them."""
    for _ in range(TRIES):
        folder = tmp_path_factory.mktemp("docs")
        with _started(folder) as process:
            try:
                if _is_ready(process, folder):
                    yield dict(json.loads((folder / "ready.json").read_text("utf-8")))
                    return
            finally:
                process.send_signal(signal.SIGINT)
    pytest.fail((folder / "log").read_text("utf-8"))


def forget(addresses: Addresses) -> None:
    """Empty that cloud; its instances end with what they knew, so that every function starts anew."""
    httpx.post(f"{addresses['console']}/api/reset", timeout=60).raise_for_status()


def _started(folder: Path) -> subprocess.Popen[bytes]:
    options = ("--port", str(Ports.below(0).gateway), "--data", str(folder / "data"), "--fresh")
    with (folder / "log").open("w") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "emulator", *options, "--ready-file", str(folder / "ready.json")],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if name != "REDIS_URL"},
            stdout=log,
            stderr=log,
        )


def _is_ready(process: subprocess.Popen[bytes], folder: Path) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if (folder / "ready.json").exists():
            return True
        time.sleep(0.05)
    return False

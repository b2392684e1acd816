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


@pytest.fixture(scope="module")
def local_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    """The addresses of a fresh local cloud, as its ready file names them."""
    folder = tmp_path_factory.mktemp("docs")
    ready = folder / "ready.json"
    options = ("--port", str(Ports.below(0).gateway), "--data", str(folder / "data"), "--fresh")
    environment = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            [sys.executable, "-m", "emulator", *options, "--ready-file", str(ready)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        ) as process,
    ):
        try:
            yield _addresses(ready, process, folder / "log")
        finally:
            process.send_signal(signal.SIGINT)


@pytest.fixture
def empty_cloud(local_cloud: Addresses) -> Addresses:
    """The same, with everything forgotten."""
    httpx.post(f"{local_cloud['console']}/api/reset", timeout=60).raise_for_status()
    return local_cloud


def _addresses(ready: Path, process: subprocess.Popen[bytes], log: Path) -> Addresses:
    deadline = time.monotonic() + 60
    while not ready.exists():
        assert process.poll() is None, log.read_text("utf-8")
        assert time.monotonic() < deadline, log.read_text("utf-8")
        time.sleep(0.05)
    return dict(json.loads(ready.read_text("utf-8")))

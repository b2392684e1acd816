"""A local cloud in a process of its own, as ``make run`` starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.deployment import ROOT

START_S = 120
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Of every program that is measured: compiling it anew each time is nobody's use."""


@contextmanager
def cloud(data: Path, *more: str, root: Path = ROOT) -> Iterator[dict[str, Any]]:
    """A local cloud in a process of its own, on free ports; yields its addresses once it is ready."""
    ready = data.with_name(f"{data.name}.json")
    log = data.with_name(f"{data.name}.log")
    command = [sys.executable, "-m", "emulator", "--port", "0", "--root", str(root), "--data", str(data), *more]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--ready-file", str(ready)], cwd=ROOT, env=ENVIRONMENT, stdout=output, stderr=output
        )
    try:
        deadline = time.monotonic() + START_S
        while not ready.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("the local cloud did not start:\n" + log.read_text("utf-8", "replace"))
            time.sleep(0.002)
        yield json.loads(ready.read_text("utf-8"))
    finally:
        process.terminate()
        process.wait(START_S)
        ready.unlink(missing_ok=True)

"""The command of the local cloud, started by a test as a process of its own."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Any


def ready(process: subprocess.Popen[Any], file: Path) -> dict[str, Any]:
    """What the ready file says, once it is there."""
    deadline = time.monotonic() + 60
    while not file.exists():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < deadline
        time.sleep(0.02)
    addresses: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return addresses

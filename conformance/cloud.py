"""A local cloud of the run's own: ``python -m emulator`` as a process, on free ports, with nothing deployed."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conformance import processes
from emulator.shared import keys, options

ROOT = Path(__file__).parents[1]
KEY_ID, KEY_SECRET = keys.ACCESS_KEY_ID, keys.ACCESS_KEY_SECRET
ACCOUNT, REGION = options.ACCOUNT, options.REGION

_START_LIMIT = 60.0
_POLL = 0.05


class NotStarted(Exception):
    """The local cloud did not start; the text says where its own words are."""


@dataclass(frozen=True)
class Cloud:
    """The addresses of a local cloud that answers."""

    gateway: str
    console: str
    oss: str
    tablestore: str
    aliyun: str
    fc: str

    def oss_in(self, style: str) -> tuple[str, dict[str, str]]:
        """The address of OSS in a style, and the environment in which our hooks lead there.

        ``path``: an IP address, so that clients put the bucket into the path. ``host``: the bucket is a host name under
        ``oss.localhost``. ``public``: the vendor's own host names, as in production.
        """
        if style == "path":
            return self.oss, {}
        if style == "host":
            return self.oss.replace(options.HOST, "oss.localhost"), {}
        place = self.oss.removeprefix("http://")
        # A test resolves the vendor's name by itself, and connects to port 80 of what it finds.
        return f"http://oss-{REGION}.aliyuncs.com", instead_of({".aliyuncs.com": place, options.HOST: place})


def instead_of(hosts: Mapping[str, str]) -> dict[str, str]:
    """The environment in which our hooks connect to other places: end of a host's name → ``host:port``."""
    return {"CONFORMANCE_HOSTS": json.dumps(hosts)}


NOTHING = Cloud(**dict.fromkeys(Cloud.__dataclass_fields__, f"http://{options.HOST}:1"))
"""Addresses at which nobody listens, for what a suite comes to without any cloud."""


@contextmanager
def running(
    folder: Path, arguments: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Iterator[Cloud]:
    """A fresh local cloud, its state and its log ``cloud.log`` in ``folder``; ended afterwards, whatever happens.

    ``NotStarted`` if it does not answer within a minute.
    """
    log, ready = folder / "cloud.log", folder / "cloud.json"
    command = [sys.executable, "-m", "emulator", "--port", "0", "--fresh", "--empty"]
    command += ["--data", str(folder / "data"), "--ready-file", str(ready), *arguments]
    with log.open("wb") as output:
        process = processes.start(command, folder=ROOT, output=output.fileno(), environment=environment)
    try:
        deadline = time.monotonic() + _START_LIMIT
        while not ready.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise NotStarted(f"the local cloud did not start; see {log}")
            time.sleep(_POLL)
        addresses = json.loads(ready.read_text("utf-8"))
        yield Cloud(**{name: addresses[name] for name in Cloud.__dataclass_fields__})
    finally:
        processes.end(process)

"""A local cloud in a process of its own, with the two functions of a run and the settings to try them with."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from bench.deployment import ROOT
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.local import Local
from emulator.shared.options import HOST, Ports
from menjin.parts import Parts
from menjin.settings import load
from tests.small_cloud import GROUPS, KEY
from tools.cloud.bucket import bucket_steps
from tools.cloud.steps import Settings
from tools.cloud.tables import table_steps

RUN, ITEM = "certify_run", "certify_item"
_START_S = 90
_ANSWER_S = 120
"""Lists of all calls of ten thousand certifications take their time."""


@dataclass(frozen=True)
class Given:
    """What is tried: pace, money, time limit; and what the vendors allow."""

    items_per_second: int
    ocr_limit: int
    """Pictures a second that the vendor reads; the functions keep to four fifths of it, as by default to 8 of 10."""
    identity_limit: int
    budget_yuan: int
    """A system and day."""
    time_limit_s: int
    """Of one invocation of ``certify_run``."""

    @property
    def settings(self) -> dict[str, str]:
        """The environment of the functions, where it is not the local cloud's usual one."""
        return {
            "CERTIFY_ITEMS_PER_SECOND": str(self.items_per_second),
            "OCR_PER_SECOND": str(_below(self.ocr_limit)),
            "IDENTITY_PER_SECOND": str(_below(self.identity_limit)),
            "CERTIFY_BUDGET_YUAN_PER_DAY": str(self.budget_yuan),
        }


@dataclass(frozen=True)
class BenchCloud:
    """One that runs."""

    pid: int
    console: httpx.Client
    environment: Mapping[str, str]

    def parts(self) -> Parts:
        """The product's parts on connections of their own. Whoever uses them goes by real time."""
        return Parts(KEY, dict(zip(GROUPS, load(self.environment, GROUPS), strict=True)))

    def get(self, path: str, **query: Any) -> Any:
        """What the console answers."""
        return self.console.get(path, params=query).raise_for_status().json()

    def post(self, path: str, **fields: Any) -> Any:
        """What the console answers to a change."""
        return self.console.post(path, json=fields).raise_for_status().json()


@contextmanager
def bench_cloud(folder: Path, given: Given) -> Iterator[BenchCloud]:
    """The cloud for as long as the block lasts. ``folder`` is empty and takes all state."""
    root, ports = folder / "root", Ports.below(0)
    _lay_out(root, given)
    with _process(folder, root, ports, given) as process:
        environment = {
            **{name: str(value) for name, value in _template()["Mappings"]["Settings"]["Values"].items()},
            **Local.read(root, ports).environment,
            "ALIBABA_CLOUD_ACCESS_KEY_ID": ACCESS_KEY_ID,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ACCESS_KEY_SECRET,
            "FC_SERVICE_NAME": "menjin",
        }
        _furnish(environment)
        with httpx.Client(base_url=f"http://{HOST}:{ports.console}", timeout=_ANSWER_S) as console:
            yield BenchCloud(process.pid, console, environment)


@contextmanager
def _process(folder: Path, root: Path, ports: Ports, given: Given) -> Iterator[subprocess.Popen[bytes]]:
    ready, log = folder / "ready.json", folder / "log"
    limits = ["--identity-qps", str(given.identity_limit), "--ocr-qps", str(given.ocr_limit)]
    places = ["--root", str(root), "--data", str(folder / "data"), "--ready-file", str(ready)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "emulator", "--port", str(ports.gateway), *limits, *places],
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + _START_S
        while not ready.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("the local cloud did not start:\n" + log.read_text("utf-8", "replace"))
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait(_START_S)


def _lay_out(root: Path, given: Given) -> None:
    """A deployment of the two functions, copied: whoever edits the repository meanwhile changes nothing here."""
    without = shutil.ignore_patterns("__pycache__")
    for part in (f"functions/{RUN}", f"functions/{ITEM}", "layers/menjin"):
        shutil.copytree(ROOT / part, root / part, ignore=without)
    (root / "build").symlink_to(ROOT / "build")
    template = _template()
    service = template["Resources"]["menjin"]
    functions = [name for name, part in service.items() if isinstance(part, dict) and "Runtime" in _properties(part)]
    for name in {*functions} - {RUN, ITEM}:
        del service[name]
    _properties(service[RUN])["Timeout"] = given.time_limit_s
    for event in service[RUN]["Events"].values():
        # It fires when it is told.
        _properties(event)["Enable"] = False
    _write(root / "template.yml", {**template, "Resources": {"menjin": service}})
    local = yaml.safe_load((ROOT / "local.yml").read_text("utf-8"))
    environment = {**local["environment"], **given.settings}
    _write(root / "local.yml", {"environment": environment, "layers": local["layers"]})


def _properties(part: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = part.get("Properties", {})
    return found


def _template() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "template.yml").read_text("utf-8"))
    return found


def _write(file: Path, content: dict[str, Any]) -> None:
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")


def _furnish(environment: Mapping[str, str]) -> None:
    """Tables and bucket, as ``make cloud`` makes them."""
    settings = Settings.read(environment)
    for steps in (table_steps, bucket_steps):
        for step in steps(settings):
            if step.apply:
                step.apply()


def _below(limit: int) -> int:
    return max(1, limit * 4 // 5)

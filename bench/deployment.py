"""What there is to measure: the functions of ``template.yml``, and a staged copy of code and layers as deployed."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from tools import layers

ROOT = layers.ROOT
CHOSEN = frozenset(
    {"PIL", "aliyunsdkcore", "argon2", "cryptography", "fc2", "jwt", "msgspec", "numpy", "oss2", "redis", "tablestore"}
)
"""Import names of what the layer is made for, and of what must never be seen; the rest came with it."""


@dataclass(frozen=True)
class Deployed:
    """One function entry of the template; two entries may share a folder of code."""

    service: str
    name: str
    folder: str
    """Name of its folder under ``functions/``."""
    environment: dict[str, str]
    http: bool


def folders() -> list[str]:
    """The folders of functions, by name."""
    return sorted(path.parent.name for path in (ROOT / "functions").glob("*/index.py"))


def functions() -> list[Deployed]:
    """The entries of the template, by name."""
    template = yaml.safe_load((ROOT / "template.yml").read_text("utf-8"))
    found = [
        _deployed(service, name, entry["Properties"], entry.get("Events") or {})
        for service, resource in template["Resources"].items()
        if resource.get("Type") == "Aliyun::Serverless::Service"
        for name, entry in resource.items()
        if isinstance(entry, dict) and entry.get("Type") == "Aliyun::Serverless::Function"
    ]
    return sorted(found, key=lambda one: one.name)


def _deployed(service: str, name: str, properties: dict[str, Any], events: dict[str, Any]) -> Deployed:
    return Deployed(
        service=service,
        name=name,
        folder=Path(properties["CodeUri"]).name,
        environment={key: str(value) for key, value in (properties.get("EnvironmentVariables") or {}).items()},
        http=any(event.get("Type") == "HTTP" for event in events.values()),
    )


@dataclass(frozen=True)
class Stage:
    """Compiled copies, as an instance has them under ``/code`` and ``/opt``."""

    home: Path

    def code(self, folder: str) -> Path:
        """The code folder of a function."""
        return self.home / "python" / "functions" / folder

    def path(self, folder: str) -> list[str]:
        """The import path of an instance, before the interpreter's own."""
        return [str(self.code(folder)), str(self.home / "python" / "own"), str(layers.local_folder() / "python")]


@contextmanager
def staged() -> Iterator[Stage]:
    """Code and our layer, copied and compiled; gone afterwards. The dependency layer has to be built already."""
    with TemporaryDirectory(prefix="bench-") as home:
        base = Path(home) / "python"
        for source, name in ((ROOT / "functions", "functions"), (layers.OWN, "own")):
            shutil.copytree(source, base / name, ignore=shutil.ignore_patterns("__pycache__"))
        layers.compile_all(Path(sys.executable), Path(home), prefix="/", workers=0)
        yield Stage(Path(home))


def brief(packages: list[str]) -> str:
    """The packages we chose, and how many of theirs came along."""
    chosen = [name for name in packages if name in CHOSEN]
    others = len(packages) - len(chosen)
    return " ".join([*chosen, *([f"(+{others})"] if others else [])]) or "-"

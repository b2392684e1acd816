"""``local.yml``: what the local cloud lays over the deployment. The product never sees the file."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from emulator.shared.options import HOST, Ports

NAME = "local.yml"


class LocalError(ValueError):
    """``local.yml`` is not what it should be; the text says where."""


@dataclass(frozen=True)
class Local:
    """The settings of this machine. A missing file gives empty ones."""

    environment: dict[str, str] = field(default_factory=dict)
    """Joins, and where named alike replaces, the environment variables of every function."""
    layers: dict[str, list[Path]] = field(default_factory=dict)
    """Layer name → folders that may hold it, the first that exists is taken."""
    prepare: list[list[str]] = field(default_factory=list)
    """Commands to run, in order, when the services answer, and again after a reset."""
    messages: dict[str, Any] | None = None
    """The table whose rows the console shows as platform messages, and which of its columns is what."""
    pages: list[str] = field(default_factory=list)
    """Paths behind the gateway that a person may want to open first."""
    sms_signatures: frozenset[str] = frozenset()
    """Signatures that the SMS service takes; none: any."""
    sms_templates: dict[str, str] = field(default_factory=dict)
    """Templates that the SMS service takes, by code, ``${name}`` standing for values; none: any."""

    @classmethod
    def read(cls, root: Path, ports: Ports, redis_url: str | None = None) -> Local:
        """Read the file in ``root``; ``{host}``, ``{service}`` (a port) and ``{redis_url}`` are filled in.

        ``redis_url`` is where Redis is, the embedded one unless given. Other braces stay.
        """
        path = root / NAME
        if not path.exists():
            return cls()
        try:
            raw = yaml.safe_load(path.read_text("utf-8")) or {}
        except yaml.YAMLError as problem:
            raise LocalError(f"{NAME}: {problem}") from problem
        if not isinstance(raw, dict):
            raise LocalError(f"{NAME}: a map is expected")
        known = {"environment", "layers", "prepare", "messages", "pages", "sms"}
        if set(raw) - known:
            raise LocalError(f"{NAME}: unknown: {', '.join(sorted(map(str, set(raw) - known)))}")
        places = {name: str(port) for name, port in ports.as_dict().items()} | {"host": HOST}
        places["redis_url"] = redis_url or f"redis://{HOST}:{ports.redis}/0"
        signatures, templates = _sms(raw.get("sms") or {})
        return cls(
            environment=_environment(raw.get("environment") or {}, places),
            layers=_layers(raw.get("layers") or {}, root),
            prepare=_commands(raw.get("prepare") or [], places),
            messages=_messages(raw.get("messages")),
            pages=_pages(raw.get("pages") or []),
            sms_signatures=signatures,
            sms_templates=templates,
        )


def _fill(text: str, places: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: places.get(match[1], match[0]), text)


def _environment(raw: Any, places: dict[str, str]) -> dict[str, str]:
    if not isinstance(raw, dict):
        raise LocalError(f"{NAME}: environment: a map is expected")
    for name, value in raw.items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise LocalError(f"{NAME}: environment: {name}: names and values are texts, put them in quotes")
    return {name: _fill(value, places) for name, value in raw.items()}


def _layers(raw: Any, root: Path) -> dict[str, list[Path]]:
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    if not isinstance(raw, dict):
        raise LocalError(f"{NAME}: layers: a map is expected")
    layers = {}
    for name, folders in raw.items():
        if not isinstance(folders, list) or not all(isinstance(folder, str) for folder in folders):
            raise LocalError(f"{NAME}: layers: {name}: a list of folders is expected")
        layers[str(name)] = [root / _fill(folder, {"python": python}) for folder in folders]
    return layers


def _commands(raw: Any, places: dict[str, str]) -> list[list[str]]:
    if not isinstance(raw, list) or not all(isinstance(command, list) and command for command in raw):
        raise LocalError(f"{NAME}: prepare: a list of commands, each a list of words, is expected")
    return [[_fill(str(word), places) for word in command] for command in raw]


def _messages(raw: Any) -> dict[str, Any] | None:
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise LocalError(f"{NAME}: messages: a map is expected")
    needed = {"instance", "table", "to", "template", "text", "at"}
    if needed - set(raw) or set(raw) - needed - {"params"}:
        raise LocalError(f"{NAME}: messages: {', '.join(sorted(needed))} are expected, and params at most")
    return raw


def _pages(raw: Any) -> list[str]:
    if not isinstance(raw, list) or not all(isinstance(path, str) and path.startswith("/") for path in raw):
        raise LocalError(f"{NAME}: pages: a list of paths is expected")
    return raw


def _sms(raw: Any) -> tuple[frozenset[str], dict[str, str]]:
    if not isinstance(raw, dict) or set(raw) - {"signatures", "templates"}:
        raise LocalError(f"{NAME}: sms: signatures and templates are expected, nothing else")
    signatures, templates = raw.get("signatures") or [], raw.get("templates") or {}
    if not isinstance(signatures, list) or not all(isinstance(one, str) for one in signatures):
        raise LocalError(f"{NAME}: sms: signatures: a list of texts is expected")
    if not isinstance(templates, dict) or not all(isinstance(text, str) for pair in templates.items() for text in pair):
        raise LocalError(f"{NAME}: sms: templates: a map of texts is expected")
    return frozenset(signatures), templates

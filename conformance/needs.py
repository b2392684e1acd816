"""What suites stand on, fetched once and kept: checkouts of public repositories, Python and Node packages."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from conformance import processes

HERE = Path(__file__).parent
BUILD = HERE.parent / "build" / "conformance"
_REQUIREMENTS = HERE / "requirements.txt"
_CLONE_LIMIT = 180.0
_INSTALL_LIMIT = 600.0


class NotThere(Exception):
    """Something that a suite stands on is neither there nor to be had; the text says what to do."""


class Need(Protocol):
    """Something that a suite stands on. Equal needs are fetched once."""

    def provide(self, suites: Path) -> Path:
        """Where it is, fetched first if it was not there; ``NotThere`` if that fails.

        ``suites`` is the folder of checkouts; whatever is not a checkout is kept under ``build/conformance``.
        """


@dataclass(frozen=True)
class Checkout:
    """One commit of a public repository. A folder that is there is read, and never written to except by a fetch."""

    address: str
    commit: str

    @property
    def folder(self) -> str:
        """The name of its folder among the checkouts: that of the repository."""
        return self.address.rpartition("/")[2]

    def provide(self, suites: Path) -> Path:
        """The folder of the checkout, which holds the commit; cloned or fetched where the network allows."""
        folder = suites / self.folder
        if not folder.exists():
            self._clone(folder)
        elif not (folder / ".git").exists():
            raise NotThere(f"{folder} is no git checkout: move it away, or clone {self.address} there")
        elif not self._holds_commit(folder) and self._git(folder, "fetch", "--quiet", self.address, self.commit):
            raise NotThere(f"{folder} lacks commit {self.commit[:12]}: run `git -C {folder} fetch {self.address}`")
        return folder

    def copy(self, folder: Path, target: Path, *parts: str) -> None:
        """Lay ``parts`` of the commit out in ``target``. The checkout's own files, changed or not, are not touched."""
        target.mkdir(parents=True, exist_ok=True)
        archive = subprocess.run(
            ["git", "-C", folder, "archive", "--format=tar", self.commit, *parts], capture_output=True, check=True
        )
        subprocess.run(["tar", "-x", "-C", target], input=archive.stdout, check=True)

    def _clone(self, folder: Path) -> None:
        draft = folder.with_name(f".{folder.name}.{os.getpid()}")
        try:
            draft.mkdir(parents=True)
            steps = (
                ("init", "--quiet"),
                ("remote", "add", "origin", self.address),
                ("fetch", "--quiet", "--depth", "1", "origin", self.commit),
                ("checkout", "--quiet", "--detach", self.commit),
            )
            if any(self._git(draft, *step) for step in steps):
                raise NotThere(f"no network to clone it: run `git clone {self.address} {folder}` where there is")
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _holds_commit(self, folder: Path) -> bool:
        return self._git(folder, "cat-file", "-e", f"{self.commit}^{{commit}}") == 0

    def _git(self, folder: Path, *arguments: str) -> int:
        """The exit code of git; a password is never asked for, and an unreachable host is given up."""
        try:
            return processes.run(
                ["git", *arguments],
                folder=folder,
                log=BUILD / "logs" / f"{self.folder}.log",
                limit=_CLONE_LIMIT,
                environment={"GIT_TERMINAL_PROMPT": "0"},
            )
        except processes.Overdue:
            return 1


@dataclass(frozen=True)
class Python:
    """The vendor's Python clients of ``requirements.txt``, in an environment of one version of Python."""

    version: str | None = None
    """Such as ``3.12``; the version that runs us if not given."""

    def provide(self, suites: Path) -> Path:
        """The interpreter of the environment, made for the lock as it is now."""
        interpreter = Path(sys.executable) if self.version is None else _interpreter(self.version)
        version = self.version or "{}.{}".format(*sys.version_info)
        home = BUILD / f"python-{version}"
        python = home / "bin" / "python"
        if _is_made_for(home, _REQUIREMENTS):
            return python
        _install([interpreter, "-m", "venv", "--clear", home], BUILD, f"python-{version}")
        install = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps", "--require-hashes"]
        _install([python, *install, "-r", _REQUIREMENTS], BUILD, f"python-{version}")
        _mark_made_for(home, _REQUIREMENTS)
        return python


@dataclass(frozen=True)
class Node:
    """The npm packages of ``node/<name>``, as its lock has them."""

    name: str

    def provide(self, suites: Path) -> Path:
        """The folder that holds ``node_modules``, installed for the lock as it is now; no package's script is run."""
        if shutil.which("npm") is None:
            raise NotThere("there is no npm: install Node.js 18 or newer")
        source, home = HERE / "node" / self.name, BUILD / "node" / self.name
        lock = source / "package-lock.json"
        if _is_made_for(home, lock):
            return home
        home.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(source / name, home / name)
        _install(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], home, f"node-{self.name}")
        _mark_made_for(home, lock)
        return home


@dataclass(frozen=True)
class Locale:
    """A locale of the C library for tests that set it; systems of servers seldom have more than the one they run in."""

    name: str
    charset: str = "UTF-8"

    def provide(self, suites: Path) -> Path:
        """A folder for ``LOCPATH``, which lacks the locale where the system has no sources to make it from."""
        home = BUILD / "locale"
        made = home / f"{self.name}.{self.charset}"
        if not made.is_dir() and shutil.which("localedef"):
            home.mkdir(parents=True, exist_ok=True)
            command: list[str | Path] = ["localedef", "-i", self.name, "-f", self.charset, made]
            processes.run(command, folder=home, log=BUILD / "logs" / "locale.log", limit=_CLONE_LIMIT)
        return home


def _interpreter(version: str) -> Path:
    """A Python of that version, on the path or among those of pyenv."""
    name = f"python{version}"
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    on_path = shutil.which(name)
    candidates = [Path(on_path)] if on_path else []
    for candidate in (*candidates, *sorted(pyenv.glob(f"versions/{version}.*/bin/{name}"), reverse=True)):
        # A shim of pyenv is on the path even where its version is not chosen.
        if subprocess.run([candidate, "-c", ""], check=False, capture_output=True).returncode == 0:
            return candidate
    raise NotThere(f"there is no {name}: install it, or leave this suite out")


def _install(command: Sequence[str | Path], folder: Path, name: str) -> None:
    log = BUILD / "logs" / f"{name}.log"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        code = processes.run(command, folder=folder, log=log, limit=_INSTALL_LIMIT)
    except processes.Overdue as reason:
        raise NotThere(f"{reason}; see {log}") from reason
    if code:
        raise NotThere(f"its packages were not installed (no network?); see {log}")


def _is_made_for(home: Path, lock: Path) -> bool:
    stamp = home / ".made-for"
    return stamp.is_file() and stamp.read_text("ascii") == _digest(lock)


def _mark_made_for(home: Path, lock: Path) -> None:
    (home / ".made-for").write_text(_digest(lock), "ascii")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

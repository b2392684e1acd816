"""From the folders a developer edits to the read-only trees an instance sees: ``/code`` and ``/opt``.

Code is copied, byte-compiled and made read-only, so that a living instance never sees a half-saved file. Unchecked
bytecode is loaded without a look at the source, whatever its time stamp: the stage never changes. A layer of many
files is linked instead of copied; it is built, not edited, and brings its own bytecode.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import os
import py_compile
import shutil
import stat
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import crcmod

from emulator.functions import rules
from emulator.shared.folder import remove

_COPY_LIMIT = 400
"""Files in a layer up to which it is copied."""
_crc64: Callable[..., int] = crcmod.mkCrcFun(0x142F0E1EBA9EA3693, initCrc=0, xorOut=0xFFFFFFFFFFFFFFFF)
_READ_ONLY = 0o555
_UNCHECKED = (1).to_bytes(4, "little")
"""The flags of bytecode that is loaded without a look at its source (PEP 552)."""
IGNORED = ("__pycache__", ".git", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".DS_Store")
UNREAD = (".pyc", "~", ".swp")
"""Endings of files that are no code of anybody's."""


class StagingError(Exception):
    """Code or a layer cannot be made ready; the text says what is missing and what helps."""


def files_of(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Relative path and state of every file that counts, in a fixed order."""
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in IGNORED)
        for name in sorted(names):
            if name in IGNORED or name.endswith(UNREAD):
                continue
            path = os.path.join(base, name)
            try:
                yield os.path.relpath(path, folder), os.stat(path)
            except FileNotFoundError:
                continue


def fingerprint(folders: Iterable[Path]) -> str:
    """Changes whenever a file in one of the folders is saved, added or removed."""
    digest = hashlib.sha256(sys.implementation.cache_tag.encode())
    for folder in folders:
        digest.update(str(folder).encode())
        for name, state in files_of(folder):
            digest.update(f"\0{name}\0{state.st_mtime_ns}\0{state.st_size}".encode(errors="surrogateescape"))
    return digest.hexdigest()[:16]


def stage_code(source: Path, home: Path) -> Path:
    """A read-only, compiled copy of ``source`` under ``home``; the same content is staged once."""
    if not source.is_dir():
        raise StagingError(f"code folder {source} does not exist")
    target = home / fingerprint([source]) / "code"
    if not target.exists():
        build(target, lambda draft: _copy(source, draft))
    return target


def unpack(archive: bytes, target: Path) -> None:
    """Unpack an uploaded zip; ``StagingError`` for what is no zip or leaves its folder."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as bundle:
            for name in bundle.namelist():
                if name.startswith("/") or ".." in Path(name).parts:
                    raise StagingError(f"the zip holds a path outside itself: {name}")
            target.mkdir(parents=True, exist_ok=True)
            bundle.extractall(target)
    except zipfile.BadZipFile as problem:
        raise StagingError("the code is not a zip archive") from problem


def checksum(content: bytes) -> int:
    """The CRC-64 (ECMA-182) by which the API names an archive."""
    return _crc64(content)


def folder_checksum(folder: Path) -> int:
    """The same for code that was never an archive."""
    found = 0
    for name, _ in files_of(folder):
        found = _crc64((folder / name).read_bytes(), _crc64(name.encode(errors="surrogateescape"), found))
    return found


class Layers:
    """Layer ARN → folder, and lists of layers → one merged ``/opt``."""

    def __init__(self, home: Path, published: Callable[[tuple[str, int]], Path | None]) -> None:
        """``published`` says where a version uploaded through the API is."""
        self._home, self._published = home, published
        self.local: Mapping[str, list[Path]] = {}
        """From ``local.yml``: name → candidate folders."""
        self._large: dict[Path, bool] = {}

    def folders(self, arns: Iterable[str]) -> list[Path]:
        """Where the layers lie; ``StagingError`` names the first that is nowhere."""
        return [self._folder(arn) for arn in arns]

    def _folder(self, arn: str) -> Path:
        named = rules.layer(arn)
        if named is None:
            raise StagingError(f"'{arn}' is not a layer's ARN")
        name, version = named
        if name in self.local:
            for folder in self.local[name]:
                if folder.is_dir():
                    return folder
            looked = ", ".join(str(folder) for folder in self.local[name])
            raise StagingError(f"layer {name} is not built: none of {looked} exists; run `make layers-local`")
        uploaded = self._published(named)
        if uploaded:
            return uploaded
        raise StagingError(f"layer {name} version {version} is neither published nor named in local.yml")

    def stage(self, arns: Iterable[str]) -> Path | None:
        """One tree with all the layers; None for no layers. Functions with the same list share it."""
        folders = self.folders(arns)
        if not folders:
            return None
        target = self._home / self._fingerprint(folders) / "opt"
        if not target.exists():
            build(target, lambda draft: _merge(folders, draft))
        return target

    def fingerprint(self, arns: Iterable[str]) -> str:
        """Changes whenever what :meth:`stage` would answer does."""
        try:
            return self._fingerprint(self.folders(arns))
        except StagingError as problem:
            return str(problem)

    def _fingerprint(self, folders: list[Path]) -> str:
        return hashlib.sha256(" ".join(map(self._state, folders)).encode()).hexdigest()[:16]

    def _state(self, folder: Path) -> str:
        if folder not in self._large:
            self._large[folder] = _is_large(folder)
        if not self._large[folder]:
            return fingerprint([folder])
        # A built layer is replaced as a whole: its upper folders tell, and thousands of files need no look.
        upper = [folder, folder / "python", *sorted(folder.glob("python/*"))]
        return " ".join(f"{path}\0{path.stat().st_mtime_ns}" for path in upper if path.exists())


def _merge(folders: list[Path], draft: Path) -> None:
    draft.mkdir(parents=True)
    for folder in folders:
        _lay(folder, draft, copy=not _is_large(folder))


def _is_large(folder: Path) -> bool:
    return any(count >= _COPY_LIMIT for count, _ in enumerate(files_of(folder)))


def _lay(source: Path, target: Path, *, copy: bool) -> None:
    """Lay one layer over ``target``. Two layers may share folders, never a file: which wins is not documented."""
    for entry in sorted(source.iterdir()):
        place = target / entry.name
        if entry.name in IGNORED:
            continue
        if place.is_symlink() and place.is_dir() and entry.is_dir():
            _unfold(place)
        if entry.is_dir() and (copy or place.exists()):
            place.mkdir(exist_ok=True)
            _lay(entry, place, copy=copy)
        elif place.exists():
            raise StagingError(f"two layers hold {entry.name} ({entry} and {place})")
        elif copy:
            shutil.copy2(entry, place)
        else:
            place.symlink_to(entry.absolute())


def _unfold(link: Path) -> None:
    """Turn a linked folder into a folder of links, so that another layer can join it."""
    origin = link.resolve()
    link.unlink()
    link.mkdir()
    for entry in origin.iterdir():
        (link / entry.name).symlink_to(entry)


def _copy(source: Path, draft: Path) -> None:
    for name, _ in files_of(source):
        place = draft / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / name, place)
    draft.mkdir(parents=True, exist_ok=True)


def build(target: Path, fill: Callable[[Path], None]) -> None:
    """Fill a draft, compile it, protect it, and only then give it its name."""
    draft = target.with_name(f".{target.name}-{os.getpid()}")
    remove(draft)
    fill(draft)
    _compile(draft)
    _protect(draft)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft.rename(target)


def _compile(folder: Path) -> None:
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    for base, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            path = os.path.join(base, name)
            if name.endswith(".py") and not os.path.islink(path) and not _brings_bytecode(path):
                py_compile.compile(path, doraise=False, quiet=2, invalidation_mode=mode)


def _brings_bytecode(source: str) -> bool:
    """Whether there is bytecode for this interpreter that is valid whatever becomes of the source."""
    try:
        with open(importlib.util.cache_from_source(source), "rb") as compiled:
            head = compiled.read(8)
    except FileNotFoundError:
        return False
    return head == importlib.util.MAGIC_NUMBER + _UNCHECKED


def _protect(folder: Path) -> None:
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(base, name)
            if not os.path.islink(path):
                os.chmod(path, stat.S_IMODE(os.stat(path).st_mode) & ~0o222)
        os.chmod(base, _READ_ONLY)

"""Build the layers in the form in which Function Compute unpacks them under ``/opt``.

``python -m tools.layers build`` writes ``menjin.zip`` and ``dependencies.zip`` for the runtime the functions are
deployed to. The same sources give the same bytes, so a layer is published again only when something in it changed.

``python -m tools.layers local`` puts the same dependencies, for the interpreter that runs it, into
``build/layers/dependencies-X.Y``, which the local cloud mounts. It does nothing while the lock stays as it is.

Programs of ours that use the product outside an instance call ``use()`` first, and import it from the layers too.

Both carry bytecode that is never checked against its source: code folders are read-only in an instance, and an
import that has to compile first takes about 2.6 times as long.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "layers/menjin/python"
LOCK = ROOT / "layers/dependencies/requirements.txt"
OUTPUT = ROOT / "build/layers"

RUNTIME = "3.10"
"""Minor version of Python that the functions are deployed to (runtime ``python3.10``)."""
GLIBC = 28
"""The runtime is Debian 10: glibc 2.28."""
PLATFORMS = ["manylinux2014_x86_64", *(f"manylinux_2_{minor}_x86_64" for minor in range(GLIBC, 4, -1))]

LEFT_OUT = {
    "numpy": "flatbuffers uses it where it is there; nobody here asks for vectors, and it is a third of the layer",
    "crcmod": "published as source only; crcmod-plus carries the same package ready built",
}
SOURCE_ONLY = ("aliyun-fc2", "oss2")
"""Pure Python, published without wheels: built here, and still the same for every platform."""

UNUSED_FOLDERS = frozenset({"test", "tests", "SelfTest", "__pycache__", "bin"})
UNUSED_FILES = (
    *("*.pyi", "*.c", "*.h", "*.pyx", "*.pxd", "*.pxi", "*.a", "*.exe", "*.pth"),
    "tablestore/ots_sdk/ots_sdk.so",  # loads on Python 3.12 alone; left out there too, so that all encode alike
    "tablestore/native/*-darwin.so",
)
INSTALLER_NOTES = ("RECORD", "WHEEL", "INSTALLER", "REQUESTED", "direct_url.json")

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest time that a zip can state; every file carries it."""


def build_layers(output: Path = OUTPUT) -> list[Path]:
    """Write both zips for the runtime into ``output`` and print what is in them; returns their paths."""
    python = find_runtime(os.environ)
    output.mkdir(parents=True, exist_ok=True)
    written = []
    for name, fill in (("menjin", _copy_own_package), ("dependencies", _install_for_runtime)):
        with _stage(output) as stage:
            say(f"{name}: gathering")
            fill(python, stage / "python")
            say(f"{name}: compiling with Python {RUNTIME}")
            compile_all(python, stage, prefix="/opt")
            check_binaries(stage)
            target = output / f"{name}.zip"
            pack(stage, target)
            report(name, stage, target)
            written.append(target)
    return written


def build_local(output: Path = OUTPUT) -> Path:
    """Make the dependency layer for this interpreter, unless it stands there already; returns its folder."""
    folder = local_folder(output)
    stamp, wanted = folder / ".made-from", recipe()
    if _reads(stamp, wanted):
        return folder
    output.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with _alone(output), _stage(output) as stage:
        if _reads(stamp, wanted):
            return folder
        say(f"dependencies: installing for this Python into {folder.relative_to(output.parent.parent)}")
        install([], stage / "python", [])
        say("dependencies: compiling")
        compile_all(Path(sys.executable), stage, prefix=str(folder), workers=0)
        (stage / stamp.name).write_text(wanted)
        if folder.exists():
            folder.rename(stage.with_name("old"))
        stage.rename(folder)
    say(f"dependencies: ready after {time.monotonic() - started:.0f} s")
    return folder


def local_folder(output: Path = OUTPUT) -> Path:
    """Where the dependency layer for this interpreter is or will be."""
    return output / f"dependencies-{sys.version_info.major}.{sys.version_info.minor}"


def use() -> None:
    """Make the product and its SDKs importable in this process, as they are in an instance."""
    # What the environment has itself goes before the dependency layer: nothing is then loaded from two places.
    for place, path in ((0, str(OWN)), (len(sys.path) + 1, str(local_folder() / "python"))):
        if path not in sys.path:
            sys.path.insert(place, path)


def _reads(file: Path, text: str) -> bool:
    return file.is_file() and file.read_text() == text


def recipe() -> str:
    """Digest of all that decides what ``build_local`` makes."""
    digest = hashlib.sha256()
    for part in (LOCK.read_bytes(), Path(__file__).read_bytes(), sys.version.encode(), sys.platform.encode()):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def find_runtime(environment: Mapping[str, str]) -> Path:
    """The interpreter of the runtime's version that compiles the layers; ``SystemExit`` says how to name one."""
    named = environment.get("LAYERS_PYTHON")
    pyenv = Path(environment.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    found = [sys.executable, f"python{RUNTIME}", *map(str, pyenv.glob(f"{RUNTIME}.*/bin/python"))]
    for candidate in [named] if named else found:
        path, version = _identify(candidate)
        if version == RUNTIME:
            return Path(path)
    if named:
        raise SystemExit(f"LAYERS_PYTHON={named} is not a Python {RUNTIME}")
    raise SystemExit(
        f"The layers are compiled by Python {RUNTIME}, the runtime's version, and there is none on this machine. "
        f"Install it, or name it: LAYERS_PYTHON=/path/to/python{RUNTIME} make layers"
    )


def _identify(python: str) -> tuple[str, str]:
    """Path and minor version of an interpreter; empty if it does not run (a shim without a version behind it)."""
    script = "import sys; print('%s\\n%d.%d' % (sys.executable, *sys.version_info[:2]))"
    try:
        answer = subprocess.run([python, "-c", script], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return "", ""
    path, _, version = answer.strip().rpartition("\n")
    return path, version


def _copy_own_package(_python: Path, target: Path) -> None:
    shutil.copytree(OWN, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))


def _install_for_runtime(python: Path, target: Path) -> None:
    # pip judges the lock's conditions by the interpreter it works for, so that one has to be the runtime's.
    judge = [] if python == Path(sys.executable) else ["--python", str(python)]
    tags = [f"--platform={platform}" for platform in PLATFORMS]
    tags += ["--python-version", RUNTIME, "--implementation", "cp"]
    tags += [f"--abi={abi}" for abi in ("cp" + RUNTIME.replace(".", ""), "abi3", "none")]
    install(judge, target, [*tags, "--only-binary=:all:", f"--no-binary={','.join(SOURCE_ONLY)}"])


def install(before: list[str], target: Path, after: list[str]) -> None:
    """Install what the lock names into ``target``, and take away what no import reaches.

    ``before`` and ``after`` are options of pip itself and of its ``install``. Everything is checked by hash.
    """
    target.mkdir(parents=True)
    chosen = target.parent / "requirements.txt"
    chosen.write_text(without(LOCK.read_text(), LEFT_OUT))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", *before, "install"]
    common = ["--no-deps", "--require-hashes", "--no-compile", "--target", str(target), "-r", str(chosen)]
    # Older pips would otherwise run an old package's own installer, which leaves other traces than a wheel.
    subprocess.run([*pip, *common, *after], check=True, env={**os.environ, "PIP_USE_PEP517": "1"})
    chosen.unlink()
    slim(target)


def without(lock: str, names: Iterable[str]) -> str:
    """The text of a lock less the packages named; an entry is a line ``name==version`` and those indented below it."""
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", lock)
    return "".join(entry for entry in entries if entry.partition("==")[0] not in names)


def slim(target: Path) -> None:
    """Delete what is never imported: tests, sources of C code, type stubs, the installer's own notes."""
    for path in sorted(target.rglob("*"), reverse=True):
        unused = path.name in UNUSED_FOLDERS if path.is_dir() else _is_unused(path)
        if unused and path.is_dir():
            shutil.rmtree(path)
        elif unused:
            path.unlink()


def _is_unused(path: Path) -> bool:
    if path.parent.suffix == ".dist-info":
        return path.name in INSTALLER_NOTES
    return any(path.match(pattern) for pattern in UNUSED_FILES)


def compile_all(python: Path, stage: Path, prefix: str, workers: int = 1) -> None:
    """Compile every module under ``stage``, with tracebacks that name it under ``prefix``; 0 workers: one per core."""
    # Which strings and in what order an interpreter writes depends on what else it has met and on its hash seed:
    # so it starts alone, without settings, and with the seed given.
    command = [str(python), "-S", "-s", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    places = ["-j", str(workers), "-p", prefix, "python"]
    subprocess.run([*command, *places], check=True, cwd=stage, env={"PYTHONHASHSEED": "0"})


def check_binaries(stage: Path) -> None:
    """``SystemExit`` unless every shared object runs on the runtime's processor and C library."""
    for path in sorted(stage.rglob("*.so*")):
        content = path.read_bytes()
        if content[:4] != b"\x7fELF" or content[18:20] != b"\x3e\x00":
            raise SystemExit(f"{path.relative_to(stage)} is not built for Linux on x86_64")
        newest = max((int(minor) for minor in re.findall(rb"GLIBC_2\.(\d+)", content)), default=0)
        if newest > GLIBC:
            raise SystemExit(f"{path.relative_to(stage)} needs glibc 2.{newest}; the runtime has 2.{GLIBC}")


def pack(stage: Path, target: Path) -> None:
    """Zip ``stage`` so that equal content gives equal bytes: sorted names, one time, plain permissions."""
    partial = target.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in _files(stage):
            entry = zipfile.ZipInfo(path.relative_to(stage).as_posix(), EPOCH)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    partial.replace(target)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def report(name: str, stage: Path, target: Path) -> None:
    """Print the sizes of a layer, packed and unpacked, and of what is biggest in it."""
    sizes: Counter[str] = Counter()
    for path in _files(stage):
        sizes[path.relative_to(stage / "python").parts[0]] += path.stat().st_size
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    say(f"{name}: {_mb(target.stat().st_size)} zipped, {_mb(sum(sizes.values()))} unpacked, sha256 {digest[:16]}")
    for package, size in sizes.most_common(8):
        say(f"    {_mb(size):>9}  {package}")


def _mb(size: int) -> str:
    return f"{size / 1e6:.2f} MB"


@contextmanager
def _alone(output: Path) -> Iterator[None]:
    """Wait until no other process makes something in ``output``."""
    with (output / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _stage(output: Path) -> Iterator[Path]:
    """A folder to fill, on the same disk as where its content goes; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=".stage-", dir=output) as folder:
        stage = Path(folder) / "opt"
        stage.mkdir()
        yield stage


def say(text: str) -> None:
    """Tell the person at the terminal how far it is, before a child process writes."""
    print(text, flush=True)


def main() -> None:
    """Build what the command line names."""
    parser = argparse.ArgumentParser(prog="tools.layers", description="Build the layers.")
    parser.add_argument("what", choices=["build", "local"], help="both zips, or the folder for the local cloud")
    if parser.parse_args().what == "build":
        build_layers()
    else:
        build_local()


if __name__ == "__main__":
    main()

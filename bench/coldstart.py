"""How long a function takes to be there, and what it loads: ``python -m bench.coldstart``.

The import of each ``index.py`` is timed as a whole process, in turn with an interpreter that does nothing, so that
both meet the same moment of the machine. What the first request loads, and how quick further ones are, is measured on
a local cloud that is started for it (see ``bench.warm``); ``--no-cloud`` leaves that out.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from bench.deployment import Stage, brief, folders, functions, staged
from tools import layers

ROUNDS = 10
_BARE = [sys.executable, "-I", "-S", "-B", "-W", "ignore", "-c"]
_LIST = (
    "import json; print(json.dumps(sorted({n.partition('.')[0] for n, m in list(sys.modules.items())"
    " if '/dependencies-' in (getattr(m, '__file__', None) or '')})))"
)


@dataclass(frozen=True)
class Run:
    """One process: wall and processor time in milliseconds."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Import:
    """The import of one function, against the bare interpreter of the same round."""

    folder: str
    wall: float
    cpu: float
    ratio: float
    packages: list[str]


class Broken(Exception):
    """A function does not import; the text is what the interpreter said last."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench.coldstart", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"processes per function, {ROUNDS} unless given")
    parser.add_argument("--no-cloud", action="store_true", help="imports alone")
    parser.add_argument("only", nargs="*", help="folders under functions/, all unless given")
    parsed = parser.parse_args(arguments)
    print(machine())
    layers.build_local()
    with staged() as stage:
        chosen = parsed.only or folders()
        print_imports(*measure(stage, chosen, parsed.rounds))
        if not parsed.no_cloud:
            from bench import warm

            warm.run(stage, [one for one in functions() if one.folder in chosen])


def machine() -> str:
    """One line that says what the figures were taken on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{platform.python_implementation()} {platform.python_version()}, {platform.platform()}, {cores} cores"


def measure(stage: Stage, chosen: list[str], rounds: int) -> tuple[Run, list[Import]]:
    """The bare interpreter, and each function's import: medians over interleaved rounds."""
    runs: dict[str, list[Run]] = {name: [] for name in ("", *chosen)}
    scripts = {"": "pass"} | {folder: _import(stage, folder) for folder in chosen}
    for name in list(scripts):
        try:
            timed(scripts[name])  # the first reading of a file is the disk's
        except Broken as reason:
            print(f"{name}: {reason}")
            del scripts[name]
    chosen = [name for name in scripts if name]
    for _ in range(rounds):
        for name, script in scripts.items():
            runs[name].append(timed(script))
    return _middle(runs[""]), [_import_of(stage, folder, runs[folder], runs[""]) for folder in chosen]


def _import(stage: Stage, folder: str) -> str:
    return f"import sys; sys.path[:0] = {stage.path(folder)!r}; import index"


def _import_of(stage: Stage, folder: str, runs: list[Run], bare: list[Run]) -> Import:
    listed = subprocess.run(
        [*_BARE, f"{_import(stage, folder)}; {_LIST}"], capture_output=True, text=True, check=True, env={}
    )
    middle = _middle(runs)
    ratio = median(one.wall / other.wall for one, other in zip(runs, bare, strict=True))
    return Import(folder, middle.wall, middle.cpu, ratio, json.loads(listed.stdout))


def timed(script: str) -> Run:
    """Run ``script`` in an interpreter of its own; ``Broken`` if it fails."""
    started = time.perf_counter()
    process = subprocess.Popen([*_BARE, script], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={})
    assert process.stderr is not None
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode:
        raise Broken(complaint.decode(errors="replace").strip().rpartition("\n")[2])
    return Run(wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000)


def _middle(runs: list[Run]) -> Run:
    return Run(median(one.wall for one in runs), median(one.cpu for one in runs))


def print_imports(bare: Run, imports: list[Import]) -> None:
    """The table of imports."""
    print("\nImport of index.py, a process each; medians; import = whole less the bare interpreter")
    print(f"{'function':<18}{'whole ms':>9}{'import ms':>10}{'CPU ms':>8}{'x bare':>8}  packages")
    print(f"{'(bare)':<18}{bare.wall:>9.1f}{0:>10.1f}{bare.cpu:>8.1f}{1:>8.2f}")
    for one in imports:
        figures = f"{one.wall:>9.1f}{one.wall - bare.wall:>10.1f}{one.cpu:>8.1f}{one.ratio:>8.2f}"
        print(f"{one.folder:<18}{figures}  {brief(one.packages)}")


if __name__ == "__main__":
    main()

"""Running a mocha suite whose packages are those of ``conformance/node``, with a reporter of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from conformance.cases import Case, read_mocha
from conformance.suites.base import Place

HOOKS = Path(__file__).parents[1] / "node" / "hooks"
_TEST_LIMIT_MS = 20_000


def run(
    place: Place,
    packages: Path,
    tests: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    hooks: Sequence[str | Path] = (),
    folder: Path | None = None,
    name: str = "report",
    prefix: str = "",
) -> list[Case]:
    """Run ``tests`` in one process, in ``folder`` or the place's own; its cases, their names after ``prefix``.

    ``hooks`` are modules to load first: names of packages, or files. ``name`` tells the reports of one place apart.
    """
    report = place.folder / f"{name}.jsonl"
    command: list[str | Path] = [
        "node",
        packages / "node_modules" / "mocha" / "bin" / "_mocha",
        "--exit",
        "--no-config",
    ]
    command += ["-t", str(_TEST_LIMIT_MS), "--reporter", HOOKS / "reporter.js"]
    command += [part for hook in hooks for part in ("-r", hook)]
    place.command([*command, *tests], {"CONFORMANCE_REPORT": str(report), **environment}, folder)
    return read_mocha(report, prefix=prefix)

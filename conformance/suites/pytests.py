"""Running a pytest suite in an environment of its own, with plug-ins of ours that the suite need not know of."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from conformance.cases import Case, read_junit
from conformance.suites.base import Place

_ROOT = Path(__file__).parents[2]
_PLUGINS = _ROOT / "conformance" / "plugins"
_TEST_LIMIT = 120


def run(
    place: Place,
    python: Path,
    tests: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    plugins: Sequence[str] = (),
    workers: int = 0,
    prefix: str = "",
) -> list[Case]:
    """Run ``tests`` in the place's folder; its cases, named without ``prefix``.

    ``plugins`` are modules of ``conformance/plugins``; ``workers`` above 0 spreads the tests over processes.
    """
    report = place.folder / "report.xml"
    command: list[str | Path] = [python, "-m", "pytest", "-q", "--tb=native", f"--junitxml={report}"]
    # A project's settings above the folder are not the suite's, and its log of every byte would fill the disk.
    command += ["-c", os.devnull, "--rootdir", place.folder, "-p", "no:logging", "-p", "no:cacheprovider"]
    command += ["--timeout", str(_TEST_LIMIT), *(part for name in plugins for part in ("-p", name))]
    if workers:
        command += ["-n", str(workers), "--dist", "worksteal"]
    path = os.pathsep.join(map(str, (_PLUGINS, place.folder, _ROOT)))
    place.command([*command, *tests], {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **environment})
    return read_junit(report, prefix=prefix)

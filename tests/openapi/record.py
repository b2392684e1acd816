"""``make examples``: play every sample request in a local cloud of its own, and keep the answers.

They go to ``tools/openapi/examples.json``, from where ``make derive`` takes them into ``docs/openapi.json``. What has
to be so before a request, the tests know: their scenes are played here as well, which is why the command is theirs.
"""

from __future__ import annotations

import io
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

from emulator.cloud import running
from emulator.shared.options import Options, Ports
from tests.functions.platform import HereProduct
from tests.openapi.playing import WatchedPlatform, play
from tools import events
from tools.functions import declared
from tools.openapi import answers, examples
from tools.openapi.examples import Record

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """The command. Returns its exit code."""
    with tempfile.TemporaryDirectory() as folder, running(Options(ROOT, Path(folder), Ports.below(0))) as cloud:
        platform = WatchedPlatform(cloud)
        with platform.environment():
            here = HereProduct(cloud, platform=platform)
            # The functions' log is of no use here.
            with redirect_stdout(io.StringIO()):
                records = _recorded(here)
            here.close()
    examples.write(records)
    sys.stdout.write(f"recorded {len(records)} answers; run `make derive` / 已记录，请运行 make derive\n")
    return 0


def _recorded(here: HereProduct) -> dict[str, Record]:
    """The answers by the cases' names; ends the program where one is not what the table says."""
    functions = declared(ROOT)
    records = {}
    for case in events.cases(functions):
        record = play(here, case, over_gateway=False)
        if not answers.is_as_said(record, events.route_of(functions[case.operation], case).dialect, case.outcome):
            sys.exit(f"{examples.name_of(case)} is not {case.outcome}: {record}")
        records[examples.name_of(case)] = record
        if here.cloud.clock.moved:
            here.cloud.rewind()
    return records


if __name__ == "__main__":
    sys.exit(main())

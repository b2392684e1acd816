"""``make faults-certify``: certify people under faults at every call and kills at every step; print the ledger."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.play import run


def main() -> int:
    """The command. Returns its exit code: 1 if the ledger does not balance."""
    parser = argparse.ArgumentParser(prog="make faults-certify", description=__doc__)
    parser.add_argument("--submissions", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=9, help="rounds under faults")
    asked = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        balances = run(Path(folder), asked.submissions, asked.seed, asked.rounds)
    sys.stdout.write(f"{time.monotonic() - started:.0f} s\n")
    return 0 if balances else 1


if __name__ == "__main__":
    sys.exit(main())

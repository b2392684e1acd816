"""``make story``: tells the thirty days, and how long they took."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.story.thirty_days import DAYS, told

LONGEST_S = 10


def main() -> int:
    """Exit code 1 if it took longer than it may."""
    with tempfile.TemporaryDirectory() as folder, told(Path(folder)) as story:
        _say("\n".join(story.diary))
        _say(f"{len(story.runs())} runs of timers; cost {story.cloud.meter.report()['yuan']:.2f} yuan")
    held = story.wall_s < LONGEST_S
    _say(f"{DAYS} days in {story.wall_s:.1f} s, at most {LONGEST_S}: {'holds' if held else 'MISSED'}")
    return 0 if held else 1


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    raise SystemExit(main())

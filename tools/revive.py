"""List the certifications of some systems that were put aside, and give them back to the next run.

``python -m tools.revive platform`` lists them, ``--yes`` gives them back: what an administrator does at the
administrators' page, for whoever has no session there. ``tools/records.py`` says what the environment has to hold.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tools import layers
from tools.records import parts_of

if TYPE_CHECKING:
    from menjin.certification.certification import Certification
    from menjin.certification.certifications import Certifications

_PAGE = 50


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns its exit code: 2 if the environment lacks something."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.revive", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("systems", nargs="+", metavar="SYSTEM", help="one of SYSTEMS")
    parser.add_argument("--yes", action="store_true", help="give them back to the next run")
    chosen = parser.parse_args(arguments)
    layers.use()
    from menjin.certification.requeue import requeue_all
    from menjin.clock import now
    from menjin.settings import Misconfigured

    try:
        certifications = parts_of(os.environ).certifications()
    except Misconfigured as problem:
        print(f"revive: {problem}", file=sys.stderr)
        return 2
    count = 0
    for system in chosen.systems:
        for found in _put_aside(certifications, system):
            assert found.progress.put_aside is not None
            print(found.system, found.account_id, found.kind.value, found.progress.put_aside.value)
            count += not chosen.yes
        more = chosen.yes
        while more:
            given, more = requeue_all(certifications, system=system, now=now())
            count += given
    print(f"{count} {'given back · 已恢复' if chosen.yes else 'put aside; --yes gives them back · 已搁置，--yes 恢复'}")
    return 0


def _put_aside(certifications: Certifications, system: str) -> Iterator[Certification]:
    from menjin.certification.certifications import Wanted

    place: str | None = None
    while True:
        page, place = certifications.listed(system, Wanted(put_aside=True), place, _PAGE)
        yield from page
        if place is None:
            return


if __name__ == "__main__":
    sys.exit(main())

"""List the certifications that were put aside after too many outages, and give them back to the next run.

``python -m tools.revive`` lists them, ``--yes`` gives them back. It reads the whole table and needs the data keys:
``TABLESTORE_ENDPOINT``, ``TABLESTORE_INSTANCE``, ``DATA_KEYS``, ``INDEX_KEY`` and the access key
(``ALIBABA_CLOUD_ACCESS_KEY_ID``, ``ALIBABA_CLOUD_ACCESS_KEY_SECRET``) come from the environment.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tools import layers

if TYPE_CHECKING:
    from menjin.certification.certification import Certification
    from menjin.parts import Parts


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns its exit code: 2 if the environment lacks something."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.revive", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--yes", action="store_true", help="give them back to the next run")
    chosen = parser.parse_args(arguments)
    layers.use()
    from menjin.certification.certification import advance
    from menjin.settings import Misconfigured

    try:
        parts = _parts()
    except Misconfigured as problem:
        print(f"revive: {problem}", file=sys.stderr)
        return 2
    certifications, count = parts.certifications(), 0
    for found in _put_aside(parts):
        print(found.system, found.account_id, found.kind.value)
        if chosen.yes:
            advance(certifications, found, dead_at=None, attempts=0)
        count += 1
    print(f"{count} {'given back · 已恢复' if chosen.yes else 'put aside; --yes gives them back · 已搁置，--yes 恢复'}")
    return 0


def _parts() -> Parts:
    from menjin.configuration import SealingSettings, TablestoreSettings
    from menjin.gateways.credentials import Credentials
    from menjin.parts import Parts
    from menjin.settings import Misconfigured, load

    credentials = Credentials.present(None, os.environ)
    if credentials is None:
        raise Misconfigured(["ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET are missing"])
    groups = (TablestoreSettings, SealingSettings)
    return Parts(credentials, dict(zip(groups, load(os.environ, groups), strict=True)))


def _put_aside(parts: Parts) -> Iterator[Certification]:
    from menjin.certification.certification import Kind
    from menjin.gateways.tablestore.rows import Bound, parse_owner
    from menjin.gateways.tablestore.tables import CERTIFICATION

    certifications = parts.certifications()
    first, last = ((("account", end), ("kind", end)) for end in (Bound.FIRST, Bound.LAST))
    for row in parts.tablestore.scan(CERTIFICATION, first, last, only=("progress",)):
        if "dead_at" in json.loads(row["progress"]):
            yield certifications.find(*parse_owner(row["account"]), Kind(row["kind"]))


if __name__ == "__main__":
    sys.exit(main())

"""The Tablestore Node SDK's own suite, which its npm package carries: rows, secondary indexes, tables, codecs.

Ten of its tests speak to the server; the 30 others (integers, plain buffers, the knowledge base's arguments) prove the
client alone. Files that need SQL or search indexes are left out.
"""

from __future__ import annotations

import shutil

from conformance import cloud
from conformance.cases import Case
from conformance.needs import Node
from conformance.suites import mochas
from conformance.suites.base import Place, Suite

_PACKAGES = Node("clients")
_LIVE = ("data_opration", "globalIndex", "table")
_OFFLINE = ("long", "knowledge_base", "protocol/plain_buffer")


def _run(place: Place) -> list[Case]:
    packages = place.found[_PACKAGES]
    # The suite asks for `../index.js`, and the package beside it for its dependencies.
    shutil.copytree(packages / "node_modules" / "tablestore", place.folder / "tablestore")
    (place.folder / "node_modules").symlink_to(packages / "node_modules")
    environment = {
        "accessKeyId": cloud.KEY_ID,
        "secretAccessKey": cloud.KEY_SECRET,
        "endpoint": place.cloud.tablestore,
        "instancename": "local",
    }
    files = [f"test/{name}.test.js" for name in (*_LIVE, *_OFFLINE)]
    return mochas.run(place, packages, files, environment=environment, folder=place.folder / "tablestore")


SUITES = (
    Suite(
        "tablestore-node",
        "tablestore 5.6.5 (npm)",
        (_PACKAGES,),
        _run,
        bar=40,
        expected="tablestore-node",
        floor=30,
        limit=120,
    ),
)

"""The functions' role of `docs/deploy.md` may do in Tablestore what the gateways do, and cannot rewrite who looked."""

from __future__ import annotations

import json
import re
from typing import Any

from emulator.shared.policy import allows, resource
from menjin.gateways.tablestore.tables import ACCESS, TABLES
from tests.docs.markdown import ROOT, blocks

GATEWAYS = ROOT / "layers/menjin/python/menjin/gateways/tablestore"
POLICY = blocks(ROOT / "docs/deploy.md", "json")[0].text
WRITES = {"PutRow", "UpdateRow", "DeleteRow", "BatchWriteRow"}


def called() -> set[str]:
    """The operations that the gateways call, in the vendor's words."""
    names = {
        name for file in GATEWAYS.glob("*.py") for name in re.findall(r"\bsdk\.([a-z_]+)\(", file.read_text("utf-8"))
    }
    return {"".join(word.title() for word in name.split("_")) for name in names}


def may(operation: str, table: str) -> bool:
    return allows(POLICY, f"ots:{operation}", resource("ots", f"instance/menjin/table/{table}"))


def test_the_role_may_do_what_the_gateways_do_and_no_more() -> None:
    granted: list[Any] = [one["Action"] for one in json.loads(POLICY)["Statement"] if one["Effect"] == "Allow"]
    assert {action[4:] for actions in granted for action in actions if action.startswith("ots:")} == called()
    for table in TABLES:
        if table.name != ACCESS:
            assert {operation for operation in called() if not may(operation, table.name)} == set(), table.name


def test_lines_about_looks_can_only_be_added() -> None:
    assert {operation for operation in called() & WRITES if may(operation, ACCESS)} == {"PutRow"}
    assert may("GetRange", ACCESS)

"""The coverage page says the truth about every action, asked over the wire."""

from __future__ import annotations

import pytest

from emulator.aliyun.actions import ACTIONS
from emulator.aliyun.coverage import SECTION, name
from emulator.aliyun.products import PRODUCTS

from .conftest import Vendor
from .raw import raw, signed_v1

ASKED = [(product, version, action) for (product, version), actions in ACTIONS.items() for action in actions]
STATES = {row.operation: row.state for row in SECTION.rows}


@pytest.mark.parametrize(("product", "version", "action"), ASKED, ids=lambda part: part)
def test_an_action_is_what_the_page_calls_it(vendor: Vendor, product: str, version: str, action: str) -> None:
    status, answer = raw(vendor, "GET", signed_v1(Action=action, Version=version))
    refused = (status, answer.get("Code")) == (404, "InvalidAction.NotFound")
    assert refused == (STATES[name(product, action)] == "refused")


def test_the_page_names_all_there_is() -> None:
    assert len(STATES) == len(SECTION.rows) == len(ASKED)
    answered = {(version, action) for product, version, action in ASKED if STATES[name(product, action)] != "refused"}
    assert answered == {(product.version, action) for product in PRODUCTS for action in product.operations}
    assert all(row.note for row in SECTION.rows if row.state == "partly")

"""The coverage page says the truth about every path, asked over the wire."""

from __future__ import annotations

import pytest

from emulator.shared.coverage import Row
from emulator.wechat.authorisation import PATHS
from emulator.wechat.coverage import SECTION

from .conftest import Wechat


@pytest.mark.parametrize("row", SECTION.rows, ids=lambda row: row.operation)
def test_a_path_is_what_the_page_calls_it(wechat: Wechat, row: Row) -> None:
    method, path = row.operation.split(" ")
    answer = wechat.client.request(method, path)
    refused = answer.status_code == 404 and answer.json()["errcode"] == 40066
    assert refused == (row.state == "refused")


def test_the_page_names_what_faults_go_by(wechat: Wechat) -> None:
    answered = {row.operation.removeprefix("GET ") for row in SECTION.rows if row.state != "refused"}
    by_name = {path.rsplit("/", 1)[-1] for path in answered - set(PATHS)}
    assert by_name == set(wechat.service.error_codes()["wechat"])
    assert answered > set(PATHS)

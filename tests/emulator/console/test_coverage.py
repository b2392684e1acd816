"""What the coverage page says of the console is what the console answers."""

from __future__ import annotations

import re

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from emulator.console.coverage import SECTION
from emulator.console.live import Live
from emulator.console.routes import application
from tests.emulator.console.conftest import SmallCloud

REQUESTS = [row.operation for row in SECTION.rows]


def test_the_rows_are_the_routes(cloud: SmallCloud) -> None:
    guarded = application(cloud, Live(cloud.changes))  # type: ignore[arg-type]
    app = guarded._app  # type: ignore[attr-defined]
    assert isinstance(app, Starlette)
    routes = [route for route in app.routes if isinstance(route, Route)]
    answered = {f"{method} {one.path}" for one in routes for method in one.methods or () if method != "HEAD"}
    assert {one for one in answered if "/api/" in one or one.endswith("/openapi.json")} == set(REQUESTS)
    assert len(REQUESTS) == len(set(REQUESTS))


@pytest.mark.parametrize("request_line", REQUESTS)
def test_every_row_is_known(http: httpx.Client, request_line: str) -> None:
    method, path = request_line.split()
    path = re.sub(r"\{\w+\}", "nobody", path)
    with http.stream(
        method, path, json={"unknown": 1} if method == "POST" and path != "/api/reset" else None
    ) as answer:
        assert answer.status_code != 405
        if answer.status_code == 404:
            complaint = answer.read().decode()
            assert "Not Found" not in complaint

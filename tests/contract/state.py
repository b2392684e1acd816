"""What the product keeps, to see that nothing of it has changed; and what a refusal has to look like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from menjin.gateways.tablestore.tables import TABLES
from tests.functions.platform import HereProduct, Told


@dataclass(frozen=True)
class Kept:
    """Every row, how many messages went out, and the names of what waits in Redis; counts of limits may grow."""

    rows: dict[str, list[dict[str, Any]]]
    sent: int
    waiting: frozenset[str]


def kept(here: HereProduct) -> Kept:
    """What is kept now, when nothing is running any more."""
    here.settle()
    rows = {table.name: here.cloud.tablestore.rows("menjin", table.name) for table in TABLES}
    waiting = frozenset(str(key) for key in here.redis.keys("*") if ":limit:" not in str(key))
    return Kept(rows, len(here.cloud.outbox.all()), waiting)


def check_kept(here: HereProduct, before: Kept) -> None:
    """Nothing has changed since, but for what expires by itself."""
    after = kept(here)
    assert after.rows == before.rows
    assert after.sent == before.sent
    assert after.waiting <= before.waiting


def refused(answer: Told) -> tuple[int, int]:
    """(status, code) of a refusal in document A's envelope: the client's fault, told whole, with no header broken."""
    assert 400 <= answer.status < 500, answer
    body = answer.json()
    assert set(body) == {"success", "error"}, body
    assert body["success"] is False
    assert set(body["error"]) == {"code", "message"}
    assert isinstance(body["error"]["message"], str)
    assert answer.header("content-type") == "application/json; charset=utf-8"
    assert answer.header("set-cookie") is None
    for name, value in answer.headers:
        assert not set("\r\n\0") & set(name + value)
        value.encode("latin-1")
    return answer.status, body["error"]["code"]

"""Objects, rows and keys, a page at a time; and the state as a whole, kept and brought back."""

from __future__ import annotations

import httpx
import pytest
import tablestore

from emulator.console import stores as pages
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import HOST
from tests.emulator.console.conftest import OBJECTS, PIXEL, SmallCloud

KEYS = sorted(OBJECTS)


@pytest.mark.usefixtures("stores")
def test_objects_come_by_bucket_and_prefix_a_page_at_a_time(
    http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bucket,) = http.get("/api/objects").json()["buckets"]
    assert (bucket["name"], bucket["objects"]) == ("menjin", len(OBJECTS))
    monkeypatch.setattr(pages, "OBJECTS_A_PAGE", 2)
    first = http.get("/api/objects", params={"bucket": "menjin"}).json()
    rest = http.get("/api/objects", params={"bucket": "menjin", "after": first["next"]}).json()
    assert [one["key"] for one in (*first["objects"], *rest["objects"])] == KEYS
    assert not rest["next"]
    (picture,) = http.get("/api/objects", params={"bucket": "menjin", "prefix": "card/"}).json()["objects"]
    assert (picture["type"], picture["size"]) == ("image/png", len(PIXEL))


@pytest.mark.usefixtures("stores")
def test_pictures_are_shown_and_anything_else_only_saved(http: httpx.Client) -> None:
    for key, (kind, content) in OBJECTS.items():
        answer = http.get("/api/object", params={"bucket": "menjin", "key": key})
        assert answer.content == content
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        shown = kind == "image/png"
        assert answer.headers["content-type"] == (kind if shown else "application/octet-stream")
        assert ("content-disposition" not in answer.headers) == shown
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%E6%97%A5.json"


@pytest.mark.usefixtures("stores")
@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("objects?bucket=nowhere", "bucket"),
        ("object?bucket=menjin&key=nothing", "key"),
        ("object?bucket=nowhere&key=page.html", "key"),
        ("tables?instance=shop&table=nothing", "table"),
        ("tables?instance=nowhere&table=order", "table"),
    ],
)
def test_what_is_not_there_is_named(http: httpx.Client, path: str, field: str) -> None:
    answer = http.get(f"/api/{path}")
    assert answer.status_code == 404
    assert answer.json()["error"].startswith(f"{field}: ")


@pytest.mark.usefixtures("stores")
def test_rows_come_by_table_a_page_at_a_time(http: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    (instance,) = http.get("/api/tables").json()["instances"]
    assert (instance["name"], [table["name"] for table in instance["tables"]]) == ("shop", ["order"])
    monkeypatch.setattr(pages, "ROWS_A_PAGE", 1)
    where = {"instance": "shop", "table": "order"}
    first = http.get("/api/tables", params=where).json()
    rest = http.get("/api/tables", params={**where, "after": first["next"]}).json()
    assert first["columns"] == ["id", "note", "total"]
    assert first["rows"] == [{"id": "a1", "total": 12, "note": "note of a1"}]
    assert [row["id"] for row in rest["rows"]] == ["b2"]
    assert not rest["next"]
    assert http.get("/api/tables", params={**where, "after": "%"}).status_code == 400


def test_integers_that_a_browser_would_round_come_as_digits(http: httpx.Client, stores: SmallCloud) -> None:
    client = tablestore.OTSClient(
        f"http://{HOST}:{stores.ports.tablestore}", ACCESS_KEY_ID, ACCESS_KEY_SECRET, "shop", logger_level="ERROR"
    )
    columns = [("large", 2**62), ("small", 2**53 - 1), ("yes", True)]
    client.put_row("order", tablestore.Row([("id", "a0")], columns))
    shown = http.get("/api/tables", params={"instance": "shop", "table": "order"}).json()["rows"][0]
    client.delete_row("order", tablestore.Row([("id", "a0")]), tablestore.Condition("IGNORE"))
    assert shown == {"id": "a0", "large": "4611686018427387904", "small": 2**53 - 1, "yes": True}


@pytest.mark.usefixtures("stores")
def test_keys_show_what_they_hold_and_how_long(http: httpx.Client) -> None:
    answer = http.get("/api/redis").json()
    cart, session = answer["keys"]
    assert (cart["key"], cart["type"], cart["value"]) == ("cart:7", "string", "three pears")
    assert 0 < cart["ttl_ms"] <= 90_000
    assert (session["key"], session["type"], session["ttl_ms"]) == ("session:9", "hash", None)
    assert (answer["embedded"], answer["next"]) == (True, 0)
    only = http.get("/api/redis", params={"pattern": "cart:*"}).json()["keys"]
    assert [one["key"] for one in only] == ["cart:7"]


def test_a_snapshot_is_kept_restored_and_deleted(http: httpx.Client, stores: SmallCloud) -> None:
    assert http.get("/api/snapshots").json() == []
    (kept,) = http.post("/api/snapshots", json={"name": "before-检查"}).json()
    assert (kept["name"], kept["bytes"] > 0) == ("before-检查", True)
    answer = http.post("/api/snapshots", json={"name": "before-检查"})
    assert (answer.status_code, answer.json()["error"].startswith("name: ")) == (400, True)
    stores.oss.reset()
    stores.redis.reset()
    assert http.post("/api/snapshots/before-检查/restore").json() == {"restored": "before-检查"}
    assert http.get("/api/objects").json()["buckets"][0]["objects"] == len(OBJECTS)
    assert len(http.get("/api/redis").json()["keys"]) == 2
    assert http.delete("/api/snapshots/before-检查").json() == []
    for method, path in (("POST", "/api/snapshots/before-检查/restore"), ("DELETE", "/api/snapshots/before-检查")):
        answer = http.request(method, path)
        assert (answer.status_code, answer.json()) == (404, {"error": "name: there is no snapshot before-检查"})

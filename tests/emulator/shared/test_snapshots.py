"""A snapshot keeps the whole state, and brings it back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import oss2
import pytest
import redis as redis_client
import tablestore

from emulator.cloud import Cloud, running
from emulator.shared.folder import Folder
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import Options, Ports
from emulator.shared.snapshots import SnapshotError

_NUMBER = "110101199003079999"


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    folder = tmp_path_factory.mktemp("snapshots")
    (folder / "root").mkdir()
    with running(Options(folder / "root", folder / "data", Ports.below(0), prepare=False)) as one:
        yield one


class World:
    """Something in each service, seen through the vendors' SDKs."""

    def __init__(self, cloud: Cloud) -> None:
        at = cloud.addresses
        self._cloud = cloud
        self._bucket = oss2.Bucket(oss2.Auth(ACCESS_KEY_ID, ACCESS_KEY_SECRET), at["oss"], "menjin")
        self._rows = tablestore.OTSClient(at["tablestore"], ACCESS_KEY_ID, ACCESS_KEY_SECRET, "world")
        self._redis = redis_client.Redis.from_url(at["redis"], decode_responses=True)
        if "state" not in self._rows.list_table():
            meta = tablestore.TableMeta("state", [("id", "STRING")])
            none = tablestore.ReservedThroughput(tablestore.CapacityUnit(0, 0))
            self._rows.create_table(meta, tablestore.TableOptions(), none)

    def write(self, text: str) -> None:
        self._bucket.put_object("state", text)
        self._rows.put_row("state", tablestore.Row([("id", "one")], [("text", text)]))
        self._redis.set("state", text, ex=600)
        self._cloud.outbox.add(channel="sms", to="1", template="t", params={}, text=text, at=self._cloud.clock.now())
        self._cloud.aliyun.registry.add(persons=[{"name": text, "number": _NUMBER}])

    def read(self) -> dict[str, str]:
        row = self._rows.get_row("state", [("id", "one")], max_version=1)[1]
        return {
            "oss": self._bucket.get_object("state").read().decode(),
            "tablestore": {name: value for name, value, _ in row.attribute_columns}["text"],
            "redis": self._redis.get("state"),
            "outbox": self._cloud.outbox.all()[-1]["text"],
            "registry": next(one["name"] for one in self._cloud.aliyun.registry.persons() if one["number"] == _NUMBER),
        }


def test_every_service_is_as_it_was(cloud: Cloud) -> None:
    world = World(cloud)
    world.write("before")
    assert set(world.read().values()) == {"before"}
    cloud.snapshot("first")
    moved = cloud.clock.moved
    cloud.advance(7 * 24 * 3600)
    world.write("after")
    assert set(world.read().values()) == {"after"}

    cloud.restore("first")
    assert set(world.read().values()) == {"before"}
    assert cloud.clock.moved == moved

    world.write("going on")
    assert set(world.read().values()) == {"going on"}


def test_after_a_reset_it_is_still_there(cloud: Cloud) -> None:
    World(cloud).write("kept")
    cloud.snapshot("kept")
    cloud.reset()
    assert "kept" in [one["name"] for one in cloud.snapshots.names()]
    cloud.restore("kept")
    assert set(World(cloud).read().values()) == {"kept"}


def test_names_are_taken_once_and_lead_nowhere_else(cloud: Cloud) -> None:
    cloud.snapshot("taken")
    for name in ("taken", "", "../up", ".hidden", "a/b", "a" * 65):
        with pytest.raises(SnapshotError):
            cloud.snapshot(name)
    for name in ("nobody", "../up"):
        with pytest.raises(SnapshotError):
            cloud.restore(name)
    cloud.snapshots.delete("taken")
    assert "taken" not in [one["name"] for one in cloud.snapshots.names()]
    assert not [path for path in (cloud.options.data / "snapshots").iterdir() if "taken" in path.name]
    cloud.snapshot("taken")


def test_a_fresh_start_leaves_snapshots(tmp_path: Path) -> None:
    Folder(tmp_path / "data").release()
    (tmp_path / "data" / "snapshots" / "one").mkdir(parents=True)
    (tmp_path / "data" / "outbox.db").write_bytes(b"")
    Folder(tmp_path / "data", fresh=True).release()
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["local-cloud", "snapshots"]

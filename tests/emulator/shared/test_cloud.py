"""The whole cloud in one process: everything answers, moves and forgets together."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import redis

from emulator.cloud import Cloud, running
from emulator.shared.faults import Fault
from emulator.shared.folder import Folder, FolderError
from emulator.shared.options import Options, Ports
from emulator.shared.prepare import PrepareError
from tests.emulator.shared import toy


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("prepared") / "lines"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Cloud]:
    folder = tmp_path_factory.mktemp("cloud")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREPARED", str(prepared))
        options = Options(root=toy.make(folder / "toy"), data=folder / "data", ports=Ports.below(0))
        with running(options) as cloud:
            yield cloud


@pytest.fixture(scope="module")
def console(small: Cloud) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=small.addresses["console"], timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture(autouse=True)
def as_new(small: Cloud) -> None:
    small.reset()


def test_every_address_answers(small: Cloud) -> None:
    for service in ("gateway", "console", "oss", "tablestore", "aliyun", "fc"):
        assert httpx.get(small.addresses[service], trust_env=False).status_code < 500, service
    with redis.Redis.from_url(small.addresses["redis"]) as client:
        assert client.ping()


def test_a_timer_fired_by_hand_runs_and_is_listed(console: httpx.Client) -> None:
    (timer,) = console.get("/api/timers").json()
    assert (timer["function"], timer["cron"]) == ("nightly", "CRON_TZ=Asia/Shanghai 0 0 4 * * *")
    assert timer["next"] > time.time()
    assert console.post("/api/timers/nightly/fire").status_code == 200
    assert console.get("/api/idle", params={"timeout_s": 20}).json() == {"idle": True}
    (invocation,) = console.get("/api/invocations").json()
    assert (invocation["function"], invocation["status"], invocation["cold"]) == ("nightly", 200, True)
    assert "nightly ran" in invocation["log"]
    assert console.post("/api/timers/now/fire").status_code == 404


def test_functions_redis_and_timers_see_the_clock_move(small: Cloud, console: httpx.Client) -> None:
    url = small.addresses["pages"][0]
    before = float(httpx.get(url, trust_env=False).text)
    with redis.Redis.from_url(small.redis.url) as client:
        client.set("k", 1, ex=3600)
        assert console.post("/api/clock", json={"advance_s": 86_400}).json()["offset_s"] == 86_400
        assert client.get("k") is None
    assert float(httpx.get(url, trust_env=False).text) - before == pytest.approx(86_400, abs=30)
    console.get("/api/idle", params={"timeout_s": 20})
    assert [one["trigger"] for one in console.get("/api/invocations?function=nightly").json()] == ["timer"]


def test_a_reset_forgets_everything_and_prepares_anew(small: Cloud, console: httpx.Client, prepared: Path) -> None:
    url = small.addresses["pages"][0]
    httpx.get(url, trust_env=False)
    with redis.Redis.from_url(small.redis.url) as client:
        client.set("k", 1)
        small.outbox.add(channel="sms", to="1", template="S", params={}, text="x", at=1.0)
        small.faults.add(Fault("oss", "*", "error"))
        small.advance(60)
        times = len(prepared.read_text().splitlines())
        assert console.post("/api/reset").json() == {"reset": True}
        assert client.dbsize() == 0
    assert len(prepared.read_text().splitlines()) == times + 1
    assert console.get("/api/outbox").json() == []
    assert console.get("/api/faults").json() == []
    assert console.get("/api/invocations").json() == []
    assert console.get("/api/clock").json()["offset_s"] == 0
    assert float(httpx.get(url, trust_env=False).text) == pytest.approx(time.time(), abs=30)


def test_the_folder_is_claimed_while_it_runs(small: Cloud) -> None:
    text = (small.options.data / "local-cloud").read_text()
    assert text.strip().isdigit()


def test_a_start_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    root = toy.make(tmp_path / "toy")
    (root / "local.yml").write_text("prepare: [[python, -c, 'raise SystemExit(1)']]")
    options = Options(root=root, data=tmp_path / "data", ports=Ports.below(0))
    with pytest.raises(PrepareError), running(options):
        pass
    assert options.ports.taken() == {}
    Folder(options.data).release()
    with running(Options(root=root, data=tmp_path / "data", ports=options.ports, prepare=False)):
        assert set(options.ports.taken()) == set(options.ports.as_dict())


def test_somebody_s_folder_is_no_data_folder(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("")
    with pytest.raises(FolderError), running(Options(root=tmp_path, data=tmp_path, ports=Ports.below(0))):
        pass

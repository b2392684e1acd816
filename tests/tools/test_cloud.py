"""``python -m tools.cloud`` against the local Tablestore and OSS: creates what is missing, touches nothing else."""

from __future__ import annotations

import asyncio
import os
import resource
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import oss2
import pytest
from tablestore import metadata as sdk
from tablestore.client import OTSClient

from emulator.oss.service import OssService
from emulator.shared.changes import Changes
from emulator.shared.clock import Clock
from emulator.shared.faults import Fault, Faults
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET, Keys
from emulator.shared.meter import Meter
from emulator.shared.options import HOST, REGION, Options, Ports
from emulator.tablestore.service import TablestoreService
from menjin.gateways.tablestore.tables import TABLES
from tools.cloud.__main__ import main
from tools.cloud.steps import OPTIONAL, VARIABLES

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    options = Options(root=tmp_path_factory.getbasetemp(), data=tmp_path_factory.mktemp("cloud"), ports=Ports.below(0))
    cloud: Any = SimpleNamespace(options=options, ports=options.ports, clock=Clock(), faults=Faults(), keys=Keys())
    cloud.changes = Changes()
    cloud.meter = Meter(options.data, cloud.clock, cloud.changes)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> None:
        cloud.tablestore, cloud.oss = TablestoreService(cloud), OssService(cloud)
        await cloud.tablestore.start()
        await cloud.oss.start()

    async def stop() -> None:
        await cloud.oss.stop()
        await cloud.tablestore.stop()

    asyncio.run_coroutine_threadsafe(start(), loop).result(20)
    yield cloud
    asyncio.run_coroutine_threadsafe(stop(), loop).result(20)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


@pytest.fixture
def environment(cloud: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A deployment of its own: an instance and a bucket that nobody has used."""
    name = f"t{secrets.token_hex(5)}"
    values = {
        "TABLESTORE_ENDPOINT": f"http://{HOST}:{cloud.ports.tablestore}",
        "TABLESTORE_INSTANCE": name,
        "OSS_ENDPOINT": f"http://{HOST}:{cloud.ports.oss}",
        "OSS_BUCKET": name,
        "REGION": REGION,
        "ALIBABA_CLOUD_ACCESS_KEY_ID": ACCESS_KEY_ID,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ACCESS_KEY_SECRET,
    }
    for variable in (*VARIABLES, *OPTIONAL):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in values.items():
        monkeypatch.setenv(variable, value)
    yield values
    cloud.faults.clear()


@pytest.fixture
def run(environment: dict[str, str], capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        return (code, *capsys.readouterr())

    return call


@pytest.fixture
def tables(environment: dict[str, str]) -> Any:
    return OTSClient(
        environment["TABLESTORE_ENDPOINT"], ACCESS_KEY_ID, ACCESS_KEY_SECRET, environment["TABLESTORE_INSTANCE"]
    )


@pytest.fixture
def bucket(environment: dict[str, str]) -> Any:
    auth = oss2.AuthV4(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
    return oss2.Bucket(auth, environment["OSS_ENDPOINT"], environment["OSS_BUCKET"], region=REGION)


def test_an_empty_cloud_gets_everything(run: Run, tables: Any, bucket: Any) -> None:
    code, output, errors = run()
    assert (code, errors) == (0, "")
    assert len([line for line in output.splitlines() if line.startswith("+ ")]) == len(TABLES) + 2
    indexes = {index.name for table in TABLES for index in table.indexes}
    assert indexes == {"account_company", "certification_due"}
    assert set(tables.list_table()) == {table.name for table in TABLES} | indexes
    for table in TABLES:
        found = tables.describe_table(table.name)
        assert tuple(found.table_meta.schema_of_primary_key) == table.key
        assert (found.table_options.time_to_live, found.table_options.max_version) == (table.ttl, 1)
    assert bucket.get_bucket_info().acl.grant == "private"
    (rule,) = bucket.get_bucket_cors().rules
    assert (rule.allowed_origins, rule.allowed_methods) == (["*"], ["POST"])


def test_a_second_run_changes_nothing(run: Run, tables: Any) -> None:
    run()
    tables.put_row("ident", sdk.Row([("ident", "qqsl:a")], [("x", 1)]), sdk.Condition("IGNORE"))
    code, output, _ = run()
    assert code == 0
    assert "+" not in output
    assert "0 处改动" in output
    assert tables.get_row("ident", [("ident", "qqsl:a")])[1] is not None


def test_a_dry_run_tells_and_does_nothing(run: Run, tables: Any, bucket: Any) -> None:
    code, output, _ = run("--dry-run")
    assert code == 0
    assert output.count("? ") == len(TABLES) + 2
    assert tables.list_table() == ()
    with pytest.raises(oss2.exceptions.NoSuchBucket):
        bucket.get_bucket_info()


def test_what_has_changed_is_put_right(run: Run, tables: Any, bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    run()
    tables.update_table("message", sdk.TableOptions(86400, 2))
    tables.delete_secondary_index("certification", "certification_due")
    tables.delete_table("asset")
    bucket.put_bucket_acl("public-read")
    monkeypatch.setenv("UPLOAD_ORIGINS", "https://a.example, https://b.example")
    code, output, _ = run()
    assert code == 0
    assert "5 处改动" in output
    assert tables.describe_table("message").table_options.time_to_live == -1
    assert [one.index_name for one in tables.describe_table("certification").secondary_indexes] == ["certification_due"]
    assert bucket.get_bucket_info().acl.grant == "private"
    assert bucket.get_bucket_cors().rules[0].allowed_origins == ["https://a.example", "https://b.example"]
    assert "0 处改动" in run()[1]


def test_an_index_made_later_lists_what_was_there_before(run: Run, tables: Any) -> None:
    run()
    tables.delete_secondary_index("certification", "certification_due")
    key = [("account", "qqsl:7"), ("kind", "person")]
    tables.put_row("certification", sdk.Row(key, [("queue", "0"), ("due", 5)]), sdk.Condition("IGNORE"))
    assert run()[0] == 0
    row = tables.get_row("certification_due", [("queue", "0"), ("due", 5), *key])[1]
    assert row is not None


def test_a_table_that_cannot_be_changed_is_named(run: Run, tables: Any) -> None:
    tables.create_table(
        sdk.TableMeta("ident", [("other", "STRING")]),
        sdk.TableOptions(),
        sdk.ReservedThroughput(sdk.CapacityUnit(0, 0)),
    )
    code, _, errors = run()
    assert code == 1
    assert errors.startswith("cloud: 表 table ident: ")
    assert errors.count("\n") == 1


def test_a_predefined_column_that_is_not_there_is_named(run: Run, tables: Any) -> None:
    """As in an instance of an earlier release: the SDK cannot add it, the console can."""
    tables.create_table(
        sdk.TableMeta("account", [("account", "STRING")]),
        sdk.TableOptions(-1, 1),
        sdk.ReservedThroughput(sdk.CapacityUnit(0, 0)),
    )
    code, _, errors = run()
    assert code == 1
    assert errors.startswith("cloud: 表 table account: ")
    assert errors.endswith(": company STRING\n")
    assert errors.count("\n") == 1


def test_tables_and_an_index_that_are_new_in_a_release_are_added(run: Run, tables: Any) -> None:
    run()
    tables.put_row("account", sdk.Row([("account", "qqsl:7")], [("company", "qqsl:A")]), sdk.Condition("IGNORE"))
    tables.delete_secondary_index("account", "account_company")
    for name in ("openid", "device", "company"):
        tables.delete_table(name)
    code, output, _ = run()
    assert code == 0
    assert "+ 索引 index account_company：新建 create" in output
    assert "4 处改动" in output
    assert tables.get_row("account_company", [("company", "qqsl:A"), ("account", "qqsl:7")])[1] is not None
    assert "0 处改动" in run()[1]


def test_a_new_table_is_waited_for(cloud: SimpleNamespace, run: Run) -> None:
    cloud.faults.add(Fault("tablestore", "GetRange", "error", code="OTSObjectNotExist"))
    assert run()[0] == 0


def test_a_sweep_settles_what_crashed_registrations_left(cloud: SimpleNamespace, run: Run, tables: Any) -> None:
    run()
    abandoned = [("owner", "qqsl:1"), ("ver", 0), ("state", "pending"), ("at", 0), ("write", "mark")]
    waiting = [*abandoned[:3], ("at", int(time.time() * 1000)), ("write", "mark")]
    confirmed = [*abandoned[:2], ("state", "ok"), *abandoned[3:]]
    for value, columns in (("qqsl:a", abandoned), ("qqsl:b", waiting), ("qqsl:c", confirmed)):
        tables.put_row("ident", sdk.Row([("ident", value)], columns), sdk.Condition("IGNORE"))
    code, output, errors = run("--sweep")
    assert (code, errors) == (0, "")
    assert "3 行已查" in output
    assert "1 项已清理" in output
    left = [value for value in "abc" if tables.get_row("ident", [("ident", f"qqsl:{value}")])[1] is not None]
    assert left == ["b", "c"]
    assert "0 项已清理" in run("--sweep")[1]


def test_a_sweep_of_a_missing_table_is_refused_in_one_line(run: Run) -> None:
    code, output, errors = run("--sweep")
    assert (code, output, errors.count("\n")) == (1, "", 1)
    assert errors.startswith("cloud: Tablestore: ")


@pytest.mark.parametrize("missing", [["OSS_BUCKET"], ["REGION", "TABLESTORE_ENDPOINT"], sorted(VARIABLES)])
def test_missing_variables_are_reported_together(run: Run, monkeypatch: pytest.MonkeyPatch, missing: list[str]) -> None:
    for name in missing:
        monkeypatch.setenv(name, "")
    code, output, errors = run()
    assert (code, output, errors.count("\n")) == (2, "", 1)
    assert [name for name in sorted(VARIABLES) if name in errors] == missing


@pytest.mark.parametrize("name", ["TABLESTORE_ENDPOINT", "OSS_ENDPOINT"])
def test_an_address_that_is_no_url_is_reported(run: Run, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "menjin.cn-hangzhou.example")
    code, _, errors = run()
    assert code == 2
    assert name in errors


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "a-wrong-secret"),
        ("ALIBABA_CLOUD_SECURITY_TOKEN", "no-such-token"),
        ("TABLESTORE_ENDPOINT", "http://127.0.0.1:9"),
        ("OSS_ENDPOINT", "http://127.0.0.1:9"),
        ("OSS_BUCKET", "Not A Bucket"),
    ],
)
def test_a_refusal_is_one_line_without_secrets(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    monkeypatch.setattr("time.sleep", lambda _: None)
    code, _, errors = run()
    assert code == 1
    assert errors.startswith("cloud: ")
    assert errors.count("\n") == 1
    assert "a-wrong-secret" not in errors


def test_as_a_command_it_takes_less_than_two_seconds(environment: dict[str, str], root: Path) -> None:
    command = [sys.executable, "-m", "tools.cloud"]
    worked, started = _work_of_children(), time.perf_counter()
    done = subprocess.run(command, cwd=root, env={**os.environ, **environment}, capture_output=True, text=True)
    took = time.perf_counter() - started
    assert (done.returncode, done.stderr) == (0, "")
    # The processor's time; of the clock's, a busy machine may take as much again for others, and again.
    assert _work_of_children() - worked < 2
    assert took < 20


def _work_of_children() -> float:
    """Seconds of processor time that ended children of this process took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_it_explains_itself(root: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "tools.cloud", "--help"], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0
    assert all(name in done.stdout for name in (*VARIABLES, *OPTIONAL))

"""``python -m emulator`` as somebody types it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import redis
from tablestore import OTSClient

from emulator import arguments
from emulator.__main__ import main
from emulator.shared.keys import ACCESS_KEY_ID
from emulator.shared.listening import listen
from emulator.shared.options import HOST, Options, Ports
from tests.emulator.shared import toy
from tests.emulator.shared.command import ready

SECRET = "LOCALKEYSECRET"


@pytest.fixture
def small_root(tmp_path: Path) -> Path:
    return toy.make(tmp_path / "toy")


@pytest.fixture
def start(small_root: Path, tmp_path: Path, root: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start the command on the small repository; whatever still runs ends with the test."""
    started: list[subprocess.Popen[str]] = []

    def one(*arguments: str, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "emulator", "--root", str(small_root), *arguments],
            cwd=root,
            env={**os.environ, "PREPARED": str(tmp_path / "prepared"), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield one
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=10)


def test_it_starts_says_where_everything_is_and_stops_on_ctrl_c(
    start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    file = tmp_path / "run" / "ready.json"
    gateway = Ports.below(0).gateway
    data = tmp_path / "data"
    process = start("--port", str(gateway), "--data", str(data), "--fresh", "--ready-file", str(file))
    addresses = ready(process, file)
    assert addresses["gateway"] == f"http://{HOST}:{gateway}"
    assert addresses["console"] == f"http://{HOST}:{gateway - 1}"
    assert addresses["fc"] == f"http://{HOST}:{gateway - 6}"
    assert (tmp_path / "prepared").read_text() == f"from {HOST}:{gateway}\n"
    assert float(httpx.get(addresses["pages"][0], trust_env=False).text) == pytest.approx(time.time(), abs=30)
    with redis.Redis.from_url(addresses["redis"]) as client:
        assert client.ping()

    process.send_signal(signal.SIGINT)
    asked = time.monotonic()
    printed, complaints = process.communicate(timeout=60)
    assert time.monotonic() - asked < 20
    assert (process.returncode, complaints) == (0, "")
    assert addresses["console"] in printed
    assert "控制台" in printed
    assert addresses["pages"][0] in printed
    assert SECRET not in printed
    assert list(data.iterdir())


def test_a_moved_clock_stays_moved_until_a_reset(start: Callable[..., subprocess.Popen[str]], tmp_path: Path) -> None:
    file, arguments = tmp_path / "ready.json", ("--data", str(tmp_path / "data"), "--ready-file")
    first = start("--port", "0", *arguments, str(file))
    console = ready(first, file)["console"]
    assert httpx.post(f"{console}/api/clock", json={"advance_s": 90_061}, trust_env=False).status_code == 200
    first.kill()
    first.wait()

    again = tmp_path / "again.json"
    second = start("--port", "0", *arguments, str(again))
    addresses = ready(second, again)
    told = float(httpx.get(addresses["pages"][0], trust_env=False).text)
    assert told - time.time() == pytest.approx(90_061, abs=30)
    client = OTSClient(addresses["tablestore"], ACCESS_KEY_ID, SECRET, "outside")  # goes by real time
    assert client.list_table() == ()
    client.connection.pool.clear()
    assert httpx.post(f"{addresses['console']}/api/reset", trust_env=False, timeout=60).status_code == 200
    second.send_signal(signal.SIGINT)
    assert "1 day, 1:01:01" in second.communicate(timeout=60)[0]

    last = tmp_path / "last.json"
    addresses = ready(start("--port", "0", *arguments, str(last)), last)
    assert float(httpx.get(addresses["pages"][0], trust_env=False).text) == pytest.approx(time.time(), abs=30)


def test_a_second_start_on_the_same_folder_is_refused(
    start: Callable[..., subprocess.Popen[str]], refused: Callable[..., str], tmp_path: Path
) -> None:
    file, data = tmp_path / "ready.json", str(tmp_path / "data")
    first = start("--port", "0", "--data", data, "--ready-file", str(file))
    ready(first, file)
    complaint = refused("--port", "0", "--data", data, "--fresh")
    assert complaint == f"local cloud: {data} is in use by another local cloud (process {first.pid}): stop it first\n"
    assert first.poll() is None


@pytest.fixture
def refused(
    small_root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    """Run the command on the small repository, in this process, to its end with exit code 2; what it complains of."""

    def one(*arguments: str, **environment: str) -> str:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert main(["--root", str(small_root), *arguments]) == 2
        printed, complaint = capsys.readouterr()
        assert "Ready" not in printed
        return complaint

    return one


def test_a_taken_port_is_named_in_one_line(refused: Callable[..., str], tmp_path: Path) -> None:
    ports = Ports.below(0)
    with listen(HOST, ports.oss):
        complaint = refused("--port", str(ports.gateway), "--data", str(tmp_path / "data"))
    assert complaint.startswith(f"local cloud: taken by another program: port {ports.oss} (oss) by ")
    assert f", process {os.getpid()}; stop it" in complaint
    assert complaint.count("\n") == 1


def test_a_layer_that_is_not_built_names_the_command_that_builds_it(
    refused: Callable[..., str], small_root: Path, tmp_path: Path
) -> None:
    (small_root / "local.yml").write_text("layers: {dependencies: [build/nothing]}", "utf-8")
    complaint = refused("--port", "0", "--data", str(tmp_path / "data"))
    assert complaint == "local cloud: the layer 'dependencies' is not built: run `make layers-local`\n"


def test_a_mistake_in_the_settings_is_named(refused: Callable[..., str], small_root: Path, tmp_path: Path) -> None:
    (small_root / "local.yml").write_text("enviroment: {}", "utf-8")
    assert refused("--port", "0", "--data", str(tmp_path / "data")) == "local cloud: local.yml: unknown: enviroment\n"


def test_a_template_that_cannot_be_deployed_is_explained(
    refused: Callable[..., str], small_root: Path, tmp_path: Path
) -> None:
    (small_root / "template.yml").write_text("Resources: {toy: {Type: Aliyun::Serverless::Nothing}}", "utf-8")
    complaint = refused("--port", "0", "--data", str(tmp_path / "data"))
    assert complaint.startswith("local cloud: template.yml:")
    assert "Traceback" not in complaint


def test_a_failed_preparation_stops_the_start_and_shows_what_it_printed(
    refused: Callable[..., str], small_root: Path, tmp_path: Path
) -> None:
    (small_root / "local.yml").write_text("prepare: [[python, -c, 'raise SystemExit(\"no bucket\")']]", "utf-8")
    file = tmp_path / "ready.json"
    file.write_text("of an earlier run")
    complaint = refused("--port", "0", "--data", str(tmp_path / "data"), "--ready-file", str(file))
    assert "exit code 1\nno bucket\n" in complaint
    assert not file.exists()


def test_a_redis_that_does_not_answer_is_named_without_its_password(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    port = Ports.below(0).redis
    url = f"redis://:hidden@{HOST}:{port}/0"
    complaint = refused("--port", "0", "--data", str(tmp_path / "data"), REDIS_URL=url)
    assert complaint == f"local cloud: no Redis answers at {HOST}:{port}\n"


def test_a_ready_file_that_cannot_be_written_is_named_before_anything_starts(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    complaint = refused("--ready-file", str(tmp_path / "file" / "ready.json"))
    assert complaint.startswith("local cloud: --ready-file: ")


def test_an_address_that_is_no_redis_is_refused(refused: Callable[..., str]) -> None:
    assert "begins with redis://" in refused("--redis-url", "http://127.0.0.1")


def test_a_taken_port_is_not_prepared(refused: Callable[..., str], small_root: Path, tmp_path: Path) -> None:
    (small_root / "local.yml").write_text(f"prepare: [[touch, {tmp_path}/prepared]]", "utf-8")
    ports = Ports.below(0)
    with listen(HOST, ports.oss):
        refused("--port", str(ports.gateway), "--data", str(tmp_path / "data"))
    assert not (tmp_path / "prepared").exists()


def test_what_can_be_asked_of_functions_reaches_them(small_root: Path) -> None:
    options = arguments.read(["--root", str(small_root), "--fc", "3", "--instances", "7", "--recycle", "12.5"]).options
    assert (options.generation, options.instances, options.recycle) == ("3.0", 7, 0.125)
    usual = arguments.read(["--root", str(small_root)]).options
    assert (usual.generation, usual.instances, usual.recycle) == ("2.0", Options.instances, 0)


@pytest.mark.parametrize("words", [["--fc", "4"], ["--instances", "0"], ["--recycle", "101"], ["--recycle", "much"]])
def test_what_cannot_be_asked_of_functions_is_refused(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(words)
    assert f"argument {words[0]}:" in capsys.readouterr().err


def test_help_tells_of_every_option_in_its_group(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    told = capsys.readouterr().out
    groups = ["where everything is", "what it begins with", "how functions run", "what the other services do"]
    assert [told.index(f"{group}:") for group in groups] == sorted(told.index(f"{group}:") for group in groups)
    assert "examples:" in told


def test_the_project_is_where_one_stands_or_else_this_repository(
    small_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small_root)
    assert arguments.read([]).options.root == small_root.resolve()
    assert arguments.read([]).options.data == small_root.resolve() / ".local"
    monkeypatch.chdir(tmp_path)
    assert arguments.read([]).options.root == Path(arguments.__file__).resolve().parents[1]


@pytest.mark.parametrize("port", ["80", "70000", "http", "-1"])
def test_a_port_that_cannot_be_is_refused(capsys: pytest.CaptureFixture[str], port: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([f"--port={port}"])
    assert "argument --port: a number from" in capsys.readouterr().err


def test_a_folder_that_is_no_repository_is_named(refused: Callable[..., str], tmp_path: Path) -> None:
    complaint = refused("--root", str(tmp_path))
    assert complaint == f"local cloud: there is no template.yml in {tmp_path}: name the project with --root\n"

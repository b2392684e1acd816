"""Instances: what code sees of its process, how long it lives, and how it ends."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psutil
import pytest

from emulator.functions.errors import FcError
from emulator.functions.instances import runtime
from emulator.functions.invocation import Invocation, Reply
from emulator.shared.faults import Fault
from tests.emulator.functions.conftest import Project, Running, starting, until

Start = Callable[[], Running]

WORLD = """
import json, os, signal, sys, threading, time
born, count = time.time(), 0
def handler(event, context):
    global count
    count += 1
    def importable(name):
        try:
            __import__(name)
        except ImportError:
            return False
        return True
    return {
        "environment": dict(os.environ), "path": sys.path, "pid": os.getpid(), "count": count, "cwd": os.getcwd(),
        "foreign": [n for n in ("emulator", "yaml", "uvicorn", "runtime", "pytest", "time_machine") if importable(n)],
        "argv": sys.argv, "modules": sorted(sys.modules), "id": context.request_id, "now": born,
        "files": len(os.listdir("/proc/self/fd")), "nice": os.nice(0), "group": os.getpgrp() == os.getpid(),
        "flags": list(sys.flags), "signals": [repr(signal.getsignal(n)) for n in (2, 13, 15, 17)],
        "encodings": [sys.stdout.encoding, sys.stdout.errors, sys.getfilesystemencoding()],
        "threads": threading.active_count(), "warnings": sys.warnoptions, "executed": open("/proc/self/environ").read(),
    }
"""
CONTEXT = """
def handler(event, context):
    context.getLogger().info("looked")
    return {
        "id": context.request_id == context.requestId, "key": context.credentials.access_key_id,
        "old": context.credentials.accessKeyId, "function": vars(context.function), "service": vars(context.service),
        "region": context.region, "account": context.account_id, "retry": context.retry_count,
        "logger": context.logger, "json": len(context.to_json()) > 100, "event": event.decode(),
    }
"""
RETURNS = """
import datetime, decimal
class Tea:
    def to_json(self): return "tea"
def handler(event, context):
    return eval(event)
"""
ASLEEP = """
import time
def handler(event, context):
    print("going to sleep")
    time.sleep(60 if event else 0)
"""
LEAVES = """
import os
def handler(event, context):
    print("leaving")
    os._exit(3)
"""
CLOCK = """
import threading, time
threading.Thread(target=lambda: [time.sleep(0.01) for _ in iter(int, 1)], daemon=True).start()
def handler(event, context):
    return time.time()
"""
GREEDY = """
import time
def handler(event, context):
    hoard = b"x" * (200 << 20)
    time.sleep(30)
"""
TALKS = """
import sys
def handler(event, context):
    for _ in range(20000):
        print("x" * 99)
    sys.stdout.close()
"""
BUSY = """
import os, time
def handler(event, context):
    time.sleep(0.2)
    return str(os.getpid())
"""
HOOKS = """
import os
steps = []
def initialize(context): steps.append("initialize " + os.environ["HOOK"])
def freeze(context): steps.append("freeze")
def stop(context): open(os.environ["PROOF"], "w").write("stopped")
def handler(event, context): return list(steps)
"""
BROKEN = {
    "syntax": ("def handler(:", "UserCodeSyntaxError"),
    "imports": ("import nothing_of_that_name", "ImportModuleError"),
    "raises": ("1/0", "UserCodeError"),
    "misses": ("x = 1", "HandlerNotFound"),
    "awaits": ("async def handler(event, context): return 1", "TypeError"),
}


@pytest.fixture(scope="module")
def proof(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the PreStop hook leaves its mark."""
    return tmp_path_factory.mktemp("proof") / "stopped"


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory, proof: Path) -> Iterator[Running]:
    """A running service with the functions above."""
    with starting(tmp_path_factory.mktemp("instances")) as (project, start):
        project.function("world", WORLD, EnvironmentVariables={"COLOUR": "red", "PLACE": "mine"})
        (project.root / "local.yml").write_text('environment: {PLACE: "{host}:{oss}", BRACES: "{\\"a\\": 1}"}')
        project.function("world_alone", WORLD, EnvironmentVariables={"LD_LIBRARY_PATH": "/code/lib"})
        project.function("context", CONTEXT, Timeout=7, MemorySize=512)
        project.function("returns", RETURNS)
        project.function("asleep", ASLEEP, Timeout=1)
        project.function("leaves", LEAVES)
        project.function("talks", TALKS)
        project.function("greedy", GREEDY, MemorySize=128, Timeout=20)
        project.function("clock", CLOCK)
        project.function("busy", BUSY)
        project.function("pid", "import os\ndef handler(event, context): return os.getpid()")
        hooks = {
            "PreFreeze": {"Handler": "index.freeze", "Timeout": 3},
            "PreStop": {"Handler": "index.stop", "Timeout": 3},
        }
        variables = {"HOOK": "ran", "PROOF": str(proof)}
        project.function(
            "hooks",
            HOOKS,
            Initializer="index.initialize",
            InstanceLifecycleConfig=hooks,
            EnvironmentVariables=variables,
        )
        project.function("badly", "def initialize(context): 1/0\ndef handler(event, context): return b''")
        project.functions["badly"]["Properties"]["Initializer"] = "index.initialize"
        slow = "import time\ndef initialize(context): time.sleep(60)\ndef handler(event, context): return b''"
        project.function("slowly", slow, Initializer="index.initialize", InitializationTimeout=1)
        for name, (code, _) in BROKEN.items():
            project.function(f"broken_{name}", code)
        yield start()


def test_code_sees_the_declared_environment_and_nothing_of_the_shell(cloud: Running) -> None:
    os.environ["OF_THE_SHELL"] = "1"
    environment = json.loads(cloud.invoke("world").body)["environment"]
    del os.environ["OF_THE_SHELL"]
    scratch, code = Path(environment.pop("TMPDIR")), Path(environment.pop("FC_FUNC_CODE_PATH"))
    assert scratch.is_dir()
    assert not os.access(code / "index.py", os.W_OK) or os.geteuid() == 0
    assert (code / "index.py").stat().st_mode & 0o222 == 0
    assert environment.pop("FC_INSTANCE_ID").startswith("c-")
    assert environment == {
        "COLOUR": "red",
        "PLACE": f"127.0.0.1:{cloud.cloud.ports.oss}",
        "BRACES": '{"a": 1}',
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONIOENCODING": "utf-8:surrogateescape",
        "FC_ACCOUNT_ID": "1234567890",
        "FC_REGION": "cn-hangzhou",
        "FC_SERVICE_NAME": "svc",
        "FC_FUNCTION_NAME": "world",
        "FC_FUNCTION_HANDLER": "index.handler",
        "FC_FUNCTION_MEMORY_SIZE": "128",
        "FC_QUALIFIER": "LATEST",
        "FC_VER_ID": "",
        "ALIBABA_CLOUD_ACCESS_KEY_ID": "LOCALKEYID",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "LOCALKEYSECRET",
        "accessKeyID": "LOCALKEYID",
        "accessKeySecret": "LOCALKEYSECRET",
    }


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every instance is a program of its own")
def test_a_fork_looks_like_a_program_of_its_own(cloud: Running) -> None:
    fork, program = (json.loads(cloud.invoke(name).body) for name in ("world", "world_alone"))
    # What the loader reads as a program starts cannot be given to a fork.
    library = program["environment"]["LD_LIBRARY_PATH"]
    assert library == program["cwd"] + "/lib"
    assert f"LD_LIBRARY_PATH={library}" in program["executed"]
    assert "FC_INSTANCE_ID" not in fork["executed"]
    for name in ("argv", "modules", "files", "nice", "group", "flags", "signals", "encodings", "threads", "warnings"):
        assert fork[name] == program[name], name


def test_nothing_of_the_emulator_can_be_imported(cloud: Running) -> None:
    world = json.loads(cloud.invoke("world").body)
    assert world["foreign"] == []
    assert world["path"][0] == world["environment"]["FC_FUNC_CODE_PATH"] == world["cwd"]
    assert not [path for path in world["path"] if "site-packages" in path or str(Path(__file__).parents[3]) in path]
    assert not {"asyncio", "socket", "subprocess", "email", "ctypes"} & set(world["modules"])


def test_the_runtime_is_of_the_standard_library_alone() -> None:
    folder = Path(runtime.__file__).parent
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [str(node.module)]
            # What moves the clock is loaded when it moves, from a folder of its own.
            assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names | {"time_machine"}, path


def test_an_instance_is_used_again_and_keeps_its_globals(cloud: Running) -> None:
    first, second = (json.loads(cloud.invoke("world").body) for _ in range(2))
    assert second["pid"] == first["pid"]
    assert second["count"] == first["count"] + 1
    assert second["id"] != first["id"]


def test_the_context_is_the_documented_one(cloud: Running) -> None:
    reply = cloud.invoke("context", b"tea")
    assert json.loads(reply.body) == {
        "id": True,
        "key": "LOCALKEYID",
        "old": "LOCALKEYID",
        "function": {"name": "context", "handler": "index.handler", "memory": 512, "timeout": "7"},
        "service": {"name": "svc", "log_project": "", "log_store": "", "qualifier": "LATEST", "version_id": ""},
        "region": "cn-hangzhou",
        "account": "1234567890",
        "retry": "0",
        "logger": None,
        "json": True,
        "event": "tea",
    }
    assert f"Z {reply.invocation.id} [INFO] looked\n" in reply.log.decode()


@pytest.mark.parametrize(
    ("expression", "body"),
    [
        ("b'\\xff'", b"\xff"),
        ("'你'", "你".encode()),
        ("{'b': 1, 'a': [1]}", b'{\n    "a": [\n        1\n    ],\n    "b": 1\n}'),
        ("None", b"null"),
        ("decimal.Decimal('1.5')", b"1.5"),
        ("datetime.date(2026, 1, 2)", b'"2026-01-02"'),
        ("Tea()", b'"tea"'),
    ],
)
def test_what_an_event_handler_returns(cloud: Running, expression: str, body: bytes) -> None:
    assert cloud.invoke("returns", expression.encode()).body == body


@pytest.mark.parametrize("kind", BROKEN)
def test_a_handler_that_cannot_be_used_says_why(cloud: Running, kind: str) -> None:
    reply = cloud.invoke(f"broken_{kind}")
    assert reply.error == "UnhandledInvocationError"
    assert json.loads(reply.body)["errorType"] == reply.error_kind == BROKEN[kind][1]


def test_the_log_tells_more_of_a_failed_import_than_the_answer(cloud: Running) -> None:
    reply = cloud.invoke("broken_imports")
    assert json.loads(reply.body)["errorMessage"] == "Unable to import module 'index'"
    assert b"No module named 'nothing_of_that_name'" in reply.log


def test_a_time_out_ends_the_instance_and_shows_where_it_stood(cloud: Running) -> None:
    until(lambda: cloud.invoke("asleep").error is None)  # so its second is not spent on starting
    reply = cloud.invoke("asleep", b"long")
    assert json.loads(reply.body)["errorMessage"].startswith("Function timed out after 1 seconds")
    log = reply.log.decode()
    assert "going to sleep" in log
    assert "index.py" in log
    assert not _pids_of(cloud, "asleep")


def test_a_process_that_ends_is_an_error_and_the_next_call_starts_anew(cloud: Running) -> None:
    for _ in range(2):
        reply = cloud.invoke("leaves")
        assert json.loads(reply.body)["errorMessage"].startswith("Process exited unexpectedly before completing")
        assert (reply.error, reply.cold) == ("UnhandledInvocationError", True)
        assert b"leaving" in reply.log


def test_more_memory_than_the_function_has_ends_the_instance(cloud: Running) -> None:
    reply = cloud.invoke("greedy")
    assert json.loads(reply.body)["errorMessage"].startswith("Process exited unexpectedly")
    assert reply.error_kind == "FunctionOOMError"
    assert reply.memory > 128


def test_an_instance_stands_still_between_calls(cloud: Running) -> None:
    for _ in range(2):
        cloud.invoke("clock")
        process = psutil.Process(*_pids_of(cloud, "clock"))
        until(partial(_is_stopped, process))


def _is_stopped(process: psutil.Process) -> bool:
    return bool(process.status() == psutil.STATUS_STOPPED)


def test_busy_instances_get_company_up_to_the_limit_and_nobody_is_lost(cloud: Running) -> None:
    with _limits(cloud, "busy", 4, 64):
        replies = cloud.wait(_at_once(cloud, "busy", 12))
    pids = [reply.body for reply in replies if isinstance(reply, Reply) and not reply.error]
    assert len(pids) == 12
    assert len(set(pids)) == len(_pids_of(cloud, "busy")) == 4


def test_a_crowd_of_short_calls_is_served_by_a_few(cloud: Running) -> None:
    with _limits(cloud, "pid", 64, 64):
        replies = cloud.wait(_at_once(cloud, "pid", 64))
    cloud.wait(cloud.service._runner._pools["svc", "pid"].retire())
    pids = [reply.body for reply in replies if isinstance(reply, Reply) and not reply.error]
    assert len(pids) == 64
    assert len(set(pids)) < 32


def test_too_many_waiting_callers_are_throttled(cloud: Running) -> None:
    cloud.invoke("busy")
    with _limits(cloud, "busy", 1, 1):
        cloud.wait(cloud.service._runner._pools["svc", "busy"].retire())
        outcomes = cloud.wait(_at_once(cloud, "busy", 12))
    refused = [outcome for outcome in outcomes if isinstance(outcome, FcError)]
    assert [(problem.code, problem.status) for problem in refused] == [("ResourceThrottled", 429)] * 10


@contextmanager
def _limits(cloud: Running, function: str, instances: int, waiting: int) -> Iterator[None]:
    pool = cloud.service._runner._pools["svc", function]
    limits, pool.limit, pool.waiting = (pool.limit, pool.waiting), instances, waiting
    try:
        yield
    finally:
        pool.limit, pool.waiting = limits


async def _at_once(cloud: Running, function: str, count: int) -> list[Reply | BaseException]:
    """The outcomes of calls that all ask for an instance before the first has one."""
    calls = (cloud.service._runner.run(Invocation(("svc", function), "api", b"")) for _ in range(count))
    return await asyncio.gather(*calls, return_exceptions=True)


def test_a_log_is_kept_whatever_the_code_does_to_its_streams(cloud: Running) -> None:
    reply = cloud.invoke("talks")
    lines = reply.log.decode().splitlines()
    assert lines[-1] == f"FC Invoke End RequestId: {reply.invocation.id}"
    assert len(reply.log) == 1 << 20
    assert set(lines[-3:-1]) == {"x" * 99}


def test_hooks_run_at_their_moments(cloud: Running, proof: Path) -> None:
    assert json.loads(cloud.invoke("hooks").body) == ["initialize ran"]
    assert json.loads(cloud.invoke("hooks").body) == ["initialize ran", "freeze"]
    cloud.wait(cloud.service._runner._pools["svc", "hooks"].retire())
    assert proof.read_text() == "stopped"
    reply = cloud.invoke("badly")
    assert (reply.error, json.loads(reply.body)["errorType"]) == ("InitializationError", "ZeroDivisionError")


def test_an_initializer_has_a_time_of_its_own(cloud: Running) -> None:
    reply = cloud.invoke("slowly")
    assert (reply.error, reply.status) == ("InitializationError", 200)
    assert json.loads(reply.body)["errorMessage"] == "Function initialization timed out after 1 seconds"
    assert not _pids_of(cloud, "slowly")


def test_instances_may_be_made_to_end_after_every_call(tmp_path: Path) -> None:
    with starting(tmp_path, recycle=1.0) as (project, start):
        project.function("pid", "import os\ndef handler(event, context): return os.getpid()")
        cloud = start()
        replies = [cloud.invoke("pid") for _ in range(3)]
        assert len({reply.body for reply in replies}) == 3
        assert all(reply.cold for reply in replies)


def test_a_killed_instance_is_a_crash(cloud: Running) -> None:
    cloud.faults.add(Fault("fc", "busy", "kill", delay_ms=50))
    reply = cloud.invoke("busy")
    assert json.loads(reply.body)["errorMessage"].startswith("Process exited unexpectedly")
    assert cloud.invoke("busy").error is None


def test_an_idle_instance_that_was_killed_is_replaced(cloud: Running) -> None:
    # The next call finds it dead, dying, or alive for one moment more.
    for _ in range(20):
        pid = int(cloud.invoke("pid").body)
        os.kill(pid, signal.SIGKILL)
        reply = cloud.invoke("pid")
        assert (reply.error, reply.cold) == (None, True)
        assert int(reply.body) != pid


def test_the_caller_of_a_service_can_be_killed_by_its_port(project: Project, start: Start) -> None:
    invocation = """
import socket
def handler(event, context):
    with socket.create_connection(("127.0.0.1", int(event))) as line:
        return line.recv(10)
"""
    project.function("calls", invocation)
    cloud = start()
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as threads:
        reply = threads.submit(cloud.invoke, "calls", str(server.getsockname()[1]).encode())
        line, peer = server.accept()
        cloud.service.kill_caller(peer[1])
        assert b"Process exited" in reply.result(10).body
        line.close()


def test_instances_follow_the_clock_forwards_and_a_new_one_has_it_at_once(project: Project, start: Start) -> None:
    project.function("clock", CLOCK)
    project.function("world", WORLD)
    cloud = start()
    times = [_time_of(cloud)]
    (pid,) = _pids_of(cloud, "clock")
    for days in (30, 0.5):
        cloud.cloud.clock.advance(86400 * days)
        cloud.service.clock_moved()
        times += [_time_of(cloud), _time_of(cloud)]
    assert times == sorted(times)
    assert _pids_of(cloud, "clock") == [pid]
    world = json.loads(cloud.invoke("world").body)
    assert "pytest" not in world["modules"]
    assert world["foreign"] == ["time_machine"]
    assert world["path"][0] == world["cwd"]
    assert world["now"] > times[-1]


def _time_of(cloud: Running) -> float:
    """The time that code sees, which must be the cloud's: what one side dates, the other must not see in the future."""
    before, seen, after = time.time(), float(cloud.invoke("clock").body), time.time()
    assert before - 0.01 < seen < after + 0.01
    return seen


def test_a_clock_that_goes_back_is_that_of_new_instances(project: Project, start: Start) -> None:
    project.function("clock", CLOCK)
    project.function("pid", "import os\ndef handler(event, context): return os.getpid()")
    cloud = start()
    cloud.invoke("pid")
    cloud.cloud.clock.advance(3600)
    _time_of(cloud)
    was, stays = _pids_of(cloud, "clock"), _pids_of(cloud, "pid")
    cloud.cloud.clock.reset()
    _time_of(cloud)
    assert _pids_of(cloud, "clock") != was
    cloud.invoke("pid")
    assert _pids_of(cloud, "pid") == stays, "it has not seen the future"


def test_a_reset_forgets_what_is_running_too(project: Project, start: Start) -> None:
    project.function("asleep", ASLEEP)
    cloud = start()
    with ThreadPoolExecutor(1) as threads:
        reply = threads.submit(cloud.invoke, "asleep", b"long")
        until(partial(_pids_of, cloud, "asleep"))
        cloud.service.reset()
        assert b"Process exited" in reply.result(30).body
    assert cloud.service.invocations() == []


def test_saved_code_is_picked_up(project: Project, start: Start) -> None:
    project.function("word", "def handler(event, context): return 'one'")
    cloud = start()
    assert cloud.invoke("word").body == b"one"
    (old,) = _pids_of(cloud, "word")
    (project.root / "functions/word/index.py").write_text("def handler(event, context): return 'three'")
    cloud.wait(cloud.service.refresh())
    assert cloud.invoke("word").body == b"three"
    assert not psutil.pid_exists(old)
    assert len(list((project.root.parent / "data/functions/svc/word").iterdir())) == 1
    project.function("other", "def handler(event, context): return 'new'")
    project.write()
    cloud.wait(cloud.service.refresh())
    assert cloud.invoke("other").body == b"new"


def test_a_template_that_breaks_leaves_what_was(
    project: Project, start: Start, capfd: pytest.CaptureFixture[str]
) -> None:
    project.function("word", "def handler(event, context): return 'one'")
    cloud = start()
    project.functions["word"]["Properties"]["Timeout"] = "soon"
    project.write()
    cloud.wait(cloud.service.refresh())
    assert "template.Resources.svc.word.Properties.Timeout: a whole number is expected" in capfd.readouterr().err
    assert cloud.invoke("word").body == b"one"


def test_layers_lie_behind_the_code_in_one_tree(project: Project, start: Start) -> None:
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    site = f"built/many-{python}/python/lib/python{python}/site-packages/deep"
    for path, text in (("layers/own/python/own/__init__.py", "word = 'own'"), (f"{site}/__init__.py", "word = 'deep'")):
        (project.root / path).parent.mkdir(parents=True)
        (project.root / path).write_text(text)
    for number in range(450):
        (project.root / site / f"m{number}.py").write_text("")
    (project.root / "local.yml").write_text('layers: {own: [layers/own], many: [nowhere, "built/many-{python}"]}')
    code = "import sys, own, deep\ndef handler(event, context): return [own.word, deep.word, own.__cached__, sys.path]"
    arns = [f"acs:fc:cn-hangzhou:1234567890:layers/{name}/versions/1" for name in ("own", "many")]
    project.function("layered", code, Layers=arns)
    cloud = start()
    own, deep, compiled, path = json.loads(cloud.invoke("layered").body)
    assert (own, deep) == ("own", "deep")
    assert Path(compiled).is_file()
    opt = Path(path[2]).parent
    assert path[1:3] == [str(opt / f"python/lib/python{python}/site-packages"), str(opt / "python")]
    (project.root / "layers/own/python/own/__init__.py").write_text("word = 'changed'")
    cloud.wait(cloud.service.refresh())
    assert json.loads(cloud.invoke("layered").body)[0] == "changed"


def test_a_layer_that_is_not_built_is_named(project: Project, start: Start) -> None:
    (project.root / "local.yml").write_text("layers: {own: [layers/own]}")
    arn = "acs:fc:cn-hangzhou:1234567890:layers/own/versions/1"
    project.function("layered", "def handler(environ, start_response): pass", http=True, Layers=[arn])
    answer = start().proxy("layered")
    assert answer.status_code == 500
    assert "run `make layers-local`" in answer.json()["ErrorMessage"]


def test_no_process_outlives_the_service(project: Project, start: Start) -> None:
    project.function("word", "def handler(event, context): return 'one'")
    cloud = start()
    cloud.invoke("word")
    pids = _pids_of(cloud, "word")
    cloud.wait(cloud.service.stop())
    assert pids
    assert not any(psutil.pid_exists(pid) for pid in pids)


def _pids_of(cloud: Running, function: str) -> list[int]:
    return [instance.pid for instance in cloud.service._runner._pools["svc", function].instances]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere saved code is picked up within half a second")
def test_saved_code_is_used_by_the_very_next_call(project: Project, start: Start) -> None:
    project.function(
        "word", "def handler(environ, start_response): start_response('200 OK', []); return [b'0']", http=True
    )
    cloud = start()
    source = project.root / "functions/word/index.py"
    for number in range(1, 4):
        assert cloud.proxy("word").content == str(number - 1).encode()
        source.write_text(source.read_text().replace(f"b'{number - 1}'", f"b'{number}'"))
        assert cloud.proxy("word").content == str(number).encode()

"""A local cloud of Function Compute alone, over functions that each test writes."""

from __future__ import annotations

import asyncio
import threading
import time
import types
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from emulator.functions.invocation import Invocation, Reply
from emulator.functions.service import FunctionsService
from emulator.shared.clock import Clock
from emulator.shared.faults import Faults
from emulator.shared.keys import Keys
from emulator.shared.options import HOST, Options, Ports

ANONYMOUS = {"Type": "HTTP", "Properties": {"AuthType": "ANONYMOUS", "Methods": ["GET", "POST", "PUT", "HEAD"]}}


class Project:
    """A repository in a temporary folder: code, template, local settings."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.functions: dict[str, Any] = {}
        self.routes: dict[str, Any] = {}

    def function(
        self, name: str, code: str, *, http: bool = False, events: dict[str, Any] | None = None, **more: Any
    ) -> None:
        """Add a function whose ``index.py`` is ``code``; ``more`` are properties."""
        folder = self.root / "functions" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.py").write_text(code, "utf-8")
        properties = {
            "Handler": "index.handler",
            "Runtime": "python3.10",
            "CodeUri": f"functions/{name}",
            "Timeout": 10,
            **more,
        }
        self.functions[name] = {"Type": "Aliyun::Serverless::Function", "Properties": properties}
        triggers = {**({"http": ANONYMOUS} if http else {}), **(events or {})}
        if triggers:
            self.functions[name]["Events"] = triggers

    def route(self, path: str, function: str) -> None:
        """Add a route of the custom domain."""
        self.routes[path] = {"ServiceName": "svc", "FunctionName": function}

    def write(self) -> None:
        """Write ``template.yml``."""
        service = {
            "Type": "Aliyun::Serverless::Service",
            "Properties": {"Role": "acs:ram::1234567890:role/fc"},
            **self.functions,
        }
        resources: dict[str, Any] = {"svc": service}
        if self.routes:
            domain = {"Protocol": "HTTP", "RouteConfig": {"Routes": self.routes}}
            resources["www.example.com"] = {"Type": "Aliyun::Serverless::CustomDomain", "Properties": domain}
        document = {
            "ROSTemplateFormatVersion": "2015-09-01",
            "Transform": "Aliyun::Serverless-2018-04-03",
            "Resources": resources,
        }
        (self.root / "template.yml").write_text(yaml.safe_dump(document), "utf-8")


class Running:
    """A started service, with what a test asks of it."""

    def __init__(self, service: FunctionsService, cloud: Any, loop: asyncio.AbstractEventLoop) -> None:
        self.service, self.cloud, self._loop = service, cloud, loop
        self.faults: Faults = cloud.faults
        self.gateway = f"http://{HOST}:{cloud.ports.gateway}"
        self.api = f"http://{HOST}:{cloud.ports.fc}"
        self.http = httpx.Client(base_url=self.gateway, timeout=30)

    def wait(self, coroutine: Any) -> Any:
        """Run something in the service's loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(30)

    def proxy(self, function: str, path: str = "/", method: str = "GET", **more: Any) -> httpx.Response:
        """Call a function by its system URL."""
        return self.http.request(method, f"/2016-08-15/proxy/svc/{function}{path}", **more)

    def invoke(self, function: str, event: bytes = b"") -> Reply:
        """Have an event function answer."""
        invocation = Invocation(("svc", function), "api", event)
        return self.wait(self.service._runner.run(invocation))

    def settled(self) -> list[dict[str, Any]]:
        """The invocations, oldest first, when all asynchronous work is done."""
        assert self.service.wait_idle(30)
        return list(reversed(self.service.invocations()))


def until(condition: Callable[[], object]) -> None:
    """Look again and again until the condition holds; fail when it does not within ten seconds."""
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.005)


@contextmanager
def running(root: Path, data: Path) -> Iterator[Running]:
    """Start the service alone, as the cloud does."""
    data.mkdir(exist_ok=True)
    options = Options(root=root, data=data, ports=Ports.below(0))
    cloud = types.SimpleNamespace(
        redis=types.SimpleNamespace(url=f"redis://{HOST}:{options.ports.redis}/0"),
        options=options,
        ports=options.ports,
        clock=Clock(),
        faults=Faults(),
        keys=Keys(),
        outbox=None,
    )
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    service = FunctionsService(cloud)
    asyncio.run_coroutine_threadsafe(service.start(), loop).result(30)
    one = Running(service, cloud, loop)
    try:
        yield one
    finally:
        one.http.close()
        cloud.clock.reset()
        asyncio.run_coroutine_threadsafe(service.stop(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


@contextmanager
def starting(folder: Path) -> Iterator[tuple[Project, Callable[[], Running]]]:
    """An empty repository, and what writes its template and starts the service over it (again, on the same data)."""
    root = folder / "project"
    root.mkdir()
    project = Project(root)
    with ExitStack() as stack:

        def start() -> Running:
            project.write()
            return stack.enter_context(running(project.root, folder / "data"))

        yield project, start


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[Project, Callable[[], Running]]]:
    """A repository and a service of the test's own."""
    with starting(tmp_path) as both:
        yield both


@pytest.fixture
def project(fresh: tuple[Project, Callable[[], Running]]) -> Project:
    """The test's own repository, empty."""
    return fresh[0]


@pytest.fixture
def start(fresh: tuple[Project, Callable[[], Running]]) -> Callable[[], Running]:
    """Starts the test's own service."""
    return fresh[1]

"""A local cloud of Function Compute alone, over functions that each test writes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from emulator.functions.invocation import Invocation, Reply
from emulator.functions.service import FunctionsService
from emulator.shared.options import HOST, Options, Ports
from tests.emulator.alone import SmallCloud, Wait, loop_in_a_thread

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

    def __init__(self, service: FunctionsService, cloud: SmallCloud, wait: Wait) -> None:
        self.service, self.cloud = service, cloud
        self.wait = wait
        """Runs something in the service's loop."""
        self.faults = cloud.faults
        self.gateway = f"http://{HOST}:{cloud.ports.gateway}"
        self.api = f"http://{HOST}:{cloud.ports.fc}"
        self.http = httpx.Client(base_url=self.gateway, timeout=30, verify=False)

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
    """Look again and again until the condition holds; fail when it does not within half a minute."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.005)


@contextmanager
def running(root: Path, data: Path, **options: Any) -> Iterator[Running]:
    """Start the service alone, as the cloud does with these options."""
    data.mkdir(exist_ok=True)
    cloud = SmallCloud(Options(root=root, data=data, ports=Ports.below(0), **options))
    service = FunctionsService(cloud)
    with loop_in_a_thread() as wait:
        wait(service.start())
        one = Running(service, cloud, wait)
        try:
            yield one
        finally:
            one.http.close()
            cloud.clock.reset()
            wait(service.stop())


@contextmanager
def starting(folder: Path, **options: Any) -> Iterator[tuple[Project, Callable[[], Running]]]:
    """An empty repository, and what writes its template and starts the service over it (again, on the same data)."""
    root = folder / "project"
    root.mkdir()
    project = Project(root)
    with ExitStack() as stack:

        def start() -> Running:
            project.write()
            return stack.enter_context(running(project.root, folder / "data", **options))

        yield project, start


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """The vendor's SDK logs every refusal as an error."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


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

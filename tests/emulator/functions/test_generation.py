"""A whole run in the way of FC 3.0 (``--fc 3``), and every function of the product called in it.

Under FC 2.0 the same requests are played by ``tests/openapi``; the answers are compared with those recorded there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from emulator.cloud import running
from emulator.shared.options import Options, Ports
from tests.emulator.functions.conftest import Running, starting
from tests.functions.platform import HereProduct
from tests.openapi.playing import WatchedPlatform, lists_everybody, play
from tools import events
from tools.event_cases import Case
from tools.functions import declared
from tools.openapi import examples

ROOT = Path(__file__).resolve().parents[3]
FUNCTIONS = declared(ROOT)
CASES = events.cases(FUNCTIONS)
RECORDS = examples.read()

SAYS = """
import json, os
def handler(event, context):
    asked = json.loads(event)
    told = {"event": asked, "service": os.environ.get("FC_SERVICE_NAME"), "id": context.request_id}
    return {"statusCode": 201, "headers": {"X-Told": "yes"}, "body": json.dumps(told)}
def freeze(context): 1 / 0
"""


def _case_of(operation: str) -> Case:
    """A request that the function grants, if there is one that can be asked in usual circumstances."""
    found = [one for one in CASES if one.operation == operation and not lists_everybody(one)]
    return min(found, key=lambda one: (one.outcome != "ok", bool(one.given)))


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HereProduct]:
    """The product in a local cloud that was asked for FC 3.0."""
    options = Options(ROOT, tmp_path_factory.mktemp("three"), Ports.below(0), generation="3.0")
    with running(options) as cloud:
        platform = WatchedPlatform(cloud)
        with platform.environment():
            product = HereProduct(cloud, platform=platform)
            yield product
            product.close()


@pytest.mark.timeout(120)
@pytest.mark.parametrize("operation", sorted({one.operation for one in CASES}))
def test_every_http_function_answers_events_as_it_answers_wsgi(here: HereProduct, operation: str) -> None:
    case = _case_of(operation)
    assert play(here, case, over_gateway=True) == RECORDS[examples.name_of(case)]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service of FC 3.0 with one function that tells what it was asked."""
    hooks = {"PreFreeze": {"Handler": "index.freeze", "Timeout": 3}}
    with starting(tmp_path_factory.mktemp("events"), generation="3.0") as (project, start):
        project.function("says", SAYS, http=True, InstanceLifecycleConfig=hooks)
        yield start()


def test_a_function_gets_events_and_nothing_of_a_service(three: Running) -> None:
    answer = three.proxy("says", "/a%20b?x=1&x=2", "POST", content=b"{}", headers={"Content-Type": "application/json"})
    told = answer.json()
    assert (answer.status_code, answer.headers["X-Told"], told["service"]) == (201, "yes", None)
    assert (told["event"]["version"], told["event"]["rawPath"]) == ("v1", "/a%20b")
    assert told["event"]["queryParameters"] == {"x": "1,2"}
    assert told["event"]["requestContext"]["requestId"] == told["id"] == answer.headers["x-fc-request-id"]
    assert told["id"].startswith("1-")
    assert three.service.invocations()[0]["status"] == 201


def test_its_pre_freeze_hook_is_not_called(three: Running) -> None:
    assert three.proxy("says").status_code == 201
    assert "PreFreeze" not in three.service.invocations()[0]["log"]


def test_such_a_function_may_be_invoked_through_the_api_as_well(three: Running) -> None:
    reply = three.invoke("says", json.dumps({"any": "event"}).encode())
    assert json.loads(json.loads(reply.body)["body"])["event"] == {"any": "event"}
    assert httpx.get(f"{three.gateway}/2016-08-15/proxy/svc/says/", trust_env=False).status_code == 201

"""Versions and aliases: what was published stays as it was, and is called by its qualifier."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import fc2
import httpx
import pytest

from tests.emulator.functions.calls import folder, refusal, sdk, signed
from tests.emulator.functions.conftest import Project, Running, starting

CODE = """
import os
def handler(event, context):
    if event == b"asked for":
        return context.service.qualifier
    return " ".join([%r, os.environ["FC_QUALIFIER"], context.service.version_id])
"""
WEB = "def handler(environ, start_response):\n    start_response('200 OK', [])\n    return [%r]"
ANONYMOUS = {"authType": "anonymous", "methods": ["GET"]}


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running service, with one function of a template."""
    with starting(tmp_path_factory.mktemp("versions")) as (project, start):
        project.function("declared", CODE % "declared")
        yield start()


@pytest.fixture(scope="module")
def client(cloud: Running) -> fc2.Client:
    """The vendor's client."""
    return sdk(cloud)


@pytest.fixture
def two(client: fc2.Client, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A service of the test's own, whose function was published twice with other code."""
    name = request.node.originalname[:60]
    client.create_service(name, "of now")
    client.create_function(name, "f", "python3.10", "index.handler", codeDir=folder(tmp_path, CODE % "one"))
    client.publish_version(name, "first")
    client.update_function(name, "f", codeDir=folder(tmp_path, CODE % "two"))
    client.publish_version(name, "second")
    client.update_function(name, "f", codeDir=folder(tmp_path, CODE % "three"))
    return str(name)


def test_a_version_runs_what_was_published(client: fc2.Client, two: str) -> None:
    answers = {q: client.invoke_function(two, "f", qualifier=q) for q in (None, "LATEST", "1", "2")}
    said = {qualifier: answer.data for qualifier, answer in answers.items()}
    assert said == {None: b"three LATEST ", "LATEST": b"three LATEST ", "1": b"one 1 1", "2": b"two 2 2"}
    told = {qualifier: answer.headers["x-fc-invocation-service-version"] for qualifier, answer in answers.items()}
    assert told == {None: "LATEST", "LATEST": "LATEST", "1": "1", "2": "2"}


def test_what_is_asked_of_a_version_is_answered_as_it_was(client: fc2.Client, two: str) -> None:
    assert client.get_service(two, qualifier="1").data["description"] == "first"
    assert client.get_service(two).data["description"] == "of now"
    now, before = (client.get_function(two, "f", qualifier=q).data["codeChecksum"] for q in (None, "1"))
    assert now != before
    url = client.get_function_code(two, "f", qualifier="1").data
    assert url["checksum"] == before
    assert [one["functionName"] for one in client.list_functions(two, qualifier="2").data["functions"]] == ["f"]


def test_versions_are_numbered_listed_and_deleted(client: fc2.Client, two: str) -> None:
    listed = client.list_versions(two, limit=1).data
    assert ([one["versionId"] for one in listed["versions"]], "nextToken" in listed) == (["2"], True)
    rest = client.list_versions(two, nextToken=listed["nextToken"]).data
    assert ([one["versionId"] for one in rest["versions"]], "nextToken" in rest) == (["1"], False)
    forward = client.list_versions(two, direction="FORWARD").data["versions"]
    assert [one["description"] for one in forward] == ["first", "second"]
    client.delete_version(two, "2")
    assert refusal(lambda: client.invoke_function(two, "f", qualifier="2")) == (404, "VersionNotFound")
    assert refusal(lambda: client.delete_version(two, "2")) == (404, "VersionNotFound")
    assert client.publish_version(two).data["versionId"] == "3"


def test_nothing_new_is_not_published_again(client: fc2.Client, two: str) -> None:
    client.publish_version(two)
    assert refusal(lambda: client.publish_version(two)) == (400, "InvalidArgument")


def test_a_service_goes_after_its_versions(client: fc2.Client, two: str) -> None:
    client.delete_function(two, "f")
    assert client.invoke_function(two, "f", qualifier="1").data.startswith(b"one")
    assert refusal(lambda: client.delete_service(two)) == (409, "ServiceNotEmpty")
    client.create_alias(two, "prod", "1")
    for number in ("1", "2"):
        client.delete_version(two, number)
    assert refusal(lambda: client.delete_service(two)) == (409, "ServiceNotEmpty")
    client.delete_alias(two, "prod")
    client.delete_service(two)
    client.create_service(two)
    assert client.publish_version(two).data["versionId"] == "1"


def test_an_alias_leads_where_it_was_pointed_to(client: fc2.Client, two: str) -> None:
    made = client.create_alias(two, "prod", "1", "what people use").data
    assert (made["aliasName"], made["versionId"], made["additionalVersionWeight"]) == ("prod", "1", {})
    assert refusal(lambda: client.create_alias(two, "prod", "1")) == (409, "AliasAlreadyExists")
    assert client.invoke_function(two, "f", qualifier="prod").data == b"one 1 1"
    assert client.invoke_function(two, "f", b"asked for", qualifier="prod").data == b"prod"
    assert client.invoke_function(two, "f", b"asked for", qualifier="1").data == b"1"
    stale = {"if-match": client.get_alias(two, "prod").headers["etag"]}
    client.update_alias(two, "prod", "2", headers=stale)
    assert client.invoke_function(two, "f", qualifier="prod").data == b"two 2 2"
    assert refusal(lambda: client.update_alias(two, "prod", "1", headers=stale)) == (412, "PreconditionFailed")
    assert client.get_alias(two, "prod").data["description"] == "what people use"
    assert [one["aliasName"] for one in client.list_aliases(two).data["aliases"]] == ["prod"]
    client.delete_version(two, "2")
    assert refusal(lambda: client.invoke_function(two, "f", qualifier="prod")) == (404, "VersionNotFound")
    client.delete_alias(two, "prod")
    assert refusal(lambda: client.get_alias(two, "prod")) == (404, "AliasNotFound")
    assert refusal(lambda: client.invoke_function(two, "f", qualifier="prod")) == (404, "AliasNotFound")


def test_an_alias_sends_a_part_of_the_calls_to_another_version(client: fc2.Client, two: str) -> None:
    client.create_alias(two, "all", "1", additionalVersionWeight={"2": 1.0})
    client.create_alias(two, "half", "1", additionalVersionWeight={"2": 0.5})
    assert client.invoke_function(two, "f", qualifier="all").data == b"two 2 2"
    # Wrong once in 2^39 runs.
    assert {client.invoke_function(two, "f", qualifier="half").data for _ in range(40)} == {b"one 1 1", b"two 2 2"}
    assert client.get_service(two, qualifier="all").data["description"] == "first"


@pytest.mark.parametrize(
    ("name", "version", "weights", "expected"),
    [
        ("1", "1", None, (400, "InvalidArgument")),
        ("LATEST", "1", None, (400, "InvalidArgument")),
        ("good", "9", None, (404, "VersionNotFound")),
        ("good", "1", {"9": 0.5}, (404, "VersionNotFound")),
        ("good", "1", {"2": 1.5}, (400, "InvalidArgument")),
        ("good", "1", {"1": 0.2, "2": 0.2}, (400, "InvalidArgument")),
    ],
)
def test_aliases_that_cannot_be(
    client: fc2.Client, two: str, name: str, version: str, weights: Any, expected: tuple[int, str]
) -> None:
    call = lambda: client.create_alias(two, name, version, additionalVersionWeight=weights)  # noqa: E731
    assert refusal(call) == expected
    client.delete_function(two, "f")
    for number in ("1", "2"):
        client.delete_version(two, number)
    client.delete_service(two)


def test_urls_and_triggers_have_a_qualifier(cloud: Running, client: fc2.Client, tmp_path: Path) -> None:
    client.create_service("web")
    client.create_function("web", "f", "python3", "index.handler", codeDir=folder(tmp_path, WEB % b"one"))
    client.publish_version("web")
    client.create_alias("web", "prod", "1")
    client.update_function("web", "f", codeDir=folder(tmp_path, WEB % b"two"))
    client.create_trigger("web", "f", "now", "http", ANONYMOUS, "", "")
    client.create_trigger("web", "f", "live", "http", ANONYMOUS, "", "", qualifier="prod")
    said = {q: cloud.http.get(f"/2016-08-15/proxy/web{q}/f/").text for q in ("", ".LATEST", ".prod")}
    assert said == {"": "two", ".LATEST": "two", ".prod": "one"}
    assert cloud.http.get("/2016-08-15/proxy/web.1/f/").json()["ErrorCode"] == "TriggerNotFound"
    assert cloud.http.get("/2016-08-15/proxy/web.2/f/").json()["ErrorCode"] == "VersionNotFound"
    again = lambda: client.create_trigger("web", "f", "x", "http", ANONYMOUS, "", "", qualifier="prod")  # noqa: E731
    assert refusal(again) == (400, "InvalidArgument")
    unknown = lambda: client.create_trigger("web", "f", "x", "http", ANONYMOUS, "", "", qualifier="no")  # noqa: E731
    assert refusal(unknown) == (404, "AliasNotFound")
    assert client.get_trigger("web", "f", "live").data["qualifier"] == "prod"
    routes = [
        {"path": "/new", "serviceName": "web", "functionName": "f"},
        {"path": "/old", "serviceName": "web", "functionName": "f", "qualifier": "prod"},
    ]
    client.create_custom_domain("www.example.com", "HTTP", {"routes": routes})
    assert {path: cloud.http.get(path).text for path in ("/new", "/old")} == {"/new": "two", "/old": "one"}
    client.delete_custom_domain("www.example.com")


def test_each_qualifier_has_asynchronous_settings_of_its_own(cloud: Running, client: fc2.Client, two: str) -> None:
    client.create_alias(two, "prod", "1")
    arn = f"acs:fc:cn-hangzhou:1234567890:services/{two}.2/functions/f"
    config = {"DestinationConfig": {"OnSuccess": {"Destination": arn}}, "MaxAsyncRetryAttempts": 1}
    made = client.put_function_async_invoke_config(two, "prod", "f", config).data
    assert (made["qualifier"], made["destinationConfig"]["onSuccess"]["destination"]) == ("prod", arn)
    refused = lambda: client.get_function_async_invoke_config(two, "LATEST", "f")  # noqa: E731
    assert refusal(refused) == (404, "AsyncConfigNotExists")
    listed = client.list_function_async_invoke_configs(two, "f").data
    assert ([one["qualifier"] for one in listed["configs"]], listed["nextToken"]) == (["prod"], "")
    client.invoke_function(two, "f", b"x", headers={"x-fc-invocation-type": "Async"}, qualifier="prod")
    assert [record["status"] for record in cloud.settled()[-2:]] == [200, 200]
    client.delete_function_async_invoke_config(two, "prod", "f")
    assert client.list_function_async_invoke_configs(two, "f").data["configs"] == []


def test_code_of_a_template_is_frozen_too(cloud: Running, client: fc2.Client) -> None:
    number = client.publish_version("svc").data["versionId"]
    source = cloud.cloud.options.root / "functions/declared/index.py"
    source.write_text(CODE % "edited")
    cloud.wait(cloud.service.refresh())
    assert client.invoke_function("svc", "declared").data.startswith(b"edited")
    assert client.invoke_function("svc", "declared", qualifier=number).data.startswith(b"declared")


def test_versions_survive_a_restart(project: Project, start: Callable[[], Running], tmp_path: Path) -> None:
    cloud = start()
    client = sdk(cloud)
    client.create_service("kept", "of now")
    client.tag_resource("services/kept", {"k": "v"})
    client.create_function("kept", "f", "python3", "index.handler", codeDir=folder(tmp_path, CODE % "one"))
    client.publish_version("kept", "first")
    client.create_alias("kept", "prod", "1", additionalVersionWeight={"1": 0.5})
    client.put_function_async_invoke_config("kept", "prod", "f", {"maxAsyncRetryAttempts": 7})
    paths = ("/services/kept.1", "/services/kept/aliases/prod", "/services/kept.prod/functions/f/async-invoke-config")
    before = [signed(cloud, "GET", path).json() for path in paths]
    cloud.wait(cloud.service.stop())
    again = start()
    assert [signed(again, "GET", path).json() for path in paths] == before
    assert signed(again, "POST", "/services/kept.prod/functions/f/invocations").content == b"one 1 1"
    assert json.loads(signed(again, "GET", "/tag?resourceArn=services/kept").content)["tags"] == {"k": "v"}
    assert signed(again, "POST", "/services/kept/versions", {}).json()["ErrorCode"] == "InvalidArgument"
    assert httpx.get(f"{again.api}/code/functions/kept.1/f").json()["ErrorCode"] == "AccessDenied"


SLOW = "import time\ndef handler(event, context):\n    time.sleep(0.05)\n    return str(id(context))"


def test_a_version_may_have_few_instances(cloud: Running, client: fc2.Client, tmp_path: Path) -> None:
    client.create_service("few")
    client.create_function("few", "f", "python3", "index.handler", codeDir=folder(tmp_path, SLOW))
    client.publish_version("few")
    client.create_alias("few", "prod", "1")
    assert client.put_on_demand_config("few", "prod", "f", 1).data["maximumInstanceCount"] == 1
    with ThreadPoolExecutor(4) as callers:
        list(callers.map(lambda _: client.invoke_function("few", "f", qualifier="1"), range(4)))
    living = client.list_instances("few", "1", "f").data["instances"]
    assert [one["versionId"] for one in living] == ["1"]
    resource = {"resource": "services/few.prod/functions/f", "maximumInstanceCount": 1}
    assert client.list_on_demand_config().data == {"configs": [resource]}
    assert client.get_on_demand_config("few", "prod", "f").data == resource
    client.delete_on_demand_config("few", "prod", "f")
    assert client.list_on_demand_config().data == {}
    assert refusal(lambda: client.get_on_demand_config("few", "prod", "f")) == (404, "OnDemandConfigNotFound")
    assert refusal(lambda: client.put_on_demand_config("few", "prod", "f", 0)) == (400, "InvalidArgument")


def test_a_version_may_be_wanted_ready(client: fc2.Client, two: str) -> None:
    client.create_alias(two, "prod", "1")
    wanted = client.put_provision_config(two, "prod", "f", 3).data
    assert (wanted["resource"], wanted["target"]) == (f"1234567890#{two}#prod#f", 3)
    client.invoke_function(two, "f", qualifier="prod")
    assert client.get_provision_config(two, "prod", "f").data["current"] == 1
    assert len(client.list_provision_configs(two, "prod").data["provisionConfigs"]) == 1
    client.put_provision_config(two, "prod", "f", 0)
    assert client.list_provision_configs(two, "").data["provisionConfigs"] == []
    assert refusal(lambda: client.put_provision_config(two, "LATEST", "f", 1)) == (400, "InvalidArgument")
    assert refusal(lambda: client.put_provision_config(two, "prod", "f", -1)) == (400, "InvalidArgument")

"""The API, driven with the vendor's unmodified SDK, and by hand where the SDK has no call."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any

import fc2
import httpx
import pytest

from tests.emulator.functions.calls import acs3, folder, packed, refusal, sdk, signed
from tests.emulator.functions.conftest import Project, Running, starting

Start = Callable[[], Running]
CODE = """
import os
def handler(event, context):
    print("secret is", os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"])
    if event == b"fail":
        raise ValueError("asked to")
    return event + os.environ["PLACE"].encode()
"""
WEB = """
def handler(environ, start_response):
    start_response("200 OK", [])
    return [environ["PATH_INFO"].encode()]
"""


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running service with one function of a template."""
    with starting(tmp_path_factory.mktemp("api")) as (project, start):
        (project.root / "local.yml").write_text('environment: {PLACE: "here"}')
        project.function("declared", "def handler(event, context): return 'declared'", MemorySize=192)
        project.function("page", WEB, http=True)
        yield start()


@pytest.fixture(scope="module")
def client(cloud: Running) -> fc2.Client:
    """The vendor's client."""
    return sdk(cloud)


def test_a_service_is_made_changed_listed_and_deleted(client: fc2.Client) -> None:
    assert refusal(lambda: client.get_service("tea")) == (404, "ServiceNotFound")
    made = client.create_service("tea", "leaves", role="acs:ram::1:role/x", logConfig={"project": "p", "logstore": "l"})
    assert made.data["serviceName"] == "tea"
    assert refusal(lambda: client.create_service("tea")) == (409, "ServiceAlreadyExists")
    assert client.update_service("tea", description="green").data["description"] == "green"
    got = client.get_service("tea")
    assert (got.data["role"], got.data["logConfig"]["project"]) == ("acs:ram::1:role/x", "p")
    stale = {"if-match": made.headers["etag"]}
    assert refusal(lambda: client.delete_service("tea", headers=stale)) == (412, "PreconditionFailed")
    assert [one["serviceName"] for one in client.list_services(prefix="t").data["services"]] == ["tea"]
    client.delete_service("tea", headers={"if-match": got.headers["etag"]})
    assert refusal(lambda: client.get_service("tea")) == (404, "ServiceNotFound")


def test_a_function_lives_from_upload_to_deletion(client: fc2.Client, tmp_path: Path) -> None:
    client.create_service("life")
    assert refusal(lambda: client.get_function("life", "f")) == (404, "FunctionNotFound")
    made = client.create_function("life", "f", "python3", "index.handler", codeDir=folder(tmp_path, CODE)).data
    assert (made["memorySize"], made["timeout"], made["codeSize"] > 100) == (256, 60, True)
    assert int(made["codeChecksum"]) > 0
    assert client.invoke_function("life", "f", b"tea ").data == b"tea here"
    changed = CODE.replace("return event", "return b'changed '")
    client.update_function("life", "f", codeDir=folder(tmp_path, changed), environmentVariables={"PLACE": "overlaid"})
    assert client.invoke_function("life", "f", b"x").data == b"changed here"
    updated = client.update_function("life", "f", memorySize=512).data
    assert (updated["memorySize"], updated["environmentVariables"]) == (512, {"PLACE": "overlaid"})
    assert client.invoke_function("life", "f", b"x").data == b"changed here"
    assert [one["functionName"] for one in client.list_functions("life").data["functions"]] == ["f"]
    assert refusal(lambda: client.delete_service("life")) == (409, "ServiceNotEmpty")
    client.delete_function("life", "f")
    client.delete_service("life")


def test_what_the_template_declares_is_visible(client: fc2.Client) -> None:
    assert client.get_function("svc", "declared").data["memorySize"] == 192
    triggers = client.list_triggers("svc", "page").data["triggers"]
    assert [(one["triggerName"], one["triggerType"]) for one in triggers] == [("http", "http")]
    assert client.invoke_function("svc", "declared").data == b"declared"


def test_a_synchronous_call_tells_its_log_and_its_error(client: fc2.Client, tmp_path: Path) -> None:
    client.create_service("sync")
    client.create_function("sync", "f", "python3.10", "index.handler", codeDir=folder(tmp_path, CODE))
    answer = client.invoke_function("sync", "f", b"x", headers={"x-fc-log-type": "Tail"})
    log = base64.b64decode(answer.headers["x-fc-log-result"]).decode()
    assert f"FC Invoke Start RequestId: {answer.headers['x-fc-request-id']}" in log
    assert "secret is ***" in log
    assert answer.headers["content-type"] == "application/octet-stream"
    assert int(answer.headers["x-fc-invocation-duration"]) >= 0
    with pytest.raises(fc2.fc_exceptions.FcError) as caught:
        client.invoke_function("sync", "f", b"fail")
    assert caught.value.status_code == 200
    assert json.loads(caught.value.args[0])["errorType"] == "ValueError"


def test_an_asynchronous_call_is_retried(client: fc2.Client, cloud: Running, tmp_path: Path) -> None:
    cloud.service.switches.retry_delays = (0.0,)
    client.create_service("later")
    client.create_function("later", "f", "python3", "index.handler", codeDir=folder(tmp_path, CODE))
    arn = "acs:fc:cn-hangzhou:1234567890:services/later/functions/f"
    config = {"maxAsyncRetryAttempts": 1, "destinationConfig": {"onSuccess": {"destination": arn}}}
    assert refusal(lambda: client.get_function_async_invoke_config("later", "LATEST", "f"))[1] == "AsyncConfigNotExists"
    mns = {"destinationConfig": {"onSuccess": {"destination": "acs:mns:cn-hangzhou:1:/queues/q/messages"}}}
    assert refusal(lambda: client.put_function_async_invoke_config("later", "LATEST", "f", mns))[0] == 400
    client.put_function_async_invoke_config("later", "LATEST", "f", {**config, "destinationConfig": {}})
    assert client.get_function_async_invoke_config("later", "LATEST", "f").data["maxAsyncRetryAttempts"] == 1
    assert len(client.list_function_async_invoke_configs("later", "f").data["configs"]) == 1
    cloud.settled()
    answer = client.invoke_function("later", "f", b"fail", headers={"x-fc-invocation-type": "Async"})
    assert answer.data == b""
    records = [record for record in cloud.settled() if record["id"] == answer.headers["x-fc-request-id"]]
    assert [(record["trigger"], record["error"]) for record in records] == [("async", "ValueError")] * 2
    client.delete_function_async_invoke_config("later", "LATEST", "f")


def test_triggers_and_domains(client: fc2.Client, cloud: Running, tmp_path: Path) -> None:
    client.create_service("web")
    client.create_function("web", "f", "python3", "index.handler", codeDir=folder(tmp_path, WEB))
    assert refusal(lambda: client.get_trigger("web", "f", "h")) == (404, "TriggerNotFound")
    http = {"authType": "anonymous", "methods": ["GET"]}
    client.create_trigger("web", "f", "h", "http", http, "", "")
    assert refusal(lambda: client.create_trigger("web", "f", "h", "http", http, "", "")) == (
        409,
        "TriggerAlreadyExists",
    )
    timer = {"cronExpression": "0 0 4 * * *", "enable": True}
    assert refusal(lambda: client.create_trigger("web", "f", "t", "timer", timer, "", "")) == (400, "InvalidArgument")
    assert client.do_http_request("GET", "web", "f", "/x").content == b"/x"
    assert httpx.get(f"{cloud.gateway}/2016-08-15/proxy/web.LATEST/f/y").text == "/y"
    assert refusal(lambda: client.invoke_function("web", "f", b"")) == (400, "InvalidArgument")
    routes = {"routes": [{"path": "/api/*", "serviceName": "web", "functionName": "f", "methods": ["GET"]}]}
    assert refusal(lambda: client.get_custom_domain("one.example")) == (404, "DomainNameNotFound")
    client.create_custom_domain("one.example", "HTTP", routes)
    assert httpx.get(f"{cloud.gateway}/api/z", headers={"Host": "any.example"}).text == "/api/z"
    client.create_custom_domain("two.example", "HTTP", {"routes": []})
    assert httpx.get(f"{cloud.gateway}/api/z").json()["ErrorCode"] == "DomainNameNotFound"
    assert httpx.get(f"{cloud.gateway}/api/z", headers={"Host": "one.example:80"}).text == "/api/z"
    assert len(client.list_custom_domains().data["customDomains"]) == 2
    assert client.update_custom_domain("two.example", routeConfig=routes).data["routeConfig"]["routes"][0]["path"]
    client.delete_custom_domain("one.example")
    client.delete_custom_domain("two.example")
    assert refusal(lambda: client.delete_function("web", "f")) == (400, "InvalidArgument")
    client.delete_trigger("web", "f", "h")
    client.delete_function("web", "f")


def test_object_triggers_as_funcraft_sends_them(client: fc2.Client, tmp_path: Path) -> None:
    client.create_service("oss")
    client.create_function("oss", "f", "python3", "index.handler", codeDir=folder(tmp_path, CODE))
    config = {"events": ["oss:ObjectCreated:*"], "filter": {"Key": {"Prefix": "a/", "Suffix": ".jpg"}}}
    arn = "acs:oss:cn-hangzhou:1234567890:menjin"
    client.create_trigger("oss", "f", "o", "oss", config, arn, "acs:ram::1:role/x")
    stored = client.get_trigger("oss", "f", "o").data
    assert stored["triggerConfig"]["filter"] == {"key": {"prefix": "a/", "suffix": ".jpg"}}
    overlapping = {"events": ["oss:ObjectCreated:PutObject"], "filter": {"key": {"prefix": "", "suffix": ""}}}
    again = lambda: client.create_trigger("oss", "f", "p", "oss", overlapping, arn, "r")  # noqa: E731
    assert refusal(again) == (400, "InvalidArgument")
    client.update_trigger("oss", "f", "o", triggerConfig={"events": ["oss:ObjectRemoved:*"]})
    after = client.get_trigger("oss", "f", "o").data["triggerConfig"]
    assert (after["events"], after["filter"]["key"]["prefix"]) == (["oss:ObjectRemoved:*"], "a/")
    client.delete_trigger("oss", "f", "o")


def test_funcrafts_way_of_sending_a_function(cloud: Running) -> None:
    assert signed(cloud, "POST", "/services", {"serviceName": "fun"}).status_code == 200
    document = {
        "functionName": "f",
        "runtime": "python3",
        "handler": "index.handler",
        "initializer": "index.first",
        "initializationTimeout": 3,
        "timeout": 3,
        "memorySize": 128,
        "InstanceLifecycleConfig": {"PreStop": {"Handler": "index.last", "Timeout": 3}},
        "environmentVariables": {"PYTHONUSERBASE": "/code/.fun/python", "PATH": "/code/.fun/bin:/bin"},
        "code": {
            "zipFile": packed(
                index="import os, sys\ndef first(c): pass\ndef last(c): pass\n"
                "def handler(e, c): return [os.environ['PATH'], sys.path]"
            )
        },
    }
    answer = signed(cloud, "POST", "/services/fun/functions", document, **{"content-type": "application/octet-stream"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["instanceLifecycleConfig"]["preStop"]["handler"] == "index.last"
    path, imports = json.loads(signed(cloud, "POST", "/services/fun/functions/f/invocations", {}).content)
    code = imports[0]
    assert path == f"{code}/.fun/bin:/bin"
    assert imports[1].startswith(f"{code}/.fun/python/lib/python3")


def test_layers_are_published_and_used(cloud: Running, client: fc2.Client, tmp_path: Path) -> None:
    content = {"zipFile": packed(python__pressed="word = 'pressed'")}
    made = signed(cloud, "POST", "/layers/leaf/versions", {"code": content, "compatibleRuntime": ["python3"]}).json()
    assert (made["version"], made["arn"]) == (1, "acs:fc:cn-hangzhou:1234567890:layers/leaf/versions/1")
    assert signed(cloud, "GET", "/layers/leaf/versions/1").json() == made
    assert signed(cloud, "GET", f"/layers/{made['arn']}").json() == made
    assert [one["layerName"] for one in signed(cloud, "GET", "/layers").json()["layers"]] == ["leaf"]
    assert signed(cloud, "GET", "/layers/leaf/versions/2").json()["ErrorCode"] == "LayerVersionNotFound"
    client.create_service("layered")
    document = {
        "functionName": "f",
        "runtime": "python3",
        "handler": "index.handler",
        "layers": [made["arn"]],
        "code": {"zipFile": packed(index="import pressed\ndef handler(e, c): return pressed.word")},
    }
    assert signed(cloud, "POST", "/services/layered/functions", document).status_code == 200
    assert client.invoke_function("layered", "f").data == b"pressed"
    unknown = {**document, "functionName": "g", "layers": [made["arn"].replace("leaf", "stem")]}
    refused = signed(cloud, "POST", "/services/layered/functions", unknown)
    assert (refused.status_code, refused.json()["ErrorCode"]) == (404, "LayerVersionNotFound")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"runtime": "nodejs12"}, "not emulated"),
        ({"memorySize": 100}, "100 MB"),
        ({"handler": "main.handler"}, "there is no"),
        ({"environmentVariables": {"FC_X": "1"}}, "reserved"),
        ({"code": {"ossBucketName": "b", "ossObjectName": "o"}}, "no object 'o'"),
        ({"code": {"ossBucketName": "b"}}, "are required"),
        ({"code": {"zipFile": "AAAA"}}, "not a zip"),
        ({"code": {"zipFile": "not base64!"}}, "zipFile"),
        ({"instanceConcurrency": 5}, "not emulated"),
        ({"timeout": "soon"}, "a whole number"),
    ],
)
def test_functions_that_cannot_be(cloud: Running, change: dict[str, Any], text: str) -> None:
    signed(cloud, "POST", "/services", {"serviceName": "wrong"})
    document: dict[str, Any] = {"functionName": "f", "runtime": "python3", "handler": "index.handler"}
    document = {**document, "code": {"zipFile": packed(index=CODE)}, **change}
    answer = signed(cloud, "POST", "/services/wrong/functions", document)
    assert (answer.status_code, answer.json()["ErrorCode"]) == (400, "InvalidArgument")
    assert text in answer.json()["ErrorMessage"]
    assert refused_without_trace(cloud)


def refused_without_trace(cloud: Running) -> bool:
    return signed(cloud, "GET", "/services/wrong/functions").json()["functions"] == []


@pytest.mark.parametrize(
    ("key", "secret", "code"),
    [("NOBODY", "x", "InvalidAccessKeyID"), ("LOCALKEYID", "wrong", "SignatureNotMatch")],
)
def test_strangers_are_refused(cloud: Running, key: str, secret: str, code: str) -> None:
    stranger = fc2.Client(endpoint=cloud.api, accessKeyID=key, accessKeySecret=secret)
    assert refusal(stranger.list_services) == (403, code)


def test_the_api_of_fc_3_is_for_runs_of_fc_3(cloud: Running) -> None:
    refused = acs3(cloud, "GET", "/2023-03-30/functions").json()
    assert (refused["Code"], "--fc 3" in refused["Message"]) == ("PathNotSupported", True)


def test_a_refusal_never_shows_a_secret(cloud: Running) -> None:
    stranger = fc2.Client(endpoint=cloud.api, accessKeyID="LOCALKEYID", accessKeySecret="wrong")
    with pytest.raises(fc2.fc_exceptions.FcError) as caught:
        stranger.list_services()
    assert "LOCALKEYSECRET" not in str(caught.value)


def test_old_dates_are_refused_and_a_moved_clock_is_not(cloud: Running) -> None:
    old = signed(cloud, "GET", "/services", date=formatdate(1e9, usegmt=True))
    assert (old.status_code, old.json()["ErrorCode"]) == (403, "RequestTimeTooSkewed")
    before = formatdate(usegmt=True)
    cloud.cloud.clock.advance(86400)
    try:
        assert signed(cloud, "GET", "/services", date=before).status_code == 200
        assert signed(cloud, "GET", "/services").status_code == 200
    finally:
        cloud.cloud.clock.reset()


def test_what_was_deployed_survives_a_restart(project: Project, start: Start, tmp_path: Path) -> None:
    (project.root / "local.yml").write_text('environment: {PLACE: "here"}')
    cloud = start()
    layer = signed(cloud, "POST", "/layers/leaf/versions", {"code": {"zipFile": packed(python__p="w = 'p'")}}).json()
    signed(cloud, "POST", "/services", {"serviceName": "kept"})
    document = {
        "functionName": "f",
        "runtime": "python3",
        "handler": "index.handler",
        "layers": [layer["arn"]],
        "code": {"zipFile": packed(index="import p\n" + CODE)},
        "initializer": "",
    }
    made = signed(cloud, "POST", "/services/kept/functions", document).json()
    timer = {"triggerName": "t", "triggerType": "timer", "triggerConfig": {"cronExpression": "@every 1h"}}
    signed(cloud, "POST", "/services/kept/functions/f/triggers", timer)
    signed(cloud, "PUT", "/services/kept/functions/f/async-invoke-config", {"maxAsyncRetryAttempts": 0})
    cloud.wait(cloud.service.stop())
    again = start()
    assert signed(again, "GET", "/services/kept/functions/f").json() == made
    assert signed(again, "GET", "/services/kept/functions/f/triggers/t").json()["triggerType"] == "timer"
    config = signed(again, "GET", "/services/kept/functions/f/async-invoke-config").json()
    assert config["maxAsyncRetryAttempts"] == 0
    assert signed(again, "POST", "/services/kept/functions/f/invocations", "x").content == b'"x"here'

"""Code and layers: where they come from, and how they are handed out again."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import fc2
import httpx
import pytest

from tests.emulator.functions.calls import folder, packed, refusal, sdk, signed
from tests.emulator.functions.conftest import Running, starting

CODE = "def handler(event, context): return 'hello'"


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running service with one function of a template."""
    with starting(tmp_path_factory.mktemp("code")) as (project, start):
        project.function("declared", CODE)
        yield start()


@pytest.fixture(scope="module")
def client(cloud: Running) -> fc2.Client:
    """The vendor's client."""
    return sdk(cloud)


def names(url: str) -> list[str]:
    """What is in the archive that a URL leads to."""
    answer = httpx.get(url)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip"), answer.text
    return zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


def test_code_may_lie_in_a_bucket(cloud: Running, client: fc2.Client) -> None:
    cloud.cloud.objects["code", "f.zip"] = base64.b64decode(packed(index=CODE))
    client.create_service("bucket")
    missing = lambda: client.create_function(  # noqa: E731
        "bucket", "f", "python3", "index.handler", codeOSSBucket="code", codeOSSObject="no.zip"
    )
    assert refusal(missing) == (400, "InvalidArgument")
    client.create_function("bucket", "f", "python3", "index.handler", codeOSSBucket="code", codeOSSObject="f.zip")
    assert client.invoke_function("bucket", "f").data == b"hello"


def test_code_is_handed_out_as_it_came(client: fc2.Client, tmp_path: Path) -> None:
    client.create_service("out")
    made = client.create_function("out", "f", "python3", "index.handler", codeDir=folder(tmp_path, CODE)).data
    told = client.get_function_code("out", "f").data
    assert told["checksum"] == made["codeChecksum"]
    assert len(httpx.get(told["url"]).content) == made["codeSize"]
    assert names(told["url"]) == ["index.py"]
    assert names(client.get_function_code("svc", "declared").data["url"]) == ["index.py"]


@pytest.mark.parametrize("change", ["Signature=x", "Expires=99999999999", "Expires=", "Expires=no"])
def test_only_who_was_told_may_fetch(client: fc2.Client, change: str) -> None:
    url = httpx.URL(client.get_function_code("svc", "declared").data["url"])
    name, _, value = change.partition("=")
    refused = httpx.get(url.copy_set_param(name, value))
    assert (refused.status_code, refused.json()["ErrorCode"]) == (403, "AccessDenied")


def test_a_url_holds_for_an_hour(cloud: Running, client: fc2.Client) -> None:
    url = client.get_function_code("svc", "declared").data["url"]
    cloud.cloud.clock.advance(3601)
    try:
        assert httpx.get(url).json()["ErrorCode"] == "AccessDenied"
    finally:
        cloud.cloud.clock.reset()


def publish(cloud: Running, name: str, **more: Any) -> dict[str, Any]:
    """Publish a version of a layer."""
    document = {"code": {"zipFile": packed(python__pressed="word = 'pressed'")}, **more}
    answer = signed(cloud, "POST", f"/layers/{name}/versions", document)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_layers_are_numbered_listed_and_fetched(cloud: Running) -> None:
    first, second = publish(cloud, "leaf"), publish(cloud, "leaf", description="again")
    assert (first["version"], second["version"], second["acl"]) == (1, 2, 0)
    assert names(second["code"]["location"]) == ["python/pressed.py"]
    listed = signed(cloud, "GET", "/layers/leaf/versions?limit=1").json()
    assert ([one["version"] for one in listed["layers"]], listed["nextVersion"]) == ([1], 2)
    rest = signed(cloud, "GET", "/layers/leaf/versions?startVersion=2").json()
    assert ([one["description"] for one in rest["layers"]], "nextVersion" in rest) == (["again"], False)
    newest = signed(cloud, "GET", "/layers?prefix=leaf").json()["layers"]
    assert [one["version"] for one in newest] == [2]
    for arn in (first["arn"], quote(first["arn"], safe="")):
        assert signed(cloud, "GET", f"/layerarn/{arn}").json()["version"] == 1
    assert signed(cloud, "PUT", "/layers/leaf/acl?public=true").status_code == 204
    assert signed(cloud, "GET", "/layers/leaf/versions/1").json()["acl"] == 1
    assert signed(cloud, "PUT", "/layers/none/acl?public=true").json()["ErrorCode"] == "LayerNotFound"


def test_a_deleted_layer_stays_with_its_functions(cloud: Running, client: fc2.Client, tmp_path: Path) -> None:
    arn = publish(cloud, "gone")["arn"]
    code = {"zipFile": packed(index="import pressed\ndef handler(e, c): return pressed.word")}
    client.create_service("layered")
    document = {"functionName": "f", "runtime": "python3", "handler": "index.handler", "layers": [arn], "code": code}
    assert signed(cloud, "POST", "/services/layered/functions", document).status_code == 200
    assert signed(cloud, "DELETE", "/layers/gone/versions/1").status_code == 204
    assert signed(cloud, "DELETE", "/layers/gone/versions/1").json()["ErrorCode"] == "LayerVersionNotFound"
    again = signed(cloud, "POST", "/services/layered/functions", {**document, "functionName": "g"})
    assert again.json()["ErrorCode"] == "LayerVersionNotFound"
    client.update_function("layered", "f", memorySize=192)
    assert client.invoke_function("layered", "f").data == b"pressed"
    assert publish(cloud, "gone")["version"] == 2


def test_what_is_no_archive_leaves_no_trace(cloud: Running) -> None:
    for path in ("/layers/bad/versions", "/services/svc/functions"):
        document = {"functionName": "f", "runtime": "python3", "handler": "index.handler", "code": {"zipFile": "AAAA"}}
        assert signed(cloud, "POST", path, document).json()["ErrorCode"] == "InvalidArgument"
    assert signed(cloud, "GET", "/layers/bad/versions").json()["layers"] == []


def test_services_are_found_by_their_tags(client: fc2.Client) -> None:
    for name, tags in (("red", {"colour": "red"}), ("blue", {"colour": "blue", "old": ""})):
        client.create_service(f"tag-{name}")
        client.tag_resource(f"acs:fc:cn-hangzhou:1234567890:services/tag-{name}", tags)
    found = lambda tags: [one["serviceName"] for one in client.list_services(tags=tags).data["services"]]  # noqa: E731
    assert found({"colour": "red"}) == ["tag-red"]
    assert found({"colour": ""}) == ["tag-blue", "tag-red"]
    client.untag_resource("services/tag-red", ["colour"])
    assert client.get_resource_tags("services/tag-red").data["tags"] == {}
    assert refusal(lambda: client.tag_resource("functions/x", {"a": "b"})) == (400, "InvalidArgument")
    assert refusal(lambda: client.tag_resource("services/none", {"a": "b"})) == (404, "ServiceNotFound")
    many = {str(number): "x" for number in range(21)}
    assert refusal(lambda: client.tag_resource("services/tag-red", many)) == (400, "InvalidArgument")


def test_limits_of_the_account(cloud: Running) -> None:
    path = "/accountConfigs?config=CodeSizeLimit&config=Unknown"
    assert signed(cloud, "GET", path).json() == {"CodeSizeLimit": str(100 << 20)}
    listed = signed(cloud, "GET", "/accountConfigs?config=" + quote('["CodeSizeLimit"]')).json()
    assert listed == {"CodeSizeLimit": str(100 << 20)}


def test_a_service_that_left_the_template_stops_nobody_from_starting(tmp_path: Path) -> None:
    with starting(tmp_path) as (project, start):
        project.function("declared", CODE)
        cloud = start()
        code = {"zipFile": packed(index=CODE)}
        document = {"functionName": "f", "runtime": "python3", "handler": "index.handler", "code": code}
        assert signed(cloud, "POST", "/services/svc/functions", document).status_code == 200
        cloud.wait(cloud.service.stop())
        (tmp_path / "project").rename(tmp_path / "before")
    with starting(tmp_path, empty=True) as (_, start):
        cloud = start()
        assert signed(cloud, "GET", "/services/svc/functions/f").json()["ErrorCode"] == "ServiceNotFound"
        signed(cloud, "POST", "/services", {"serviceName": "svc"})
        assert signed(cloud, "POST", "/services/svc/functions/f/invocations").content == b"hello"

"""HTTP triggers: what a handler is given, and what of its answer reaches the client."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from email.utils import formatdate
from urllib.parse import quote

import fc2
import httpx
import pytest

from emulator.shared.faults import Fault
from tests.emulator.functions.conftest import Running, starting

ECHO = """
import json
def handler(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "application/json")])
    shown = {k: v for k, v in environ.items() if isinstance(v, (str, bool))}
    shown["body"] = body.decode("latin-1")
    shown["version"] = environ["wsgi.version"] == (1, 0)
    shown["keys"] = sorted(k for k in environ if not k.startswith("HTTP_"))
    return [json.dumps(shown).encode()]
"""

NAMED = """
def handler(environ, start_response):
    start_response("200 OK", [])
    return [b"%s"]
"""

ANSWERS = """
def handler(environ, start_response):
    write = start_response("404 Anything", [
        ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Server", "mine"), ("X-Fc-Own", "1"), ("Connection", "close"),
        ("Content-Disposition", "inline"), ("X-Own", "kept"), ("Content-Length", "999")])
    write(b"first ")
    return ["text ", b"bytes"]
"""

V3 = """
import json
def handler(event, context):
    request = json.loads(event)
    if request["rawPath"].endswith("/whole"):
        return "just text"
    if request["rawPath"].endswith("/list"):
        return {"statusCode": 200, "headers": {"Set-Cookie": ["a=1", "b=2"]}, "body": ""}
    return {"statusCode": 201, "headers": {"X-A": "1"}, "isBase64Encoded": True,
            "body": __import__("base64").b64encode(event).decode()}
"""

FAILS = """
def handler(environ, start_response):
    raise LookupError("no such tea")
"""
ROUTES = {
    "/any/*": "root",
    "/any/login/*": "login",
    "/any/login/a/*": "deep",
    "/any/login/a": "exact",
    "/api/*": "echo",
    "/known": "echo",
    "/a": "answers",
    "/plain": "plain",
}
BAD = {
    "large": '[("X-Big", "x" * 8192)]',
    "split": '[("X-Bad", "a\\nb")]',
    "name": '[("bad name", "x")]',
    "foreign": '[("X-Word", "\\u4f60")]',
}


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running service with the functions above."""
    with starting(tmp_path_factory.mktemp("http")) as (project, start):
        project.function("echo", ECHO, http=True, EnvironmentVariables={"COLOUR": "red"})
        for name in ("root", "login", "deep", "exact", "plain"):
            project.function(name, NAMED % name, http=True)
        for kind, headers in BAD.items():
            project.function(f"bad_{kind}", NAMED.replace("[])", headers + ")") % "x", http=True)
        own = NAMED.replace("[])", '[("Access-Control-Allow-Origin", "https://mine.example")])')
        project.function("own", own % "x", http=True)
        project.function("event", "def handler(event, context): return b''")
        project.function("answers", ANSWERS, http=True)
        project.function("fails", FAILS, http=True)
        project.function("three", V3, http=True)
        signed = {"Type": "HTTP", "Properties": {"AuthType": "FUNCTION", "Methods": ["GET"]}}
        project.function("closed", NAMED % "in", events={"http": signed})
        for path, name in ROUTES.items():
            project.route(path, name)
        yield start()


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-Ip", "Forwarded"])
def test_no_header_says_who_calls(cloud: Running, header: str) -> None:
    environ = cloud.proxy("echo", "/", headers={header: "203.0.113.9"}).json()
    assert environ["REMOTE_ADDR"] == "127.0.0.1"


def test_the_environ_is_the_documented_one(cloud: Running) -> None:
    answer = cloud.proxy("echo", "/a%20b/%E4%BD%A0?x=1&y=%20", "POST", content=b"payload", headers={"X-Tea": "green"})
    environ = answer.json()
    expected = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/a b/" + "你".encode().decode("latin-1"),
        "QUERY_STRING": "x=1&y=%20",
        "CONTENT_LENGTH": "7",
        "CONTENT_TYPE": "application/octet-stream",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": "FCRUNTIME",
        "SERVER_PORT": "9000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_SOFTWARE": "FCRUNTIME/1.0",
        "HTTP": "on",
        "HTTP_X_TEA": "green",
        "HTTP_X_FC_FUNCTION_HANDLER": "index.handler",
        "wsgi.url_scheme": "http",
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "fc.request_uri": "/2016-08-15/proxy/svc/echo/a%20b/%E4%BD%A0?x=1&y=%20",
        "body": "payload",
        "version": True,
        "COLOUR": "red",
    }
    assert {key: environ.get(key) for key in expected} == expected
    assert {"wsgi.input", "wsgi.errors", "wsgi.version", "fc.context"} <= set(environ["keys"])
    assert not {"REQUEST_URI", "wsgi.file_wrapper"} & set(environ["keys"])


def test_repeated_headers_are_joined_and_private_ones_do_not_pass(cloud: Running) -> None:
    sent = [("X-A", "1"), ("X-A", "2"), ("X-Fc-Secret", "no"), ("Content-Type", "text/plain"), ("Keep-Alive", "5")]
    environ = cloud.proxy("echo", headers=sent).json()
    assert environ["HTTP_X_A"] == "1,2"
    assert environ["CONTENT_TYPE"] == "text/plain"
    assert not {"HTTP_X_FC_SECRET", "HTTP_KEEP_ALIVE", "HTTP_CONNECTION", "HTTP_CONTENT_TYPE"} & set(environ)


def test_a_route_keeps_its_prefix_and_the_uri_as_sent(cloud: Running) -> None:
    environ = cloud.http.get("/api/%61?q=%2F").json()
    assert (environ["PATH_INFO"], environ["fc.request_uri"]) == ("/api/a", "/api/%61?q=%2F")


def test_exact_routes_win_and_then_the_longest_prefix(cloud: Running) -> None:
    expected = {"/": "root", "/login": "root", "/login/b/c": "login", "/login/a/b": "deep", "/login/a": "exact"}
    assert {path: cloud.http.get("/any" + path).text for path in expected} == expected


def test_unknown_places_and_methods_are_refused_in_the_gateways_shape(cloud: Running) -> None:
    found = {
        path: (answer.status_code, answer.json()["ErrorCode"])
        for path in ("/unknown", "/2016-08-15/proxy/no/echo/", "/2016-08-15/proxy/svc/no/")
        for answer in [cloud.http.get(path)]
    }
    assert found == {
        "/unknown": (404, "RouteNotFound"),
        "/2016-08-15/proxy/no/echo/": (404, "ServiceNotFound"),
        "/2016-08-15/proxy/svc/no/": (404, "FunctionNotFound"),
    }
    assert cloud.proxy("event").json()["ErrorCode"] == "TriggerNotFound"
    refused = cloud.http.request("DELETE", "/known")
    assert (refused.status_code, refused.json()["ErrorCode"]) == (405, "MethodNotAllowed")


def test_the_answer_keeps_repeated_headers_and_loses_forbidden_ones(cloud: Running) -> None:
    answer = cloud.http.get("/a")
    assert (answer.status_code, answer.text) == (404, "first text bytes")
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert answer.headers["x-own"] == "kept"
    assert not {"server", "x-fc-own", "connection"} & set(answer.headers)
    assert answer.headers["content-disposition"] == "inline"
    assert cloud.proxy("answers").headers.get_list("content-disposition") == ["attachment"]


def test_origins_are_echoed_unless_the_function_has_its_own_say(cloud: Running) -> None:
    echoed = cloud.proxy("plain", headers={"Origin": "https://evil.example"}).headers
    assert echoed["access-control-allow-origin"] == "https://evil.example"
    assert echoed["access-control-allow-credentials"] == "true"
    assert "access-control-allow-origin" not in cloud.proxy("plain").headers
    answer = cloud.proxy("own", headers={"Origin": "https://evil.example"}).headers
    assert answer["access-control-allow-origin"] == "https://mine.example"
    assert "access-control-allow-credentials" not in answer
    assert cloud.proxy("plain", method="OPTIONS", headers={"Origin": "https://a.example"}).status_code == 405


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/", {"headers": {"X-Big": "x" * 8192}}),
        ("/" + "x" * 4096, {}),
        ("/?" + "x" * 4096, {}),
        ("/", {"content": b"x" * (129 << 10), "headers": {"X-Fc-Invocation-Type": "Async"}}),
    ],
)
def test_what_is_too_large_is_refused(cloud: Running, path: str, more: dict[str, object]) -> None:
    answer = cloud.proxy("echo", path, "POST", **more)
    assert (answer.status_code, answer.json()["ErrorCode"]) == (400, "InvalidArgument")


def test_a_body_over_the_limit_is_refused_before_it_is_sent(cloud: Running) -> None:
    with socket.create_connection(("127.0.0.1", cloud.cloud.ports.gateway)) as line:
        line.sendall(b"POST /known HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (33 << 20))
        assert line.recv(65536).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("kind", BAD)
def test_malformed_answers_are_bad_responses(cloud: Running, kind: str) -> None:
    answer = cloud.proxy(f"bad_{kind}")
    assert (answer.status_code, answer.json()["ErrorCode"]) == (502, "BadResponse")


def test_a_failing_handler_is_a_502_that_tells_what_failed(cloud: Running) -> None:
    answer = cloud.proxy("fails")
    assert answer.status_code == 502
    assert answer.headers["x-fc-error-type"] == "UnhandledInvocationError"
    assert answer.headers["x-fc-request-id"]
    error = answer.json()
    assert (error["errorType"], error["errorMessage"]) == ("LookupError", "no such tea")
    frame = ['File "/code/index.py"', "line 3", "in handler", 'raise LookupError("no such tea")']
    assert error["stackTrace"] == [frame]
    record = cloud.service.invocations()[0]
    assert (record["status"], record["error"]) == (502, "LookupError")
    assert f"{record['id']} [ERROR] {{" in record["log"]
    assert f"FC Invoke End RequestId: {record['id']}, Error: Unhandled function error" in record["log"]


def test_an_asynchronous_call_is_accepted_and_then_runs(cloud: Running) -> None:
    answer = cloud.proxy("echo", "/x", "POST", content=b"1", headers={"X-Fc-Invocation-Type": "Async"})
    assert (answer.status_code, answer.content) == (202, b"")
    record = cloud.settled()[-1]
    assert (record["id"], record["trigger"], record["method"]) == (answer.headers["x-fc-request-id"], "async", "POST")


def test_signed_triggers_let_nobody_else_in(cloud: Running) -> None:
    assert cloud.proxy("closed").status_code == 400
    forged = {"Authorization": "FC LOCALKEYID:AAAA", "Date": formatdate(usegmt=True)}
    assert cloud.proxy("closed", headers=forged).json()["ErrorCode"] == "SignatureNotMatch"
    client = fc2.Client(endpoint=cloud.gateway, accessKeyID="LOCALKEYID", accessKeySecret="LOCALKEYSECRET")
    assert client.do_http_request("GET", "svc", "closed", "/").content == b"in"
    path = "/" + quote("a b")
    assert client.do_http_request("GET", "svc", "closed", path, params={"b": "2 3", "a": ["x", "y"]}).content == b"in"


def test_fc_3_handlers_get_an_event_and_return_an_object(cloud: Running) -> None:
    cloud.wait(cloud.service.set_generation(("svc", "three"), "3.0"))
    query = "/%61?x=1&x=2"
    answer = cloud.proxy("three", query, "POST", content=b"\xff", headers={"X-A": "1", "User-Agent": "tester"})
    assert (answer.status_code, answer.headers["x-a"]) == (201, "1")
    event = json.loads(answer.content)
    assert (event["version"], event["body"], event["isBase64Encoded"]) == ("v1", "/w==", True)
    assert event["queryParameters"] == {"x": "1,2"}
    assert event["headers"]["X-A"] == "1"
    http = event["requestContext"]["http"]
    assert (http["method"], http["sourceIp"], http["userAgent"]) == ("POST", "127.0.0.1", "tester")
    assert (event["rawPath"], http["path"]) == ("/%61", "/a")
    whole = cloud.proxy("three", "/whole")
    assert (whole.status_code, whole.text, whole.headers["content-type"]) == (200, "just text", "application/json")
    assert cloud.proxy("three", "/list").json()["ErrorCode"] == "BadResponse"


def test_several_requests_on_one_connection_are_each_one_write(cloud: Running) -> None:
    with socket.create_connection(("127.0.0.1", cloud.cloud.ports.gateway)) as line:
        for _ in range(3):
            line.sendall(b"GET /plain HTTP/1.1\r\nHost: any.example\r\n\r\n")
            assert line.recv(65536).endswith(b"\r\n\r\nplain")


def test_faults_are_seen_by_the_caller(cloud: Running) -> None:
    cloud.faults.add(Fault("fc", "plain", "error", code="ResourceThrottled"))
    refused = cloud.proxy("plain")
    assert (refused.status_code, refused.json()["ErrorCode"]) == (429, "ResourceThrottled")
    cloud.faults.add(Fault("fc", "plain", "drop"))
    before = len(cloud.service.invocations())
    with pytest.raises(httpx.RemoteProtocolError):
        cloud.proxy("plain")
    assert len(cloud.service.invocations()) == before + 1
    cloud.faults.add(Fault("fc", "plain", "kill"))
    assert cloud.proxy("plain").status_code == 502
    cloud.faults.add(Fault("fc", "plain", "delay", delay_ms=120))
    assert cloud.proxy("plain").elapsed.total_seconds() >= 0.12


def test_odd_paths_reach_the_function_as_they_came(cloud: Running) -> None:
    for path, seen in (
        ("/api/../b//c", "/api/../b//c"),
        ("/api/%2e%2e/%00", "/api/../\0"),
        ("/api/%zz%ff", "/api/%zz\xff"),
    ):
        with socket.create_connection(("127.0.0.1", cloud.cloud.ports.gateway)) as line:
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            answer = b"".join(iter(lambda: line.recv(65536), b""))
        environ = json.loads(answer.partition(b"\r\n\r\n")[2])
        assert (environ["PATH_INFO"], environ["fc.request_uri"]) == (seen, path)

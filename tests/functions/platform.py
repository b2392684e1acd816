"""Function Compute played in this process: real handlers, both HTTP contracts, the local cloud behind them.

Built from the vendor's own pages ("HTTP handlers" of FC 2.0 and FC 3.0), not from the emulator, which is a second
reading of the same pages.
"""

from __future__ import annotations

import base64
import io
import json
import os
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode

import httpx
import yaml

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from menjin.operation import Operation
from tests.product import Product
from tools.functions import load, operations

if TYPE_CHECKING:
    from emulator.cloud import Cloud

ROOT = Path(__file__).resolve().parents[2]
Headers = tuple[tuple[str, str], ...]
_TEXT = ("text/", "application/json", "application/x-www-form-urlencoded")


@dataclass(frozen=True)
class Ask:
    """One HTTP request on its way to a function. ``target`` is path and query as sent."""

    method: str
    target: str
    headers: Headers = ()
    body: bytes = b""
    client: str = "127.0.0.1"

    def with_headers(self, **headers: str) -> Ask:
        """The same with further headers; ``accept_language`` stands for ``Accept-Language``."""
        more = tuple((name.replace("_", "-").title(), value) for name, value in headers.items())
        return replace(self, headers=(*self.headers, *more))


@dataclass(frozen=True)
class Told:
    """What a function answered."""

    status: int
    headers: Headers
    body: bytes

    def header(self, name: str) -> str | None:
        """The only value of that name; None if there is none."""
        found = [value for one, value in self.headers if one.lower() == name.lower()]
        assert len(found) < 2, f"{name} twice: {found}"
        return found[0] if found else None

    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)


def context() -> SimpleNamespace:
    """The platform's second argument; credentials come from the environment, as with a role of FC 3.0."""
    credentials = SimpleNamespace(access_key_id="", access_key_secret="", security_token="")
    return SimpleNamespace(request_id=str(uuid.uuid4()), credentials=credentials, retry_count="0")


def as_environ(ask: Ask) -> dict[str, Any]:
    """The WSGI environment of an FC 2.0 HTTP trigger behind a custom domain."""
    path, _, query = ask.target.partition("?")
    joined: dict[str, str] = {}
    for name, value in ask.headers:
        key = name.upper().replace("-", "_")
        joined[key] = f"{joined[key]},{value}" if key in joined else value
    return {
        **os.environ,
        "REQUEST_METHOD": ask.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1") or "/",
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(ask.body)),
        "CONTENT_TYPE": joined.pop("CONTENT_TYPE", "application/octet-stream"),
        "REMOTE_ADDR": ask.client,
        "SERVER_NAME": "FCRUNTIME",
        "SERVER_PORT": "9000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_SOFTWARE": "FCRUNTIME/1.0",
        "HTTP": "on",
        "HTTP_X_FC_FUNCTION_HANDLER": "index.handler",
        **{f"HTTP_{name}": value for name, value in joined.items() if name != "CONTENT_LENGTH"},
        "fc.request_uri": ask.target,
        "fc.context": context(),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(ask.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def as_event(ask: Ask) -> bytes:
    """The ``v1`` event of an FC 3.0 HTTP trigger."""
    path, _, query = ask.target.partition("?")
    headers: dict[str, str] = {}
    for name, value in ask.headers:
        key = name.title()
        headers[key] = f"{headers[key]},{value}" if key in headers else value
    parameters: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, errors="replace"):
        parameters[name] = f"{parameters[name]},{value}" if name in parameters else value
    text = headers.get("Content-Type", "").startswith(_TEXT) and _is_text(ask.body)
    http = {"method": ask.method, "path": unquote_to_bytes(path).decode(errors="replace"), "protocol": "HTTP/1.1"}
    event = {
        "version": "v1",
        "rawPath": path,
        "headers": headers,
        "queryParameters": parameters,
        "body": ask.body.decode() if text else base64.b64encode(ask.body).decode(),
        "isBase64Encoded": not text,
        "requestContext": {"requestId": str(uuid.uuid4()), "http": {**http, "sourceIp": ask.client}},
    }
    return json.dumps(event).encode()


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def ask_of(event: Mapping[str, Any]) -> Ask:
    """The request that a ``v1`` event tells of, as FC 2.0 would have got it."""
    query = urlencode(event["queryParameters"])
    body = event["body"]
    http = event["requestContext"]["http"]
    return Ask(
        method=http["method"],
        target=event["rawPath"] + (f"?{query}" if query else ""),
        headers=tuple(event["headers"].items()),
        body=base64.b64decode(body) if event["isBase64Encoded"] else body.encode(),
        client=http["sourceIp"],
    )


def over_wsgi(handler: Callable[[Any, Any], Any], ask: Ask) -> Told:
    """Call the handler as FC 2.0 does."""
    started: list[Any] = []
    parts = handler(as_environ(ask), lambda status, headers: started.extend((status, headers)))
    status, headers = started
    assert all(isinstance(text, str) for pair in headers for text in pair)
    return Told(int(status.split(" ", 1)[0]), tuple(headers), b"".join(parts))


def over_event(handler: Callable[[Any, Any], Any], event: bytes) -> Told:
    """Call the handler as FC 3.0 does; one text a header, or the platform would refuse."""
    returned = json.loads(json.dumps(handler(event, context())))
    assert set(returned) == {"statusCode", "headers", "isBase64Encoded", "body"}
    assert all(isinstance(value, str) for value in returned["headers"].values())
    body = returned["body"]
    content = base64.b64decode(body) if returned["isBase64Encoded"] else body.encode()
    return Told(returned["statusCode"], tuple(returned["headers"].items()), content)


@dataclass
class Platform:
    """The deployed functions, by name, and the way to them."""

    cloud: Cloud
    handlers: dict[str, Callable[[Any, Any], Any]] = field(init=False)
    _routes: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        template = yaml.safe_load((ROOT / "template.yml").read_text("utf-8"))
        self._values = {name: str(one) for name, one in template["Mappings"]["Settings"]["Values"].items()}
        domain = next(one for one in template["Resources"].values() if one["Type"].endswith("CustomDomain"))
        routes = domain["Properties"]["RouteConfig"]["Routes"]
        self._routes = {path: route["FunctionName"] for path, route in routes.items()}
        self.handlers = {
            path.parent.name: load(path).handler for path in sorted((ROOT / "functions").glob("*/index.py"))
        }

    def function_of(self, target: str) -> str:
        """The function that the custom domain leads to: an exact route, else the longest prefix."""
        path = target.partition("?")[0]
        if path in self._routes:
            return self._routes[path]
        prefixes = [one for one in self._routes if one.endswith("*") and path.startswith(one[:-1])]
        return self._routes[max(prefixes, key=len)]

    def ask(self, ask: Ask) -> Told:
        """Let the function answer, the FC 2.0 way."""
        return over_wsgi(self.handlers[self.function_of(ask.target)], ask)

    @contextmanager
    def environment(self, **settings: str) -> Iterator[None]:
        """Instances of their own, with these settings in place of the local cloud's."""
        variables = {
            **self._values,
            **self.cloud.local.environment,
            "ALIBABA_CLOUD_ACCESS_KEY_ID": ACCESS_KEY_ID,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ACCESS_KEY_SECRET,
            "FC_SERVICE_NAME": "menjin",
            **settings,
        }
        kept = dict(os.environ)
        warm = [vars(one).copy() for one in _operations()]
        os.environ.update(variables)
        try:
            _cool_down()
            yield
        finally:
            for one, state in zip(_operations(), warm, strict=True):
                vars(one).update(state)
            os.environ.clear()
            os.environ.update(kept)


def _operations() -> list[Operation[Any]]:
    return list(operations().values())


def _cool_down() -> None:
    for one in _operations():
        one._settings, one._built = {}, None


@dataclass
class _Transport(httpx.BaseTransport):
    platform: Platform

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = tuple((name.decode(), value.decode("latin-1")) for name, value in request.headers.raw)
        told = self.platform.ask(Ask(request.method, request.url.raw_path.decode(), headers, request.read()))
        return httpx.Response(told.status, headers=list(told.headers), content=told.body)


@dataclass
class HereProduct(Product):
    """The product whose browsers reach the functions in this process."""

    platform: Platform = field(kw_only=True)

    def browser(self, **headers: str) -> httpx.Client:
        """See ``Product``."""
        return httpx.Client(base_url=self.gateway, transport=_Transport(self.platform), headers=headers)

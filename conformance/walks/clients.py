"""What the walks share: where the local cloud is, whom its registry knows, and clients that speak to it."""

from __future__ import annotations

import json
import os
import time
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from typing import Any

from alibabacloud_tea_openapi.models import Config
from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

KEY_ID, KEY_SECRET = os.environ["CONFORMANCE_KEY_ID"], os.environ["CONFORMANCE_KEY_SECRET"]
REGION = os.environ["CONFORMANCE_REGION"]
ROLE = f"acs:ram::{os.environ['CONFORMANCE_ACCOUNT']}:role/upload"
_CHINA = 8 * 3600
"""Seconds that China's time is ahead: the vendor's days are those of China."""


class Cloud:
    """Where the local cloud is, and clients of it."""

    def __init__(self) -> None:
        self.console = os.environ["CONFORMANCE_CONSOLE"]
        self.host = os.environ["CONFORMANCE_ALIYUN"].removeprefix("http://")
        registry = self.json("/api/registry")
        self.person = next(one for one in registry["persons"] if one["name"] == "张三")
        self.company = next(one for one in registry["companies"] if one["legal"] == "张三")

    def tea(self, client: Any, *, key: str = KEY_ID, secret: str = KEY_SECRET, token: str | None = None) -> Any:
        """A client of the Tea family, such as ``alibabacloud_dysmsapi20170525.client.Client``."""
        config = Config(access_key_id=key, access_key_secret=secret, security_token=token)
        config.endpoint, config.protocol, config.region_id = self.host, "http", REGION
        return client(config)

    def core(
        self,
        action: str,
        version: str,
        parameters: dict[str, str],
        method: str = "POST",
        *,
        query: bool = False,
        client: AcsClient | None = None,
        content: bytes | None = None,
    ) -> Any:
        """The answer to an action asked with the core SDK: its parameters in the form or the ``query``."""
        request = CommonRequest(domain=self.host, version=version, action_name=action)
        request.set_method(method)
        request.set_read_timeout(60)
        for name, value in parameters.items():
            (request.add_query_param if query else request.add_body_params)(name, value)
        if content is not None:
            request.set_content(content)
            request.set_content_type("application/octet-stream")
        client = client or AcsClient(KEY_ID, KEY_SECRET, REGION)
        return json.loads(client.do_action_with_exception(request))

    def json(self, path: str, body: Any = None) -> Any:
        """The answer of the console, to a GET or to a POST of ``body``."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.console + path, data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.loads(response.read())

    def card(self) -> bytes:
        """The front of the person's identity card, as a picture."""
        return self._picture("idcard", side="front", name=self.person["name"], number=self.person["number"])

    def licence(self) -> bytes:
        """The company's licence, as a picture."""
        company = self.company
        return self._picture(
            "licence", company=company["name"], code=company["code"], legal=company["legal"], expires="long"
        )

    def _picture(self, kind: str, **fields: str) -> bytes:
        query = urllib.parse.urlencode(fields)
        with urllib.request.urlopen(f"{self.console}/api/sample/{kind}.jpg?{query}", timeout=30) as response:
            return bytes(response.read())


def refusal(work: Callable[[], Any]) -> tuple[str, int | None]:
    """Code and HTTP status of the exception that a client makes of a refusal; an answer fails the test."""
    try:
        answer = work()
    except ServerException as error:
        return error.get_error_code(), error.get_http_status()
    except Exception as error:  # each client has exceptions of its own, without a common ancestor
        return str(getattr(error, "code", error)), getattr(error, "status_code", None)
    raise AssertionError(f"answered: {answer}")


def phone() -> str:
    """A number that no message was sent to lately."""
    return f"13{uuid.uuid4().int % 10**9:09d}"


def today() -> str:
    """The day in China, as ``YYYYMMDD``."""
    return time.strftime("%Y%m%d", time.gmtime(time.time() + _CHINA))

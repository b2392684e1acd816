"""What a person has at hand while a client of document A, C, D or E runs: a phone, eyes, and a clock."""

from __future__ import annotations

import hashlib
import http.client
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from emulator.shared.options import Options, Ports
from tests.product import Product

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = {"Accept-Language": "en"}
ELSEWHERE = {"Origin": "https://elsewhere.example"}
MINUTE = 60


def md5(text: str) -> str:
    """The digest that the clients of C and E send in the password's place."""
    return hashlib.md5(text.encode()).hexdigest()


def browse(product: Product, **headers: str) -> httpx.Client:
    """A browser of its own; no certificates are loaded for addresses without TLS, which takes a while."""
    return httpx.Client(base_url=product.gateway, timeout=60, headers=headers, verify=False)


def newest_code(product: Product, phone: str) -> str:
    """The code in the newest message on that phone."""
    code = str(product.outbox(phone)[-1]["params"]["code"])
    assert len(code) == 6, code
    assert code.isdigit(), code
    return code


def captcha_text(product: Product, system: str, captcha_id: str) -> str:
    """What the picture shows, read where the documents say it is kept."""
    text = product.redis.hget(f"{system}:kap:{captcha_id}", "text")
    assert isinstance(text, str), f"no captcha {captcha_id}"
    assert len(text) == 4, text
    return text


def another(text: str) -> str:
    """A captcha text or a code of the same length that is certainly wrong."""
    return "".join("23"[letter == "2"] for letter in text)


def is_chinese(message: Any) -> bool:
    """Whether a message is written in Chinese."""
    return isinstance(message, str) and any("一" <= letter <= "鿿" for letter in message)


def is_english(message: Any) -> bool:
    """Whether a message is written in English."""
    return isinstance(message, str) and any(letter.isalpha() for letter in message) and not is_chinese(message)


def is_png(content: bytes) -> bool:
    """Whether these bytes begin as a PNG does."""
    return content.startswith(b"\x89PNG\r\n\x1a\n")


def refused_by_the_platform(answer: httpx.Response) -> bool:
    """Whether Function Compute refused the method itself: no path of the function takes it, so no product was asked."""
    assert answer.status_code == 405, answer.text
    return dict(answer.json()).get("ErrorCode") == "MethodNotAllowed"


@dataclass(frozen=True)
class Answer:
    """One answer to a request that was sent letter by letter."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:
        """The body."""
        return json.loads(self.content)


def literally(
    product: Product, target: str, method: str = "GET", body: str = "", headers: Mapping[str, str] | None = None
) -> Answer:
    """Send the request line and the body exactly as they are printed: nothing is escaped, merged or reordered."""
    address = urlsplit(product.gateway)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=60)
    try:
        connection.putrequest(method, target)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        if body:
            connection.putheader("Content-Length", str(len(body.encode())))
        connection.endheaders(body.encode() or None)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, answer.read())
    finally:
        connection.close()


@contextmanager
def product_of_its_own(folder: Path) -> Iterator[Product]:
    """A deployment nobody else uses: the phones printed in the documents are still unknown to it."""
    # Imported here: only tests of printed samples start a second cloud.
    from emulator.cloud import running

    with running(Options(root=ROOT, data=folder, ports=Ports.below(0))) as cloud:
        product = Product(cloud, "qqsl")
        try:
            yield product
        finally:
            product.close()

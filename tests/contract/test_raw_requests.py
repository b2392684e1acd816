"""Requests that no library would send, as bytes through the gateway: refused, and nothing behind it falls over."""

from __future__ import annotations

import json
import socket

import pytest

from tests.contract.documents import DOCUMENTS
from tests.product import Product

HOST = b"Host: 127.0.0.1\r\n"
END = b"Connection: close\r\n\r\n"
# Those that reach a function, and are answered in its dialect.
ANSWERED: list[tuple[bytes, int]] = [
    (b"GET //platform/captcha/get HTTP/1.1\r\n" + HOST + END, 404),
    (b"GET /platform/../platform/captcha/get HTTP/1.1\r\n" + HOST + END, 404),
    (b"GET /platform/captcha/%67et%00 HTTP/1.1\r\n" + HOST + END, 404),
    (b"GET /platform/register/checkName/%ff%fe HTTP/1.1\r\n" + HOST + END, 404),
    (b"GET /platform/register/checkPhone/12?phone=%ff HTTP/1.1\r\n" + HOST + END, 400),
    (b"GET /web/platform/..%2f..%2findex.py HTTP/1.1\r\n" + HOST + END, 404),
    (b"POST /platform/register/register HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\n" + END + b"{", 400),
    (b"POST /platform/register/register HTTP/1.1\r\n" + HOST + END, 400),
    (b"POST /platform/register/register HTTP/1.1\r\n" + HOST + b"Content-Length: 70000\r\n" + END + b"x" * 70_000, 413),
    (
        b"POST /platform/register/register HTTP/1.1\r\n"
        + HOST
        + b"Transfer-Encoding: chunked\r\n"
        + END
        + b"3\r\n[1]\r\n0\r\n\r\n",
        400,
    ),
]
# The same of documents B to E: bytes, letter, kind of the failure, path.
OTHERS: list[tuple[bytes, str, str, str]] = [
    (b"POST /user/register HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\n" + END + b"{", "B", "unreadable", ""),
    (b"GET /user/getUser?x=%ff HTTP/1.1\r\n" + HOST + END, "B", "not_signed_in", ""),
    (b"GET /user/phone/getRegistVerify?phone=%ff HTTP/1.1\r\n" + HOST + END, "B", "unreadable", ""),
    (b"DELETE /certify/admin/lists HTTP/1.1\r\n" + HOST + END, "B", "method_not_allowed", ""),
    (
        b"POST /user/openRegist HTTP/1.1\r\n" + HOST + b"Content-Length: 70000\r\n" + END + b"x" * 70_000,
        "C",
        "too_large",
        "/user/openRegist",
    ),
    (b"GET /send/authCode?token=%00 HTTP/1.1\r\n" + HOST + END, "C", "malformed", "/send/authCode"),
    (b"GET /send/code?code=200&&userTel=x HTTP/1.1\r\n" + HOST + END, "C", "malformed", "/send/code"),
    (b"GET /code/image?randomStr=a%2Fb HTTP/1.1\r\n" + HOST + END, "D", "malformed", "/code/image"),
    (b"GET /auth/login?&&&&& HTTP/1.1\r\n" + HOST + END, "D", "malformed", "/auth/login"),
    (b"PUT /user/password/reset HTTP/1.1\r\n" + HOST + END, "E", "not_signed_in", ""),
    (b"POST /user/password/reset HTTP/1.1\r\n" + HOST + END, "E", "method_not_allowed", ""),
    (b"GET /user/id/%ff HTTP/1.1\r\n" + HOST + END, "B", "not_found", ""),
]
# Those that the gateway keeps to itself: its own answer, or none.
KEPT_OUT: list[bytes] = [
    b"GET /platform/register/checkName/\xff\xfe HTTP/1.1\r\n" + HOST + END,
    b"GET /platform/captcha/get HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 9000 + b"\r\n" + END,
    b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\n" + HOST + END,
    b"GET /platform/captcha/get\x00 HTTP/1.1\r\n" + HOST + END,
    b"GET /platform captcha/get HTTP/1.1\r\n" + HOST + END,
    b"get /platform/captcha/get HTTP/1.1\r\n" + HOST + END,
    b"BREW /platform/captcha/get HTTP/1.1\r\n" + HOST + END,
    b"GET /platform/captcha/get HTTP/9.9\r\n" + HOST + END,
    b"GET /platform/captcha/get HTTP/1.1\r\nBad Header: x\r\n" + HOST + END,
    b"POST /platform/login/jwt HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n" + END,
    b"POST /platform/login/jwt HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n" + END + b"{}",
    b"POST /platform/login/jwt HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n" + END + b"zz\r\n{}\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100,
    b"\r\n\r\n\r\n",
    b"\x00" * 64,
]


def exchanged(product: Product, raw: bytes, *, hang_up: bool = False) -> bytes:
    """Everything that comes back for these bytes; ``hang_up`` says that nothing more will follow."""
    with socket.create_connection(("127.0.0.1", product.cloud.ports.gateway), timeout=20) as line:
        line.sendall(raw)
        if hang_up:
            line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65536), b""))


@pytest.mark.parametrize(("raw", "status"), ANSWERED, ids=range(len(ANSWERED)))
def test_what_reaches_a_function_is_refused_in_its_dialect(product: Product, raw: bytes, status: int) -> None:
    head, _, body = exchanged(product, raw).partition(b"\r\n\r\n")
    assert int(head.split()[1]) == status
    told = json.loads(body)
    assert told["success"] is False
    assert (told["error"]["code"], set(told)) == (status, {"success", "error"})


@pytest.mark.parametrize(("raw", "letter", "kind", "path"), OTHERS, ids=range(len(OTHERS)))
def test_what_reaches_a_function_of_another_document_is_refused_in_its_form(
    product: Product, raw: bytes, letter: str, kind: str, path: str
) -> None:
    head, _, body = exchanged(product, raw).partition(b"\r\n\r\n")
    DOCUMENTS[letter].check_body(json.loads(body), kind, path, english=False)
    assert int(head.split()[1]) == DOCUMENTS[letter].codes[kind][0]


@pytest.mark.parametrize("raw", KEPT_OUT, ids=range(len(KEPT_OUT)))
def test_what_is_no_request_ends_at_the_gateway(product: Product, raw: bytes) -> None:
    answer = exchanged(product, raw, hang_up=not raw.strip())
    assert not raw.strip() or 400 <= int(answer.split()[1]) < 500, answer
    with product.browser() as browser:
        assert browser.get("/platform/captcha/get").status_code == 200

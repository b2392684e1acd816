"""Whether a call comes from OSS: signed with OSS's key, fetched from OSS's own host and from nowhere else."""

from __future__ import annotations

import base64
import time
from collections import Counter
from collections.abc import Iterator

import pytest
import time_machine
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from menjin.configuration import CallbackSettings
from menjin.failures import Forbidden, Unavailable
from menjin.gateways.oss import callback
from menjin.gateways.oss.callback import OFFICIAL_KEYS, CallbackSignatures
from menjin.settings import load
from tests.gateways.web_server import WebServer, web_server
from tests.small_cloud import at_once

PATH = "/callback_pub_key_v1.pem"
TARGET, BODY = "/asset/callback?a=%20b", b'{"bucket":"menjin"}'
SIGNED = b"/asset/callback?a=%20b\n" + BODY


def pem_of(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    form = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return key.public_key().public_bytes(*form)


OTHER_KIND = pem_of(ec.generate_private_key(ec.SECP256R1()))


@pytest.fixture(scope="module")
def oss_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
def server(oss_key: rsa.RSAPrivateKey) -> Iterator[WebServer]:
    """The host of OSS's key."""
    with web_server() as one:
        one.body = pem_of(oss_key)
        yield one


@pytest.fixture
def signatures(server: WebServer) -> CallbackSignatures:
    return CallbackSignatures((f"{server.address}/callback_pub_key",))


def headers(key: rsa.RSAPrivateKey, address: str, signed: bytes = SIGNED) -> dict[str, str]:
    signature = key.sign(signed, padding.PKCS1v15(), hashes.MD5())
    return {
        "authorization": base64.b64encode(signature).decode(),
        "x-oss-pub-key-url": base64.b64encode(address.encode()).decode(),
    }


def test_what_oss_signed_is_believed(
    signatures: CallbackSignatures, server: WebServer, oss_key: rsa.RSAPrivateKey
) -> None:
    signatures.verify(headers(oss_key, server.address + PATH), TARGET, BODY)


def test_the_path_is_signed_decoded_and_the_query_as_it_stands(
    signatures: CallbackSignatures, server: WebServer, oss_key: rsa.RSAPrivateKey
) -> None:
    signed = "/上传 +?q=%2F+".encode() + b"\n" + BODY
    target = "/%E4%B8%8A%E4%BC%A0%20+?q=%2F+"
    signatures.verify(headers(oss_key, server.address + PATH, signed), target, BODY)


@pytest.mark.parametrize(
    ("target", "body"), [("/asset/other?a=%20b", BODY), ("/asset/callback", BODY), (TARGET, BODY + b" "), (TARGET, b"")]
)
def test_a_signature_covers_path_query_and_body(
    signatures: CallbackSignatures, server: WebServer, oss_key: rsa.RSAPrivateKey, target: str, body: bytes
) -> None:
    with pytest.raises(Forbidden):
        signatures.verify(headers(oss_key, server.address + PATH), target, body)


def test_another_key_signs_nothing(signatures: CallbackSignatures, server: WebServer) -> None:
    with pytest.raises(Forbidden):
        signatures.verify(headers(rsa.generate_private_key(65537, 2048), server.address + PATH), TARGET, BODY)


@pytest.mark.parametrize(
    "change",
    [
        {"authorization": ""},
        {"authorization": "not base64!"},
        {"authorization": base64.b64encode(b"short").decode()},
        {"x-oss-pub-key-url": ""},
        {"x-oss-pub-key-url": "***"},
        {"x-oss-pub-key-url": base64.b64encode(b"\xff\xfe").decode()},
    ],
)
def test_broken_headers_are_refused(
    signatures: CallbackSignatures, server: WebServer, oss_key: rsa.RSAPrivateKey, change: dict[str, str]
) -> None:
    with pytest.raises(Forbidden):
        signatures.verify({**headers(oss_key, server.address + PATH), **change}, TARGET, BODY)
    with pytest.raises(Forbidden):
        signatures.verify({}, TARGET, BODY)


@pytest.mark.parametrize(
    "place",
    [
        "https://gosspublic.alicdn.com{path}",
        "http://evil.example{path}",
        "http://user@{host}{path}",
        "http://user:word@{host}{path}",
        "http://{host}.evil.example{path}",
        "http://{host}@evil.example{path}",
        "http://evil.example#{host}{path}",
        "http://evil.example/{host}{path}",
        "http://evil.example\\@{host}{path}",
        "http://127.0.0.1:1{path}",
        "http://127.0.0.1{path}",
        "http://127.0.0.1:99999{path}",
        "https://{host}{path}",
        "ftp://{host}{path}",
        "file://{path}",
        "//{host}{path}",
        "{path}",
        "http://{host}/other{path}",
        "http://{host}/callback_pub_ke",
        "http://{host}/callback_pub_key/../evil.pem",
        "http://{host}{path}?as=evil",
        "http://{host}{path}#evil",
        "",
    ],
)
def test_a_key_from_elsewhere_is_not_even_fetched(
    signatures: CallbackSignatures, server: WebServer, oss_key: rsa.RSAPrivateKey, place: str
) -> None:
    address = place.format(host=server.address.removeprefix("http://"), path=PATH)
    with pytest.raises(Forbidden):
        signatures.verify(headers(oss_key, address), TARGET, BODY)
    assert server.asked == []


@pytest.mark.parametrize(
    ("address", "admitted"),
    [
        ("https://gosspublic.alicdn.com/callback_pub_key_v1.pem", True),
        ("http://gosspublic.alicdn.com/callback_pub_key_v1.pem", True),
        ("https://gosspublic.alicdn.com:8443/callback_pub_key_v1.pem", False),
        ("https://gosspublic.alicdn.com.evil.example/callback_pub_key_v1.pem", False),
        ("https://gosspublic.alicdn.com./callback_pub_key_v1.pem", False),
        ("https://evil-gosspublic.alicdn.com/callback_pub_key_v1.pem", False),
        ("https://evil.oss-cn-hangzhou.aliyuncs.com/callback_pub_key_v1.pem", False),
        ("https://gosspublic.alicdn.com/evil.pem", False),
        ("http://127.0.0.1:9997/callback_pub_key_v1.pem", False),
    ],
)
def test_with_nothing_set_only_the_official_host_is_admitted(address: str, admitted: bool) -> None:
    [settings] = load({}, (CallbackSettings,))
    assert settings.keys_allowed() == OFFICIAL_KEYS
    assert CallbackSignatures(settings.keys_allowed())._admits(address) is admitted


def test_other_hosts_can_be_admitted_in_the_local_cloud_alone() -> None:
    [settings] = load({"CALLBACK_KEY_URLS": "http://127.0.0.1:9997/callback_pub_key"}, (CallbackSettings,))
    with pytest.raises(ValueError, match="local cloud alone"):
        settings.keys_allowed()


def test_a_redirect_is_not_followed(
    signatures: CallbackSignatures, server: WebServer, oss_key: rsa.RSAPrivateKey
) -> None:
    server.status, server.location = 302, f"{server.address}{PATH}2"
    with pytest.raises(Unavailable):
        signatures.verify(headers(oss_key, server.address + PATH), TARGET, BODY)
    assert server.asked == [f"GET {PATH} HTTP/1.1"]


def test_the_key_is_fetched_once_by_32_calls_at_once_and_again_after_hours(
    signatures: CallbackSignatures, server: WebServer, oss_key: rsa.RSAPrivateKey
) -> None:
    told = headers(oss_key, server.address + PATH)
    assert Counter(at_once(32, lambda _: signatures.verify(told, TARGET, BODY))) == {None: 32}
    assert len(server.asked) == 1
    with time_machine.travel(time.time() + callback.KEEP_S + 1):
        signatures.verify(told, TARGET, BODY)
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, b""),
        (200, b""),
        (200, b"<html>"),
        (200, b"x" * 9000),
        (200, pem_of(ec.generate_private_key(ec.SECP256R1()))),
    ],
)
def test_what_is_no_key_is_an_outage_that_soon_may_end(
    signatures: CallbackSignatures, server: WebServer, oss_key: rsa.RSAPrivateKey, status: int, body: bytes
) -> None:
    told = headers(oss_key, server.address + PATH)
    server.status, server.body = status, body
    for _ in range(3):
        with pytest.raises(Unavailable):
            signatures.verify(told, TARGET, BODY)
    assert len(server.asked) == 1, "an outage is not hammered"
    server.status, server.body = 200, pem_of(oss_key)
    with time_machine.travel(time.time() + callback.KEEP_FAILURE_S + 1):
        signatures.verify(told, TARGET, BODY)


def test_a_slow_host_is_not_waited_for(
    signatures: CallbackSignatures,
    server: WebServer,
    oss_key: rsa.RSAPrivateKey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(callback, "FETCH_S", 0.1)
    server.delay_s = 20.0
    started = time.monotonic()
    with pytest.raises(Unavailable):
        signatures.verify(headers(oss_key, server.address + PATH), TARGET, BODY)
    assert time.monotonic() - started < 10


def test_what_is_kept_is_bounded(signatures: CallbackSignatures, server: WebServer, oss_key: rsa.RSAPrivateKey) -> None:
    for number in range(40):
        signatures.verify(headers(oss_key, f"{server.address}{PATH}{number}"), TARGET, BODY)
    assert len(signatures._kept) <= 16

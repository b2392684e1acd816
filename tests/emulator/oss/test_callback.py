"""The signed call to the application that an upload asks for."""

from __future__ import annotations

import base64
import io
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote

import oss2
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from PIL import Image

from tests.emulator.oss.kit import Oss, encode, error_of, message_of, policy_text, post, signed_v1

TEMPLATE = "bucket=${bucket}&object=${object}&etag=${etag}&size=${size}&type=${mimeType}&mine=${x:mine}&c=1"


@dataclass
class App:
    """The application: what it was sent, and what it answers."""

    port: int = 0
    status: int = 200
    body: bytes = b'{"Status":"OK"}'
    headers: dict[str, str] = field(default_factory=dict)
    sized: bool = True
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    hold: threading.Event | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/told"


@pytest.fixture
def app() -> Iterator[App]:
    app = App()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            app.calls.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            if app.hold:
                app.hold.wait(20)
            self.send_response(app.status)
            for name, value in app.headers.items():
                self.send_header(name, value)
            if app.sized:
                self.send_header("Content-Length", str(len(app.body)))
            self.end_headers()
            self.wfile.write(app.body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    app.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield app
    if app.hold:
        app.hold.set()
    server.shutdown()
    server.server_close()
    thread.join(5)


def _callback(url: str, body: str = TEMPLATE, **more: Any) -> dict[str, Any]:
    return {"callbackUrl": url, "callbackBody": body, **more}


def _form(bucket: oss2.Bucket, callback: Any, **fields: str) -> dict[str, str]:
    policy = policy_text([{"bucket": bucket.bucket_name}])
    return {"key": "a b.jpg", **signed_v1(policy), "callback": encode(callback), **fields}


def _verify(oss: Oss, call: tuple[str, dict[str, str], bytes]) -> None:
    """As the vendor's documentation tells applications to."""
    path, headers, body = call
    place = base64.b64decode(headers["x-oss-pub-key-url"]).decode()
    assert place == f"{oss.url}/callback_pub_key_v1.pem"
    key = serialization.load_pem_public_key(oss.web.get(place).content)
    assert isinstance(key, rsa.RSAPublicKey)
    plain, _, query = path.partition("?")
    text = unquote(plain).encode() + (f"?{query}".encode() if query else b"") + b"\n" + body
    key.verify(base64.b64decode(headers["authorization"]), text, padding.PKCS1v15(), hashes.MD5())


def test_a_form_upload_tells_the_application_and_passes_its_answer_on(oss: Oss, plain: oss2.Bucket, app: App) -> None:
    answer = post(oss, plain.bucket_name, _form(plain, _callback(app.url), **{"x:mine": "我 &"}), type="image/jpeg")
    assert (answer.status_code, answer.content) == (200, app.body)
    assert answer.headers["content-type"] == "application/json"
    [(path, headers, body)] = app.calls
    assert path == "/told"
    assert headers["host"] == f"127.0.0.1:{app.port}"
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert headers["connection"] == "close"
    assert headers["user-agent"] == "aliyun-oss-callback"
    assert headers["x-oss-bucket"] == plain.bucket_name
    assert headers["x-oss-request-id"] == answer.headers["x-oss-request-id"]
    assert headers["x-oss-tag"] == "CALLBACK"
    assert {name: values[0] for name, values in parse_qs(body.decode()).items()} == {
        "bucket": plain.bucket_name,
        "object": "a b.jpg",
        "etag": answer.headers["etag"].strip('"'),
        "size": "7",
        "type": "image/jpeg",
        "mine": "我 &",
        "c": "1",
    }
    assert b"mine=%E6%88%91%20%26" in body


def test_the_signature_covers_path_query_and_body(oss: Oss, plain: oss2.Bucket, app: App) -> None:
    post(oss, plain.bucket_name, _form(plain, _callback(app.url + "/a%20b?q=%41+1")))
    [(path, headers, body)] = app.calls
    assert path == "/told/a%20b?q=%41+1"
    _verify(oss, (path, headers, body))
    for tampered in ((path, headers, body + b"x"), ("/other", headers, body), (path + "2", headers, body)):
        with pytest.raises(InvalidSignature):
            _verify(oss, tampered)


def test_json_bodies_hold_json_values(oss: Oss, plain: oss2.Bucket, app: App) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (31, 17)).save(picture, "PNG")
    template = (
        '{"o":${object},"s":${size},"h":${imageInfo.height},"w":${imageInfo.width},"f":${imageInfo.format},'
        '"u":${unheard.of},"x":${x:mine},"op":${operation},"ip":${clientIp},"m":${contentMd5},"r":${reqId}}'
    )
    callback = _callback(app.url, template, callbackBodyType="application/json")
    answer = post(oss, plain.bucket_name, _form(plain, callback, **{"x:mine": 'a"b'}), picture.getvalue())
    [(_, headers, body)] = app.calls
    assert headers["content-type"] == "application/json"
    assert json.loads(body) == {
        "o": "a b.jpg",
        "s": len(picture.getvalue()),
        "h": 17,
        "w": 31,
        "f": "png",
        "u": "",
        "x": 'a"b',
        "op": "PostObject",
        "ip": "127.0.0.1",
        "m": answer.headers["content-md5"],
        "r": answer.headers["x-oss-request-id"],
    }


def test_what_is_no_picture_has_no_measures(oss: Oss, plain: oss2.Bucket, app: App) -> None:
    post(oss, plain.bucket_name, _form(plain, _callback(app.url, "h=${imageInfo.height}&f=${imageInfo.format}")))
    assert app.calls[0][2] == b"h=&f="


def test_a_put_calls_back_by_header_and_by_url(oss: Oss, bucket: oss2.Bucket, app: App) -> None:
    callback, own = encode(_callback(app.url)), encode({"x:mine": "1"})
    put = bucket.put_object("a", b"a", headers={"x-oss-callback": callback, "x-oss-callback-var": own})
    assert put.resp.response.content == app.body
    url = bucket.sign_url("PUT", "a", 60, params={"callback": callback, "callback-var": own})
    assert oss.web.put(url, content=b"bb").content == app.body
    assert [parse_qs(body.decode())["size"] for _, _, body in app.calls] == [["1"], ["2"]]
    assert [parse_qs(body.decode())["mine"] for _, _, body in app.calls] == [["1"], ["1"]]
    both = {"x-oss-callback": callback}
    url = bucket.sign_url("PUT", "a", 60, headers=both, params={"callback": callback})
    assert error_of(oss.web.put(url, content=b"", headers=both)) == (400, "InvalidArgument", "0007-00000027")


def test_completing_an_upload_calls_back(plain: oss2.Bucket, app: App) -> None:
    upload = plain.init_multipart_upload("a").upload_id
    plain.upload_part("a", upload, 1, b"part")
    headers = {"x-oss-callback": encode(_callback(app.url, "${operation}")), "x-oss-complete-all": "yes"}
    plain.complete_multipart_upload("a", upload, None, headers=headers)
    assert app.calls[0][2] == b"CompleteMultipartUpload"


@pytest.mark.parametrize(
    ("change", "message", "ec"),
    [
        ({"status": 502}, "Error status : 502.", "0007-00000203"),
        ({"status": 201}, "Error status : 201.", "0007-00000203"),
        ({"status": 302, "headers": {"Location": "/"}}, "Error status : 302.", "0007-00000203"),
        ({"body": b"fine"}, "Response body is not valid json format.", "0007-00000205"),
        ({"body": b'\xef\xbb\xbf{"a":1}'}, "Response body is not valid json format.", "0007-00000205"),
        ({"sized": False}, "Response has no valid content-length header.", ""),
        ({"body": b'"' + b"x" * 1_100_000 + b'"'}, "Response body is too long.", ""),
    ],
)
def test_an_application_that_fails_gives_203_and_the_object_stays(
    oss: Oss, plain: oss2.Bucket, app: App, change: dict[str, Any], message: str, ec: str
) -> None:
    for name, value in change.items():
        setattr(app, name, value)
    answer = post(oss, plain.bucket_name, _form(plain, _callback(app.url)))
    assert error_of(answer) == (203, "CallbackFailed", ec)
    assert message_of(answer) == message
    assert answer.headers["etag"]
    assert plain.get_object("a b.jpg").read() == b"picture"
    assert [one["eventName"] for one in oss.events_of(plain)] == ["ObjectCreated:PostObject"]


def test_an_application_that_cannot_be_reached_gives_203(oss: Oss, plain: oss2.Bucket) -> None:
    answer = post(oss, plain.bucket_name, _form(plain, _callback("http://127.0.0.1:1/x")))
    assert error_of(answer)[:2] == (203, "CallbackFailed")
    assert message_of(answer).startswith("Error status : -1.")


def test_an_application_that_does_not_answer_in_time_gives_203(
    oss: Oss, plain: oss2.Bucket, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("emulator.oss.callback.delivery.TIMEOUT", 0.2)
    app.hold = threading.Event()
    began = time.monotonic()
    answer = post(oss, plain.bucket_name, _form(plain, _callback(app.url)))
    assert error_of(answer) == (203, "CallbackFailed", "0007-00000202")
    assert time.monotonic() - began < 10, "the application held its answer for as long"


def test_up_to_five_urls_are_tried_in_order(oss: Oss, plain: oss2.Bucket, app: App) -> None:
    dead = "127.0.0.1:1/x"
    answer = post(oss, plain.bucket_name, _form(plain, _callback(f"{dead};{app.url};{app.url}/second")))
    assert answer.status_code == 200
    assert [path for path, _, _ in app.calls] == ["/told"]
    assert post(oss, plain.bucket_name, _form(plain, _callback(";".join([dead] * 4 + [app.url])))).status_code == 200
    answer = post(oss, plain.bucket_name, _form(plain, _callback(";".join([dead] * 6))))
    assert error_of(answer) == (400, "InvalidArgument", "0007-00000005")


@pytest.mark.parametrize(
    ("callback", "ec"),
    [
        ("%%", "0007-00000002"),
        (encode("no json"), "0007-00000003"),
        (encode([]), "0007-00000003"),
        (encode(_callback("http://a:b/")), "0007-00000004"),
        (encode(_callback("http://[::1]/")), "0007-00000004"),
        (encode(_callback("ftp://a/")), "0007-00000004"),
        (encode(_callback("http://a/", callbackHost=1)), "0007-00000009"),
        (encode(_callback("http://a/", callbackHost="a\r\nx: y")), "0007-00000009"),
        (encode({"callbackUrl": "http://a/"}), "0007-00000010"),
        (encode(_callback("http://a/", "")), "0007-00000011"),
        (encode(_callback("http://a/", callbackBodyType=1)), "0007-00000012"),
        (encode(_callback("http://a/", callbackBodyType="text/plain")), ""),
        (encode(_callback("http://a/", callbackSNI="perhaps")), ""),
    ],
)
def test_parameters_that_are_wrong_are_refused_before_anything_is_stored(
    oss: Oss, plain: oss2.Bucket, callback: str, ec: str
) -> None:
    answer = post(oss, plain.bucket_name, {**_form(plain, {}), "callback": callback})
    assert error_of(answer) == (400, "InvalidArgument", ec)
    assert "<ArgumentName>callback</ArgumentName>" in answer.text
    with pytest.raises(oss2.exceptions.InvalidArgument):
        plain.put_object("a b.jpg", b"", headers={"x-oss-callback": callback})
    assert not plain.object_exists("a b.jpg")


def test_an_empty_url_asks_for_no_callback(oss: Oss, plain: oss2.Bucket) -> None:
    assert post(oss, plain.bucket_name, _form(plain, {"callbackUrl": ""})).status_code == 204


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.1.2.3", "172.20.0.1", "192.168.1.1", "169.254.1.1"])
def test_private_addresses_can_be_refused_as_the_real_service_does(oss: Oss, plain: oss2.Bucket, host: str) -> None:
    oss.service.switches.private_callbacks = False
    try:
        answer = post(oss, plain.bucket_name, _form(plain, _callback(f"http://{host}/")))
    finally:
        oss.service.switches.private_callbacks = True
    assert error_of(answer) == (400, "InvalidArgument", "0007-00000008")
    assert message_of(answer) == "Private address is forbidden to callback."


def test_a_public_name_can_lead_to_a_local_application(oss: Oss, plain: oss2.Bucket, app: App) -> None:
    oss.service.switches.callback_hosts["app.example:23450"] = f"127.0.0.1:{app.port}"
    answer = post(
        oss, plain.bucket_name, _form(plain, _callback("http://app.example:23450/x", callbackHost="h.example"))
    )
    assert answer.status_code == 200
    assert app.calls[0][1]["host"] == "h.example"


def test_faults_of_the_callback(oss: Oss, plain: oss2.Bucket, app: App) -> None:
    def upload() -> int:
        return int(post(oss, plain.bucket_name, _form(plain, _callback(app.url))).status_code)

    oss.fault("Callback", "error")
    assert (upload(), len(app.calls)) == (203, 0)
    oss.fault("Callback", "duplicate")
    assert (upload(), len(app.calls)) == (200, 2)
    assert app.calls[0][2] == app.calls[1][2]
    assert app.calls[0][1]["authorization"] == app.calls[1][1]["authorization"]
    oss.fault("Callback", "drop")
    assert (upload(), len(app.calls)) == (203, 3)
    oss.fault("Callback", "delay", delay_ms=150)
    began = time.monotonic()
    assert (upload(), len(app.calls)) == (200, 4)
    assert time.monotonic() - began > 0.14


def test_a_callback_later_than_the_limit_still_arrives(
    oss: Oss, plain: oss2.Bucket, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("emulator.oss.callback.delivery.TIMEOUT", 0.1)
    oss.fault("Callback", "delay", delay_ms=300)
    began = time.monotonic()
    assert post(oss, plain.bucket_name, _form(plain, _callback(app.url))).status_code == 203
    deadline = began + 20
    while not app.calls and time.monotonic() < deadline:
        threading.Event().wait(0.02)
    assert time.monotonic() - began > 0.29
    assert len(app.calls) == 1


def test_many_callbacks_at_once(oss: Oss, plain: oss2.Bucket, app: App) -> None:
    with ThreadPoolExecutor(8) as pool:
        fields = [{**_form(plain, _callback(app.url)), "key": f"k{number}"} for number in range(24)]
        answers = list(pool.map(lambda one: post(oss, plain.bucket_name, one).status_code, fields))
    assert answers == [200] * 24
    assert len(app.calls) == 24

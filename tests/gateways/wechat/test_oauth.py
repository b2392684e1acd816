"""From WeChat's code to the user, and what is said of the ways to fail."""

from __future__ import annotations

import json
import logging
import socket
import ssl
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from emulator.wechat.operations import APP_ID, APP_SECRET
from menjin.accounts.wechat import WechatUser
from menjin.failures import Failure, Malformed, Unavailable
from menjin.gateways.wechat import oauth
from menjin.gateways.wechat.oauth import WechatOauth
from menjin.parts import Parts
from tests.gateways.web_server import WebServer, web_server
from tests.small_cloud import SmallCloud

CODE, TOKEN = "openid-0a1b2c", "an-access-token"


@pytest.fixture
def closed() -> Iterator[str]:
    """An address where nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{one.getsockname()[1]}"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key, and a certificate of 127.0.0.1 that nobody has signed but itself."""
    key, name, today = ec.generate_private_key(ec.SECP256R1()), x509.Name([]), datetime.now(timezone.utc)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    file = tmp_path / "certificate.pem"
    file.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(pem))
    return file


def answered(listener: WebServer, **body: Any) -> None:
    """From now on the listener answers so, with a token unless told otherwise."""
    listener.body = json.dumps({"access_token": TOKEN, "openid": CODE} | body).encode()


def failure_of(wechat: WechatOauth, code: str = CODE) -> Failure:
    with pytest.raises(Failure) as found:
        wechat.user(code)
    return found.value


def everything(failure: BaseException | None) -> str:
    """All that an error, its cause and its context say."""
    told = ""
    while failure is not None:
        told += f"{failure!r} {failure} {getattr(failure, '__dict__', '')}"
        failure = failure.__cause__ or failure.__context__
    return told


def test_a_code_leads_to_the_user(wechat: WechatOauth) -> None:
    assert wechat.user(CODE) == WechatUser(CODE, "微信用户-1b2c")


def test_the_deployments_settings_lead_there_too(parts: Parts) -> None:
    assert parts.wechat().user(CODE).openid == CODE


def test_who_it_is_stays_out_of_a_log(wechat: WechatOauth) -> None:
    assert CODE not in repr(wechat.user(CODE))
    assert APP_SECRET not in repr(wechat)


def test_what_is_asked_is_what_wechat_documents(overheard: WechatOauth, listener: WebServer) -> None:
    answered(listener, nickname="小明")
    assert overheard.user("a b&c") == WechatUser(CODE, "小明")
    first, second = (urlsplit(line.split(" ")[1]) for line in listener.asked)
    assert (first.path, parse_qs(first.query)) == (
        "/sns/oauth2/access_token",
        {"appid": [APP_ID], "secret": [APP_SECRET], "code": ["a b&c"], "grant_type": ["authorization_code"]},
    )
    assert (second.path, parse_qs(second.query)) == (
        "/sns/userinfo",
        {"access_token": [TOKEN], "openid": [CODE], "lang": ["zh_CN"]},
    )


@pytest.mark.parametrize("code", ["wrong", "openid-", "abc def"])
def test_a_code_that_wechat_does_not_take_is_malformed(wechat: WechatOauth, code: str) -> None:
    failure = failure_of(wechat, code)
    assert isinstance(failure, Malformed)
    assert failure.field == "code"


@pytest.mark.parametrize("code", ["", "a" * 513, "ü", "a\r\nHost: b", "\ud800", "\x00"])
def test_what_can_be_no_code_is_not_even_asked(overheard: WechatOauth, listener: WebServer, code: str) -> None:
    assert isinstance(failure_of(overheard, code), Malformed)
    assert listener.asked == []


@pytest.mark.parametrize("errcode", ["40029", "40163", "41008", "42003"])
def test_a_used_or_old_code_is_malformed_too(small: SmallCloud, wechat: WechatOauth, errcode: str) -> None:
    small.fault("wechat", "access_token", "error", code=errcode)
    assert isinstance(failure_of(wechat), Malformed)


def test_a_preview_is_nobody(overheard: WechatOauth, listener: WebServer) -> None:
    answered(listener, is_snapshotuser=1)
    assert isinstance(failure_of(overheard), Malformed)
    assert len(listener.asked) == 1


@pytest.mark.parametrize("errcode", ["-1", "40001", "40013", "40125", "45009", "45011", "48001", "50001"])
def test_every_other_number_is_an_outage_that_names_it(small: SmallCloud, wechat: WechatOauth, errcode: str) -> None:
    small.fault("wechat", "access_token", "error", code=errcode)
    failure = failure_of(wechat)
    assert isinstance(failure, Unavailable)
    assert (failure.service, failure.happened, failure.word) == ("wechat", False, errcode)


@pytest.mark.parametrize(("app_id", "secret", "word"), [("wx0", APP_SECRET, "40013"), (APP_ID, "another", "40125")])
def test_the_wrong_account_is_the_operators(small: SmallCloud, app_id: str, secret: str, word: str) -> None:
    failure = failure_of(WechatOauth(small.environment["WECHAT_ENDPOINT"], app_id, secret))
    assert isinstance(failure, Unavailable)
    assert failure.word == word


@pytest.mark.parametrize("code", [None, "48001", "40001"])
def test_nobody_is_kept_out_for_a_missing_name(small: SmallCloud, wechat: WechatOauth, code: str | None) -> None:
    small.fault("wechat", "userinfo", "error", code=code)
    assert wechat.user(CODE) == WechatUser(CODE, None)


@pytest.mark.parametrize("kind", ["drop", "kill"])
def test_a_lost_name_keeps_nobody_out(small: SmallCloud, wechat: WechatOauth, kind: str) -> None:
    small.fault("wechat", "userinfo", kind)
    assert wechat.user(CODE) == WechatUser(CODE, None)


@pytest.mark.parametrize("kind", ["drop", "kill"])
def test_a_lost_answer_may_have_used_the_code_up(small: SmallCloud, wechat: WechatOauth, kind: str) -> None:
    small.fault("wechat", "access_token", kind)
    failure = failure_of(wechat)
    assert isinstance(failure, Unavailable)
    assert failure.happened is None


@pytest.mark.parametrize("kind", ["delay", "duplicate"])
def test_what_only_takes_time_does_no_harm(small: SmallCloud, wechat: WechatOauth, kind: str) -> None:
    small.fault("wechat", "access_token", kind, delay_ms=100)
    assert wechat.user(CODE).openid == CODE


def test_silence_ends_in_time(small: SmallCloud, wechat: WechatOauth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oauth, "TIMEOUT_S", 0.5)
    started = time.monotonic()
    small.fault("wechat", "access_token", "delay", delay_ms=20_000)
    failure = failure_of(wechat)
    assert isinstance(failure, Unavailable)
    assert failure.happened is None
    small.fault("wechat", "userinfo", "delay", delay_ms=20_000)
    assert wechat.user(CODE) == WechatUser(CODE, None)
    assert time.monotonic() - started < 15


def test_without_a_connection_nothing_happened(closed: str) -> None:
    failure = failure_of(WechatOauth(closed, APP_ID, APP_SECRET))
    assert isinstance(failure, Unavailable)
    assert failure.happened is False


@pytest.mark.parametrize("trusted", [True, False])
def test_only_a_host_that_proves_itself_is_asked(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with web_server(context) as one:
        answered(one, nickname="小明")
        wechat = WechatOauth(one.address, APP_ID, APP_SECRET)
        if trusted:
            assert wechat.user(CODE) == WechatUser(CODE, "小明")
        else:
            failure = failure_of(wechat)
            assert isinstance(failure, Unavailable)
            assert failure.happened is False
            assert one.asked == []


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (502, b"<html>bad gateway</html>"),
        (404, b'{"openid":"a"}'),
        (200, b"<html>"),
        (200, b""),
        (200, b"\xff"),
        (200, b"[]"),
        (200, b"null"),
        (200, b"{}"),
        (200, b'{"openid":7}'),
        (200, b'{"openid":""}'),
        (200, b'{"openid":"a\\u0000"}'),
        (200, '{"openid":"开"}'.encode()),
        (200, b'{"openid":"%s"}' % (b"a" * 129)),
        (200, b"[" * 60_000),
        (200, b'{"openid":"a","more":"%s"}' % (b"a" * 65_536)),
    ],
)
def test_what_is_no_answer_of_wechat_leaves_it_open(
    overheard: WechatOauth, listener: WebServer, status: int, body: bytes
) -> None:
    listener.status, listener.body = status, body
    failure = failure_of(overheard)
    assert isinstance(failure, Unavailable)
    assert failure.happened is None
    assert len(listener.asked) == 1, "nothing is repeated"


def test_a_redirect_is_not_followed(overheard: WechatOauth, listener: WebServer) -> None:
    answered(listener)
    listener.status, listener.location = 302, f"{listener.address}/elsewhere"
    assert isinstance(failure_of(overheard), Unavailable)
    assert len(listener.asked) == 1


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        (" 小明 ", "小明"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("半\ud83d个", "半个"),
        ("行\n一\x00\u202e二", "行一二"),
        ("字" * 100, "字" * 64),
        ("\ud83d", None),
        ("  ", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_a_name_is_kept_as_far_as_it_can_be_shown(
    overheard: WechatOauth, listener: WebServer, shown: object, kept: str | None
) -> None:
    answered(listener, nickname=shown)
    assert overheard.user(CODE).nickname == kept


@pytest.mark.parametrize("how", ["closed", "silent", "page", "no json", "number", "used", "snapshot", "odd openid"])
def test_no_failure_tells_the_secret_the_code_or_a_token(
    listener: WebServer,
    closed: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    if how == "silent":
        monkeypatch.setattr(oauth, "TIMEOUT_S", 0.1)
        listener.delay_s = 0.3
    listener.status = 502 if how == "page" else 200
    bodies: dict[str, dict[str, Any]] = {
        "number": {"errcode": 40125, "errmsg": f"invalid appsecret {APP_SECRET}"},
        "used": {"errcode": 40163, "errmsg": f"code been used {CODE}"},
        "snapshot": {"is_snapshotuser": 1},
        "odd openid": {"openid": f"{CODE}\n"},
    }
    answered(listener, **bodies.get(how, {}))
    if how == "no json":
        listener.body = listener.body[:-1]
    failure = failure_of(WechatOauth(closed if how == "closed" else listener.address, APP_ID, APP_SECRET))
    told = everything(failure) + caplog.text + "".join(capfd.readouterr())
    for secret in (APP_SECRET, CODE, TOKEN):
        assert secret not in told

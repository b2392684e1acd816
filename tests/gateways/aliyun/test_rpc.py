"""One way to call: personal values never in the address, and each way to fail told apart."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from emulator.shared.options import REGION
from menjin.failures import Failure, Unavailable
from menjin.gateways.aliyun.rpc import Refused, Rpc
from menjin.gateways.credentials import Credentials
from tests.gateways.web_server import WebServer
from tests.product import new_phone
from tests.small_cloud import KEY, SmallCloud

PHONE, SECRET, TOKEN = "13800138000", "another-secret", "a-token-of-the-role"
VERSION = "2017-05-25"
BODY = {"PhoneNumbers": PHONE, "SignName": "门禁", "TemplateCode": "SMS_1", "TemplateParam": '{"code":"271828"}'}


@pytest.fixture
def rpc() -> Rpc:
    return Rpc(KEY, REGION)


@pytest.fixture
def closed() -> Iterator[str]:
    """An address where nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{one.getsockname()[1]}"


def call(rpc: Rpc, endpoint: str, phone: str = PHONE) -> Failure:
    """How sending an SMS fails."""
    with pytest.raises(Failure) as found:
        rpc.call("sms", endpoint, VERSION, "SendSms", body={**BODY, "PhoneNumbers": phone}, read_s=1)
    return found.value


def everything(failure: BaseException | None) -> str:
    """All that an error and its causes say."""
    told = ""
    while failure is not None:
        told += f"{failure!r} {failure} {getattr(failure, '__dict__', '')}"
        failure = failure.__cause__
    return told


def test_personal_values_travel_in_the_body(rpc: Rpc, listener: WebServer) -> None:
    listener.body = b'{"Code":"OK"}'
    assert rpc.call("sms", listener.address, VERSION, "SendSms", body=BODY) == {"Code": "OK"}
    [line], [body] = listener.asked, listener.bodies
    assert line.startswith("POST /?")
    query = parse_qs(urlsplit(line.split(" ")[1]).query)
    assert query["Action"] == ["SendSms"]
    assert not set(query) & set(BODY)
    assert PHONE not in line
    assert parse_qs(body.decode()) == {name: [value] for name, value in BODY.items()}


def test_a_picture_is_the_body(rpc: Rpc, listener: WebServer) -> None:
    listener.body = b"{}"
    rpc.call("ocr", listener.address, "2021-07-07", "RecognizeIdcard", content=b"\xff\xd8\x00 picture")
    assert listener.bodies == [b"\xff\xd8\x00 picture"]


def test_a_text_from_the_environment_does_not_lose_its_https(rpc: Rpc, listener: WebServer) -> None:
    # The SDK would speak plain HTTP to a host whose protocol was built at run time.
    endpoint = "".join(("https", "://", listener.address.removeprefix("http://")))
    failure = call(rpc, endpoint)
    assert isinstance(failure, Unavailable)
    assert listener.asked == []


def test_a_temporary_key_brings_its_token(small: SmallCloud, listener: WebServer) -> None:
    minted = small.cloud.keys.mint(900, None)
    rpc = Rpc(Credentials(minted.id, minted.secret, minted.token), REGION)
    body = {**BODY, "PhoneNumbers": new_phone()}
    assert rpc.call("sms", small.environment["SMS_ENDPOINT"], VERSION, "SendSms", body=body)["Code"] == "OK"


def test_keys_of_the_environment_do_not_replace_the_functions_own(
    listener: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALIYUN_ACCESS_KEY_ID", "somebody-elses")
    monkeypatch.setenv("ALIYUN_ACCESS_KEY_SECRET", "somebody-elses-secret")
    listener.body = b"{}"
    Rpc(KEY, REGION).call("sms", listener.address, VERSION, "SendSms")
    Rpc(Credentials("STS.one", SECRET, TOKEN), REGION).call("sms", listener.address, VERSION, "SendSms")
    own, temporary = listener.asked
    assert "AccessKeyId=LOCALKEYID" in own
    assert "AccessKeyId=STS.one" in temporary
    assert f"SecurityToken={TOKEN}" in temporary


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (400, "isv.AnyBusiness", Refused),
        (403, "Forbidden.RAM", Refused),
        (404, "InvalidAccessKeyId.NotFound", Refused),
        (400, "Throttling.User", False),
        (429, "Throttling", False),
        (500, "InternalError", False),
        (502, "BadGateway.Upstream", False),
        (503, "ServiceUnavailable", False),
        (504, "Throttling.Api", False),
    ],
)
def test_an_error_of_the_service_says_what_is_known_of_the_call(
    rpc: Rpc, listener: WebServer, status: int, code: str, expected: type[Refused] | bool | None
) -> None:
    listener.status = status
    listener.body = json.dumps({"Code": code, "Message": "a: b", "RequestId": "1"}).encode()
    failure = call(rpc, listener.address)
    if expected is Refused:
        assert isinstance(failure, Refused)
        assert (failure.code, failure.status) == (code, status)
    else:
        assert isinstance(failure, Unavailable)
        assert failure.happened is expected
        assert failure.word == code
    assert len(listener.asked) == 1, "nothing is repeated"


def test_a_refusal_names_the_parameters_that_its_message_is_about_and_no_values(rpc: Rpc, listener: WebServer) -> None:
    listener.status = 400
    message = f"PhoneNumbers {PHONE} and TemplateParam are wrong: Weather too"
    listener.body = json.dumps({"Code": "InvalidParameter", "Message": message}).encode()
    failure = call(rpc, listener.address)
    assert isinstance(failure, Refused)
    assert failure.parameters == {"PhoneNumbers", "TemplateParam"}
    assert PHONE not in everything(failure)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (502, b"<html>bad gateway</html>"),
        (504, b""),
        (500, "错误".encode("gbk")),
        (500, b'{"Code":"InternalErr'),
        (503, b'{"Message":"a: b"}'),
        (503, b'{"Code":""}'),
        (503, b"[]"),
        (503, b"7"),
        (400, b'{"Code":"SignatureDoesNotMatch","Message":"no colon here"}'),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b""),
        (200, b"\xff"),
    ],
)
def test_what_is_no_answer_of_the_service_leaves_it_open(
    rpc: Rpc, listener: WebServer, status: int, body: bytes
) -> None:
    listener.status, listener.body = status, body
    failure = call(rpc, listener.address)
    assert isinstance(failure, Unavailable)
    assert failure.happened is None
    assert len(listener.asked) == 1, "nothing is repeated"


def test_without_a_connection_nothing_happened(rpc: Rpc, closed: str) -> None:
    failure = call(rpc, closed)
    assert isinstance(failure, Unavailable)
    assert failure.happened is False


def test_a_lost_answer_may_have_happened(rpc: Rpc, small: SmallCloud) -> None:
    before = small.calls("sms")
    small.fault("sms", "SendSms", "drop")
    failure = call(rpc, small.environment["SMS_ENDPOINT"], new_phone())
    assert isinstance(failure, Unavailable)
    assert failure.happened is None
    assert small.calls("sms") == before + 1, "nothing is repeated"


def test_silence_ends_in_time_and_may_have_happened(rpc: Rpc, listener: WebServer) -> None:
    listener.delay_s = 20.0
    started = time.monotonic()
    failure = call(rpc, listener.address)
    assert isinstance(failure, Unavailable)
    assert failure.happened is None
    assert time.monotonic() - started < 10
    assert len(listener.asked) == 1, "nothing is repeated"


def test_an_unknown_key_is_refused(small: SmallCloud) -> None:
    failure = call(Rpc(Credentials("nobody", SECRET), REGION), small.environment["SMS_ENDPOINT"])
    assert isinstance(failure, Refused)
    assert failure.code == "InvalidAccessKeyId.NotFound"


@pytest.mark.parametrize("how", ["closed", "silent", "refused", "page"])
def test_no_failure_tells_personal_values_or_keys(
    listener: WebServer, closed: str, log: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], how: str
) -> None:
    rpc = Rpc(Credentials("STS.one", SECRET, TOKEN), REGION)
    listener.delay_s = 20.0 if how == "silent" else 0
    listener.status, listener.body = (400, b'{"Code":"A","Message":"B:C"}') if how == "refused" else (502, b"<html>")
    failure = call(rpc, closed if how == "closed" else listener.address)
    logged = "\n".join(record.getMessage() for record in log.records if record.name.startswith("aliyunsdkcore"))
    told = everything(failure) + logged + "".join(capfd.readouterr())
    for secret in (PHONE, "271828", SECRET, TOKEN, "Signature="):
        assert secret not in told
    assert logging.getLogger("aliyunsdkcore.client").isEnabledFor(logging.ERROR) is False

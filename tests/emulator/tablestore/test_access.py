"""Who is let in, and how answers prove where they come from."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta, timezone

import pytest
import tablestore

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.tablestore.wire import messages, signature

from .conftest import TablestoreCloud, client_of
from .wire import Answer, call, headers_for, post, sign

DATE = "2026-01-02T03:04:05.000Z"
EMPTY_MD5 = "1B2M2Y8AsgTpgAmY7PhCfg=="
GOLDEN_REQUEST = {
    "x-ots-date": DATE,
    "x-ots-apiversion": "2015-12-31",
    "x-ots-accesskeyid": "testid",
    "x-ots-instancename": "local",
    "x-ots-contentmd5": EMPTY_MD5,
}
GOLDEN_V4 = {
    **GOLDEN_REQUEST,
    "x-ots-signdate": "20260102",
    "x-ots-signregion": "cn-hangzhou",
    "x-ots-signaturev4": "p1hOxWyWGr5IhkkhPdeTPBjazbDUcm2MbraLDM05Tm4=",
}
GOLDEN_ANSWER = {
    "x-ots-contentmd5": EMPTY_MD5,
    "x-ots-requestid": "r1",
    "x-ots-date": DATE,
    "x-ots-contenttype": "protocol buffer",
}
DERIVED = "T+W/EGjCXQgDNdB4vKsCKnjD8ZyNRGE5m3zXo2uu2mo="


def test_golden_request_signatures() -> None:
    assert signature.md5(b"") == EMPTY_MD5
    assert signature.request_signature("testsecret", "/ListTable", GOLDEN_REQUEST) == "iqACy71lBfse3LniwXVOl7LHGCI="
    assert signature.signing_key("testsecret", GOLDEN_V4) == DERIVED
    assert signature.request_signature(DERIVED, "/ListTable", GOLDEN_V4) == GOLDEN_V4["x-ots-signaturev4"]


def test_golden_response_signatures() -> None:
    answers = {"testsecret": "3sujpQZLgUsX69FggIyDaJwuZU0=", DERIVED: "RTeXkn4G0H6MS7QMEtu1lzO53OY="}
    for key, expected in answers.items():
        assert signature.response_signature(key, "/ListTable", GOLDEN_ANSWER) == expected


def test_the_client_is_content_with_version_4(cloud: TablestoreCloud, instance: str) -> None:
    with client_of(cloud.ports.tablestore, instance, region="cn-hangzhou") as client:
        assert client.list_table() == ()


def test_a_path_in_the_endpoint_is_not_signed(cloud: TablestoreCloud, instance: str) -> None:
    with client_of(cloud.ports.tablestore, instance) as client:
        client.connection.path = "/behind/a/proxy"
        assert client.list_table() == ()


def test_a_wrong_secret(cloud: TablestoreCloud, instance: str) -> None:
    wrong = client_of(cloud.ports.tablestore, instance, access_key_secret="wrong")
    with wrong as client, pytest.raises(tablestore.OTSServiceError) as caught:
        client.list_table()
    assert (caught.value.http_status, caught.value.code) == (403, "OTSAuthFailed")
    assert caught.value.message == "Signature mismatch."


def test_an_unknown_key(cloud: TablestoreCloud, instance: str) -> None:
    unknown = client_of(cloud.ports.tablestore, instance, access_key_id="nobody")
    with unknown as client, pytest.raises(tablestore.OTSServiceError) as caught:
        client.list_table()
    assert caught.value.message == "The AccessKeyID does not exist."


def test_every_header_is_needed(cloud: TablestoreCloud) -> None:
    for name in ("x-ots-date", "x-ots-apiversion", "x-ots-instancename", "x-ots-contentmd5"):
        headers = headers_for(b"", changes={name: None})
        sign(headers, "/ListTable")
        answer = post(cloud.ports.tablestore, "ListTable", b"", headers)
        assert (answer.status, *answer.error) == (
            400,
            "OTSParameterInvalid",
            f"Missing header: '{name}'.",
        )


def test_no_signature_at_all(cloud: TablestoreCloud) -> None:
    answer = post(cloud.ports.tablestore, "ListTable", b"", headers_for(b""))
    assert answer.error == ("OTSParameterInvalid", "Missing header: 'x-ots-signature'.")


def test_a_changed_header_breaks_the_signature(cloud: TablestoreCloud) -> None:
    headers = headers_for(b"")
    sign(headers, "/ListTable")
    headers["x-ots-instancename"] = "another"
    assert post(cloud.ports.tablestore, "ListTable", b"", headers).error == ("OTSAuthFailed", "Signature mismatch.")


def test_a_changed_body_breaks_the_digest(cloud: TablestoreCloud) -> None:
    headers = headers_for(b"one")
    sign(headers, "/ListTable")
    answer = post(cloud.ports.tablestore, "ListTable", b"two", headers)
    assert (answer.status, answer.error[0]) == (403, "OTSAuthFailed")
    assert answer.error[1].startswith("Mismatch between MD5 value")


@pytest.mark.parametrize("minutes", [-16, 16])
def test_a_clock_that_is_off(cloud: TablestoreCloud, minutes: int) -> None:
    date = f"{datetime.now(timezone.utc) + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%S}.000Z"
    headers = headers_for(b"", changes={"x-ots-date": date})
    sign(headers, "/ListTable")
    answer = post(cloud.ports.tablestore, "ListTable", b"", headers)
    assert answer.error == ("OTSAuthFailed", f"Mismatch between system time and x-ots-date: {date}.")


def test_a_client_outside_goes_by_real_time_when_the_clock_was_moved(
    cloud: TablestoreCloud, client: tablestore.OTSClient
) -> None:
    outside = headers_for(b"")
    sign(outside, "/ListTable")
    cloud.clock.advance(86_400)
    try:
        client.list_table()
        answer = post(cloud.ports.tablestore, "ListTable", b"", outside)
    finally:
        cloud.clock.reset()
    assert answer.status == 200
    # Clients refuse an answer whose date is too far from their own.
    date = datetime.strptime(answer.headers["x-ots-date"], "%Y-%m-%dT%H:%M:%S.%f%z")
    assert abs(datetime.now(timezone.utc) - date) < timedelta(minutes=1)


def test_a_date_that_is_none(cloud: TablestoreCloud) -> None:
    headers = headers_for(b"", changes={"x-ots-date": "yesterday"})
    sign(headers, "/ListTable")
    answer = post(cloud.ports.tablestore, "ListTable", b"", headers)
    assert (answer.status, answer.error[1]) == (400, "Invalid date format: yesterday.")


def test_only_post(cloud: TablestoreCloud) -> None:
    answer = post(cloud.ports.tablestore, "ListTable", b"", {}, method="GET")
    assert (answer.status, answer.error[0]) == (405, "OTSMethodNotAllowed")


def test_a_body_of_more_than_five_megabytes(cloud: TablestoreCloud) -> None:
    assert call(cloud.ports.tablestore, "PutRow", b"x" * (5 * 1024 * 1024 + 1)).status == 413


def test_a_body_that_is_no_message(cloud: TablestoreCloud) -> None:
    answer = call(cloud.ports.tablestore, "PutRow", b"\xff" * 20)
    assert (answer.status, answer.error) == (400, ("OTSParameterInvalid", "Parse PBMessage from RawString failed."))


def test_what_nobody_knows_is_refused(cloud: TablestoreCloud) -> None:
    answer = call(cloud.ports.tablestore, "Nonsense", b"")
    assert (answer.status, *answer.error) == (400, "OTSParameterInvalid", "Unsupported operation: 'Nonsense'.")


def test_the_answer_carries_what_the_client_checks(cloud: TablestoreCloud) -> None:
    answer = call(cloud.ports.tablestore, "ListTable", b"")
    assert answer.status == 200
    assert answer.headers["x-ots-contentmd5"] == signature.md5(answer.body)
    assert answer.headers["x-ots-contenttype"] == "protocol buffer"
    assert answer.headers["x-ots-requestid"]
    assert answer.headers["authorization"].startswith("OTS LOCALKEYID:")
    assert answer.headers["content-length"] == str(len(answer.body))


@pytest.mark.parametrize("name", ["ab", "x" * 17, "1abc", "abc-", "a_b", "a b c"])
def test_instance_names(cloud: TablestoreCloud, name: str) -> None:
    answer = call(cloud.ports.tablestore, "ListTable", b"", instance=name)
    assert answer.error == ("OTSParameterInvalid", f"Invalid instance name: '{name}'.")


BIG = messages.CreateTableRequest(
    messages.TableMeta("compressed", [messages.PrimaryKeySchema("p", messages.STRING)]),
    messages.ReservedThroughput(messages.CapacityUnit(0, 0)),
    messages.TableOptions(-1, 1),
).serialize()


def compressed(cloud: TablestoreCloud, body: bytes, kind: str = "deflate", size: int = len(BIG)) -> Answer:
    """Send a compressed request as the vendor's Java client does: the digest is that of what is sent."""
    told = {"x-ots-request-compress-type": kind, "x-ots-request-compress-size": str(size)}
    headers = headers_for(body, "compress", told)
    sign(headers, "/CreateTable")
    return post(cloud.ports.tablestore, "CreateTable", body, headers)


def test_a_compressed_request(cloud: TablestoreCloud) -> None:
    assert compressed(cloud, zlib.compress(BIG)).status == 200
    for answer, message in (
        (compressed(cloud, zlib.compress(BIG), kind="gzip"), "Unsupported compress type: 'gzip'."),
        (compressed(cloud, BIG), "Decompress request body failed."),
        (compressed(cloud, zlib.compress(BIG)[:-5]), f"Invalid compress size: '{len(BIG)}'."),
        (compressed(cloud, zlib.compress(BIG), size=1), "Invalid compress size: '1'."),
        (compressed(cloud, zlib.compress(bytes(5 << 20)), size=5 << 20), "Parse PBMessage from RawString failed."),
    ):
        assert answer.error == ("OTSParameterInvalid", message)
    answer = compressed(cloud, zlib.compress(bytes((5 << 20) + 1)), size=(5 << 20) + 1)
    assert (answer.status, answer.error[0]) == (413, "OTSRequestBodyTooLarge")


def test_a_compressed_answer(cloud: TablestoreCloud) -> None:
    call(cloud.ports.tablestore, "CreateTable", BIG, "squeezed")
    body = messages.TableNameRequest("compressed").serialize()
    plain = call(cloud.ports.tablestore, "DescribeTable", body, "squeezed")
    headers = headers_for(body, "squeezed", {"x-ots-response-compress-type": "deflate"})
    sign(headers, "/DescribeTable")
    answer = post(cloud.ports.tablestore, "DescribeTable", body, headers)
    assert zlib.decompress(answer.body) == plain.body
    assert answer.headers["x-ots-response-compress-type"] == "deflate"
    assert answer.headers["x-ots-response-compress-size"] == str(len(plain.body))
    assert answer.headers["x-ots-contentmd5"] == signature.md5(plain.body)
    signed = signature.response_signature(ACCESS_KEY_SECRET, "/DescribeTable", answer.headers)
    assert answer.headers["authorization"] == f"OTS {ACCESS_KEY_ID}:{signed}"


def test_nothing_is_not_compressed(cloud: TablestoreCloud) -> None:
    headers = headers_for(b"", "nothing", {"x-ots-response-compress-type": "deflate"})
    sign(headers, "/ListTable")
    answer = post(cloud.ports.tablestore, "ListTable", b"", headers)
    assert (answer.status, answer.body) == (200, b"")
    assert "x-ots-response-compress-type" not in answer.headers

"""What clients rely on beside the operations: host names, dates, and how bodies arrive."""

from __future__ import annotations

import http.client

import oss2
import pytest

from tests.emulator.oss.kit import Oss, error_of, signed


def test_virtual_hosts_and_paths_lead_to_the_same_bucket(oss: Oss, plain: oss2.Bucket) -> None:
    plain.put_object("k e/y", b"same", headers={"x-oss-object-acl": "public-read"})
    name, port = plain.bucket_name, oss.cloud.ports.oss
    for host in (f"{name}.oss.localhost:{port}", f"{name}.oss-cn-hangzhou.aliyuncs.com"):
        assert oss.web.get(f"{oss.url}/k%20e/y", headers={"Host": host}).content == b"same"
    assert error_of(oss.web.get(f"{oss.url}/a", headers={"Host": "elsewhere.example"}))[1] == "NoSuchBucket"


def test_the_date_of_an_answer_is_no_earlier_than_the_object(plain: oss2.Bucket) -> None:
    plain.put_object("a", b"a")
    date = plain.put_object("a", b"b").headers["Date"]
    assert plain.get_object("a", headers={"If-Unmodified-Since": date}).read() == b"b"
    with pytest.raises(oss2.exceptions.NotModified):
        plain.get_object("a", headers={"If-Modified-Since": date})


def test_a_stream_whose_length_is_told_as_well_is_taken(oss: Oss, plain: oss2.Bucket) -> None:
    plain.put_bucket_acl("public-read-write")
    connection = http.client.HTTPConnection("127.0.0.1", oss.cloud.ports.oss)
    connection.putrequest("PUT", f"/{plain.bucket_name}/a")
    connection.putheader("Content-Length", "4")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders(b"4\r\nbyte\r\n0\r\n\r\n")
    assert connection.getresponse().status == 200
    connection.close()
    assert plain.get_object("a").read() == b"byte"


def test_public_host_names_forbid_path_style_and_know_both_endpoints(oss: Oss, plain: oss2.Bucket) -> None:
    name, base = plain.bucket_name, "oss-cn-hangzhou.aliyuncs.com"
    refused = oss.web.get(f"{oss.url}/{name}/a", headers={"Host": base})
    assert error_of(refused)[:2] == (403, "SecondLevelDomainForbidden")
    told = signed(oss, "GET", name, "", "bucketInfo", host=f"{name}.{base}").text
    assert f"<ExtranetEndpoint>{base}</ExtranetEndpoint>" in told
    assert "<IntranetEndpoint>oss-cn-hangzhou-internal.aliyuncs.com</IntranetEndpoint>" in told

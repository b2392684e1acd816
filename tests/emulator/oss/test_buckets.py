from __future__ import annotations

import oss2
import pytest
from oss2.models import BucketCors, CorsRule

from emulator.shared.options import ACCOUNT, REGION
from tests.emulator.oss.kit import Oss, authentication, error_of, policy_text, post, signed_v1

ORIGIN = "http://page.example"
PREFLIGHT = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}


def _service(oss: Oss, version: str = "v4") -> oss2.Service:
    return oss2.Service(authentication(version), oss.url, region=REGION, session=oss.session)


def test_a_bucket_is_made_described_and_deleted(bucket: oss2.Bucket) -> None:
    info = bucket.get_bucket_info()
    assert (info.name, info.location, info.acl.grant) == (bucket.bucket_name, "oss-cn-hangzhou", "private")
    assert info.owner.id == ACCOUNT
    assert bucket.get_bucket_location().location == "oss-cn-hangzhou"
    bucket.put_bucket_acl("public-read")
    assert bucket.get_bucket_acl().acl == "public-read"
    bucket.put_object("a", b"12345")
    stat = bucket.get_bucket_stat()
    assert (stat.object_count, stat.storage_size_in_bytes, stat.multi_part_upload_count) == (1, 5, 0)
    bucket.put_object("cold", b"123", headers={"x-oss-storage-class": "Archive"})
    stat = bucket.get_bucket_stat()
    assert (stat.storage_size_in_bytes, stat.standard_storage, stat.archive_storage) == (8, 5, 3)
    assert (stat.archive_real_storage, stat.archive_object_count, stat.infrequent_access_storage) == (3, 1, 0)
    bucket.delete_object("cold")
    with pytest.raises(oss2.exceptions.BucketNotEmpty):
        bucket.delete_bucket()
    bucket.delete_object("a")
    bucket.delete_bucket()
    with pytest.raises(oss2.exceptions.NoSuchBucket):
        bucket.get_bucket_info()


def test_listed_buckets_name_an_endpoint_that_leads_back(oss: Oss, plain: oss2.Bucket) -> None:
    found = _service(oss).list_buckets(prefix=plain.bucket_name).buckets
    assert [one.name for one in found] == [plain.bucket_name]
    again = oss2.Bucket(authentication("v1"), found[0].extranet_endpoint, plain.bucket_name, session=oss.session)
    again.put_object("a", b"")


def test_buckets_are_listed_in_pages(oss: Oss) -> None:
    names = sorted(oss.new_bucket().bucket_name for _ in range(3))
    found = [one.name for one in oss2.BucketIterator(_service(oss), max_keys=1)]
    assert found == sorted(found)
    assert set(names) <= set(found)
    assert "menjin" in found


@pytest.mark.parametrize("name", ["ab", "Upper", "-a-b", "a_b", "a.b"])
def test_impossible_bucket_names_are_refused(oss: Oss, name: str) -> None:
    assert error_of(oss.web.put(f"{oss.url}/{name}"))[1] == "InvalidBucketName"


@pytest.mark.parametrize("query", ["versioning", "worm", "policy&comp=callback", "unheard-of"])
def test_configurations_that_are_not_emulated_are_refused(oss: Oss, plain: oss2.Bucket, query: str) -> None:
    assert error_of(oss.web.get(f"{oss.url}/{plain.bucket_name}/?{query}"))[:2] == (501, "NotImplemented")


def test_wrong_methods_are_refused(oss: Oss, plain: oss2.Bucket) -> None:
    assert error_of(oss.web.post(f"{oss.url}/{plain.bucket_name}/a"))[:2] == (405, "MethodNotAllowed")
    assert error_of(oss.web.put(oss.url))[:2] == (405, "MethodNotAllowed")


def test_cors_rules_are_kept_and_dropped(bucket: oss2.Bucket) -> None:
    with pytest.raises(oss2.exceptions.NoSuchCors):
        bucket.get_bucket_cors()
    rule = CorsRule([ORIGIN], ["GET", "PUT"], ["x-oss-*"], ["ETag"], 60)
    bucket.put_bucket_cors(BucketCors([rule]))
    kept = bucket.get_bucket_cors().rules[0]
    assert vars(kept) == vars(rule)
    bucket.delete_bucket_cors()
    with pytest.raises(oss2.exceptions.NoSuchCors):
        bucket.get_bucket_cors()


def test_a_browser_may_upload_to_the_first_bucket_from_any_origin(oss: Oss) -> None:
    asked = {**PREFLIGHT, "Access-Control-Request-Headers": "X-Requested-With, content-type"}
    answer = oss.web.options(f"{oss.url}/menjin", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"] == "x-requested-with, content-type"
    fields = {"key": "cors.txt", **signed_v1(policy_text([{"bucket": "menjin"}]))}
    stored = post(oss, "menjin", fields, headers={"Origin": ORIGIN})
    assert stored.status_code == 204
    assert stored.headers["access-control-expose-headers"] == "ETag, x-oss-request-id"


def test_the_page_can_read_errors_too(oss: Oss) -> None:
    answer = post(oss, "menjin", {"key": "a"}, headers={"Origin": ORIGIN})
    assert error_of(answer)[0] == 403
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "x-oss-request-id" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://other.example"}, 403),
        ({"Access-Control-Request-Method": "DELETE"}, 403),
        ({"Access-Control-Request-Headers": "x-oss-date"}, 200),
        ({"Access-Control-Request-Headers": "x-oss-date, authorization"}, 403),
    ],
)
def test_a_preflight_that_no_rule_allows_is_refused(
    oss: Oss, plain: oss2.Bucket, headers: dict[str, str], status: int
) -> None:
    plain.put_bucket_cors(BucketCors([CorsRule(["http://page.*"], ["POST"], ["x-oss-*"])]))
    answer = oss.web.options(f"{oss.url}/{plain.bucket_name}/a", headers={**PREFLIGHT, **headers})
    assert answer.status_code == status
    if status == 403:
        assert error_of(answer)[1] == "AccessForbidden"
        assert "CORSResponse: " in answer.text
    else:
        assert answer.headers["access-control-allow-origin"] == ORIGIN


def test_a_bucket_without_rules_allows_no_page(oss: Oss, plain: oss2.Bucket) -> None:
    answer = oss.web.options(f"{oss.url}/{plain.bucket_name}/a", headers=PREFLIGHT)
    assert error_of(answer)[1] == "AccessForbidden"
    assert (
        "access-control-allow-origin" not in oss.web.get(f"{oss.url}/{plain.bucket_name}/a", headers=PREFLIGHT).headers
    )

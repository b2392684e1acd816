"""Who may do what beside the account's own key: bucket policies, referers, resource groups and tags."""

from __future__ import annotations

import json
from typing import Any

import oss2
import pytest
from oss2.models import BucketReferer, Tagging, TaggingRule

from emulator.shared.options import ACCOUNT, REGION
from tests.emulator.oss.kit import Oss, authentication, error_of, post


def _policy(bucket: oss2.Bucket, effect: str, action: str, **more: Any) -> str:
    resource = f"acs:oss:*:{ACCOUNT}:{bucket.bucket_name}/open/*"
    statement = {"Effect": effect, "Action": [action], "Principal": ["*"], "Resource": [resource], **more}
    return json.dumps({"Version": "1", "Statement": [statement]})


def _refused(call: Any, *arguments: Any) -> oss2.exceptions.ServerError:
    with pytest.raises(oss2.exceptions.ServerError) as refused:
        call(*arguments)
    error: oss2.exceptions.ServerError = refused.value
    return error


def _tagged(bucket: oss2.Bucket, **tags: str) -> None:
    rule = TaggingRule()
    rule.tagging_rule.update(tags)
    bucket.put_bucket_tagging(Tagging(rule))


def test_a_policy_opens_what_it_names_to_everybody(oss: Oss, plain: oss2.Bucket) -> None:
    url = f"{oss.url}/{plain.bucket_name}"
    plain.put_object("open/a", b"a")
    plain.put_object("shut/a", b"a")
    plain.put_bucket_policy(_policy(plain, "Allow", "oss:GetObject"))
    assert oss.web.get(f"{url}/open/a").content == b"a"
    assert error_of(oss.web.get(f"{url}/shut/a"))[:2] == (403, "AccessDenied")
    assert oss.web.put(f"{url}/open/b", content=b"b").status_code == 403
    assert json.loads(plain.get_bucket_policy().policy)["Statement"][0]["Principal"] == ["*"]
    assert plain.delete_bucket_policy().status == 204
    assert oss.web.get(f"{url}/open/a").status_code == 403
    assert _refused(plain.get_bucket_policy).code == "NoSuchBucketPolicy"


def test_a_policy_that_denies_outweighs_the_acl_and_the_session_policy(oss: Oss, plain: oss2.Bucket) -> None:
    plain.put_bucket_acl("public-read-write")
    plain.put_bucket_policy(_policy(plain, "Deny", "oss:*"))
    assert oss.web.put(f"{oss.url}/{plain.bucket_name}/open/a", content=b"a").status_code == 403
    temporary = oss.bucket(plain.bucket_name, key=oss.cloud.keys.mint(900, None))
    assert _refused(temporary.put_object, "open/a", b"a").code == "AccessDenied"
    assert temporary.put_object("shut/a", b"a").status == 200
    assert plain.put_object("open/a", b"a").status == 200


def test_a_policy_lets_a_form_in_without_a_signature(oss: Oss, plain: oss2.Bucket) -> None:
    assert post(oss, plain.bucket_name, {"key": "open/a"}).status_code == 403
    plain.put_bucket_policy(_policy(plain, "Allow", "oss:PutObject"))
    assert post(oss, plain.bucket_name, {"key": "open/a"}).status_code == 204


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ("no json", "InvalidPolicyDocument"),
        ("{}", "InvalidPolicyDocument"),
        ('{"Version": "1", "Statement": []}', "InvalidPolicyDocument"),
        ('{"Version": "1", "Statement": [{"Effect": "Allow"}]}', "InvalidPolicyDocument"),
    ],
)
def test_a_policy_that_says_nothing_is_refused(plain: oss2.Bucket, policy: str, code: str) -> None:
    assert _refused(plain.put_bucket_policy, policy).code == code


def test_what_a_policy_says_and_nobody_heeds_is_refused(plain: oss2.Bucket) -> None:
    on_condition = _policy(plain, "Allow", "oss:*", Condition={"IpAddress": {}})
    for_a_role = _policy(plain, "Allow", "oss:*", Principal=["acs:sts::1:assumed-role/r/*"])
    for policy in (on_condition, for_a_role):
        assert _refused(plain.put_bucket_policy, policy).code == "NotImplemented"


@pytest.mark.parametrize(
    ("referer", "reason"),
    [
        ("", "0003-00000501"),
        ("http://shop.example/page", ""),
        ("http://sub.shop.example", "0003-00000503"),
        ("http://www.partner.example/a", ""),
        ("http://bad.partner.example/a", "0003-00000502"),
        ("http://elsewhere.example", "0003-00000503"),
        ("http://shop.example?from=http://bad.partner.example", ""),
    ],
)
def test_pages_outside_the_lists_see_no_pictures(oss: Oss, plain: oss2.Bucket, referer: str, reason: str) -> None:
    plain.put_object("a", b"a", headers={"x-oss-object-acl": "public-read"})
    allowed, shut_out = ["http://shop.example", "http://*.partner.example"], ["http://bad.partner.example"]
    plain.put_bucket_referer(BucketReferer(allow_empty_referer=False, referers=allowed, black_referers=shut_out))
    headers = {"Referer": referer} if referer else {}
    for url in (f"{oss.url}/{plain.bucket_name}/a", plain.sign_url("GET", "a", 60)):
        answer = oss.web.get(url, headers=headers)
        assert (answer.content == b"a") if not reason else (error_of(answer) == (403, "AccessDenied", reason))
    assert plain.get_object("a").read() == b"a"


def test_buckets_are_listed_by_tag_and_group(oss: Oss) -> None:
    service = oss2.Service(authentication("v4"), oss.url, region=REGION, session=oss.session)
    first, second = oss.new_bucket(), oss.new_bucket()
    _tagged(first, team="a", stage="test")
    _tagged(second, team="b", stage="test")

    def names(params: dict[str, str]) -> list[str]:
        return [one.name for one in service.list_buckets(params=params).buckets]

    assert names({"tag-key": "stage"}) == sorted([first.bucket_name, second.bucket_name])
    assert names({"tag-key": "team", "tag-value": "b"}) == [second.bucket_name]
    assert names({"tagging": '"team":"a","stage":"test"'}) == [first.bucket_name]
    assert _refused(service.list_buckets, "", "", 100, {"tag-value": "a"}).code == "InvalidArgument"
    first.put_bucket_resource_group("rg-mine")
    assert first.get_bucket_resource_group().resource_group_id == "rg-mine"
    listed = service.list_buckets(headers={"x-oss-resource-group-id": "rg-mine"}).buckets
    assert [(one.name, one.resource_group_id) for one in listed] == [(first.bucket_name, "rg-mine")]
    assert second.get_bucket_info().resource_group_id != "rg-mine"
    third = oss2.Bucket(first.auth, first.endpoint, f"{first.bucket_name}-third")
    with pytest.raises(oss2.exceptions.InvalidArgument):
        third.create_bucket(headers={"x-oss-resource-group-id": "not one"})
    with pytest.raises(oss2.exceptions.NoSuchBucket):
        third.get_bucket_info()

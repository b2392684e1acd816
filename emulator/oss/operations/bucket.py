"""Buckets: create, delete, list, describe; their ACL and statistics."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from emulator.oss.errors import OssError, invalid_argument, malformed_xml
from emulator.oss.operations.call import Call
from emulator.oss.operations.document_checks import check_group_id, encryption_document
from emulator.oss.operations.documents import ENCRYPTION, GROUP, group_document, group_of, tags_of
from emulator.oss.operations.listing import max_keys, owner_tag
from emulator.oss.operations.live_channels import KEPT as LIVE_CHANNELS
from emulator.oss.state.buckets import ACLS, Bucket
from emulator.oss.wire import xml
from emulator.oss.wire.answer import Answer, xml_answer
from emulator.oss.wire.dates import iso_date
from emulator.oss.wire.xml import Markup, tag
from emulator.shared.options import REGION

LOCATION = f"oss-{REGION}"
_CLASSES = ("Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive")
_TITLES = {name: "InfrequentAccess" if name == "IA" else name for name in _CLASSES}
"""What the statistics call the storage classes."""
_TAG = re.compile(r'"([^"]*)":"([^"]*)"')
_TAGS = re.compile(rf"{_TAG.pattern}(?:,{_TAG.pattern})*")
_REDUNDANCIES = ("LRS", "ZRS")


async def list_buckets(call: Call) -> Answer:
    """The account's buckets; the endpoints they name lead back here."""
    query = call.request.query
    prefix, marker = query.get("prefix", ""), query.get("marker", "")
    limit = max_keys(call, "max-keys", 1000)
    group, tags = call.request.headers.get("x-oss-resource-group-id"), _wanted_tags(query)
    behind = [
        one
        for one in call.store.buckets.all()
        if one.name.startswith(prefix)
        and one.name > marker
        and (group is None or group_of(call.store.buckets, one.name) == group)
        and (not tags or _has_tags(call, one, tags))
    ]
    page, truncated = behind[:limit], len(behind) > limit
    head = [owner_tag()]
    if prefix or marker or "max-keys" in query:
        head += [tag("Prefix", prefix), tag("Marker", marker), tag("MaxKeys", limit)]
        head.append(tag("IsTruncated", "true" if truncated else "false"))
        head.append(tag("NextMarker", page[-1].name if truncated else ""))
    buckets = tag("Buckets", [tag("Bucket", _description(call, one), _tag_set(call, one, tags)) for one in page])
    return xml_answer(xml.document(tag("ListAllMyBucketsResult", head, buckets)))


def _wanted_tags(query: Mapping[str, str]) -> dict[str, str | None]:
    """The tags that buckets must have: ``tag-key`` and ``tag-value``, or ``tagging`` as ``"key":"value",…``.

    None stands for any value.
    """
    if "tagging" in query:
        if not _TAGS.fullmatch(query["tagging"]):
            raise invalid_argument('The tags are not of the form "key":"value".', "tagging", query["tagging"])
        return dict(_TAG.findall(query["tagging"]))
    if "tag-key" not in query and "tag-value" in query:
        raise invalid_argument("A tag's value needs its key.", "tag-value", query["tag-value"])
    return {query["tag-key"]: query.get("tag-value")} if "tag-key" in query else {}


def _has_tags(call: Call, bucket: Bucket, wanted: Mapping[str, str | None]) -> bool:
    tags = tags_of(call.store.buckets, bucket.name)
    return all(key in tags and value in (None, tags[key]) for key, value in wanted.items())


def _tag_set(call: Call, bucket: Bucket, wanted: Mapping[str, str | None]) -> list[Markup]:
    """The bucket's tags, told if buckets are listed by tag."""
    if not wanted:
        return []
    tags = tags_of(call.store.buckets, bucket.name)
    members = [tag("Tag", [tag("Key", key), tag("Value", value)]) for key, value in tags.items()]
    return [tag("Tagging", [tag("TagSet", members)])]


async def put_bucket(call: Call) -> Answer:
    """Create the bucket; creating one's own again only sets its ACL."""
    name, acl = call.address.bucket, call.request.headers.get("x-oss-acl")
    encryption = encryption_document(call.request.headers)
    if acl is not None and acl not in ACLS:
        raise _no_such_acl(acl)
    if group := call.request.headers.get("x-oss-resource-group-id", ""):
        check_group_id(group)
    storage_class, redundancy = _configuration(await call.request.document())
    old = call.store.buckets.find(name)
    if old:
        if storage_class and storage_class != old.storage_class:
            text = (
                "The requested bucket name is not available. The bucket namespace is shared by all users of the system."
            )
            raise OssError(409, "BucketAlreadyExists", text, BucketName=name)
        call.store.buckets.save(replace(old, acl=acl or old.acl))
    else:
        chosen = Bucket(name, call.now, acl or "private", storage_class or "Standard", redundancy or "LRS")
        call.store.buckets.save(chosen)
    if encryption:
        call.store.buckets.put_document(name, ENCRYPTION, encryption)
    if group:
        call.store.buckets.put_document(name, GROUP, group_document(group))
    return Answer(200, {"Location": f"/{name}"})


async def delete_bucket(call: Call) -> Answer:
    """Delete an empty bucket."""
    bucket = call.bucket()
    if not call.store.buckets.remove(bucket.name):
        text = "The bucket has objects. Please delete them first."
        raise OssError(409, "BucketNotEmpty", text, BucketName=bucket.name)
    return Answer(204)


async def get_bucket_info(call: Call) -> Answer:
    """Everything about the bucket at once."""
    bucket = call.bucket()
    more = [
        owner_tag(),
        tag("AccessControlList", [tag("Grant", bucket.acl)]),
        tag("DataRedundancyType", bucket.redundancy),
        tag("AccessMonitor", "Disabled"),
        tag("TransferAcceleration", "Disabled"),
        tag("CrossRegionReplication", "Disabled"),
        _encryption(call, bucket),
        tag("BucketPolicy", [tag("LogBucket", ""), tag("LogPrefix", "")]),
        tag("BlockPublicAccess", "false"),
        tag("Comment", ""),
    ]
    return xml_answer(xml.document(tag("BucketInfo", [tag("Bucket", _description(call, bucket), more)])))


async def get_bucket_location(call: Call) -> Answer:
    """The region."""
    call.bucket()
    return xml_answer(xml.document(tag("LocationConstraint", LOCATION)))


async def get_bucket_acl(call: Call) -> Answer:
    """The bucket's ACL."""
    bucket = call.bucket()
    grant = tag("AccessControlList", [tag("Grant", bucket.acl)])
    return xml_answer(xml.document(tag("AccessControlPolicy", [owner_tag(), grant])))


async def put_bucket_acl(call: Call) -> Answer:
    """Set the bucket's ACL; a bucket that does not exist is created by it."""
    acl, name = call.request.headers.get("x-oss-acl", ""), call.address.bucket
    if acl not in ACLS:
        raise _no_such_acl(acl)
    old = call.store.buckets.find(name)
    call.store.buckets.save(replace(old, acl=acl) if old else Bucket(name, call.now, acl))
    return Answer(200, {"Location": f"/{name}"})


async def get_bucket_stat(call: Call) -> Answer:
    """Bytes, objects, uploads and live channels of the bucket."""
    bucket = call.bucket()
    classes = call.store.objects.by_class(bucket.name)
    members = [
        tag("Storage", sum(size for _, size in classes.values())),
        tag("ObjectCount", sum(count for count, _ in classes.values())),
        tag("MultipartUploadCount", len(call.store.uploads.of(bucket.name))),
        tag("LiveChannelCount", len(call.store.buckets.documents(bucket.name, LIVE_CHANNELS))),
        tag("LastModifiedTime", int(call.now)),
    ]
    for name, title in _TITLES.items():
        count, size = classes.get(name, (0, 0))
        members += [tag(f"{title}Storage", size), tag(f"{title}ObjectCount", count)]
        if name != "Standard":
            members.append(tag(f"{title}RealStorage", size))
    return xml_answer(xml.document(tag("BucketStat", members)))


def _encryption(call: Call, bucket: Bucket) -> Markup:
    kept = call.store.buckets.document(bucket.name, ENCRYPTION)
    if kept is None:
        return tag("ServerSideEncryptionRule", [tag("SSEAlgorithm", "None")])
    root = xml.parse(kept.encode(), "ServerSideEncryptionRule")
    found = root.find("ApplyServerSideEncryptionByDefault")
    members = [] if found is None else [tag(one.tag, one.text or "") for one in found]
    return tag("ServerSideEncryptionRule", members)


def _endpoints(endpoint: str) -> tuple[str, str]:
    """The one for the Internet and the one for the cloud's own network; here only public names have two."""
    domain = ".aliyuncs.com"
    if not endpoint.endswith(domain):
        return endpoint, endpoint
    stem = endpoint.removesuffix(domain).removesuffix("-internal")
    return stem + domain, f"{stem}-internal{domain}"


def _description(call: Call, bucket: Bucket) -> list[Markup]:
    extranet, intranet = _endpoints(call.address.endpoint)
    return [
        tag("Name", bucket.name),
        tag("CreationDate", iso_date(int(bucket.created))),
        tag("Location", LOCATION),
        tag("Region", REGION),
        tag("StorageClass", bucket.storage_class),
        tag("ResourceGroupId", group_of(call.store.buckets, bucket.name)),
        tag("ExtranetEndpoint", extranet),
        tag("IntranetEndpoint", intranet),
    ]


def _configuration(body: bytes) -> tuple[str | None, str | None]:
    """Storage class and redundancy of ``CreateBucketConfiguration``, if given."""
    if not body.strip():
        return None, None
    root = xml.parse(body, "CreateBucketConfiguration")
    storage_class, redundancy = xml.text_of(root, "StorageClass"), xml.text_of(root, "DataRedundancyType")
    if storage_class not in (None, *_CLASSES) or redundancy not in (None, *_REDUNDANCIES):
        raise malformed_xml()
    return storage_class, redundancy


def _no_such_acl(acl: str) -> OssError:
    return invalid_argument("no such bucket access control exists", "x-oss-acl", acl)

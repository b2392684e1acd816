"""Configuration documents of a bucket that are checked for their shape, kept and given back, but not acted upon."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from emulator.oss.errors import OssError, invalid_argument
from emulator.oss.operations.call import Call
from emulator.oss.operations.lifecycle import check_lifecycle
from emulator.oss.operations.metadata import check_algorithm, encryption_headers, refuse_unknown
from emulator.oss.wire import xml
from emulator.oss.wire.answer import Answer, xml_answer
from emulator.oss.wire.xml import Markup, tag

ENCRYPTION, TAGGING = "encryption", "tagging"


@dataclass(frozen=True)
class Document:
    """``root`` is the element's name; a bucket without the document answers ``empty``, or 404 with ``missing``."""

    root: str
    missing: str = ""
    empty: Markup | None = None
    check: Callable[[ET.Element], None] | None = None


def _check_encryption(root: ET.Element) -> None:
    default = "ApplyServerSideEncryptionByDefault"
    algorithm = xml.text_of(root, f"{default}/SSEAlgorithm") or ""
    check_algorithm(algorithm)
    key = xml.text_of(root, f"{default}/KMSMasterKeyID")
    if key and algorithm != "KMS":
        raise invalid_argument("KMSMasterKeyID is for KMS only.", "KMSMasterKeyID", key)


def encryption_document(given: Mapping[str, str]) -> str:
    """The encryption that the headers of a new bucket ask for; empty if none."""
    refuse_unknown(given)
    headers = encryption_headers(given)
    if not headers:
        return ""
    members = [tag("SSEAlgorithm", headers["x-oss-server-side-encryption"])]
    if key := given.get("x-oss-server-side-encryption-key-id"):
        members.append(tag("KMSMasterKeyID", key))
    return tag("ServerSideEncryptionRule", [tag("ApplyServerSideEncryptionByDefault", members)])


DOCUMENTS = {
    "lifecycle": Document("LifecycleConfiguration", missing="NoSuchLifecycle", check=check_lifecycle),
    "website": Document("WebsiteConfiguration", missing="NoSuchWebsiteConfiguration"),
    ENCRYPTION: Document("ServerSideEncryptionRule", missing="NoSuchServerSideEncryptionRule", check=_check_encryption),
    "logging": Document("BucketLoggingStatus", empty=tag("BucketLoggingStatus", "")),
    TAGGING: Document("Tagging", empty=tag("Tagging", [tag("TagSet", "")])),
    "referer": Document(
        "RefererConfiguration",
        empty=tag("RefererConfiguration", [tag("AllowEmptyReferer", "true"), tag("RefererList", "")]),
    ),
}


async def put_document(call: Call, name: str) -> Answer:
    """Keep the document in place of an earlier one."""
    bucket, kind = call.bucket(), DOCUMENTS[name]
    body = await call.request.document()
    root = xml.parse(body, kind.root)
    if kind.check:
        kind.check(root)
    call.store.buckets.put_document(bucket.name, name, ET.tostring(root, encoding="unicode"))
    return Answer()


async def get_document(call: Call, name: str) -> Answer:
    """The document as it was put."""
    bucket, kind = call.bucket(), DOCUMENTS[name]
    kept = call.store.buckets.document(bucket.name, name)
    if kept is not None:
        return xml_answer(xml.document(Markup(kept)))
    if kind.empty is None:
        raise OssError(404, kind.missing, "The bucket has no such configuration.", BucketName=bucket.name)
    return xml_answer(xml.document(kind.empty))


async def delete_document(call: Call, name: str) -> Answer:
    """Drop the document, if there is one; of tags, those that the parameter names."""
    bucket, chosen = call.bucket(), call.request.query[name]
    if chosen and name == TAGGING:
        _drop_tags(call, bucket.name, chosen.split(","))
    else:
        call.store.buckets.remove_document(bucket.name, name)
    return Answer(204)


def _drop_tags(call: Call, bucket: str, keys: list[str]) -> None:
    kept = call.store.buckets.document(bucket, TAGGING)
    if kept is None:
        return
    root = xml.parse(kept.encode(), "Tagging")
    for tags in root.iterfind("TagSet"):
        for one in [one for one in tags if xml.text_of(one, "Key") in keys]:
            tags.remove(one)
    call.store.buckets.put_document(bucket, TAGGING, ET.tostring(root, encoding="unicode"))


async def list_live_channels(call: Call) -> Answer:
    """No bucket has live channels here; SDKs ask for them before they delete a bucket."""
    call.bucket()
    members = [tag("Prefix", ""), tag("Marker", ""), tag("MaxKeys", 100), tag("IsTruncated", "false")]
    return xml_answer(xml.document(tag("ListLiveChannelResult", members, [tag("NextMarker", "")])))

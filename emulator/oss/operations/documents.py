"""Configuration documents of a bucket that are checked, kept and given back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from emulator.oss.errors import OssError
from emulator.oss.operations import document_checks as checks
from emulator.oss.operations.call import Call
from emulator.oss.operations.lifecycle import check_lifecycle
from emulator.oss.state.buckets import Buckets
from emulator.oss.wire import xml
from emulator.oss.wire.answer import Answer, xml_answer
from emulator.oss.wire.xml import Markup, tag

ENCRYPTION, TAGGING, GROUP, REFERER = "encryption", "tagging", "resourceGroup", "referer"
DEFAULT_GROUP = "rg-acfmlocalcloud0"
"""The resource group of everything that nobody has put into another one."""


@dataclass(frozen=True)
class Document:
    """``root`` is the element's name; a bucket without the document answers ``empty``, or 404 with ``missing``.

    ``check`` refuses what contradicts itself, and may complete the document. ``title`` is what the vendor's operations
    call it.
    """

    title: str
    root: str
    missing: str = ""
    empty: Markup | None = None
    check: Callable[[ET.Element], None] | None = None
    removable: bool = True


def group_document(group: str) -> Markup:
    """The document that puts a bucket into a resource group."""
    return tag("BucketResourceGroupConfiguration", [tag("ResourceGroupId", group)])


DOCUMENTS = {
    "lifecycle": Document(
        "BucketLifecycle", "LifecycleConfiguration", missing="NoSuchLifecycle", check=check_lifecycle
    ),
    "website": Document(
        "BucketWebsite",
        "WebsiteConfiguration",
        missing="NoSuchWebsiteConfiguration",
        check=checks.spell_booleans,
    ),
    ENCRYPTION: Document(
        "BucketEncryption",
        "ServerSideEncryptionRule",
        missing="NoSuchServerSideEncryptionRule",
        check=checks.check_encryption,
    ),
    "logging": Document("BucketLogging", "BucketLoggingStatus", empty=tag("BucketLoggingStatus", "")),
    TAGGING: Document("BucketTags", "Tagging", empty=tag("Tagging", [tag("TagSet", "")])),
    REFERER: Document(
        "BucketReferer", "RefererConfiguration", empty=Markup(checks.ANY_REFERER), check=checks.check_referer
    ),
    "qos": Document(
        "BucketStorageCapacity",
        "BucketUserQos",
        empty=tag("BucketUserQos", [tag("StorageCapacity", -1)]),
        check=checks.check_capacity,
        removable=False,
    ),
    "requestPayment": Document(
        "BucketRequestPayment",
        "RequestPaymentConfiguration",
        empty=tag("RequestPaymentConfiguration", [tag("Payer", "BucketOwner")]),
        check=checks.check_payment,
        removable=False,
    ),
    GROUP: Document(
        "BucketResourceGroup",
        "BucketResourceGroupConfiguration",
        empty=group_document(DEFAULT_GROUP),
        check=checks.check_group,
        removable=False,
    ),
}


async def put_document(call: Call, name: str) -> Answer:
    """Keep the document in place of an earlier one."""
    bucket, kind = call.bucket(), DOCUMENTS[name]
    root = xml.parse(await call.request.document(), kind.root)
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


def tags_of(buckets: Buckets, bucket: str) -> dict[str, str]:
    """The tags of a bucket."""
    kept = buckets.document(bucket, TAGGING)
    if kept is None:
        return {}
    found = xml.parse(kept.encode(), "Tagging").iterfind("TagSet/Tag")
    return {xml.text_of(one, "Key") or "": xml.text_of(one, "Value") or "" for one in found}


def group_of(buckets: Buckets, bucket: str) -> str:
    """The resource group of a bucket."""
    kept = buckets.document(bucket, GROUP)
    root = None if kept is None else xml.parse(kept.encode(), DOCUMENTS[GROUP].root)
    return DEFAULT_GROUP if root is None else xml.text_of(root, "ResourceGroupId") or DEFAULT_GROUP


def _drop_tags(call: Call, bucket: str, keys: list[str]) -> None:
    kept = call.store.buckets.document(bucket, TAGGING)
    if kept is None:
        return
    root = xml.parse(kept.encode(), "Tagging")
    for tags in root.iterfind("TagSet"):
        for one in [one for one in tags if xml.text_of(one, "Key") in keys]:
            tags.remove(one)
    call.store.buckets.put_document(bucket, TAGGING, ET.tostring(root, encoding="unicode"))

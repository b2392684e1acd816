"""Inventories of a bucket: checked, kept, given back and listed. No report is written by them.

Source: OSS API reference, "PutBucketInventory", "ListBucketInventory".
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from emulator.oss.errors import OssError, invalid_argument, malformed_xml
from emulator.oss.operations.call import Call
from emulator.oss.operations.document_checks import spell_booleans
from emulator.oss.wire import xml
from emulator.oss.wire.answer import Answer, xml_answer
from emulator.oss.wire.xml import Markup, tag

_KEPT = "inventory/"
_PAGE = 100
_MOST = 1000
_NEEDED = {
    "IsEnabled": ("true", "false"),
    "Destination/OSSBucketDestination/Format": ("csv", "parquet"),
    "Schedule/Frequency": ("daily", "weekly"),
    "IncludedObjectVersions": ("all", "current"),
}


async def put_bucket_inventory(call: Call) -> Answer:
    """Keep a new inventory; one of the same name must be deleted first."""
    bucket, name = call.bucket(), _name(call)
    root = xml.parse(await call.request.document(), "InventoryConfiguration")
    if xml.text_of(root, "Id") != name:
        raise invalid_argument("The Id is not that of the request.", "inventoryId", name)
    if any((xml.text_of(root, path) or "").strip().lower() not in words for path, words in _NEEDED.items()):
        raise malformed_xml()
    spell_booleans(root)
    # The service tells them in the order of their names, however they were given.
    for classes in root.iterfind("Filter/StorageClass"):
        classes.text = ",".join(sorted((classes.text or "").split(",")))
    if call.store.buckets.document(bucket.name, _KEPT + name) is not None:
        text = "The inventory already exists. Delete it before you put another one of the same name."
        raise OssError(409, "InventoryAlreadyExist", text, InventoryId=name)
    if len(call.store.buckets.documents(bucket.name, _KEPT)) >= _MOST:
        raise OssError(400, "InventoryExceedLimit", "A bucket has at most 1000 inventories.")
    call.store.buckets.put_document(bucket.name, _KEPT + name, ET.tostring(root, encoding="unicode"))
    return Answer()


async def get_bucket_inventory(call: Call) -> Answer:
    """One inventory."""
    name = _name(call)
    kept = call.store.buckets.document(call.bucket().name, _KEPT + name)
    if kept is None:
        raise OssError(404, "NoSuchInventory", "The bucket has no such inventory.", InventoryId=name)
    return xml_answer(xml.document(Markup(kept)))


async def list_bucket_inventory(call: Call) -> Answer:
    """The inventories in pages of a hundred; the token is the last one's name."""
    token = call.request.query.get("continuation-token", "")
    kept = call.store.buckets.documents(call.bucket().name, _KEPT)
    if not kept:
        raise OssError(404, "NoSuchInventory", "The bucket has no inventory.")
    behind = [(name.removeprefix(_KEPT), text) for name, text in kept if name.removeprefix(_KEPT) > token]
    page, truncated = behind[:_PAGE], len(behind) > _PAGE
    members = [Markup(text) for _, text in page]
    if token:
        members.append(tag("ContinuationToken", token))
    members.append(tag("IsTruncated", "true" if truncated else "false"))
    if truncated:
        members.append(tag("NextContinuationToken", page[-1][0]))
    return xml_answer(xml.document(tag("ListInventoryConfigurationsResult", members)))


async def delete_bucket_inventory(call: Call) -> Answer:
    """Forget an inventory; one that is not there is no error."""
    call.store.buckets.remove_document(call.bucket().name, _KEPT + _name(call))
    return Answer(204)


def _name(call: Call) -> str:
    name = call.request.query["inventoryId"]
    if not name:
        raise invalid_argument("The inventory has no name.", "inventoryId")
    return name

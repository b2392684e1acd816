"""DeleteMultipleObjects."""

from __future__ import annotations

import hashlib

from emulator.oss.errors import OssError, invalid_digest, malformed_xml, not_implemented
from emulator.oss.operations.call import Call
from emulator.oss.operations.listing import encoder, encoding_tag
from emulator.oss.operations.receive import read_digest
from emulator.oss.wire import xml
from emulator.oss.wire.answer import Answer, xml_answer
from emulator.oss.wire.xml import tag

MAX_BATCH = 1000


async def delete_objects(call: Call) -> Answer:
    """Delete up to 1000 objects; names the deleted ones unless ``Quiet``."""
    bucket = call.bucket()
    body = await call.request.document()
    digest = read_digest(call.request)
    if digest is None:
        raise OssError(400, "MissingArgument", "Missing Some Required Arguments.", ArgumentName="Content-MD5")
    if digest != hashlib.md5(body).digest():
        raise invalid_digest()
    root = xml.parse(body, "Delete")
    if root.find("Object/VersionId") is not None:
        raise not_implemented("VersionId")
    keys = xml.texts_of(root, "Object/Key")
    if not 1 <= len(keys) <= MAX_BATCH or len(keys) != len(root.findall("Object")) or not all(keys):
        raise malformed_xml()
    for key in keys:
        call.allow_on("oss:DeleteObject", bucket.name, key)
    for key in keys:
        old = call.store.objects.remove(bucket.name, key)
        if old:
            call.tell_step("ObjectRemoved:DeleteObjects", key, size=old.size, delta=-old.size, etag=old.etag)
    if (xml.text_of(root, "Quiet") or "").strip().lower() == "true":
        return Answer()
    encode = encoder(call)
    deleted = [tag("Deleted", [tag("Key", encode(key))]) for key in keys]
    return xml_answer(xml.document(tag("DeleteResult", encoding_tag(call), deleted)))

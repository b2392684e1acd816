"""PostObject: a browser's form with a file in it.

The order of the checks: the form up to its file, credentials, key and token, signature, policy, expiry, conditions,
fields that must be covered, permission, size while the file streams in, expiry again, overwriting, callback.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from emulator.oss.callback.parameters import CallbackParameters, from_form
from emulator.oss.errors import entity_too_large, invalid_argument, invalid_digest
from emulator.oss.operations.call import Call
from emulator.oss.operations.metadata import (
    DEFAULT_TYPE,
    may_overwrite,
    object_acl,
    storage_class,
    stored_headers,
)
from emulator.oss.operations.receive import MAX_OBJECT, read_digest
from emulator.oss.operations.written import call_back, fresh_object, make_visible, object_headers
from emulator.oss.post.credentials import check_form
from emulator.oss.post.policy import Policy, read_policy
from emulator.oss.state.blobs import BlobWriter
from emulator.oss.state.objects import StoredObject
from emulator.oss.wire import xml
from emulator.oss.wire.address import check_key
from emulator.oss.wire.answer import Answer, xml_answer
from emulator.oss.wire.form import FormReader, PartHead, read_boundary
from emulator.oss.wire.xml import tag


@dataclass(frozen=True)
class _Upload:
    """A form whose fields have passed."""

    key: str
    fields: dict[str, str]
    policy: Policy | None
    overwrite: bool
    members: dict[str, Any]
    callback: CallbackParameters | None


async def post_object(call: Call) -> Answer:
    """Store the form's file under the form's key and answer as the form asks."""
    call.bucket()
    digest = hashlib.md5()
    reader = FormReader(_counted(call, digest), read_boundary(call.request.headers.get("content-type", "")))
    fields, file = await reader.fields()
    upload = _check(call, fields, file)
    with call.store.blobs.writer() as writer:
        await _receive(reader, writer, upload.policy)
        expected = read_digest(call.request)
        if expected is not None and expected != digest.digest():
            raise invalid_digest()
        if upload.policy:
            upload.policy.check_time(call.now)
        blob = writer.commit()
    stored = fresh_object(call, upload.key, blob, **upload.members)
    delta = make_visible(call, stored, overwrite=upload.overwrite)
    variables = upload.callback.variables if upload.callback else None
    call.tell("ObjectCreated:PostObject", stored, delta=delta, variables=variables)
    if upload.callback:
        return await call_back(call, "PostObject", stored, upload.callback)
    return _answer(call, stored, fields)


async def _counted(call: Call, digest: Any) -> AsyncIterator[bytes]:
    wanted = "content-md5" in call.request.headers
    async for chunk in call.request.chunks():
        if wanted:
            digest.update(chunk)
        yield chunk


def _check(call: Call, fields: dict[str, str], file: PartHead) -> _Upload:
    if not fields.get("key"):
        raise invalid_argument(
            "Bucket POST must contain a field named 'key'. If it is specified, please check the order of the fields.",
            "key",
        )
    policy = _check_credentials(call, fields)
    key = fields["key"].replace("${filename}", file.filename)
    check_key(key)
    call.address = replace(call.address, key=key)
    call.allow("oss:PutObject")
    if any(not "!" <= one <= "~" for one in fields.get("success_action_redirect", "")):
        raise invalid_argument("The redirect is not a URL.", "success_action_redirect")
    if "x-oss-tagging" in fields:
        raise invalid_argument("A form cannot set tags.", "x-oss-tagging", fields["x-oss-tagging"])
    given = {**_from_headers(call), **fields}
    members = {
        "acl": object_acl(given),
        "storage_class": storage_class(given, call.bucket().storage_class),
        "headers": _stored_headers(given, file),
    }
    callback = from_form(fields, private_allowed=call.context.callbacks.switches.private_callbacks)
    return _Upload(key, fields, policy, may_overwrite(given), members, callback)


def _check_credentials(call: Call, fields: dict[str, str]) -> Policy | None:
    signed = check_form(call.context.keys, fields, call.now)
    if signed is None:
        return None
    call.access = signed.key
    policy = read_policy(fields["policy"])
    policy.check_time(call.now)
    policy.check_fields({**fields, "bucket": call.address.bucket})
    policy.check_cover(signed.must_be_covered)
    return policy


def _from_headers(call: Call) -> dict[str, str]:
    name = "x-oss-object-acl"
    return {name: call.request.headers[name]} if name in call.request.headers else {}


def _stored_headers(given: dict[str, str], file: PartHead) -> dict[str, str]:
    """The type is the first of ``x-oss-content-type``, the file part's own, the field ``Content-Type``."""
    content_type = given.get("x-oss-content-type") or file.content_type or given.get("content-type") or DEFAULT_TYPE
    wire = {name: value.encode().decode("latin-1") for name, value in given.items()}
    headers = stored_headers({**wire, "content-type": content_type.encode().decode("latin-1")})
    for name, value in headers.items():
        if any(ord(one) < 0x20 for one in value):
            raise invalid_argument("The value cannot be a header's.", name)
    return headers


async def _receive(reader: FormReader, writer: BlobWriter, policy: Policy | None) -> None:
    async for chunk in reader.file_chunks():
        writer.write(chunk)
        if policy:
            policy.check_growth(writer.size)
        if writer.size > MAX_OBJECT:
            raise entity_too_large(MAX_OBJECT, writer.size)
    await reader.finish()
    if policy:
        policy.check_size(writer.size)


def _answer(call: Call, stored: StoredObject, fields: dict[str, str]) -> Answer:
    headers = object_headers(stored)
    redirect = fields.get("success_action_redirect")
    if redirect:
        query = f"bucket={stored.bucket}&key={quote(stored.key, safe='')}&etag=%22{stored.etag}%22"
        return Answer(303, {**headers, "Location": f"{redirect}{'&' if '?' in redirect else '?'}{query}"})
    status = fields.get("success_action_status")
    if status != "201":
        return Answer(200 if status == "200" else 204, headers)
    location = f"http://{call.address.endpoint}/{stored.bucket}/{quote(stored.key)}"
    members = [
        tag("Bucket", stored.bucket),
        tag("ETag", f'"{stored.etag}"'),
        tag("Key", stored.key),
        tag("Location", location),
    ]
    answer = xml_answer(xml.document(tag("PostResponse", members)), 201)
    answer.headers.update(headers, Location=location)
    return answer

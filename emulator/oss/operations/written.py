"""What follows when bytes have arrived: make the object visible, tell of it, call back, answer."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

from emulator.oss.callback.delivery import Occasion
from emulator.oss.callback.parameters import CallbackParameters
from emulator.oss.callback.template import picture_values, render, wants_picture
from emulator.oss.errors import OssError, file_already_exists
from emulator.oss.operations.call import Call
from emulator.oss.operations.document_checks import default_encryption
from emulator.oss.operations.documents import ENCRYPTION as ENCRYPTION_DOCUMENT
from emulator.oss.operations.metadata import DATA_ENCRYPTION, ENCRYPTION, ENCRYPTION_KEY, WHOLE_MD5
from emulator.oss.state.blobs import Blob
from emulator.oss.state.objects import OverwriteForbiddenError, StoredObject
from emulator.oss.wire.answer import Answer

_ENCRYPTION = (ENCRYPTION, ENCRYPTION_KEY, DATA_ENCRYPTION)
_PLAIN_MD5 = re.compile(r"[0-9A-F]{32}")


def make_visible(call: Call, stored: StoredObject, *, overwrite: bool) -> int:
    """Put the object in its place; returns by how many bytes its key has grown."""
    try:
        # The bucket may be gone since the first bytes came in.
        call.find_bucket(stored.bucket)
        return stored.size - call.store.objects.put(stored, overwrite=overwrite)
    except (OssError, OverwriteForbiddenError) as refusal:
        call.store.blobs.remove([stored.blob])
        raise refusal if isinstance(refusal, OssError) else file_already_exists() from None


def fresh_object(
    call: Call, key: str, blob: Blob, *, headers: Mapping[str, str], bucket: str = "", **more: object
) -> StoredObject:
    """An object of kind ``Normal`` made of ``blob``, of the request's bucket unless another is named.

    ``more`` are its other members.
    """
    bucket = bucket or call.address.bucket
    return StoredObject(
        bucket=bucket,
        key=key,
        blob=blob.id,
        size=blob.size,
        etag=blob.md5,
        crc=blob.crc,
        modified=call.now,
        headers=with_encryption(call, headers, bucket),
        **more,  # type: ignore[arg-type]
    )


def with_encryption(call: Call, headers: Mapping[str, str], bucket: str) -> dict[str, str]:
    """The headers of something new, which is encrypted as its bucket says unless they say how."""
    if ENCRYPTION in headers:
        return dict(headers)
    return {**headers, **default_encryption(call.store.buckets.document(bucket, ENCRYPTION_DOCUMENT))}


def told_encryption(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers about encryption among those of an object or upload."""
    return {name: headers[name] for name in _ENCRYPTION if name in headers}


def object_headers(stored: StoredObject) -> dict[str, str]:
    """The headers by which SDKs check what was stored."""
    headers = {"ETag": f'"{stored.etag}"', "x-oss-hash-crc64ecma": str(stored.crc)}
    if digest := content_md5(stored):
        headers["Content-MD5"] = digest
    return headers | told_encryption(stored.headers)


def content_md5(stored: StoredObject) -> str:
    """The MD5 in base64 of an object whose ETag is its MD5, or whose parts came in sequence; else empty."""
    if WHOLE_MD5 in stored.headers:
        return stored.headers[WHOLE_MD5]
    if stored.kind != "Normal" or not _PLAIN_MD5.fullmatch(stored.etag):
        return ""
    return base64.b64encode(bytes.fromhex(stored.etag)).decode()


async def call_back(call: Call, operation: str, stored: StoredObject, parameters: CallbackParameters) -> Answer:
    """The application's answer in place of our own, or 203 if there is none that counts."""
    body = render(parameters, _values(call, operation, stored, parameters))
    occasion = Occasion(stored.bucket, call.request.id)
    try:
        answer = await call.context.callbacks.deliver(parameters, body, occasion)
    except OssError as error:
        raise error.with_headers(object_headers(stored)) from None
    return Answer(200, {**object_headers(stored), "Content-Type": "application/json"}, answer)


def _values(
    call: Call, operation: str, stored: StoredObject, parameters: CallbackParameters
) -> Mapping[str, str | int]:
    values: dict[str, str | int] = {
        "bucket": stored.bucket,
        "object": stored.key,
        "etag": stored.etag,
        "size": stored.size,
        "mimeType": stored.content_type,
        "crc64": str(stored.crc),
        "contentMd5": "" if operation == "CompleteMultipartUpload" else content_md5(stored),
        "vpcId": "",
        "clientIp": call.request.client_host,
        "reqId": call.request.id,
        "operation": operation,
    }
    if wants_picture(parameters):
        with call.store.blobs.open(stored.blob) as file:
            values.update(picture_values(file))
    return values

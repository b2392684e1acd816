"""What the console shows of buckets and objects, read past all signatures."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from emulator.oss.operations.listing import page_of
from emulator.oss.operations.symlink import HEADER as TARGET
from emulator.oss.operations.symlink import KIND as SYMLINK
from emulator.oss.state.objects import StoredObject
from emulator.oss.state.store import Store

MAX_CONTENT = 100 * 1024 * 1024
"""As many bytes as the code of a function may have."""


def buckets(store: Store) -> list[dict[str, Any]]:
    """``{name, objects, bytes, acl}`` of every bucket, by name."""
    shown = []
    for bucket in store.buckets.all():
        count, size = store.objects.statistics(bucket.name)
        shown.append({"name": bucket.name, "objects": count, "bytes": size, "acl": bucket.acl})
    return shown


def list_objects(store: Store, bucket: str, prefix: str, after: str, limit: int) -> dict[str, Any]:
    """``{objects: [{key, size, type, modified, etag, acl}], next}`` of the keys behind ``after``.

    ``next`` is the ``after`` of the next page, empty on the last one; ``modified`` is in epoch seconds.
    """
    page = page_of(store.objects, bucket, prefix, "", after, limit)
    shown = [
        {
            "key": one.key,
            "size": one.size,
            "type": one.content_type,
            "modified": one.modified,
            "etag": one.etag,
            "acl": one.acl,
        }
        for one in page.objects
    ]
    return {"objects": shown, "next": page.last if page.truncated else ""}


def read_object(store: Store, bucket: str, key: str, most: int) -> tuple[bytes, str] | None:
    """Content and type of an object, of a link's target; None if there is none or it has more than ``most`` bytes."""
    stored = store.objects.find(bucket, key)
    if stored and stored.kind == SYMLINK:
        stored = store.objects.find(bucket, unquote(stored.headers[TARGET]))
    return _content(store, stored) if stored and stored.size <= most else None


def _content(store: Store, stored: StoredObject) -> tuple[bytes, str] | None:
    try:
        with store.blobs.open(stored.blob) as file:
            return file.read(), stored.content_type
    except FileNotFoundError:
        # Whoever looks from another thread may see an object go.
        return None

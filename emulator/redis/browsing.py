"""Keys and their values as a person looks at them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_LONGEST = 2048
"""Characters shown of a value."""
_MOST_ITEMS = 50
"""Items shown of a value that has many."""


def page(client: Any, pattern: str, after: int, limit: int) -> dict[str, Any]:
    """About ``limit`` keys that match, from a cursor on: ``{keys: [{key, type, ttl_ms, size, value}], next}``.

    ``ttl_ms`` is None for keys without an end, ``size`` in bytes for strings and in items for all others, ``value`` a
    text with at most 2048 characters of it. ``next`` is the cursor to go on from, 0 at the end.
    """
    found: list[bytes] = []
    cursor = after
    while True:
        cursor, more = client.scan(cursor=cursor, match=pattern, count=limit)
        found += more
        if not cursor or len(found) >= limit:
            break
    pipeline = client.pipeline(transaction=False)
    for key in found:
        pipeline.type(key)
        pipeline.pttl(key)
    told = pipeline.execute()
    keys = [
        _described(client, key, kind.decode(), left)
        for key, kind, left in zip(found, told[::2], told[1::2], strict=True)
        if kind != b"none"
    ]
    return {"keys": sorted(keys, key=lambda one: str(one["key"])), "next": int(cursor)}


def _described(client: Any, key: bytes, kind: str, left: int) -> dict[str, Any]:
    size, value = _SHOWN[kind](client, key) if kind in _SHOWN else (0, "")
    return {
        "key": _text(key),
        "type": kind,
        "ttl_ms": left if left >= 0 else None,
        "size": size,
        "value": value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…",
    }


def _text(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")


def _lines(items: list[bytes]) -> str:
    return "\n".join(map(_text, items))


def _string(client: Any, key: bytes) -> tuple[int, str]:
    # A few bytes more than are shown, so that the cut is never in the middle of the last character shown.
    return client.strlen(key), _text(client.getrange(key, 0, 4 * _LONGEST))


def _list(client: Any, key: bytes) -> tuple[int, str]:
    return client.llen(key), _lines(client.lrange(key, 0, _MOST_ITEMS - 1))


def _set(client: Any, key: bytes) -> tuple[int, str]:
    _, items = client.sscan(key, count=_MOST_ITEMS)
    return client.scard(key), _lines(sorted(items)[:_MOST_ITEMS])


def _sorted_set(client: Any, key: bytes) -> tuple[int, str]:
    items = client.zrange(key, 0, _MOST_ITEMS - 1, withscores=True)
    return client.zcard(key), "\n".join(f"{score:g} {_text(item)}" for item, score in items)


def _hash(client: Any, key: bytes) -> tuple[int, str]:
    _, fields = client.hscan(key, count=_MOST_ITEMS)
    shown = sorted(fields.items())[:_MOST_ITEMS]
    return client.hlen(key), "\n".join(f"{_text(name)}: {_text(value)}" for name, value in shown)


def _stream(client: Any, key: bytes) -> tuple[int, str]:
    entries = client.xrange(key, count=_MOST_ITEMS)
    return client.xlen(key), "\n".join(
        f"{_text(number)} " + ", ".join(f"{_text(name)}: {_text(value)}" for name, value in fields.items())
        for number, fields in entries
    )


_SHOWN: dict[str, Callable[[Any, bytes], tuple[int, str]]] = {
    "string": _string,
    "list": _list,
    "set": _set,
    "zset": _sorted_set,
    "hash": _hash,
    "stream": _stream,
}

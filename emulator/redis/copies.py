"""All keys of a Redis in a file, and back from it.

Values are copied by their type and not by ``DUMP``: what the embedded server dumps are Python objects, which nobody
should load from a file. So a copy of the embedded Redis can be put into a real one, and the other way round. Of a
stream's consumer groups the place is kept where they were, and not who had what in hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

_BATCH = 500


def write(client: Any, path: Path, now: float) -> None:
    """Write every key of the client's database, with the moment at which it ends; ``now`` in epoch seconds.

    ``ValueError`` for a type that only a module of a real Redis knows.
    """
    with path.open("w", encoding="utf-8") as file:
        for key, kind, left in _keys(client):
            row = {"key": _text(key), "type": kind, "value": _READ[kind](client, key)}
            if not client.exists(key):
                # Its time came while it was read.
                continue
            if left >= 0:
                row["until"] = now + left / 1000
            file.write(json.dumps(row) + "\n")


def read(client: Any, path: Path, now: float) -> None:
    """Put the keys of the file into the client's empty database, but for those whose time has come."""
    with path.open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            left = None if "until" not in row else round((row["until"] - now) * 1000)
            if left is not None and left <= 0:
                continue
            key = _bytes(row["key"])
            _WRITE[row["type"]](client, key, row["value"])
            if left is not None:
                client.pexpire(key, left)


def _keys(client: Any) -> Iterator[tuple[bytes, str, int]]:
    """Key, type and milliseconds to live, negative for those without an end; none that is gone by now."""
    found = client.scan_iter(count=_BATCH)
    while batch := list(islice(found, _BATCH)):
        pipeline = client.pipeline(transaction=False)
        for key in batch:
            pipeline.type(key)
            pipeline.pttl(key)
        told = pipeline.execute()
        for key, kind, left in zip(batch, told[::2], told[1::2], strict=True):
            if kind == b"none":
                continue
            if kind.decode() not in _READ:
                raise ValueError(f"values of the type {kind.decode()} cannot be copied")
            yield key, kind.decode(), left


def _text(data: bytes) -> str:
    """Any bytes as a text of as many characters."""
    return data.decode("latin-1")


def _bytes(text: str) -> bytes:
    return text.encode("latin-1")


def _pairs(found: dict[bytes, bytes]) -> list[list[str]]:
    return [[_text(name), _text(value)] for name, value in found.items()]


def _read_stream(client: Any, key: bytes) -> dict[str, Any]:
    groups = client.xinfo_groups(key) if client.exists(key) else []
    return {
        "entries": [[_text(number), _pairs(fields)] for number, fields in client.xrange(key)],
        "groups": [[_text(one["name"]), _text(one["last-delivered-id"])] for one in groups],
    }


def _write_stream(client: Any, key: bytes, value: dict[str, Any]) -> None:
    for number, fields in value["entries"]:
        client.xadd(key, {_bytes(name): _bytes(text) for name, text in fields}, id=number)
    for name, last in value["groups"]:
        client.xgroup_create(key, _bytes(name), id=last, mkstream=True)


_READ: dict[str, Callable[[Any, bytes], Any]] = {
    "string": lambda client, key: _text(client.get(key) or b""),
    "list": lambda client, key: [_text(item) for item in client.lrange(key, 0, -1)],
    "set": lambda client, key: sorted(_text(item) for item in client.smembers(key)),
    "zset": lambda client, key: [[_text(item), score] for item, score in client.zrange(key, 0, -1, withscores=True)],
    "hash": lambda client, key: _pairs(client.hgetall(key)),
    "stream": _read_stream,
}
_WRITE: dict[str, Callable[[Any, bytes, Any], Any]] = {
    "string": lambda client, key, value: client.set(key, _bytes(value)),
    "list": lambda client, key, value: client.rpush(key, *map(_bytes, value)),
    "set": lambda client, key, value: client.sadd(key, *map(_bytes, value)),
    "zset": lambda client, key, value: client.zadd(key, {_bytes(item): score for item, score in value}),
    "hash": lambda client, key, value: client.hset(key, mapping={_bytes(name): _bytes(text) for name, text in value}),
    "stream": _write_stream,
}

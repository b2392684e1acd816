"""Everything that a local cloud keeps, as pieces to be scanned: rows, keys, objects, messages, logs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import redis as redis_client

from menjin.gateways.tablestore.tables import TABLES
from tests.privacy.scanner import Piece

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_READ: Mapping[str, Callable[[Any, bytes], Any]] = {
    "string": lambda client, key: client.get(key),
    "hash": lambda client, key: client.hgetall(key),
    "list": lambda client, key: client.lrange(key, 0, -1),
    "set": lambda client, key: client.smembers(key),
    "zset": lambda client, key: client.zrange(key, 0, -1, withscores=True),
}
"""How a value of each type is read. One of another type is a KeyError: nothing is passed over."""


def kept(cloud: Cloud, instance: str = "menjin") -> Iterator[Piece]:
    """All that is kept at this moment."""
    yield from rows(cloud, instance)
    yield from redis_keys(cloud.redis.url)
    yield from objects(cloud)
    yield from messages(cloud)


def rows(cloud: Cloud, instance: str) -> Iterator[Piece]:
    """Every cell of every table, by its column."""
    for table in TABLES:
        for row in cloud.tablestore.rows(instance, table.name):
            for column, value in row.items():
                yield Piece(f"row {table.name}.{column}", _bytes(value))


def redis_keys(url: str) -> Iterator[Piece]:
    """Every key and its value, by the type; a key's name is content itself."""
    client: Any = redis_client.Redis.from_url(url)
    try:
        for key in client.scan_iter():
            kind = client.type(key).decode()
            yield Piece(f"redis key of a {kind}", key)
            value = _READ[kind](client, key)
            yield Piece(f"redis {kind}", _bytes(value if isinstance(value, bytes) else repr(_plain(value))))
    finally:
        client.close()


def objects(cloud: Cloud) -> Iterator[Piece]:
    """Every object of every bucket: name, headers, bytes."""
    store = cloud.oss._store
    assert store is not None
    for bucket in store.buckets.all():
        for one in store.objects.after(bucket.name, "", "", inclusive=True):
            yield Piece("object key", one.key.encode())
            yield Piece("object headers", json.dumps(one.headers, ensure_ascii=False).encode())
            with store.blobs.open(one.blob) as file:
                yield Piece("object content", file.read())


def messages(cloud: Cloud) -> Iterator[Piece]:
    """Every SMS and mail, part by part."""
    for message in cloud.outbox.all():
        for part, value in message.items():
            yield Piece(f"{message['channel']} {part}", _bytes(value))


def logs(cloud: Cloud) -> Iterator[Piece]:
    """What the functions wrote, crashes and libraries included."""
    for invocation in cloud.functions.invocations():
        yield Piece(f"log of {invocation['function']}", invocation["log"].encode())


def _bytes(value: Any) -> bytes:
    if isinstance(value, (bytes, bytearray)):
        return bytes(value)
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).encode()


def _plain(value: Any) -> Any:
    """Containers of bytes as containers of texts, so that nothing is written as an escape."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, dict):
        return {_plain(name): _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, (list, set, tuple)) else value

"""What of Redis is emulated, group by group of its commands."""

from __future__ import annotations

from emulator.shared.coverage import Row, Section

_ABOUT = """
Port 9994. Commands are carried out by `fakeredis` as version 7.0 has them; RESP2 and RESP3, pipelines, transactions,
blocking reads and inline commands work. Nothing is written to disk but snapshots: a restart of the local cloud forgets
captchas, codes, limits and revoked sessions, as a Redis without persistence does. With `--redis-url` or `REDIS_URL` a
real server takes its place, this port stays unused, and moving the clock shortens the times to live there.

Faults `error` (by one of Redis's words), `delay`, `cut`, `drop` and `kill` go by the command's name (`redis-py` sends
`INCRBY` for `incr`), not with a real server; `late` and `duplicate` are refused, since Redis answers what it did and
delivers nothing twice. No fault meets `HELLO`, `AUTH`, `CLIENT`, `SELECT`, `RESET` and `QUIT`, which belong to the
client library; one of kind `error` on a command queued by `MULTI` leaves the others queued. A browser that a web page
sends here is hung up on. TLS, cluster, replication and persistence are not emulated.
"""

_OTHER = "Redis's own words for a command that it does not know"

SECTION = Section(
    "Redis",
    _ABOUT,
    "the texts of Redis 7.0, as `redis-py` takes them apart",
    (
        Row("APPEND DECR GET GETDEL GETEX GETRANGE INCRBY INCRBYFLOAT MGET MSET SET SETEX SETNX STRLEN", "emulated"),
        Row("DEL EXISTS KEYS RENAME SCAN SORT TYPE UNLINK COPY", "emulated"),
        Row("EXPIRE EXPIREAT EXPIRETIME PERSIST PEXPIRE PTTL TTL", "emulated", "By the clock of the local cloud"),
        Row("HDEL HEXISTS HGET HGETALL HINCRBY HKEYS HLEN HMGET HSCAN HSET HVALS", "emulated"),
        Row("BLPOP BRPOP LINDEX LLEN LMOVE LPOP LPOS LPUSH LRANGE LREM LTRIM RPOP RPUSH", "emulated"),
        Row("SADD SCARD SDIFF SINTER SISMEMBER SMEMBERS SMISMEMBER SPOP SREM SSCAN SUNION", "emulated"),
        Row("ZADD ZCARD ZCOUNT ZINCRBY ZPOPMIN ZRANGE ZRANK ZREM ZREMRANGEBYSCORE ZSCAN ZSCORE ZUNION", "emulated"),
        Row("XACK XADD XAUTOCLAIM XDEL XLEN XPENDING XRANGE XREAD XREADGROUP XTRIM", "emulated"),
        Row("BITCOUNT BITOP BITPOS GETBIT SETBIT PFADD PFCOUNT PFMERGE", "emulated"),
        Row("GEOADD GEODIST GEOPOS GEOSEARCH", "emulated"),
        Row("DISCARD EXEC MULTI UNWATCH WATCH", "emulated"),
        Row(
            "EVAL EVALSHA SCRIPT",
            "partly",
            "Lua 5.1 with `redis` and `cjson`; no `struct`, `bit`, `cmsgpack`, no `redis.sha1hex`",
        ),
        Row("AUTH CLIENT ECHO HELLO PING QUIT RESET SELECT", "emulated"),
        Row("DBSIZE FLUSHALL FLUSHDB SWAPDB TIME", "emulated"),
        Row("INFO", "partly", "The same few lines for every section, those by which clients see that all is well"),
        Row(
            "PSUBSCRIBE PUBLISH PUBSUB PUNSUBSCRIBE SPUBLISH SSUBSCRIBE SUBSCRIBE SUNSUBSCRIBE UNSUBSCRIBE",
            "refused",
            "In plain words",
        ),
        Row("DUMP RESTORE", "refused", "In plain words: the engine would run what it restores"),
        Row(
            "CLUSTER DEBUG FAILOVER LATENCY MEMORY MIGRATE MODULE MONITOR OBJECT REPLICAOF SLOWLOG WAIT",
            "refused",
            errors=_OTHER,
        ),
    ),
)

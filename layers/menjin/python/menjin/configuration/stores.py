"""Where things are kept: Redis, Tablestore and OSS."""

from __future__ import annotations

from menjin.settings import group, key, key_ring, setting, switch, url, urls
from menjin.values.key_ring import KeyRing


@group
class RedisSettings:
    """Short-lived state."""

    url: str = setting("REDIS_URL", "address of Redis, with its password: rediss://…", secret=True)
    key: bytes = setting("CODE_KEY", "key of the hashes kept in Redis, base64 of 32 bytes", key, secret=True)


@group
class TablestoreSettings:
    """Records."""

    endpoint: str = setting("TABLESTORE_ENDPOINT", "address of the Tablestore instance", url)
    instance: str = setting("TABLESTORE_INSTANCE", "name of the Tablestore instance")


@group
class SealingSettings:
    """Encryption at rest."""

    keys: KeyRing = setting(
        "DATA_KEYS", "keys that encrypt names and numbers, newest first: k2:BASE64,k1:BASE64", key_ring, secret=True
    )
    index_key: bytes = setting(
        "INDEX_KEY", "key of the hash that finds a number, base64; never changed", key, secret=True
    )


@group
class OssSettings:
    """The bucket."""

    endpoint: str = setting("OSS_ENDPOINT", "address of OSS inside the region", url)
    bucket: str = setting("OSS_BUCKET", "name of the bucket")
    region: str = setting("REGION", "region of the deployment, as cn-hangzhou")


@group
class UploadSettings:
    """Uploads by browsers."""

    host: str = setting("UPLOAD_HOST", "address of the bucket for browsers", url)
    callback_url: str = setting("CALLBACK_URL", "where OSS reports an upload", url)
    key: bytes = setting("UPLOAD_KEY", "key of the mark inside a callback, base64 of 32 bytes", key, secret=True)


@group
class CallbackSettings:
    """Where OSS's public keys may lie."""

    local: bool = setting("LOCAL_CLOUD", "on in the local cloud alone", switch, "off")
    extra: tuple[str, ...] = setting("CALLBACK_KEY_URLS", "addresses of keys in the local cloud", urls, "")

    def keys_allowed(self) -> tuple[str, ...]:
        """The official addresses, and those of the local cloud inside it. ValueError if they are set elsewhere."""
        from menjin.gateways.oss.callback import OFFICIAL_KEYS

        if self.extra and not self.local:
            raise ValueError("CALLBACK_KEY_URLS is for the local cloud alone")
        return self.extra or OFFICIAL_KEYS


@group
class LinkSettings:
    """Addresses that show private pictures for a short time."""

    host: str = setting("UPLOAD_HOST", "address of the bucket for browsers", url)
    bucket: str = setting("OSS_BUCKET", "name of the bucket")
    region: str = setting("REGION", "region of the deployment, as cn-hangzhou")

"""Headers that are stored with an object, from a request or a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from emulator.oss.errors import OssError, invalid_argument
from emulator.oss.operations.tagging import read_tags

STORED = ("content-type", "cache-control", "content-disposition", "content-encoding", "content-language", "expires")
STORAGE_CLASSES = ("Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive")
OBJECT_ACLS = ("default", "private", "public-read", "public-read-write")
META = "x-oss-meta-"
MAX_META = 8 * 1024
DEFAULT_TYPE = "application/octet-stream"
ENCRYPTION = "x-oss-server-side-encryption"
ENCRYPTION_KEY = "x-oss-server-side-encryption-key-id"
DATA_ENCRYPTION = "x-oss-server-side-data-encryption"
ALGORITHMS = ("AES256", "KMS", "SM4")
SEQUENTIAL, WHOLE_MD5 = "x-oss-sequential", "x-oss-whole-md5"
"""Kept among the headers and never sent: that parts come one after the other, and what their whole amounts to."""
# The key that the account's KMS would use if none is named.
_OWN_KEY = "9468da86-3509-4f8d-a61e-6eab1eac0001"


def check_algorithm(algorithm: str) -> None:
    """Refuse what cannot encrypt an object."""
    if algorithm not in ALGORITHMS:
        text = "The Encryption request you specified is not valid. Supported value: AES256/KMS/SM4."
        raise OssError(400, "InvalidEncryptionAlgorithmError", text)


def check_data_algorithm(algorithm: str) -> None:
    """Refuse how KMS cannot encrypt the bytes themselves; unless told, it does so by AES256."""
    if algorithm not in ("SM4", "AES256"):
        text = "The Encryption request you specified is not valid. Supported value: AES256/SM4."
        raise OssError(400, "InvalidEncryptionAlgorithmError", text)


def encryption_headers(given: Mapping[str, str]) -> dict[str, str]:
    """What an upload says about encryption, to be told again on reading. The bytes are kept as they came."""
    algorithm, key = given.get(ENCRYPTION), given.get(ENCRYPTION_KEY)
    if algorithm is None:
        return {}
    check_algorithm(algorithm)
    if algorithm != "KMS":
        if key:
            raise invalid_argument("A key id is for KMS only.", ENCRYPTION_KEY, key)
        return {ENCRYPTION: algorithm}
    data = {}
    if DATA_ENCRYPTION in given:
        check_data_algorithm(given[DATA_ENCRYPTION])
        data = {DATA_ENCRYPTION: given[DATA_ENCRYPTION]}
    return {ENCRYPTION: algorithm, ENCRYPTION_KEY: key or _OWN_KEY, **data}


def stored_headers(given: Mapping[str, str]) -> dict[str, str]:
    """The headers to send back on reading; ``given`` has lower-case names."""
    kept = {name: given[name] for name in STORED if given.get(name)}
    meta = {name: value for name, value in given.items() if name.startswith(META)}
    if sum(len(name) - len(META) + len(value) for name, value in meta.items()) > MAX_META:
        text = "The total size of your meta data exceeds the limit of 8 KB."
        raise OssError(400, "MetadataTooLarge", text, MaxSizeAllowed=MAX_META)
    return {"content-type": DEFAULT_TYPE, **kept, **meta, **encryption_headers(given), **read_tags(given)}


def object_acl(given: Mapping[str, str]) -> str:
    """``x-oss-object-acl``, or ``default``."""
    return _one_of(given, "x-oss-object-acl", OBJECT_ACLS, "default")


def storage_class(given: Mapping[str, str], default: str) -> str:
    """``x-oss-storage-class``, or that of the bucket."""
    return _one_of(given, "x-oss-storage-class", STORAGE_CLASSES, default)


def described(given: Mapping[str, str], default_class: str) -> dict[str, Any]:
    """What an upload says of its object, as members of one; ``default_class`` is the bucket's storage class."""
    return {
        "acl": object_acl(given),
        "storage_class": storage_class(given, default_class),
        "headers": stored_headers(given),
    }


def may_overwrite(given: Mapping[str, str]) -> bool:
    """False if ``x-oss-forbid-overwrite`` is ``true``; only the two words are taken."""
    value = given.get("x-oss-forbid-overwrite", "false").lower()
    if value not in ("true", "false"):
        text = "The value of x-oss-forbid-overwrite must be true or false."
        raise invalid_argument(text, "x-oss-forbid-overwrite", value, "0006-00000117")
    return value == "false"


def _one_of(given: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    value = given.get(name, default)
    if value not in allowed:
        raise invalid_argument(f"no such {name.removeprefix('x-oss-')} exists: {value}", name, value)
    return value

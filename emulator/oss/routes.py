"""What is answered: method, level and sub-resource → operation.

What the vendor offers and the table does not hold is refused with ``NotImplemented``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from emulator.oss.errors import OssError, invalid_argument, method_not_allowed, not_implemented
from emulator.oss.operations import (
    batch,
    bucket,
    bucket_cors,
    bucket_policy,
    copy,
    documents,
    inventory,
    listing,
    live_channels,
    multipart,
    multipart_lists,
    process,
    put,
    read,
    restore,
    symlink,
    tagging,
)
from emulator.oss.operations.call import Call
from emulator.oss.operations.post_object import post_object
from emulator.oss.signatures.v1 import SUBRESOURCES
from emulator.oss.wire.address import Address
from emulator.oss.wire.answer import Answer
from emulator.oss.wire.request import Request

Handler = Callable[[Call], Awaitable[Answer]]


@dataclass(frozen=True)
class Route:
    """An operation by the vendor's name and the permission it needs; a form carries its own signature."""

    operation: str
    action: str
    handler: Handler
    signs_itself: bool = False

    def billed(self, method: str) -> str | None:
        """The price that one accepted request has; None if it is free, as deleting is.

        Source: OSS billing, "API operation calling fees": what writes or lists is of the PUT class, all else of GET.
        """
        if method == "DELETE" or self.operation.startswith("Delete"):
            return None
        reads = method in ("GET", "HEAD", "OPTIONS") and not self.operation.startswith("List")
        return "oss.read_request" if reads else "oss.write_request"


def _document(operation: str, handler: Callable[[Call, str], Awaitable[Answer]], name: str) -> Route:
    return Route(operation, f"oss:{operation}", lambda call: handler(call, name))


_INVENTORY = "inventory&inventoryId"
_LIST_BUCKETS = Route("ListBuckets", "oss:ListBuckets", bucket.list_buckets)
_SERVICE = {("GET", name): _LIST_BUCKETS for name in ("", "regionList", "tagging")}
_BUCKET = {
    ("GET", ""): Route("ListObjects", "oss:ListObjects", listing.list_objects),
    ("PUT", ""): Route("PutBucket", "oss:PutBucket", bucket.put_bucket),
    ("DELETE", ""): Route("DeleteBucket", "oss:DeleteBucket", bucket.delete_bucket),
    ("POST", ""): Route("PostObject", "oss:PutObject", post_object, signs_itself=True),
    ("POST", "delete"): Route("DeleteMultipleObjects", "", batch.delete_objects),
    ("GET", "uploads"): Route("ListMultipartUploads", "oss:ListMultipartUploads", multipart_lists.list_uploads),
    ("GET", "bucketInfo"): Route("GetBucketInfo", "oss:GetBucketInfo", bucket.get_bucket_info),
    ("GET", "location"): Route("GetBucketLocation", "oss:GetBucketLocation", bucket.get_bucket_location),
    ("GET", "stat"): Route("GetBucketStat", "oss:GetBucketStat", bucket.get_bucket_stat),
    ("GET", "acl"): Route("GetBucketAcl", "oss:GetBucketAcl", bucket.get_bucket_acl),
    ("PUT", "acl"): Route("PutBucketAcl", "oss:PutBucketAcl", bucket.put_bucket_acl),
    ("GET", "live"): Route("ListLiveChannel", "oss:ListLiveChannel", live_channels.list_live_channels),
    ("GET", "cors"): Route("GetBucketCors", "oss:GetBucketCors", bucket_cors.get_bucket_cors),
    ("PUT", "cors"): Route("PutBucketCors", "oss:PutBucketCors", bucket_cors.put_bucket_cors),
    ("DELETE", "cors"): Route("DeleteBucketCors", "oss:DeleteBucketCors", bucket_cors.delete_bucket_cors),
    ("GET", "policy"): Route("GetBucketPolicy", "oss:GetBucketPolicy", bucket_policy.get_bucket_policy),
    ("PUT", "policy"): Route("PutBucketPolicy", "oss:PutBucketPolicy", bucket_policy.put_bucket_policy),
    ("DELETE", "policy"): Route("DeleteBucketPolicy", "oss:DeleteBucketPolicy", bucket_policy.delete_bucket_policy),
    ("GET", "inventory"): Route("ListBucketInventory", "oss:GetBucketInventory", inventory.list_bucket_inventory),
    ("GET", _INVENTORY): Route("GetBucketInventory", "oss:GetBucketInventory", inventory.get_bucket_inventory),
    ("PUT", _INVENTORY): Route("PutBucketInventory", "oss:PutBucketInventory", inventory.put_bucket_inventory),
    ("DELETE", _INVENTORY): Route(
        "DeleteBucketInventory", "oss:DeleteBucketInventory", inventory.delete_bucket_inventory
    ),
}
_VOD = "endTime&startTime&vod"
_OBJECT = {
    ("GET", ""): Route("GetObject", "oss:GetObject", read.get_object),
    ("GET", process.PARAMETER): Route("GetObject", "oss:GetObject", process.get_processed),
    ("POST", process.PARAMETER): Route("ProcessObject", "oss:ProcessObject", process.process_object),
    ("POST", process.ASYNC_PARAMETER): Route("AsyncProcessObject", "oss:ProcessObject", process.process_object_later),
    ("HEAD", ""): Route("HeadObject", "oss:GetObject", read.head_object),
    ("PUT", ""): Route("PutObject", "oss:PutObject", put.put_object),
    ("DELETE", ""): Route("DeleteObject", "oss:DeleteObject", put.delete_object),
    ("POST", "append"): Route("AppendObject", "oss:PutObject", put.append_object),
    ("GET", "objectMeta"): Route("GetObjectMeta", "oss:GetObject", read.get_object_meta),
    ("HEAD", "objectMeta"): Route("GetObjectMeta", "oss:GetObject", read.get_object_meta),
    ("GET", "acl"): Route("GetObjectACL", "oss:GetObjectAcl", read.get_object_acl),
    ("PUT", "acl"): Route("PutObjectACL", "oss:PutObjectAcl", put.put_object_acl),
    ("GET", "tagging"): Route("GetObjectTagging", "oss:GetObjectTagging", tagging.get_object_tagging),
    ("PUT", "tagging"): Route("PutObjectTagging", "oss:PutObjectTagging", tagging.put_object_tagging),
    ("DELETE", "tagging"): Route("DeleteObjectTagging", "oss:DeleteObjectTagging", tagging.delete_object_tagging),
    ("POST", "restore"): Route("RestoreObject", "oss:RestoreObject", restore.restore_object),
    ("GET", "symlink"): Route("GetSymlink", "oss:GetObject", symlink.get_symlink),
    ("PUT", "symlink"): Route("PutSymlink", "oss:PutObject", symlink.put_symlink),
    ("POST", "uploads"): Route("InitiateMultipartUpload", "oss:PutObject", multipart.initiate),
    ("PUT", "uploadId"): Route("UploadPart", "oss:PutObject", multipart.upload_part),
    ("POST", "uploadId"): Route("CompleteMultipartUpload", "oss:PutObject", multipart.complete),
    ("DELETE", "uploadId"): Route("AbortMultipartUpload", "oss:AbortMultipartUpload", multipart.abort),
    ("GET", "uploadId"): Route("ListParts", "oss:ListParts", multipart_lists.list_parts),
    ("PUT", "live"): Route("PutLiveChannel", "oss:PutLiveChannel", live_channels.put_live_channel),
    ("PUT", "live&status"): Route(
        "PutLiveChannelStatus", "oss:PutLiveChannelStatus", live_channels.put_live_channel_status
    ),
    ("GET", "live"): Route("GetLiveChannelInfo", "oss:GetLiveChannel", live_channels.get_live_channel_info),
    ("GET", "comp=stat&live"): Route(
        "GetLiveChannelStat", "oss:GetLiveChannelStat", live_channels.get_live_channel_stat
    ),
    ("GET", "comp=history&live"): Route(
        "GetLiveChannelHistory", "oss:GetLiveChannelHistory", live_channels.get_live_channel_history
    ),
    ("POST", _VOD): Route("PostVodPlaylist", "oss:PostVodPlaylist", live_channels.vod_playlist),
    ("GET", _VOD): Route("GetVodPlaylist", "oss:GetVodPlaylist", live_channels.vod_playlist),
    ("DELETE", "live"): Route("DeleteLiveChannel", "oss:DeleteLiveChannel", live_channels.delete_live_channel),
}
for _name, _kind in documents.DOCUMENTS.items():
    _BUCKET["GET", _name] = _document("Get" + _kind.title, documents.get_document, _name)
    _BUCKET["PUT", _name] = _document("Put" + _kind.title, documents.put_document, _name)
    if _kind.removable:
        _BUCKET["DELETE", _name] = _document("Delete" + _kind.title, documents.delete_document, _name)
_COPY = Route("CopyObject", "oss:PutObject", copy.copy_object)
_PART_COPY = Route("UploadPartCopy", "oss:PutObject", multipart.upload_part_copy)
_PREFLIGHT = Route("OptionObject", "", bucket_cors.preflight, signs_itself=True)
TABLES = {"service": _SERVICE, "bucket": _BUCKET, "object": _OBJECT}
"""Method and sub-resources → operation, by what the address names."""
BESIDES = (_COPY, _PART_COPY, _PREFLIGHT)
"""Operations that something else than method and sub-resource tells apart."""
_ALL = [*BESIDES, *(route for table in TABLES.values() for route in table.values())]
OPERATIONS = sorted({route.operation for route in _ALL})
"""Every operation by its name."""

# Signed parameters that shape an operation without choosing another one.
_MODIFIER_NAMES = """
partNumber position continuation-token security-token callback callback-var response-content-type
response-content-language response-expires response-cache-control response-content-disposition
response-content-encoding x-oss-traffic-limit x-oss-request-payer sequential
"""
_MODIFIERS = frozenset(_MODIFIER_NAMES.split())
# Plain parameters, which may be empty. Any other empty one looks like a sub-resource that is not known here.
_PLAIN_NAMES = """
prefix marker delimiter max-keys encoding-type list-type start-after fetch-owner key-marker upload-id-marker
max-uploads max-parts part-number-marker tag-key tag-value Signature
"""
_PLAIN = frozenset(_PLAIN_NAMES.split())
_LEAST_TRAFFIC, _MOST_TRAFFIC = 245760, 838860800


def find_route(request: Request, address: Address) -> Route:
    """The operation that the request asks for."""
    if request.method == "OPTIONS":
        return _PREFLIGHT
    _check_traffic_limit(request)
    selector = _selector(request)
    level = "object" if address.key else "bucket" if address.bucket else "service"
    route = TABLES[level].get((request.method, selector))
    if route is None:
        raise _no_route(request, selector, level)
    if "x-oss-copy-source" in request.headers and route.operation in ("PutObject", "UploadPart"):
        return _COPY if route.operation == "PutObject" else _PART_COPY
    return route


def _selector(request: Request) -> str:
    """The sub-resources in order, joined by ``&``; empty for the plain resource. ``comp`` counts with its value."""
    chosen = [name for name in request.query if name in SUBRESOURCES and name not in _MODIFIERS]
    chosen += [
        name
        for name, value in request.query.items()
        if not value and name not in SUBRESOURCES and name not in _PLAIN and not name.startswith("x-oss-")
    ]
    return "&".join(sorted(f"comp={request.query[name]}" if name == "comp" else name for name in chosen))


def _no_route(request: Request, selector: str, level: str) -> OssError:
    if selector:
        return not_implemented(f"{request.method} ?{selector} of {level}")
    return method_not_allowed(request.method, level.upper())


def _check_traffic_limit(request: Request) -> None:
    name = "x-oss-traffic-limit"
    given = request.headers.get(name, request.query.get(name))
    if given is not None and not (given.isdecimal() and _LEAST_TRAFFIC <= int(given) <= _MOST_TRAFFIC):
        raise invalid_argument("The traffic limit must be 245760 to 838860800 bit/s.", name, given)

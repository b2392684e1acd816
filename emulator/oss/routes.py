"""What is answered: method, level and sub-resource → operation; and the application that answers it.

What the vendor offers and the table does not hold is refused with ``NotImplemented``.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from emulator.oss.callback.signer import KEY_PATH
from emulator.oss.errors import (
    OssError,
    asked_for,
    internal_error,
    invalid_argument,
    method_not_allowed,
    not_implemented,
)
from emulator.oss.operations import (
    batch,
    bucket,
    bucket_cors,
    copy,
    documents,
    listing,
    multipart,
    multipart_lists,
    put,
    read,
    restore,
    symlink,
    tagging,
)
from emulator.oss.operations.call import Call, Context
from emulator.oss.operations.post_object import post_object
from emulator.oss.signatures.identify import Identifier
from emulator.oss.signatures.v1 import SUBRESOURCES
from emulator.oss.wire.address import Address, is_base_host, locate
from emulator.oss.wire.answer import Answer, Send, error_answer, send_answer
from emulator.oss.wire.request import ClientGoneError, Receive, Request, Scope, read_request
from emulator.shared.faults import AnswerLostError, Faults
from emulator.shared.server import NoAnswer

_log = logging.getLogger(__name__)
Handler = Callable[[Call], Awaitable[Answer]]


@dataclass(frozen=True)
class Route:
    """An operation by the vendor's name and the permission it needs; a form carries its own signature."""

    operation: str
    action: str
    handler: Handler
    signs_itself: bool = False


def _document(operation: str, handler: Callable[[Call, str], Awaitable[Answer]], name: str) -> Route:
    return Route(operation, f"oss:{operation}", lambda call: handler(call, name))


_LIST_BUCKETS = Route("ListBuckets", "oss:ListBuckets", bucket.list_buckets)
_SERVICE = {("GET", ""): _LIST_BUCKETS, ("GET", "regionList"): _LIST_BUCKETS}
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
    ("GET", "live"): Route("ListLiveChannel", "oss:ListLiveChannel", documents.list_live_channels),
    ("GET", "cors"): Route("GetBucketCors", "oss:GetBucketCors", bucket_cors.get_bucket_cors),
    ("PUT", "cors"): Route("PutBucketCors", "oss:PutBucketCors", bucket_cors.put_bucket_cors),
    ("DELETE", "cors"): Route("DeleteBucketCors", "oss:DeleteBucketCors", bucket_cors.delete_bucket_cors),
}
_OBJECT = {
    ("GET", ""): Route("GetObject", "oss:GetObject", read.get_object),
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
}
for _name in documents.DOCUMENTS:
    _title = f"Bucket{_name.capitalize()}"
    _BUCKET["GET", _name] = _document("Get" + _title, documents.get_document, _name)
    _BUCKET["PUT", _name] = _document("Put" + _title, documents.put_document, _name)
    _BUCKET["DELETE", _name] = _document("Delete" + _title, documents.delete_document, _name)
_COPY = Route("CopyObject", "oss:PutObject", copy.copy_object)
_PART_COPY = Route("UploadPartCopy", "oss:PutObject", multipart.upload_part_copy)

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
max-uploads max-parts part-number-marker Signature
"""
_PLAIN = frozenset(_PLAIN_NAMES.split())
_LEAST_TRAFFIC, _MOST_TRAFFIC = 245760, 838860800


def find_route(request: Request, address: Address) -> Route:
    """The operation that the request asks for."""
    _check_traffic_limit(request)
    selector = _selector(request)
    if address.key:
        table, level = _OBJECT, "object"
    else:
        table, level = (_BUCKET, "bucket") if address.bucket else (_SERVICE, "service")
    route = table.get((request.method, selector))
    if route is None:
        raise _no_route(request, selector, level)
    if "x-oss-copy-source" in request.headers and route.operation in ("PutObject", "UploadPart"):
        return _COPY if route.operation == "PutObject" else _PART_COPY
    return route


def _selector(request: Request) -> str:
    """The sub-resource, empty for the plain resource."""
    chosen = [name for name in request.query if name in SUBRESOURCES and name not in _MODIFIERS]
    chosen += [
        name
        for name, value in request.query.items()
        if not value and name not in SUBRESOURCES and name not in _PLAIN and not name.startswith("x-oss-")
    ]
    if len(chosen) > 1:
        raise not_implemented("?" + "&".join(chosen))
    return chosen[0] if chosen else ""


def _no_route(request: Request, selector: str, level: str) -> OssError:
    if selector:
        return not_implemented(f"{request.method} ?{selector} of {level}")
    return method_not_allowed(request.method, level.upper())


def _check_traffic_limit(request: Request) -> None:
    name = "x-oss-traffic-limit"
    given = request.headers.get(name, request.query.get(name))
    if given is not None and not (given.isdecimal() and _LEAST_TRAFFIC <= int(given) <= _MOST_TRAFFIC):
        raise invalid_argument("The traffic limit must be 245760 to 838860800 bit/s.", name, given)


class Application:
    """The ASGI application."""

    def __init__(self, context: Context, faults: Faults, kill_caller: Callable[[int], None]) -> None:
        self._context, self._faults, self._kill_caller = context, faults, kill_caller
        self._identifier = Identifier(context.keys, context.clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = read_request(scope, receive)
        try:
            answer = await self._respond(request)
        except ClientGoneError:
            return
        except AnswerLostError:
            await NoAnswer()(scope, receive, send)
            return
        if request.method in ("GET", "HEAD") and request.headers.get("content-length", "0") != "0":
            # Some clients announce a body that never comes: what follows must not be taken for it.
            answer.headers["Connection"] = "close"
        answer.headers = {"Server": "AliyunOSS", "x-oss-request-id": request.id, **answer.headers}
        await send_answer(answer, send, head_only=request.method == "HEAD")

    async def _respond(self, request: Request) -> Answer:
        if request.path == KEY_PATH.encode() and request.method in ("GET", "HEAD") and is_base_host(request):
            pem = self._context.callbacks.signer.public_pem
            return Answer(200, {"Content-Type": "application/x-pem-file"}, pem)
        address: Address | None = None
        try:
            address = locate(request)
            if request.method == "OPTIONS":
                return await bucket_cors.preflight(Call(self._context, request, address))
            answer = await self._meet(find_route(request, address), Call(self._context, request, address))
        except OssError as error:
            answer = error_answer(error, request)
        except (ClientGoneError, AnswerLostError):
            raise
        except Exception:
            _log.exception("request %s failed", request.id)
            answer = error_answer(internal_error(), request)
        self._add_cors(answer, request, address)
        return answer

    async def _meet(self, route: Route, call: Call) -> Answer:
        kill = partial(self._kill_caller, call.request.client_port)
        async with self._faults.meet("oss", route.operation, asked_for, kill) as course:
            call.deliveries = course.deliveries
            answer = await self._act(route, call)
            if not course.answered:
                answer.close()
            return answer

    async def _act(self, route: Route, call: Call) -> Answer:
        if not route.signs_itself:
            call.access = self._identifier.identify(call.request, call.address.bucket, call.key)
            if route.action:
                call.allow(route.action)
        return await route.handler(call)

    def _add_cors(self, answer: Answer, request: Request, address: Address | None) -> None:
        """Pages may read errors too, so these headers are added last and to everything."""
        origin = request.headers.get("origin")
        if not origin or not address or not address.bucket:
            return
        rules = bucket_cors.rules_of(self._context.store, address.bucket)
        if rules:
            answer.headers.update(rules.actual(origin, request.method))

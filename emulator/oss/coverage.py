"""What of OSS is emulated, operation by operation: those that the vendor's API reference and clients know by name."""

from __future__ import annotations

from emulator.shared.coverage import Row, Section

_ABOUT = """
Port 9997. Path style on 127.0.0.1 and localhost, virtual hosts `{bucket}.oss.localhost`, and the public host names
(`{bucket}.oss-cn-hangzhou.aliyuncs.com`), under which path style is refused as by the service. Signatures of version
1, 2 and 4 in headers and URLs, 1 and 4 in forms; temporary keys with their session policy, by action and resource;
anonymous callers by ACL, bucket policy and referer. Bucket `menjin` is there from the start. Objects, uploads and
configuration survive a killed process once they were acknowledged.

Events reach functions one per step, after the object is visible: every creating and deleting call of the trigger's
page. A saved picture is told as `PutObject`; new metadata of an object are told as `CopyObject`, the call that makes
them; `ObjectModified` and replication events do not occur. Faults go by operation name; `Callback` is the outgoing
call of an upload, `Event` the delivery to functions. Accepted requests are billed, deleting is free.
"""

_ERRORS = (
    'the vendor\'s API reference ("Error responses"), its catalogue with a page for every detail code (EC), and what'
    " the live tests of its Python and Node clients expect"
)
_SIDE = "Checked, kept and given back; not acted upon"
_LIVE = "Nothing can be pushed, so a channel is idle and has no records"

_EMULATED = (
    Row("ListBuckets", "emulated", "By prefix, tag and resource group; the endpoints told lead back here"),
    Row("PutBucket", "emulated"),
    Row("DeleteBucket", "emulated"),
    Row("GetBucketInfo", "partly", "Access monitoring, acceleration and replication are always off"),
    Row("GetBucketLocation", "emulated"),
    Row("GetBucketStat", "emulated", "Exact and at once; sizes are not rounded up to what is billed at least"),
    Row("PutBucketAcl", "emulated"),
    Row("GetBucketAcl", "emulated"),
    Row("PutBucketPolicy", "partly", "What a policy says of everybody (`*`) is enforced; conditions are refused"),
    Row("GetBucketPolicy", "emulated"),
    Row("DeleteBucketPolicy", "emulated"),
    Row("PutBucketCors", "emulated"),
    Row("GetBucketCors", "emulated"),
    Row("DeleteBucketCors", "emulated"),
    Row("OptionObject", "emulated", "The preflight; errors carry the headers too"),
    Row("PutBucketReferer", "emulated", "Enforced for reading without a signature or by a signed URL"),
    Row("GetBucketReferer", "emulated"),
    Row("DeleteBucketReferer", "emulated"),
    Row("PutBucketEncryption", "partly", "Objects are told to be encrypted; bytes are kept as they came"),
    Row("GetBucketEncryption", "emulated"),
    Row("DeleteBucketEncryption", "emulated"),
    Row("PutBucketTags", "emulated"),
    Row("GetBucketTags", "emulated"),
    Row("DeleteBucketTags", "emulated"),
    Row("PutBucketLifecycle", "partly", "Checked, kept and given back; no object is moved or expired by it"),
    Row("GetBucketLifecycle", "emulated"),
    Row("DeleteBucketLifecycle", "emulated"),
    *(
        row
        for name in ("Logging", "Website")
        for row in (
            Row(f"PutBucket{name}", "partly", _SIDE),
            Row(f"GetBucket{name}", "emulated"),
            Row(f"DeleteBucket{name}", "emulated"),
        )
    ),
    *(
        row
        for name in ("StorageCapacity", "RequestPayment")
        for row in (Row(f"PutBucket{name}", "partly", _SIDE), Row(f"GetBucket{name}", "emulated"))
    ),
    Row("PutBucketResourceGroup", "emulated", "Buckets are listed by it"),
    Row("GetBucketResourceGroup", "emulated"),
    Row("PutBucketInventory", "partly", "Checked, kept and given back; no report is written"),
    Row("GetBucketInventory", "emulated"),
    Row("ListBucketInventory", "emulated"),
    Row("DeleteBucketInventory", "emulated"),
    Row("ListObjects", "emulated", "Both versions (`ListObjectsV2`)"),
    Row("PutObject", "emulated", "Forbidden overwriting, `Content-MD5`, callback, tags, encryption headers"),
    Row("GetObject", "emulated", "Ranges, conditions, gzip for text, overrides; of pictures as ProcessObject"),
    Row("HeadObject", "emulated"),
    Row("GetObjectMeta", "emulated"),
    Row("CopyObject", "emulated"),
    Row("AppendObject", "emulated"),
    Row("DeleteObject", "emulated"),
    Row("DeleteMultipleObjects", "emulated"),
    Row(
        "PostObject",
        "partly",
        "Policies with all six forms of conditions; no signature of version 2",
        errors="as of the service; the order of the checks is not published",
    ),
    Row("PutObjectACL", "emulated"),
    Row("GetObjectACL", "emulated"),
    Row("PutObjectTagging", "emulated"),
    Row("GetObjectTagging", "emulated"),
    Row("DeleteObjectTagging", "emulated"),
    Row("PutSymlink", "emulated"),
    Row("GetSymlink", "emulated"),
    Row("RestoreObject", "emulated", "Archives are back after one minute to two days of the local cloud's clock"),
    Row("InitiateMultipartUpload", "emulated"),
    Row("UploadPart", "emulated"),
    Row("UploadPartCopy", "emulated"),
    Row("CompleteMultipartUpload", "emulated"),
    Row("AbortMultipartUpload", "emulated"),
    Row("ListMultipartUploads", "emulated"),
    Row("ListParts", "emulated"),
    Row(
        "ProcessObject",
        "partly",
        "`image/` with info, resize, crop, rotate, auto-orient, format, quality and a line of text as watermark (its"
        " place, size, colour and transparency), by Pillow: the bytes differ from the service's. Of an animation the"
        " first frame",
        errors="codes of the API reference; texts of the same form",
    ),
    Row("AsyncProcessObject", "partly", "Always answered as Intelligent Media Management refuses what it cannot do"),
    Row("PutLiveChannel", "partly", _LIVE),
    Row("PutLiveChannelStatus", "emulated"),
    Row("GetLiveChannelInfo", "emulated"),
    Row("GetLiveChannelStat", "partly", _LIVE),
    Row("GetLiveChannelHistory", "partly", _LIVE),
    Row("ListLiveChannel", "emulated"),
    Row("DeleteLiveChannel", "emulated"),
    Row("PostVodPlaylist", "partly", _LIVE),
    Row("GetVodPlaylist", "partly", _LIVE),
)

REFUSED = {
    "DescribeRegions": "GET /?regions",
    "PutBucketVersioning": "PUT /b/?versioning",
    "GetBucketVersioning": "GET /b/?versioning",
    "ListObjectVersions": "GET /b/?versions",
    "InitiateBucketWorm": "POST /b/?worm",
    "AbortBucketWorm": "DELETE /b/?worm",
    "CompleteBucketWorm": "POST /b/?wormId=1",
    "ExtendBucketWorm": "POST /b/?wormExtend&wormId=1",
    "GetBucketWorm": "GET /b/?worm",
    "PutBucketReplication": "POST /b/?replication&comp=add",
    "PutBucketRTC": "PUT /b/?rtc",
    "GetBucketReplication": "GET /b/?replication",
    "GetBucketReplicationLocation": "GET /b/?replicationLocation",
    "GetBucketReplicationProgress": "GET /b/?replicationProgress&rule-id=1",
    "DeleteBucketReplication": "POST /b/?replication&comp=delete",
    "PutBucketTransferAcceleration": "PUT /b/?transferAcceleration",
    "GetBucketTransferAcceleration": "GET /b/?transferAcceleration",
    "PutBucketAccessMonitor": "PUT /b/?accessmonitor",
    "GetBucketAccessMonitor": "GET /b/?accessmonitor",
    "PutBucketHttpsConfig": "PUT /b/?httpsConfig",
    "GetBucketHttpsConfig": "GET /b/?httpsConfig",
    "PutBucketArchiveDirectRead": "PUT /b/?bucketArchiveDirectRead",
    "GetBucketArchiveDirectRead": "GET /b/?bucketArchiveDirectRead",
    "GetBucketPolicyStatus": "GET /b/?policyStatus",
    "PutBucketCallbackPolicy": "PUT /b/?policy&comp=callback",
    "GetBucketCallbackPolicy": "GET /b/?policy&comp=callback",
    "DeleteBucketCallbackPolicy": "DELETE /b/?policy&comp=callback",
    "PutBucketPublicAccessBlock": "PUT /b/?publicAccessBlock",
    "GetBucketPublicAccessBlock": "GET /b/?publicAccessBlock",
    "DeleteBucketPublicAccessBlock": "DELETE /b/?publicAccessBlock",
    "PutPublicAccessBlock": "PUT /?publicAccessBlock",
    "GetPublicAccessBlock": "GET /?publicAccessBlock",
    "DeletePublicAccessBlock": "DELETE /?publicAccessBlock",
    "PutBucketQosInfo": "PUT /b/?qosInfo",
    "GetBucketQosInfo": "GET /b/?qosInfo",
    "DeleteBucketQosInfo": "DELETE /b/?qosInfo",
    "GetUserQosInfo": "GET /?qosInfo",
    "PutBucketRequesterQoSInfo": "PUT /b/?requesterQosInfo&qosRequester=1",
    "GetBucketRequesterQoSInfo": "GET /b/?requesterQosInfo&qosRequester=1",
    "ListBucketRequesterQoSInfos": "GET /b/?requesterQosInfo",
    "DeleteBucketRequesterQoSInfo": "DELETE /b/?requesterQosInfo&qosRequester=1",
    "ListResourcePools": "GET /?resourcePool",
    "GetResourcePoolInfo": "GET /?resourcePoolInfo&resourcePool=1",
    "ListResourcePoolBuckets": "GET /?resourcePoolBuckets&resourcePool=1",
    "CreateBucketDataRedundancyTransition": "POST /b/?redundancyTransition",
    "GetBucketDataRedundancyTransition": "GET /b/?redundancyTransition",
    "ListUserDataRedundancyTransition": "GET /?redundancyTransition",
    "DeleteBucketDataRedundancyTransition": "DELETE /b/?redundancyTransition",
    "PutCname": "POST /b/?cname&comp=add",
    "ListCname": "GET /b/?cname",
    "DeleteCname": "POST /b/?cname&comp=delete",
    "CreateCnameToken": "POST /b/?cname&comp=token",
    "GetCnameToken": "GET /b/?cname=example.com&comp=token",
    "PutStyle": "PUT /b/?style&styleName=s",
    "GetStyle": "GET /b/?style&styleName=s",
    "ListStyle": "GET /b/?style",
    "DeleteStyle": "DELETE /b/?style&styleName=s",
    "OpenMetaQuery": "POST /b/?metaQuery&comp=add",
    "GetMetaQueryStatus": "GET /b/?metaQuery",
    "DoMetaQuery": "POST /b/?metaQuery&comp=query",
    "CloseMetaQuery": "POST /b/?metaQuery&comp=delete",
    "CreateAccessPoint": "PUT /b/?accessPoint",
    "GetAccessPoint": "GET /b/?accessPoint",
    "DeleteAccessPoint": "DELETE /b/?accessPoint",
    "ListAccessPoints": "GET /?accessPoint",
    "PutAccessPointPolicy": "PUT /b/?accessPointPolicy",
    "GetAccessPointPolicy": "GET /b/?accessPointPolicy",
    "DeleteAccessPointPolicy": "DELETE /b/?accessPointPolicy",
    "PutUserDefinedLogFieldsConfig": "PUT /b/?userDefinedLogFieldsConfig",
    "GetUserDefinedLogFieldsConfig": "GET /b/?userDefinedLogFieldsConfig",
    "DeleteUserDefinedLogFieldsConfig": "DELETE /b/?userDefinedLogFieldsConfig",
    "PutBucketOverwriteConfig": "PUT /b/?overwriteConfig",
    "GetBucketOverwriteConfig": "GET /b/?overwriteConfig",
    "DeleteBucketOverwriteConfig": "DELETE /b/?overwriteConfig",
    "SelectObject": "POST /b/k?x-oss-process=csv/select",
    "CreateSelectObjectMeta": "POST /b/k?x-oss-process=csv/meta",
    "PutAsyncFetchTask": "POST /b/?asyncFetch",
    "GetAsyncFetchTask": "GET /b/?asyncFetch",
    "CleanRestoredObject": "POST /b/k?cleanRestoredObject",
    "SealAppendObject": "POST /b/k?seal",
}
"""What the vendor offers and the local cloud does not, each with a request for it (bucket ``b``, object ``k``)."""

SECTION = Section(
    "OSS",
    _ABOUT,
    _ERRORS,
    (
        *_EMULATED,
        *(Row(name, "refused", errors="501 `NotImplemented`, with what it was about") for name in REFUSED),
    ),
)

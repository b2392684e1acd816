"""The bucket that browsers upload to: private, with one cross-origin rule for the upload form and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import oss2

from tools.cloud.steps import Settings, Step

_MAX_AGE_S = 600


def bucket_steps(settings: Settings) -> Iterator[Step]:
    """What is to do for the bucket and its rule. Each step is to be applied before the next is asked for."""
    bucket = _oss(settings)
    what = f"存储空间 bucket {bucket.bucket_name}"
    try:
        acl = bucket.get_bucket_info().acl.grant
    except oss2.exceptions.NoSuchBucket:
        yield Step(what, "新建，私有 create, private", lambda: bucket.create_bucket(oss2.BUCKET_ACL_PRIVATE))
        found = None
    else:
        if acl == oss2.BUCKET_ACL_PRIVATE:
            yield Step(what)
        else:
            yield Step(what, "改为私有 make private", lambda: bucket.put_bucket_acl(oss2.BUCKET_ACL_PRIVATE))
        found = _cors(bucket)
    wanted = (settings.origins, ["POST"], ["*"], ["ETag", "x-oss-request-id"], _MAX_AGE_S)
    what = "跨域规则 CORS rule"
    if found == [wanted]:
        yield Step(what)
    else:
        rules = oss2.models.BucketCors([oss2.models.CorsRule(*wanted)], response_vary=True)
        yield Step(what, f"POST ← {', '.join(settings.origins)}", lambda: bucket.put_bucket_cors(rules))


def _cors(bucket: Any) -> list[tuple[list[str], list[str], list[str], list[str], int | None]]:
    try:
        rules = bucket.get_bucket_cors().rules
    except oss2.exceptions.NoSuchCors:
        return []
    return [
        (one.allowed_origins, one.allowed_methods, one.allowed_headers, one.expose_headers, one.max_age_seconds)
        for one in rules
    ]


def _oss(settings: Settings) -> Any:
    if settings.token:
        auth = oss2.StsAuth(*settings.key, settings.token, auth_version=oss2.AUTH_VERSION_4)
    else:
        auth = oss2.AuthV4(*settings.key)
    return oss2.Bucket(
        auth,
        settings.values["OSS_ENDPOINT"],
        settings.values["OSS_BUCKET"],
        connect_timeout=20,
        region=settings.values["REGION"],
    )

"""Function Compute's own failures: code, HTTP status and text, as its API and its gateway answer them."""

from __future__ import annotations

import json

_STATUS = {
    "InvalidArgument": 400,
    "MissingRequiredHeader": 400,
    "PathNotSupported": 400,
    "AccessDenied": 403,
    "InvalidAccessKeyID": 403,
    "SignatureNotMatch": 403,
    "RequestTimeTooSkewed": 403,
    "ServiceNotFound": 404,
    "FunctionNotFound": 404,
    "TriggerNotFound": 404,
    "DomainNameNotFound": 404,
    "VersionNotFound": 404,
    "AliasNotFound": 404,
    "RouteNotFound": 404,
    "AsyncConfigNotExists": 404,
    "OnDemandConfigNotFound": 404,
    "LayerNotFound": 404,
    "LayerVersionNotFound": 404,
    "MethodNotAllowed": 405,
    "ServiceAlreadyExists": 409,
    "FunctionAlreadyExists": 409,
    "TriggerAlreadyExists": 409,
    "AliasAlreadyExists": 409,
    "DomainNameAlreadyExists": 409,
    "ServiceNotEmpty": 409,
    "PreconditionFailed": 412,
    "EntityTooLarge": 413,
    "ResourceThrottled": 429,
    "InternalServerError": 500,
    "BadResponse": 502,
    "ServiceUnavailable": 503,
}

CODES = tuple(_STATUS)
"""The codes there are."""


class FcError(Exception):
    """A refusal in the vendor's shape. An unknown ``code`` (a fault may name any) answers 500."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.status = _STATUS.get(code, 500)

    @property
    def body(self) -> bytes:
        """The JSON that clients read."""
        return json.dumps({"ErrorCode": self.code, "ErrorMessage": str(self)}, ensure_ascii=False).encode()

    @property
    def passing(self) -> bool:
        """Whether the platform itself tries an asynchronous invocation again after it, without counting a retry."""
        return self.status in (429, 500, 503)


def invalid(text: str) -> FcError:
    """A request that cannot be meant."""
    return FcError("InvalidArgument", text)

"""What the gateway and the products answer when they refuse a call: codes, HTTP statuses, texts, shapes.

Source: the common error codes of the OpenAPI gateway and the error tables of each product's API reference.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

GATEWAY: dict[str, tuple[int, str]] = {
    "Forbidden": (403, "User not authorized to operate on the specified resource."),
    "Forbidden.RAM": (
        403,
        "User not authorized to operate on the specified resource.",
    ),
    "IncompleteSignature": (400, "The request signature does not conform to Aliyun standards."),
    "InternalError": (500, "The request processing has failed due to some unknown error."),
    "InvalidAccessKeyId.Inactive": (400, "Specified access key is disabled."),
    "InvalidAccessKeyId.NotFound": (404, "Specified access key is not found."),
    "InvalidAction.NotFound": (404, "Specified api is not found, please check your url and method."),
    "InvalidApi.NotFound": (404, "Specified api is not found, please check your url and method."),
    "InvalidParameter": (400, "The specified parameter is not valid."),
    "InvalidProtocol.NeedSsl": (404, "Your request is denied as lack of ssl protect."),
    "InvalidSecurityToken.Expired": (400, "Specified SecurityToken is expired."),
    "InvalidSecurityToken.Malformed": (400, "Specified SecurityToken is malformed."),
    "InvalidSecurityToken.MismatchWithAccessKey": (400, "Specified SecurityToken mismatch with the AccessKey."),
    "InvalidTimeStamp.Expired": (400, "Specified time stamp or date value is expired."),
    "InvalidTimeStamp.Format": (400, "Specified time stamp or date value is not well formatted."),
    "InvalidVersion": (400, "Specified parameter Version is not valid."),
    "MissingSecurityToken": (400, "SecurityToken is mandatory for this action."),
    "NoSuchVersion": (404, "Specified parameter Version is not valid."),
    "ServiceUnavailable": (503, "The request has failed due to a temporary failure of the server."),
    "SignatureDoesNotMatch": (400, "Specified signature is not matched with our calculation."),
    "SignatureNonceUsed": (400, "Specified signature nonce was used already."),
    "Throttling": (400, "Request was denied due to request throttling."),
    "Throttling.Api": (400, "Request was denied due to api flow control."),
    "Throttling.User": (400, "Request was denied due to user flow control."),
    "UnsupportedHTTPMethod": (405, "Specified http method is not supported."),
}


class Refusal(Exception, ABC):
    """A call that is answered with a code instead of a result."""

    def __init__(self, code: str, status: int, message: str) -> None:
        super().__init__(code)
        self.code, self.status, self.message = code, status, message

    @abstractmethod
    def body(self, request_id: str, host: str) -> dict[str, Any]:
        """The JSON document of the answer."""


class ApiError(Refusal):
    """A failed call in the gateway's shape; the HTTP status says so too."""

    def body(self, request_id: str, host: str) -> dict[str, Any]:
        """The gateway's five fields."""
        return {
            "RequestId": request_id,
            "HostId": host,
            "Code": self.code,
            "Message": self.message,
            "Recommend": f"https://api.aliyun.com/troubleshoot?q={self.code}&requestId={request_id}",
        }


class BusinessError(Refusal):
    """A failure inside an HTTP 200, as SMS and identity checks report theirs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, 200, message)

    def body(self, request_id: str, host: str) -> dict[str, Any]:
        """The three fields that every answer of these products has."""
        return {"RequestId": request_id, "Code": self.code, "Message": self.message}


def gateway(code: str, detail: str = "") -> ApiError:
    """An error of the gateway's own table, ``detail`` appended to its text."""
    status, message = GATEWAY[code]
    return ApiError(code, status, f"{message} {detail}".rstrip())


def missing(parameter: str) -> ApiError:
    """A mandatory parameter is absent."""
    return ApiError(f"Missing{parameter}", 400, f"{parameter} is mandatory for this action.")


def not_emulated(what: str) -> ApiError:
    """The vendor knows it, the local cloud does not."""
    return gateway("InvalidParameter", f"The local cloud does not emulate {what}.")

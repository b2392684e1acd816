"""Every error that the service answers, with the vendor's status, code, text and detail code (EC).

Source: OSS API reference, "Error responses", and the error catalogue with one page per EC.
"""

from __future__ import annotations

from collections.abc import Mapping

_STATUS = {"AccessDenied": 403, "NoSuchKey": 404, "NoSuchBucket": 404, "RequestTimeout": 400}


class OssError(Exception):
    """An answer that is an error.

    ``elements`` are the code-specific members of the XML body; an empty ``ec`` stands for an error whose detail code
    the vendor does not publish.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        ec: str = "",
        **elements: str | int,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.ec = status, code, message, ec
        self.headers: dict[str, str] = {}
        self.elements = elements

    def with_headers(self, headers: Mapping[str, str]) -> OssError:
        """The same error with more response headers."""
        self.headers.update(headers)
        return self


def no_such_bucket(name: str) -> OssError:
    """The bucket does not exist."""
    return OssError(404, "NoSuchBucket", "The specified bucket does not exist.", "0015-00000101", BucketName=name)


def no_such_key(key: str) -> OssError:
    """The object does not exist."""
    return OssError(404, "NoSuchKey", "The specified key does not exist.", "0026-00000001", Key=key)


def no_such_upload(upload_id: str) -> OssError:
    """The multipart upload is unknown, completed or aborted."""
    text = "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted."
    return OssError(404, "NoSuchUpload", text, "0042-00000002", UploadId=upload_id)


def invalid_argument(message: str, name: str, value: str = "", ec: str = "") -> OssError:
    """A parameter, header or field has a value that cannot be used."""
    return OssError(400, "InvalidArgument", message, ec, ArgumentName=name, ArgumentValue=value)


def access_denied(message: str, ec: str = "", **elements: str | int) -> OssError:
    """The caller may not do this."""
    return OssError(403, "AccessDenied", message, ec, **elements)


def malformed_xml() -> OssError:
    """The XML of the body does not have the shape of its operation."""
    text = "The XML you provided was not well-formed or did not validate against our published schema."
    return OssError(400, "MalformedXML", text)


def not_implemented(what: str) -> OssError:
    """The vendor offers it and the local cloud does not."""
    text = f"A header, parameter or operation you provided is not implemented by the local cloud: {what}."
    return OssError(501, "NotImplemented", text)


def method_not_allowed(method: str, resource: str) -> OssError:
    """The resource exists but not with this method."""
    text = "The specified method is not allowed against this resource."
    return OssError(405, "MethodNotAllowed", text, Method=method, ResourceType=resource)


def invalid_digest() -> OssError:
    """``Content-MD5`` is not that of the body."""
    return OssError(400, "InvalidDigest", "The Content-MD5 you specified was invalid.")


def file_already_exists() -> OssError:
    """Overwriting was forbidden and the object is there."""
    text = "The object you specified already exists and can not be overwritten."
    return OssError(409, "FileAlreadyExists", text, "0026-00000002")


def entity_too_large(limit: int, proposed: int, ec: str = "0006-00000003") -> OssError:
    """More bytes than allowed."""
    text = "Your proposed upload exceeds the maximum allowed size."
    return OssError(400, "EntityTooLarge", text, ec, MaxSizeAllowed=limit, ProposedSize=proposed)


def entity_too_small(limit: int, proposed: int, ec: str = "0006-00000004") -> OssError:
    """Fewer bytes than demanded."""
    text = "Your proposed upload is smaller than the minimum allowed size."
    return OssError(400, "EntityTooSmall", text, ec, MinSizeAllowed=limit, ProposedSize=proposed)


def precondition_failed(condition: str) -> OssError:
    """A conditional header does not hold."""
    text = "At least one of the pre-conditions you specified did not hold."
    return OssError(412, "PreconditionFailed", text, Condition=condition)


def signature_mismatch(ec: str, elements: Mapping[str, str]) -> OssError:
    """The signature is not the one we compute; ``elements`` show over what."""
    text = "The request signature we calculated does not match the signature you provided. "
    return OssError(403, "SignatureDoesNotMatch", text + "Check your key and signing method.", ec, **elements)


def internal_error() -> OssError:
    """The service's own fault."""
    return OssError(500, "InternalError", "We encountered an internal error. Please try again.")


def asked_for(code: str | None) -> OssError:
    """The error that a fault names; the service's own fault if it names none."""
    if code in (None, "InternalError"):
        return internal_error()
    if code == "ServiceUnavailable":
        return OssError(503, code, "Please reduce your request rate.")
    return OssError(_STATUS.get(code, 500), code, "A failure that was asked for.")

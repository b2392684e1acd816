"""The OCR error codes. Source: "Error codes" of the OCR API, version 2021-07-07."""

from __future__ import annotations

from emulator.aliyun.errors import ApiError

ERRORS: dict[str, tuple[int, str]] = {
    # The vendor's pages spell this code in both ways. By itself the local cloud answers the other one.
    "ExceededFaceBackCount": (400, "The image has more than one card of the same side."),
    "IllegalImageUrl": (400, "The image URL is illegal, or what it names cannot be had."),
    "MissingImageUrl": (400, "The image is missing: neither Url nor a body is given."),
    "OcrServiceExpired": (401, "The OCR service is overdue."),
    "algorithmError": (503, "The algorithm failed."),
    "exceededFaceBackCount": (400, "The image has more than one card of the same side."),
    "exceededImageContent": (413, "The image exceeds 10 MB."),
    "illegalCutType": (400, "The cut type is illegal."),
    "illegalImageContent": (400, "The image content is illegal."),
    "illegalImageSize": (416, "Each side must be longer than 15 and shorter than 8192 pixels, their ratio below 50."),
    "illegalImageType": (400, "The image type is illegal."),
    "illegalSignature": (400, "The signature is illegal."),
    "illegalSubject": (400, "The subject is illegal."),
    "invalidStsToken": (400, "The STS token is invalid."),
    "noPermission": (401, "No permission to call this API."),
    "notSafeImageUrl": (400, "The image URL is not safe."),
    "ocrServiceNotOpen": (401, "The OCR service is not activated."),
    "unmatchedImageType": (400, "The image does not match the document type of this API."),
    "unsupportedEncodeImageUrl": (400, "The image URL is encoded in an unsupported way."),
    "unsupportedImageFormat": (415, "The image is of an unsupported format or damaged."),
    "unsupportedLanguage": (400, "The language is not supported."),
}


def refused(code: str, detail: str = "") -> ApiError:
    """An error of the table, ``detail`` appended to its text."""
    status, message = ERRORS[code]
    return ApiError(code, status, f"{message} {detail}".rstrip())

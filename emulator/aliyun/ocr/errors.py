"""The OCR error codes. Source: "Error codes" of the OCR API, version 2021-07-07."""

from __future__ import annotations

from emulator.aliyun.errors import ApiError

ERRORS: dict[str, tuple[int, str]] = {
    "MissingImageUrl": (400, "The image is missing: neither Url nor a body is given."),
    "OcrServiceExpired": (401, "The OCR service is overdue."),
    "algorithmError": (503, "The algorithm failed."),
    "exceededFaceBackCount": (400, "The image has more than one card of the same side."),
    "exceededImageContent": (413, "The image exceeds 10 MB."),
    "illegalImageContent": (400, "The image content is illegal."),
    "illegalImageSize": (416, "Each side must be longer than 15 and shorter than 8192 pixels, their ratio below 50."),
    "noPermission": (401, "No permission to call this API."),
    "notSafeImageUrl": (400, "The image URL is not safe."),
    "ocrServiceNotOpen": (401, "The OCR service is not activated."),
    "unmatchedImageType": (400, "The image does not match the document type of this API."),
    "unsupportedImageFormat": (415, "The image is of an unsupported format or damaged."),
}


def refused(code: str, detail: str = "") -> ApiError:
    """An error of the table, ``detail`` appended to its text."""
    status, message = ERRORS[code]
    return ApiError(code, status, f"{message} {detail}".rstrip())

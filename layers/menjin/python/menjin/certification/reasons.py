"""Why a certification did not pass, in a person's words."""

from __future__ import annotations

from menjin.certification.certification import Certification, Kind, Reason

_WORDS = {
    Reason.PICTURE_MISSING: ("证件照片缺失，请重新上传后提交", "A picture is missing; upload it and submit again"),
    Reason.PICTURE_CHANGED: (
        "提交后证件照片被更换，请重新提交",
        "A picture was replaced after the submission; submit again",
    ),
    Reason.PICTURE_UNREADABLE: (
        "证件照片无法识别，请重新拍摄清晰的照片",
        "A picture cannot be read; take a clearer one",
    ),
    Reason.NAME_DIFFERS: ("填写的姓名与证件照片不一致", "The name is not the one on the card"),
    Reason.NUMBER_DIFFERS: ("填写的证件号码与证件照片不一致", "The number is not the one on the card"),
    Reason.LEGAL_DIFFERS: ("填写的法人姓名与营业执照不一致", "The legal person is not the one on the licence"),
    Reason.DOCUMENT_EXPIRED: ("证件已过有效期", "The card has expired"),
    Reason.IDENTITY_MISMATCH: ("姓名与证件号码不匹配", "Name and number do not belong together"),
    Reason.IDENTITY_UNKNOWN: (
        "未能查到您的身份信息，请核对后重新提交",
        "The register does not know this person; check and submit again",
    ),
    Reason.UNCONFIRMED: (
        "核验服务未返回结果，请重新提交实名认证",
        "The check gave no answer, through no fault of yours; please submit again",
    ),
}
_OF_COMPANIES = {
    Reason.NAME_DIFFERS: ("填写的企业名称与营业执照不一致", "The company's name is not the one on the licence"),
    Reason.NUMBER_DIFFERS: (
        "填写的统一社会信用代码与营业执照不一致",
        "The credit code is not the one on the licence",
    ),
    Reason.DOCUMENT_EXPIRED: ("营业执照已过有效期", "The licence has expired"),
    Reason.IDENTITY_MISMATCH: (
        "企业名称、代码与法人不匹配，或企业已停业",
        "Company, credit code and legal person do not belong together, or the company no longer operates",
    ),
    Reason.IDENTITY_UNKNOWN: (
        "未能查到该企业，请核对后重新提交",
        "The register does not know this company; check and submit again",
    ),
    Reason.UNCONFIRMED: (
        "核验服务未返回结果，请重新提交企业认证",
        "The check gave no answer, through no fault of yours; please submit again",
    ),
}
"""Where a licence asks for other words than a card."""


def describe(certification: Certification, *, english: bool = False) -> str | None:
    """Its reason in Chinese or English; None if there is none."""
    reason = certification.reason
    if reason is None:
        return None
    words = _OF_COMPANIES.get(reason) if certification.kind is Kind.COMPANY else None
    return (words or _WORDS[reason])[english]

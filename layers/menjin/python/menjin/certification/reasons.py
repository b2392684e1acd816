"""Why a certification did not pass, in a person's words: what happened, and what to do about it."""

from __future__ import annotations

from menjin.certification.certification import Certification, Kind, Reason

_WORDS = {
    Reason.PICTURE_MISSING: ("证件照片缺失，请重新上传后提交", "A picture is missing; upload it and submit again"),
    Reason.PICTURE_CHANGED: (
        "提交后证件照片被更换，请重新提交",
        "A picture was replaced after the submission; submit again",
    ),
    Reason.PICTURE_UNREADABLE: (
        "证件照片看不清或不完整，请重新拍摄",
        "A picture is unclear or incomplete; photograph the whole card again in good light",
    ),
    Reason.NOT_A_DOCUMENT: (
        "照片中未识别到身份证，请重新拍摄",
        "A picture shows no identity card that can be recognised; photograph the card again",
    ),
    Reason.SIDES_SWAPPED: (
        "身份证正反面传反了，请对调后重新提交",
        "Front and back of the card are swapped; exchange them and submit again",
    ),
    Reason.SAME_SIDE_TWICE: (
        "身份证同一面传了两次，请补传另一面",
        "Both pictures show the same side of the card; upload the other side as well",
    ),
    Reason.SIDES_DIFFER: (
        "身份证正反面不是同一张，请重新拍摄上传",
        "Front and back are not of the same card; photograph both sides of your own card",
    ),
    Reason.NUMBER_INVALID: (
        "照片中的证件号码有误，请重新拍摄核对",
        "The number on the card contradicts itself; take a clearer picture of the original card",
    ),
    Reason.NAME_DIFFERS: (
        "姓名与证件照片不一致，请核对后重新提交",
        "The name is not the one on the card; correct it and submit again",
    ),
    Reason.NUMBER_DIFFERS: (
        "证件号码与照片不一致，请核对后重新提交",
        "The number is not the one on the card; correct it and submit again",
    ),
    Reason.LEGAL_DIFFERS: (
        "法人姓名与执照不一致，请核对后重新提交",
        "The legal person is not the one on the licence; correct the name and submit again",
    ),
    Reason.DOCUMENT_EXPIRED: (
        "身份证已过有效期，请换领新证后提交",
        "The card has expired; submit again with the new one",
    ),
    Reason.IDENTITY_MISMATCH: (
        "姓名与证件号码不匹配，请核对后重新提交",
        "Name and number do not belong together; check both and submit again",
    ),
    Reason.IDENTITY_UNKNOWN: (
        "未能查到您的身份信息，请核对后重新提交",
        "The register does not know this person; check name and number and submit again",
    ),
    Reason.COMPANY_CLOSED: (
        "该企业已注销或停业，无法认证",
        "The company no longer operates and cannot be certified",
    ),
}
_OF_COMPANIES = {
    Reason.PICTURE_UNREADABLE: (
        "执照照片看不清或不完整，请重新拍摄",
        "The picture is unclear or incomplete; photograph the whole licence again in good light",
    ),
    Reason.NOT_A_DOCUMENT: (
        "照片中未识别到营业执照，请重新拍摄",
        "The picture shows no business licence that can be recognised; photograph the licence again",
    ),
    Reason.NUMBER_INVALID: (
        "照片中的信用代码有误，请重新拍摄核对",
        "The credit code on the licence contradicts itself; take a clearer picture of the original",
    ),
    Reason.NAME_DIFFERS: (
        "企业名称与执照不一致，请核对后重新提交",
        "The company's name is not the one on the licence; correct it and submit again",
    ),
    Reason.NUMBER_DIFFERS: (
        "信用代码与执照不一致，请核对后重新提交",
        "The credit code is not the one on the licence; correct it and submit again",
    ),
    Reason.DOCUMENT_EXPIRED: (
        "营业执照已过有效期，请换新后重新提交",
        "The licence has expired; submit again with the new one",
    ),
    Reason.IDENTITY_MISMATCH: (
        "企业名称、信用代码与法人不匹配，请核对",
        "Company, credit code and legal person do not belong together; check them and submit again",
    ),
    Reason.IDENTITY_UNKNOWN: (
        "未能查到该企业，请核对后重新提交",
        "The register does not know this company; check name and credit code and submit again",
    ),
}
"""Where a licence asks for other words than a card."""


def describe(certification: Certification, *, english: bool = False) -> str | None:
    """Its reason in Chinese (at most 22 characters: it is part of an SMS) or English; None if there is none."""
    reason = certification.reason
    if reason is None:
        return None
    words = _OF_COMPANIES.get(reason) if certification.kind is Kind.COMPANY else None
    return (words or _WORDS[reason])[english]

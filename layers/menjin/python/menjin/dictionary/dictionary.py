"""The lists that clients show and choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from menjin.certification.certification import Reason, Status
from menjin.certification.progress import Aside
from menjin.dictionary.provinces import PROVINCES
from menjin.failures import NotFound


@dataclass(frozen=True)
class Term:
    """One code and its names. Numbers are those that answers carry as numbers."""

    code: str | int
    zh: str
    en: str


Dictionary = Mapping[str, tuple[Term, ...]]
"""Name of a type → its terms, in the order in which they are shown."""

_STATUSES = {
    Status.UNAUTHEN: ("未认证", "Not certified"),
    Status.AUTHEN: ("认证中", "Under review"),
    Status.PASS: ("已通过", "Passed"),
    Status.UNPASS: ("未通过", "Not passed"),
    Status.EXPIRED: ("已过期", "Expired"),
}
_REASONS = {
    Reason.PICTURE_MISSING: ("证件照片缺失", "Picture missing"),
    Reason.PICTURE_CHANGED: ("提交后照片被更换", "Picture replaced after the submission"),
    Reason.PICTURE_UNREADABLE: ("照片无法识别", "Picture unreadable"),
    Reason.NOT_A_DOCUMENT: ("照片中没有证件", "No document in the picture"),
    Reason.SIDES_SWAPPED: ("正反面颠倒", "Sides swapped"),
    Reason.SAME_SIDE_TWICE: ("同一面上传两次", "Same side twice"),
    Reason.SIDES_DIFFER: ("正反面不是同一证件", "Sides of different cards"),
    Reason.NUMBER_INVALID: ("证件号码自相矛盾", "Number contradicts itself"),
    Reason.NAME_DIFFERS: ("名称与证件不一致", "Name differs from the document"),
    Reason.NUMBER_DIFFERS: ("号码与证件不一致", "Number differs from the document"),
    Reason.LEGAL_DIFFERS: ("法人与执照不一致", "Legal person differs from the licence"),
    Reason.DOCUMENT_EXPIRED: ("证件已过期", "Document expired"),
    Reason.IDENTITY_MISMATCH: ("登记信息不匹配", "The register has them otherwise"),
    Reason.IDENTITY_UNKNOWN: ("登记信息中查无", "Not in the register"),
    Reason.COMPANY_CLOSED: ("企业已注销或停业", "Company closed"),
}
_ASIDES = {
    Aside.OUTAGES: ("多次遇到服务故障", "Too many tries met an outage"),
    Aside.ANSWER_LOST: ("付费核验的结果丢失", "The answer to a paid question is lost"),
}
_ROLES = {
    "simple": ("普通用户", "User"),
    "identity": ("实名认证用户", "Certified person"),
    "company": ("企业管理员", "Company administrator"),
    "super": ("系统管理员", "System administrator"),
}
_MESSAGE_KINDS = {
    "certification.pass": ("认证已通过", "Certification passed"),
    "certification.unpass": ("认证未通过", "Certification not passed"),
    "certification.warning": ("证件即将到期", "Document about to expire"),
    "certification.expired": ("认证已过期", "Certification expired"),
}


def dictionary(errors: tuple[Term, ...]) -> Dictionary:
    """All types; ``errors`` are the numbers that failures carry."""
    return {
        "certificationStatus": tuple(Term(status.value, *names) for status, names in _STATUSES.items()),
        "certificationReason": tuple(Term(reason.value, *_REASONS[reason]) for reason in Reason),
        "putAside": tuple(Term(aside.value, *_ASIDES[aside]) for aside in Aside),
        "role": _terms(_ROLES),
        "messageKind": _terms(_MESSAGE_KINDS),
        "errorCode": errors,
        "province": _terms(PROVINCES),
    }


def terms_of(known: Dictionary, name: str) -> tuple[Term, ...]:
    """The terms of one type; NotFound if there is no such type."""
    if name not in known:
        raise NotFound
    return known[name]


def _terms(names: Mapping[str, tuple[str, str]]) -> tuple[Term, ...]:
    return tuple(Term(code, zh, en) for code, (zh, en) in names.items())

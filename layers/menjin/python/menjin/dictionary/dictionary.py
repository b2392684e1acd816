"""The lists that clients show and choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from menjin.certification.certification import Status
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

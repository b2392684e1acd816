"""What a person is told about a certification, in both languages. The Chinese text fits an SMS: 35 characters."""

from __future__ import annotations

from dataclasses import dataclass

from menjin.certification.certification import Certification, Kind, Status
from menjin.certification.reasons import describe
from menjin.certification.states import WARNED

_SUBJECTS = {
    Kind.PERSON: {"subject": "实名认证", "document": "证件", "subject_en": "identity", "document_en": "identity card"},
    Kind.COMPANY: {
        "subject": "企业认证",
        "document": "营业执照",
        "subject_en": "company",
        "document_en": "business licence",
    },
}
"""What is certified, and by which document."""


@dataclass(frozen=True)
class Words:
    """Title and text in one language."""

    title: str
    text: str


_TEMPLATES = {
    Status.PASS.value: (
        Words("{subject}已通过", "您提交的{subject}已通过{code}。"),
        Words("Your {subject_en} is certified", "The certification of your {subject_en} has passed{code_en}."),
    ),
    Status.UNPASS.value: (
        Words("{subject}未通过", "您提交的{subject}未通过：{reason}。"),
        Words(
            "Your {subject_en} is not certified", "The certification of your {subject_en} did not pass: {reason_en}."
        ),
    ),
    Status.EXPIRED.value: (
        Words("{subject}已过期", "您的{document}已过有效期，{subject}随之失效，请更新后重新认证。"),
        Words(
            "Your certification has expired",
            "Your {document_en} has expired, and the certification of your {subject_en} with it. "
            "Please submit the new {document_en}.",
        ),
    ),
    WARNED: (
        Words("{document}即将到期", "您的{document}将在 30 天内到期，请及时更新并重新认证。"),
        Words(
            "Your document expires soon",
            "Your {document_en} expires within 30 days. Please submit the new one once you have it.",
        ),
    ),
}
"""Notice word → Chinese, English."""


def words(certification: Certification) -> tuple[Words, Words]:
    """The notice that its progress names, in Chinese and in English."""
    assert certification.progress.notice is not None
    code = certification.progress.company
    values = {
        **_SUBJECTS[certification.kind],
        "reason": describe(certification),
        "reason_en": describe(certification, english=True),
        "code": "" if code is None else f"，企业编码为 {code}",
        "code_en": "" if code is None else f"; the enterprise code is {code}",
    }
    chinese, english = _TEMPLATES[certification.progress.notice.word]
    return _filled(chinese, values), _filled(english, values)


def _filled(template: Words, values: dict[str, str | None]) -> Words:
    return Words(template.title.format_map(values), template.text.format_map(values))

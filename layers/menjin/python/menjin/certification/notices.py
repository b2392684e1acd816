"""What a person is told about a certification, in words that fit an SMS: at most 35 characters."""

from __future__ import annotations

from menjin.certification.certification import Certification, Kind, Reason
from menjin.certification.reasons import describe

_SUBJECTS = {Kind.PERSON: ("实名认证", "证件"), Kind.COMPANY: ("企业认证", "营业执照")}
"""What is certified, and by which document."""


def words(certification: Certification) -> tuple[str, str]:
    """Title and text of the notice that its progress names."""
    subject, document = _SUBJECTS[certification.kind]
    notice = certification.progress.notice
    if notice == "PASS":
        return f"{subject}已通过", f"您提交的{subject}已通过{_company(certification)}。"
    if notice == "EXPIRED":
        return f"{subject}已过期", f"您的{document}已过有效期，{subject}随之失效，请更新{document}后重新认证。"
    if notice == "warning":
        return f"{document}即将到期", f"您的{document}将在 30 天内到期，请及时更新{document}并重新认证。"
    if certification.reason is Reason.UNCONFIRMED:
        return f"请重新提交{subject}", f"{describe(certification)}。"
    return f"{subject}未通过", f"您提交的{subject}未通过：{describe(certification)}。"


def _company(certification: Certification) -> str:
    code = certification.progress.company
    return "" if code is None else f"，企业编码为 {code}"

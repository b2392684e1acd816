"""Every reason has words for whoever it happens to, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from menjin.certification.certification import Certification, Kind, Reason, Status
from menjin.certification.reasons import describe

LONGEST = 35 - len("您提交的实名认证未通过：。")
"""What is left of an SMS parameter."""


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("kind", Kind)
def test_every_reason_is_told_in_both_languages(kind: Kind, reason: Reason) -> None:
    refused = Certification("platform", 1, kind, status=Status.UNPASS, reason=reason)
    chinese, english = describe(refused), describe(refused, english=True)
    assert chinese is not None
    assert english is not None
    assert len(chinese) <= LONGEST, chinese
    assert re.search("[一-鿿]", chinese)
    assert re.fullmatch(r"[ -~]+", english)
    assert not chinese.endswith("。"), "the notice puts it into a sentence"
    assert not english.endswith(".")


def test_no_reason_no_words() -> None:
    assert describe(Certification("platform", 1, Kind.PERSON)) is None


def test_companies_are_told_of_licences() -> None:
    for reason in (Reason.NOT_A_DOCUMENT, Reason.PICTURE_UNREADABLE, Reason.DOCUMENT_EXPIRED, Reason.NAME_DIFFERS):
        person = Certification("platform", 1, Kind.PERSON, status=Status.UNPASS, reason=reason)
        assert describe(person) != describe(replace(person, kind=Kind.COMPANY))

"""Every failure has its place in the catalogue, and every place a failure."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest

import menjin
from menjin.contract.catalogue import CATALOGUE, HINTS, INTERNAL, entry_for, message_for
from menjin.contract.dialects.systems import systems
from menjin.failures import Failure, Malformed, TooOften

# The numbers of document A that its operations of this deployment can answer, and those that follow with the others.
DOCUMENTED = set(range(1000, 1020))
LATER = {"fresh_login_required", "not_company_admin", "old_phone_first", "mail_taken"}
# Raised and answered inside a gateway; they never reach a client.
INNER = {"refused"}


def failures() -> Iterator[type[Failure]]:
    """Every subclass of Failure in the layer."""
    for found in pkgutil.walk_packages(menjin.__path__, "menjin."):
        importlib.import_module(found.name)
    todo = [Failure]
    while todo:
        one = todo.pop()
        todo += one.__subclasses__()
        if one is not Failure and one.__module__.startswith("menjin."):
            yield one


def instance(kind: type[Failure]) -> Failure:
    """A failure with plausible evidence."""
    samples = {"retry_after": 7, "field": "phone", "hint": "phone", "missing": ("name",), "allowed": ("GET",)}
    samples |= {"service": "sms", "code": "x", "status": 400}
    wanted = [one for one in inspect.signature(kind.__init__).parameters if one in samples]
    return kind(*(samples[one] for one in wanted))


def test_every_failure_is_in_the_catalogue_and_every_entry_is_a_failure() -> None:
    kinds = {one.kind() for one in failures()} - INNER
    assert kinds - set(CATALOGUE) == set()
    assert set(CATALOGUE) - kinds - {INTERNAL} - LATER == set()


def test_every_number_of_the_document_is_there() -> None:
    assert {entry.code for entry in CATALOGUE.values()} >= DOCUMENTED


@pytest.mark.parametrize("kind", [one for one in failures() if one.kind() not in INNER], ids=lambda one: one.kind())
@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
def test_a_failure_is_told_in_document_a_s_envelope(kind: type[Failure], *, english: bool) -> None:
    failure = instance(kind)
    answer = systems.failure(failure, "r-1", english=english)
    _, entry = entry_for(failure)
    text = message_for(failure, "r-1", english=english)
    assert answer.status == entry.status
    assert answer.body.decode() == f'{{"success":false,"error":{{"code":{entry.code},"message":"{text}"}}}}'
    assert "{" not in text
    assert ("Retry-After" in dict(answer.headers)) == hasattr(failure, "retry_after")


def test_business_failures_are_400_and_too_often_is_429() -> None:
    for kind, entry in CATALOGUE.items():
        if 1000 <= entry.code <= 1019:
            assert entry.status == (429 if entry.code == 1004 else 400), kind
        else:
            assert entry.status == entry.code, kind


def test_what_is_no_failure_of_ours_is_internal_and_says_nothing() -> None:
    answer = systems.failure(RuntimeError("secret 13800138000"), "r-1", english=False)
    assert answer.status == 500
    assert b"13800138000" not in answer.body
    assert "r-1" in answer.body.decode()


@pytest.mark.parametrize("hint", sorted(HINTS))
def test_every_hint_can_be_said(hint: str) -> None:
    assert message_for(Malformed("phone", hint), "r", english=False)
    assert message_for(Malformed("phone", hint), "r", english=True)


def test_retry_after_is_never_zero() -> None:
    assert TooOften(0).retry_after == 1

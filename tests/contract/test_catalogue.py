"""Every failure has its place in the catalogue and in every document, and every place a failure."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Iterator

import pytest

import menjin
from menjin.contract import auth, certify, enterprise, gateway, send, systems, user
from menjin.contract.catalogue import CATALOGUE, HINTS, INTERNAL, message_for
from menjin.contract.dialects.base import Dialect
from menjin.failures import Failure, Malformed, TooOften
from tests.contract.document import WAITS
from tests.contract.documents import DOCUMENTS
from tests.contract.texts import TEXTS

DIALECTS: list[tuple[Dialect, str]] = [
    (systems, "/{system}/login/jwt"),
    (certify, "/user/web/login"),
    (send, "/send/code"),
    (enterprise, "/user/openRegist"),
    (auth, "/auth/login"),
    (gateway, "/code/phone"),
    (user, "/user/login"),
]
"""Each dialect, and a path that is answered in it."""
# Raised and answered inside a gateway or a worker; they never reach a client.
INNER = {"refused", "answer_lost"}


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
    samples |= {"service": "sms", "code": "x", "status": 400, "system": "qqsl", "flow": "a-name"}
    wanted = [one for one in inspect.signature(kind.__init__).parameters if one in samples]
    return kind(*(samples[one] for one in wanted))


def told() -> Iterator[tuple[str, BaseException]]:
    """Every kind of failure that a client may be told of, and one of it."""
    yield "internal", RuntimeError("nothing of ours")
    yield "unreadable", Malformed("body", "json")
    yield from ((one.kind(), instance(one)) for one in failures() if one.kind() not in INNER)


def test_every_failure_is_in_the_catalogue_and_every_entry_is_a_failure() -> None:
    kinds = {one.kind() for one in failures()} - INNER
    assert kinds | {INTERNAL} == set(CATALOGUE)


def test_every_failure_is_in_every_document_and_every_entry_is_a_failure() -> None:
    kinds = {kind for kind, _ in told()}
    assert kinds == set(TEXTS)
    for document in DOCUMENTS.values():
        assert set(document.codes) == kinds


def test_every_number_of_the_document_is_there() -> None:
    assert {entry.code for entry in CATALOGUE.values()} >= set(range(1000, 1020))


@pytest.mark.parametrize("english", [False, True], ids=["zh", "en"])
@pytest.mark.parametrize(("dialect", "path"), DIALECTS, ids=[path for _, path in DIALECTS])
@pytest.mark.parametrize(("kind", "failure"), list(told()), ids=[kind for kind, _ in told()])
def test_every_failure_is_told_in_every_dialect(
    kind: str, failure: BaseException, dialect: Dialect, path: str, *, english: bool
) -> None:
    answer, document = dialect.failure(failure, "r-1", english=english), DOCUMENTS[dialect.name]
    document.check_body(json.loads(answer.body), kind, path, english=english)
    assert answer.status == document.codes[kind][0]
    assert b"{retry_after}" not in answer.body
    names = dict(answer.headers)
    assert ("Retry-After" in names) == (kind in WAITS)
    assert ("Allow" in names) == (kind == "method_not_allowed")
    assert (answer.cookie is not None) == (kind == "wechat_unbound" and dialect is certify)


def test_business_failures_are_400_and_too_often_is_429() -> None:
    for kind, entry in CATALOGUE.items():
        if 1000 <= entry.code <= 1019:
            assert entry.status == (429 if entry.code == 1004 else 400), kind
        else:
            assert entry.status == entry.code, kind


def test_what_is_no_failure_of_ours_is_internal_and_says_nothing() -> None:
    for dialect, _ in DIALECTS:
        answer = dialect.failure(RuntimeError("secret 13800138000"), "r-1", english=False)
        assert answer.status == 500
        assert b"13800138000" not in answer.body
        assert "r-1" in answer.body.decode()


@pytest.mark.parametrize("hint", sorted(HINTS))
def test_every_hint_can_be_said(hint: str) -> None:
    assert message_for(Malformed("phone", hint), "r", english=False)
    assert message_for(Malformed("phone", hint), "r", english=True)


def test_retry_after_is_never_zero() -> None:
    assert TooOften(0).retry_after == 1

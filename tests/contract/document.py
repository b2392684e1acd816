"""One document's way of telling failures, and what all of them have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.contract.texts import TEXTS, Text
from tests.functions.platform import Told

WAITS = ("too_often", "budget_spent", "account_locked")
"""Failures that say in ``Retry-After`` when it is worth another try."""


class Success(NamedTuple):
    """One way in which a path may answer well; ``data`` is a shape, see ``fits``."""

    code: Any
    zh: str
    en: str
    data: Any


@dataclass(frozen=True)
class Document:
    """How one document tells what happened.

    ``codes``: HTTP status and code word of each kind of failure. ``body`` and ``good_body`` make the whole body of a
    code word, a message and the path that was asked (and of the data, for a success); ``message`` finds the message in
    one; ``good`` says whether one tells a success. ``texts`` are sentences that the document words differently from
    document A. ``successes``: what the paths answer, by pattern; ``pictures`` answer images.
    """

    codes: Mapping[str, tuple[int, Any]]
    body: Callable[[Any, str, str], dict[str, Any]]
    good_body: Callable[[Any, str, str, Any], dict[str, Any]]
    message: Callable[[Any], str]
    good: Callable[[Any], bool]
    successes: Mapping[str, tuple[Success, ...]]
    texts: Mapping[str, Text] = field(default_factory=dict)
    pictures: tuple[str, ...] = ()

    def check(self, answer: Told, kind: str, path: str, *, english: bool = False) -> None:
        """The answer is that failure, whole, and nothing else."""
        self.check_body(answer.json(), kind, path, english=english)
        assert answer.status == self.codes[kind][0], answer
        check_headers(answer, kind)

    def check_body(self, told: Any, kind: str, path: str, *, english: bool) -> None:
        """The body is that failure's, its names in their order."""
        message, text = self.message(told), self.texts.get(kind, TEXTS[kind])
        wanted = self.body(self.codes[kind][1], message, path)
        assert re.fullmatch(text.en if english else text.zh, message), told
        assert told == wanted, told
        assert _names(told) == _names(wanted)

    def check_success(self, answer: Told, pattern: str, path: str, *, english: bool = False) -> None:
        """The answer is what the document says of that path, whole."""
        assert answer.status == 200, answer
        if pattern in self.pictures:
            assert answer.header("content-type") == "image/png"
            assert answer.body.startswith(b"\x89PNG")
            return
        assert answer.header("content-type") == "application/json; charset=utf-8"
        told, choices = answer.json(), self.successes[pattern]
        fitting = [
            one
            for one in choices
            if told == self.good_body(one.code, one.en if english else one.zh, path, told["data"])
            and fits(one.data, told["data"])
        ]
        assert fitting, told
        assert list(told) == list(self.good_body(fitting[0].code, "", path, None))

    def is_success(self, answer: Told) -> bool:
        """Whether the answer tells that something was done: by its body, since some documents tell all with 200."""
        json = str(answer.header("content-type")).startswith("application/json")
        return answer.status < 400 and not (json and answer.body and not self.good(answer.json()))

    def refused(self, answer: Told, path: str) -> tuple[int, Any]:
        """(status, code) of a refusal in the document's form: the client's fault, told whole, no header broken."""
        told = answer.json()
        assert not self.good(told), told
        assert answer.status < 500, answer
        code = self._code(told, path)
        assert (answer.status, code) in self.codes.values(), answer
        assert answer.header("content-type") == "application/json; charset=utf-8"
        for name, value in answer.headers:
            assert not set("\r\n\0") & set(name + value)
            value.encode("latin-1")
        return answer.status, code

    def _code(self, told: Any, path: str) -> Any:
        message = self.message(told)
        assert isinstance(message, str)
        assert message
        fitting = [code for _, code in self.codes.values() if told == self.body(code, message, path)]
        assert fitting, told
        return fitting[0]


def fits(shape: Any, value: Any) -> bool:
    """Whether a value has the shape: a type, a pattern of a text, one value, any of a tuple, or these inside others.

    Objects have exactly the names of their shape, in its order; a list is of one shape throughout.
    """
    if isinstance(shape, tuple):
        return any(fits(one, value) for one in shape)
    if isinstance(shape, dict):
        return (
            isinstance(value, dict)
            and list(value) == list(shape)
            and all(fits(part, value[name]) for name, part in shape.items())
        )
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(shape[0], one) for one in value)
    if isinstance(shape, str):
        return isinstance(value, str) and re.fullmatch(shape, value) is not None
    return type(value) is shape if isinstance(shape, type) else value is shape


def page_of(shape: Any) -> dict[str, Any]:
    """Document A's shape of a page."""
    return {"list": [shape], "pagination": dict.fromkeys(("curPage", "pageSize", "totalPage", "totalSize"), int)}


def check_headers(answer: Told, kind: str) -> None:
    """The headers of a failure of that kind."""
    assert answer.header("content-type") == "application/json; charset=utf-8"
    assert answer.header("cache-control") == "no-store"
    assert answer.header("x-content-type-options") == "nosniff"
    assert answer.header("x-request-id")
    # The one failure that a client goes on from, with what the cookie stands for.
    assert (answer.header("set-cookie") is not None) == (kind == "wechat_unbound")
    assert (answer.header("allow") is not None) == (answer.status == 405)
    assert (int(answer.header("retry-after") or 0) > 0) == (kind in WAITS)


def _names(told: Any) -> list[str]:
    """The names in their order, those inside objects included."""
    return [one for name, value in told.items() for one in (name, *(_names(value) if isinstance(value, dict) else ()))]

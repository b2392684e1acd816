"""A request and an answer, after the platform's shapes and before the domains' words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from menjin.contract.fields import Fields, of_body, pairs, typed
from menjin.failures import Malformed, NotSignedIn

if TYPE_CHECKING:
    from menjin.sessions.session import Session

NO_STORE = ("Cache-Control", "no-store")
_LANGUAGE = re.compile(r"\s*(en|zh)(?:-[a-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?", re.IGNORECASE)
"""A language range of ours and its weight (RFC 9110, 12.4.2 and 12.5.4)."""


@dataclass
class Request:
    """One HTTP request. Header names are lower case; the path is decoded once, segment by segment."""

    method: str
    segments: tuple[str, ...]
    asked: str | Mapping[str, str]
    """The query as it was sent, or as the platform has decoded it."""
    headers: Mapping[str, str]
    body: bytes
    client: str
    """The address that the platform reports, never one that a header claims."""
    request_id: str
    target: str
    """Path and query exactly as sent: what OSS signs."""
    path: Mapping[str, str] = field(default_factory=dict)
    """The values of the pattern's ``{names}``, once a route has matched."""
    system: str = ""
    session: Session | None = None

    def header(self, name: str) -> str:
        """The header's value, or empty text."""
        return self.headers.get(name.lower(), "")

    def cookie(self, name: str) -> str | None:
        """The cookie's value; the first, if a client sends several of one name."""
        for part in self.header("cookie").split(";"):
            found, _, value = part.strip().partition("=")
            if found == name:
                return value.strip('"')
        return None

    @property
    def english(self) -> bool:
        """Whether the client would rather read English than Chinese."""
        weights = {"zh": 0.0, "en": 0.0}
        first = ""
        for part in self.header("accept-language").split(","):
            if found := _LANGUAGE.fullmatch(part):
                language = found[1].lower()
                first = first or language
                weights[language] = max(weights[language], float(found[2] or 1))
        return weights["en"] > weights["zh"] or (first == "en" and weights["en"] == weights["zh"] > 0)

    @cached_property
    def query(self) -> Mapping[str, str]:
        """The query's fields; Malformed if it cannot be read."""
        if isinstance(self.asked, str):
            return dict(pairs(self.asked, "query"))
        try:
            "".join([*self.asked, *self.asked.values()]).encode()
        except UnicodeEncodeError:
            raise Malformed("query", "encoding") from None
        return self.asked

    @cached_property
    def fields(self) -> Mapping[str, Any]:
        """The body's fields, none without a body; Malformed if it cannot be read."""
        if self.body and self.header("content-encoding").lower() not in ("", "identity"):
            raise Malformed("body", "encoding")
        return of_body(self.body, self.header("content-type"))

    def read(self, shape: type[Fields]) -> Fields:
        """The fields of body, query and path as ``shape``, a msgspec struct whose names are the client's.

        A body field wins over the query, a path segment over both. Malformed names the first field that is wrong.
        """
        return typed({**self.query, **self.fields, **self.path}, shape)

    @property
    def signed_in(self) -> Session:
        """The session; NotSignedIn if there is none."""
        if self.session is None:
            raise NotSignedIn
        return self.session


@dataclass(frozen=True)
class Cookie:
    """The one cookie that an answer may set. ``max_age`` in seconds; 0 removes it."""

    name: str
    value: str
    max_age: int


@dataclass(frozen=True)
class Result:
    """What a route returns when all went well; the dialect gives it its form.

    ``message`` is what a person may read, in Chinese and English, for the documents that have a place for it.
    """

    data: Any = None
    cookie: Cookie | None = None
    message: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Answer:
    """An HTTP answer: what a dialect makes of a result or a failure, or a route of something that is no JSON."""

    status: int
    body: bytes
    type: str = "application/json; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = (NO_STORE,)
    cookie: Cookie | None = None

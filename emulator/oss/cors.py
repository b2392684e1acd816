"""Cross-origin rules of a bucket. Source: OSS developer guide, "CORS", and the Fetch standard's CORS protocol."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from emulator.oss.errors import OssError

METHODS = ("GET", "PUT", "DELETE", "POST", "HEAD")


@dataclass(frozen=True)
class Rule:
    """One rule; origins and headers may hold one ``*`` each, headers are compared in lower case."""

    origins: list[str]
    methods: list[str]
    headers: list[str] = field(default_factory=list)
    expose: list[str] = field(default_factory=list)
    max_age: int | None = None


@dataclass(frozen=True)
class Rules:
    """The rules in their order; the first that matches counts. ``vary`` sends ``Vary: Origin`` with every answer."""

    rules: list[Rule]
    vary: bool = False

    def dump(self) -> str:
        """The rules as they are kept."""
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, text: str) -> Rules:
        """The rules that ``dump`` kept."""
        raw = json.loads(text)
        return cls([Rule(**rule) for rule in raw["rules"]], raw["vary"])

    def preflight(self, origin: str, method: str, headers: Iterable[str]) -> dict[str, str]:
        """The headers that permit the announced request; 403 if no rule does."""
        wanted = [name.strip().lower() for name in headers if name.strip()]
        for rule in self.rules:
            if _matches(rule, origin, method) and all(_any(rule.headers, name) for name in wanted):
                granted = self._granted(rule, origin)
                if wanted:
                    granted["Access-Control-Allow-Headers"] = ", ".join(wanted)
                if rule.max_age is not None:
                    granted["Access-Control-Max-Age"] = str(rule.max_age)
                return granted
        raise forbidden(
            "This CORS request is not allowed. This is usually because the evaluation of Origin, request method / "
            "Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's "
            "CORS spec."
        )

    def actual(self, origin: str, method: str) -> dict[str, str]:
        """The headers that let the page read the answer; none if no rule matches."""
        for rule in self.rules:
            if _matches(rule, origin, method):
                return self._granted(rule, origin)
        return {"Vary": "Origin"} if self.vary else {}

    def _granted(self, rule: Rule, origin: str) -> dict[str, str]:
        granted = {
            "Access-Control-Allow-Origin": "*" if "*" in rule.origins else origin,
            "Access-Control-Allow-Methods": ", ".join(rule.methods),
        }
        if rule.expose:
            granted["Access-Control-Expose-Headers"] = ", ".join(rule.expose)
        if self.vary:
            granted["Vary"] = "Origin"
        return granted


ANY_ORIGIN = Rules([Rule(["*"], ["POST", "PUT", "GET", "HEAD"], ["*"], ["ETag", "x-oss-request-id"], 3600)])


def forbidden(reason: str) -> OssError:
    """A preflight that no rule allows."""
    return OssError(403, "AccessForbidden", f"CORSResponse: {reason}")


def _matches(rule: Rule, origin: str, method: str) -> bool:
    return method in rule.methods and _any(rule.origins, origin)


def _any(patterns: Iterable[str], text: str) -> bool:
    return any(_like(pattern, text) for pattern in patterns)


def _like(pattern: str, text: str) -> bool:
    head, star, tail = pattern.lower().partition("*")
    text = text.lower()
    if not star:
        return text == head
    return len(text) >= len(head) + len(tail) and text.startswith(head) and text.endswith(tail)

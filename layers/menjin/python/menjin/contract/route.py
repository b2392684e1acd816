"""Which request belongs to which handler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from menjin.contract.dialects.base import Dialect

Need = Literal["none", "optional", "required"]


@dataclass(frozen=True)
class Route:
    """A path pattern of one dialect: ``{name}`` stands for one segment, a final ``{name...}`` for all that follow."""

    dialect: Dialect
    methods: tuple[str, ...]
    pattern: str
    handle: Callable[..., Any]
    session: Need
    changes: bool

    @property
    def shape(self) -> type[Any] | None:
        """The struct whose fields the handler takes: the annotation of its third parameter; None if it takes none."""
        declared = [kind for name, kind in self.handle.__annotations__.items() if name != "return"]
        return declared[2] if len(declared) > 2 else None

    @property
    def operation(self) -> str:
        """What the log calls it."""
        return f"{self.dialect.name} {self.pattern}"

    def takes(self, method: str) -> bool:
        """Whether the route answers the method. HEAD goes with GET, except with one that changes something."""
        if method == "HEAD":
            return "GET" in self.methods and not self.changes
        return method in self.methods or method == "OPTIONS"

    def match(self, segments: tuple[str, ...]) -> dict[str, str] | None:
        """The values of the pattern's names; None if the path is another one."""
        wanted = self.pattern.strip("/").split("/") if self.pattern != "/" else []
        found: dict[str, str] = {}
        for index, part in enumerate(wanted):
            if part.endswith("...}"):
                found[part[1:-4]] = "/".join(segments[index:])
                return found
            # A closing slash leaves a last segment without a text, which is the value of no name.
            if index >= len(segments) or not segments[index]:
                return None
            if part.startswith("{"):
                found[part[1:-1]] = segments[index]
            elif part != segments[index]:
                return None
        return found if len(wanted) == len(segments) else None


def parse(line: str) -> tuple[tuple[str, ...], str]:
    """``GET,POST /a/{b}`` → its methods and its pattern."""
    methods, _, pattern = line.partition(" ")
    return tuple(methods.split(",")), pattern

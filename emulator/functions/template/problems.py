"""Reading a nested document while gathering everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from emulator.functions import rules
from emulator.functions.model import Domain, Function, Service


@dataclass(frozen=True)
class Template:
    """A deployment."""

    services: tuple[Service, ...] = ()
    functions: tuple[Function, ...] = ()
    domains: tuple[Domain, ...] = ()


class TemplateError(ValueError):
    """The template is not one that deploys; ``problems`` holds every reason, each with its path."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("template.yml:\n" + "\n".join(f"  {problem}" for problem in problems))
        self.problems = problems


class Node:
    """A map of the document, with the path to it. Every ``take`` notes what is wrong and returns a usable value."""

    def __init__(self, value: Any, path: str, problems: list[str]) -> None:
        self.path, self.problems = path, problems
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}
        self._taken: set[str] = set()
        if not isinstance(value, dict):
            self.wrong("a map is expected")

    def wrong(self, text: str, key: str = "") -> None:
        """Note a problem with this map, or with one of its keys."""
        self.problems.append(f"{self.path}{'.' + key if key else ''}: {text}")

    def check(self, problems: Iterable[str], key: str = "") -> None:
        """Note what a rule found."""
        for problem in problems:
            self.wrong(problem, key)

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self.value

    def node(self, key: str, *, required: bool = False) -> Node:
        """The map under ``key``; an empty one when it is absent."""
        self._taken.add(key)
        if key not in self.value:
            if required:
                self.wrong(f"{key} is required")
            return Node({}, f"{self.path}.{key}", self.problems)
        return Node(self.value[key], f"{self.path}.{key}", self.problems)

    def text(
        self, key: str, default: str = "", *, required: bool = False, check: Callable[[str], list[str]] | None = None
    ) -> str:
        """The text under ``key``. ``check`` is asked about a text that is there."""
        value = self._take(key, default, required=required)
        if not isinstance(value, str):
            self.wrong("a text is expected; put it in quotes", key)
            return default
        if check and key in self.value:
            self.check(check(value), key)
        return value

    def number(self, key: str, default: int, check: Callable[[int], list[str]]) -> int:
        """The whole number under ``key``."""
        value = self._take(key, default, required=False)
        if not rules.integer(value):
            self.wrong("a whole number is expected", key)
            return default
        self.check(check(value), key)
        return int(value)

    def boolean(self, key: str, *, default: bool) -> bool:
        """The truth value under ``key``."""
        value = self._take(key, default, required=False)
        if not isinstance(value, bool):
            self.wrong("true or false is expected", key)
            return default
        return value

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """The list of texts under ``key``."""
        value = self._take(key, [], required=required)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.wrong("a list of texts is expected", key)
            return ()
        return tuple(value)

    def anything(self, key: str) -> Any:
        """Whatever is under ``key``, unchecked; None when absent."""
        return self._take(key, None, required=False)

    def rest(self, *known: str) -> list[str]:
        """The keys that nobody has asked for, ``known`` ones left out."""
        return [key for key in self.value if key not in self._taken and key not in known]

    def close(self) -> None:
        """Note every key that nobody asked for: it means nothing here."""
        for key in self.rest():
            self.wrong("unknown", str(key))

    def _take(self, key: str, default: Any, *, required: bool) -> Any:
        self._taken.add(key)
        if key not in self.value and required:
            self.wrong(f"{key} is required")
        return self.value.get(key, default)

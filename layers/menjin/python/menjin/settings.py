"""Settings: environment variables, read once, checked together.

A group is a frozen dataclass whose fields say which variable they come from, how its text is read and what it is for;
an operation asks for the groups it uses, so a function is given no variable (and no secret) that it does not need.
``docs/configuration.md`` and the environment of each function in ``template.yml`` are written from the same fields.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from menjin.values.key_ring import KeyRing

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Callable[[Any], Any]:
        """What type checkers read; Python 3.10 has no such decorator."""
        return lambda decorated: decorated


Group = TypeVar("Group")


class Misconfigured(Exception):
    """The environment does not hold what the operation needs. Lists every problem; never shows a value."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Unusable(ValueError):
    """What is set can be read and will not do; says why, in words that show no value."""


@dataclass(frozen=True)
class Setting:
    """What is known of one environment variable."""

    name: str
    about: str
    parse: Callable[[str], Any]
    default: str | None
    """The text used when the variable is absent; None: it is required."""
    secret: bool
    given: bool
    """The platform provides it; it is not part of the deployment."""


def setting(
    name: str,
    about: str,
    parse: Callable[[str], Any] = str,
    default: str | None = None,
    *,
    secret: bool = False,
    given: bool = False,
) -> Any:
    """A field of a group; see ``Setting`` for the parts."""
    return field(metadata={"setting": Setting(name, about, parse, default, secret, given)})


@dataclass_transform(frozen_default=True, field_specifiers=(setting,))
def group(declared: type[Group]) -> type[Group]:
    """Make a class of settings a frozen dataclass without a text form: secrets would stand in it."""
    return dataclass(frozen=True, repr=False, eq=False)(declared)


def settings_of(group: type[Any]) -> list[Setting]:
    """The settings that a group is read from."""
    return [one.metadata["setting"] for one in fields(group)]


def load(environ: Mapping[str, str], groups: tuple[type[Any], ...]) -> tuple[Any, ...]:
    """One object per group; ``Misconfigured`` with all problems of all groups together."""
    problems: list[str] = []
    read = [_read(environ, group, problems) for group in groups]
    if problems:
        raise Misconfigured(problems)
    try:
        return tuple(group(**values) for group, values in zip(groups, read, strict=True))
    except Unusable as why:
        raise Misconfigured([str(why)]) from None


def _read(environ: Mapping[str, str], group: type[Any], problems: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for one in fields(group):
        known: Setting = one.metadata["setting"]
        text = environ.get(known.name, known.default)
        if text is None or (not text and known.default is None):
            problems.append(f"{known.name} is missing ({known.about})")
            continue
        try:
            values[one.name] = known.parse(text)
        except Unusable as why:
            problems.append(f"{known.name} {why}")
        except (ValueError, binascii.Error):
            problems.append(f"{known.name} cannot be read ({known.about})")
    return values


def names(text: str) -> tuple[str, ...]:
    """``a,b,c`` → names of systems: lower case letters, digits and hyphens."""
    found = tuple(one.strip() for one in text.split(",") if one.strip())
    if not found or not all(re.fullmatch(r"[a-z][a-z0-9-]{0,30}", one) for one in found):
        raise ValueError(text)
    return found


def words(text: str) -> str:
    r"""Text of any script; Function Compute takes printable ASCII alone, so other characters are written ``\u95e8``."""
    return text.encode("ascii").decode("unicode_escape")


def switch(text: str) -> bool:
    """``on`` or ``off``."""
    if text not in ("on", "off"):
        raise ValueError(text)
    return text == "on"


def url(text: str) -> str:
    """An address with scheme, without the closing slash."""
    if not re.fullmatch(r"https?://[^\s/]+(/[^\s]*)?", text):
        raise ValueError(text)
    return text.rstrip("/")


def urls(text: str) -> tuple[str, ...]:
    """Addresses, separated by commas; none is fine."""
    return tuple(url(one.strip()) for one in text.split(",") if one.strip())


def origins(text: str) -> dict[str, frozenset[str]]:
    """``platform=https://a.example,https://b.example;qqsl=…`` → system → origins."""
    found: dict[str, frozenset[str]] = {}
    for part in filter(None, (one.strip() for one in text.split(";"))):
        system, _, listed = part.partition("=")
        listed_urls = urls(listed)
        if any(urlsplit(one).path for one in listed_urls):
            raise ValueError("an origin has no path")
        found[names(system)[0]] = frozenset(listed_urls)
    return found


def admins(text: str) -> frozenset[tuple[str, str]]:
    """``platform:13800138000,qqsl:…`` → (system, phone)."""
    found = set()
    for part in filter(None, (one.strip() for one in text.split(","))):
        system, _, phone = part.partition(":")
        if not re.fullmatch(r"1[3-9]\d{9}", phone):
            raise ValueError("phone")
        found.add((names(system)[0], phone))
    return frozenset(found)


def passages(text: str) -> frozenset[tuple[str, str]]:
    """``platform>upstream,…`` → (from, to)."""
    found = set()
    for part in filter(None, (one.strip() for one in text.split(","))):
        source, _, target = part.partition(">")
        found.add((names(source)[0], names(target)[0]))
    return frozenset(found)


def positive(text: str) -> int:
    """A whole number above zero."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def yuan(text: str) -> int:
    """``12.5``, with three decimals at most → thousandths of a yuan."""
    if not re.fullmatch(r"\d{1,9}(\.\d{1,3})?", text, re.ASCII):
        raise ValueError(text)
    whole, _, part = text.partition(".")
    return int(whole) * 1000 + int(part.ljust(3, "0"))


def key(text: str) -> bytes:
    """A secret of 32 bytes, base64."""
    raw = base64.b64decode(text, validate=True)
    if len(raw) != 32:
        raise ValueError("length")
    return raw


def key_ring(text: str) -> KeyRing:
    """``k2:BASE64,k1:BASE64``, newest first; each key of 32 bytes."""
    ring: dict[str, bytes] = {}
    for part in text.split(","):
        key_id, _, secret = part.strip().partition(":")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,16}", key_id) or key_id in ring:
            raise ValueError("key id")
        ring[key_id] = key(secret)
    return KeyRing(ring)

"""What is to be done to a picture: ``image/resize,w_100/format,png`` → steps."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from emulator.oss.errors import OssError, invalid_argument, not_implemented


@dataclass(frozen=True)
class Step:
    """One action. ``values``: the letter of a parameter → its text; a bare value is under the empty letter."""

    name: str
    values: dict[str, str]

    def number(self, letter: str, least: int, most: int, default: int) -> int:
        """A whole number within bounds; InvalidArgument for anything else."""
        text = self.values.get(letter)
        if text is None:
            return default
        if not text.isdecimal() or not least <= int(text) <= most:
            raise self.invalid(letter)
        return int(text)

    def one_of(self, letter: str, allowed: tuple[str, ...], default: str) -> str:
        """One of several words; InvalidArgument for anything else."""
        text = self.values.get(letter, default)
        if text not in allowed:
            raise self.invalid(letter)
        return text

    def invalid(self, letter: str) -> OssError:
        """The error of a parameter that cannot be used."""
        value = self.values.get(letter, "")
        text = f"The value: {value} of parameter: {letter or self.name} is invalid."
        return invalid_argument(text, letter or self.name, value)


def read_recipe(text: str) -> list[Step]:
    """The steps of an instruction that begins with ``image/``; styles and other kinds of content are refused."""
    kind, _, steps = text.partition("/")
    if kind != "image":
        raise not_implemented(f"x-oss-process={kind}")
    if not steps:
        raise invalid_argument("The process names no action.", "x-oss-process", text)
    return [_step(one) for one in steps.split("/")]


def from_base64(text: str) -> str:
    """What a name or a watermark in URL-safe base64 says, its padding left out or not; ``ValueError`` if it is none."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()


def _step(text: str) -> Step:
    name, *parameters = text.split(",")
    values = {}
    for parameter in parameters:
        letter, underscore, value = parameter.partition("_")
        if parameter:
            values[letter if underscore else ""] = value if underscore else letter
    return Step(name, values)

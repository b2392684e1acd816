"""The functions of this deployment."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

_said: list[str] = []


def initialize(context: Any) -> None:
    """Say the layer's word, once an instance."""
    from greeting import WORD  # the one function that has this initializer has the layer, too

    _said.append(WORD)


def before_freeze(context: Any) -> None:
    """Stand where an instance is frozen."""


def before_stop(context: Any) -> None:
    """Stand where an instance ends."""


def web(environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], Any]) -> list[bytes]:
    """Tell of what the deployment set up, and of the path."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [" ".join([*_said, os.environ.get("COLOUR", "-"), environ["PATH_INFO"]]).encode()]


def echo(event: bytes, context: Any) -> bytes:
    """Give the event back."""
    return event

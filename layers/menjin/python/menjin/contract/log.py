"""One JSON line an event: what a person on call needs, and nothing personal."""

from __future__ import annotations

import json
import sys
import traceback
from typing import Any

from menjin.failures import Unavailable
from menjin.settings import Misconfigured


def write(**parts: Any) -> None:
    """Write one line to the function's log. ``None`` parts are left out."""
    line = json.dumps({name: part for name, part in parts.items() if part is not None}, ensure_ascii=False)
    sys.stdout.write(line + "\n")


def alarm(word: str, system: str, **parts: Any) -> None:
    """Write a line that somebody has to look at (``docs/operate.md`` lists the words)."""
    write(alarm=word, system=system, **parts)


def cause_of(error: BaseException) -> str:
    """Types and places of an error and its causes, without their texts: those may quote what a person typed.

    Told are the names of settings that are wrong, and which service failed with which code of its own.
    """
    told: list[str] = []
    while True:
        frames = traceback.extract_tb(error.__traceback__)
        place = f" at {frames[-1].filename.rsplit('/', 3)[-1]}:{frames[-1].lineno}" if frames else ""
        told.append(f"{type(error).__name__}{place}{_evidence(error)}")
        inner = error.__cause__ or error.__context__
        if inner is None or len(told) == 6:
            return " <- ".join(told)
        error = inner


def _evidence(error: BaseException) -> str:
    if isinstance(error, Misconfigured):
        return f" ({error})"
    return f" ({error.service} {error.word})" if isinstance(error, Unavailable) and error.word else ""

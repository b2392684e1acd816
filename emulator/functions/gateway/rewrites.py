"""How a route of a custom domain changes path and query before the function sees them.

The rules are those of the manual's page on rewriting: exact ones are tried first, then wildcards, then expressions; the
first that matches is applied, and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from emulator.functions.model import Rewrite

_CAPTURE = re.compile(r"\$(\d)")


def rewritten(rewrites: Iterable[Rewrite], path: str, query: str) -> tuple[str, str]:
    """Path and query as the function sees them, both percent-encoded as they came.

    A replacement with a query of its own puts it before the client's.
    """
    for rewrite in rewrites:
        changed = _applied(rewrite, path)
        if changed is not None:
            after, _, own = changed.partition("?")
            return after if after.startswith("/") else f"/{after}", "&".join(filter(None, (own, query)))
    return path, query


def _applied(rewrite: Rewrite, path: str) -> str | None:
    if rewrite.kind == "equal":
        return rewrite.replacement if rewrite.match == path else None
    found = _expression(rewrite).search(path)
    if found is None:
        return None
    # Not ``expand``: a backslash in a replacement is a backslash.
    captured = (*found.groups(default=""),)
    text = _CAPTURE.sub(lambda name: _capture(captured, int(name[1])), rewrite.replacement)
    return path[: found.start()] + text + path[found.end() :]


def _capture(captured: tuple[str, ...], number: int) -> str:
    return captured[number - 1] if 1 <= number <= len(captured) else ""


@lru_cache(maxsize=1024)
def _expression(rewrite: Rewrite) -> re.Pattern[str]:
    if rewrite.kind == "regex":
        return re.compile(rewrite.match)
    anchored = rewrite.match.startswith("^")
    literal = re.escape(rewrite.match[anchored:]).replace(r"\*", "(.*)")
    return re.compile(("^" if anchored else "") + literal)

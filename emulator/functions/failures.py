"""What went wrong in a function, for whoever sits before the terminal in which the emulator runs."""

from __future__ import annotations

import json
import sys
import textwrap
from typing import Any

from emulator.functions.invocation import Reply
from emulator.functions.records import readable

_LOG_LINES = 30


def tell(reply: Reply) -> None:
    """Write one block to standard error: which function, which call, and the traceback or the end of the log."""
    service, function = reply.invocation.key
    title = f"{service}/{function} failed: {reply.error_kind or reply.error}, request {reply.invocation.id}"
    print(f"\n{title}\n{textwrap.indent(_text(reply), '  ')}\n", file=sys.stderr, flush=True)


def _text(reply: Reply) -> str:
    try:
        problem = json.loads(reply.body)
    except ValueError:
        problem = {}
    if isinstance(problem.get("stackTrace"), list):
        return _traceback(problem)
    # The process is gone. What it said last, be it where its threads stood, is all there is.
    log = readable(reply.log).rstrip().splitlines()[-_LOG_LINES:]
    return "\n".join([str(problem.get("errorMessage", "")), *log])


def _traceback(problem: dict[str, Any]) -> str:
    lines = ["Traceback (most recent call last):"]
    for frame in problem["stackTrace"]:
        *place, code = frame
        lines.append(f"  {', '.join(place)}")
        if code:
            lines.append(f"    {code}")
    return "\n".join([*lines, f"{problem.get('errorType')}: {problem.get('errorMessage')}"])

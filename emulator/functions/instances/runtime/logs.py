"""The function's log: standard output and error, and a root logger whose lines carry the request id."""

from __future__ import annotations

import io
import logging
import sys
import time
from typing import Any

_FORMAT = "%(asctime)s.%(msecs)03dZ %(request_id)s [%(levelname)s] %(message)s"


class RequestId(logging.Filter):
    """Gives every log line the id of the call it belongs to."""

    current = ""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take every line."""
        record.request_id = RequestId.current
        return True


def prepare() -> None:
    """Set up streams and root logger as user code finds them."""
    for fd, name in ((1, "stdout"), (2, "stderr")):
        # Without a buffer: what was printed before a crash is in the log.
        raw: Any = io.FileIO(fd, "w", closefd=False)
        stream = io.TextIOWrapper(raw, encoding="utf-8", errors="surrogateescape", write_through=True)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    handler = logging.StreamHandler(sys.stdout)
    formatter = logging.Formatter(_FORMAT, "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.addFilter(RequestId())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)

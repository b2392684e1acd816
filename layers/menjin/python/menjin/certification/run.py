"""Hand every certification that has something due to a worker of its own."""

from __future__ import annotations

from typing import Protocol

from menjin.certification.certification import Certifications, Due
from menjin.failures import Unavailable


class Workers(Protocol):
    """What starts a worker; the worker may start late, twice, or after a failure again."""

    def start(self, due: Due, run: str) -> None:
        """Ask for one worker on ``due``, as part of ``run``. Unavailable if the request was not accepted."""


class Runs(Protocol):
    """What starts a run, beside the timer."""

    def start_run(self) -> None:
        """Ask for one; two at once do no harm. Unavailable if the request was not accepted."""


def run_due(certifications: Certifications, workers: Workers, *, run: str, now: int) -> int:
    """Start a worker for each; returns how many. Unavailable, after all were tried, if one could not be started.

    Safe to repeat: a worker decides by the record what is left to do.
    """
    started = 0
    failed: Unavailable | None = None
    cursor: str | None = None
    while True:
        page, cursor = certifications.due(now + 1, cursor)
        for due in page:
            try:
                workers.start(due, run)
                started += 1
            except Unavailable as failure:
                failed = failure
        if cursor is None:
            break
    if failed is not None:
        raise failed
    return started

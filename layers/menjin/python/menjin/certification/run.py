"""Hand every certification that has something due to a worker of its own."""

from __future__ import annotations

from typing import Protocol

from menjin.certification.certification import Certifications, Due


class Workers(Protocol):
    """What starts a worker; the worker may start late, twice, or after a failure again."""

    def start(self, due: Due, run: str) -> None:
        """Ask for one worker on ``due``, as part of ``run``. Unavailable if the request was not accepted."""


def run_due(certifications: Certifications, workers: Workers, *, run: str, now: int) -> int:
    """Start a worker for each; returns how many. Safe to repeat: a worker decides by the record what is left to do."""
    started = 0
    cursor: str | None = None
    while True:
        page, cursor = certifications.due(now + 1, cursor)
        for due in page:
            workers.start(due, run)
            started += 1
        if cursor is None:
            return started

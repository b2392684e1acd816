"""What has changed, told as it happens: a stream of server-sent events (WHATWG HTML, section 9.2)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing

from starlette.responses import StreamingResponse

from emulator.shared.changes import Changes

SHORTEST_PAUSE_S = 0.25
"""Between two events of a stream; what changes meanwhile comes together in the next."""
HEARTBEAT_S = 15.0
_RETRY_MS = 1000
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Live:
    """The open streams. ``close`` ends them all, so that nobody waits for them when the local cloud stops."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._closed = asyncio.Event()

    def close(self) -> None:
        """End every stream, and those to come at once."""
        self._closed.set()

    def answer(self) -> StreamingResponse:
        """One stream: ``data: ["outbox","cost"]``, the topics that changed since the event before."""
        return StreamingResponse(self._events(), media_type="text/event-stream", headers=_HEADERS)

    async def _events(self) -> AsyncIterator[str]:
        end = asyncio.ensure_future(self._closed.wait())
        async with aclosing(self._changes.follow()) as follower:
            change = asyncio.ensure_future(anext(follower))
            try:
                # One turn of the loop, for the listener to be there before anybody can believe that it is.
                await asyncio.sleep(0)
                yield f"retry: {_RETRY_MS}\n\n"
                while not end.done():
                    await asyncio.wait((change, end), timeout=HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
                    if change.done():
                        yield f"data: {json.dumps(sorted(change.result()), separators=(',', ':'))}\n\n"
                        await asyncio.wait((end,), timeout=SHORTEST_PAUSE_S)
                        change = asyncio.ensure_future(anext(follower))
                    elif not end.done():
                        yield ": still here\n\n"
            finally:
                for waiting in (change, end):
                    waiting.cancel()
                await asyncio.gather(change, end, return_exceptions=True)

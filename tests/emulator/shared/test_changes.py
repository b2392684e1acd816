"""The bell that the console's page listens to."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from emulator.shared.changes import Changes


async def _next(heard: Any) -> set[str]:
    return set(await asyncio.wait_for(heard.__anext__(), 5))


def test_topics_rung_meanwhile_are_heard_together_and_once() -> None:
    async def listen() -> None:
        changes = Changes()
        heard = changes.follow()
        first = asyncio.ensure_future(heard.__anext__())
        await asyncio.sleep(0)
        for topic in ("clock", "cost", "cost"):
            changes.ring(topic)
        assert await asyncio.wait_for(first, 5) == {"clock", "cost"}
        changes.ring("outbox")
        assert await _next(heard) == {"outbox"}
        await heard.aclose()

    asyncio.run(listen())


def test_any_thread_may_ring_and_everybody_hears() -> None:
    async def listen() -> None:
        changes = Changes()
        followers = [changes.follow(), changes.follow()]
        waiting = [asyncio.ensure_future(follower.__anext__()) for follower in followers]
        await asyncio.sleep(0)
        with ThreadPoolExecutor(1) as thread:
            await asyncio.get_running_loop().run_in_executor(thread, changes.ring, "tables")
        assert await asyncio.wait_for(asyncio.gather(*waiting), 5) == [{"tables"}, {"tables"}]
        for follower in followers:
            await follower.aclose()
        changes.ring("tables")

    asyncio.run(listen())

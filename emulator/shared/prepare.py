"""Commands of the product that furnish the local cloud: they make its tables and buckets, as for the real cloud."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.local import Local

_LONGEST_S = 120
_SHOWN_LINES = 30


class PrepareError(Exception):
    """A command failed; the text is its name and the end of what it printed."""


async def prepare(local: Local, root: Path, tell: Callable[[str], None]) -> None:
    """Run the ``prepare`` commands in order, in ``root``, with the local settings and the account's key around them.

    ``tell`` hears of each before it runs.
    """
    for command in local.prepare:
        tell("$ " + " ".join(command))
        words = [sys.executable if word == "python" else word for word in command]
        await _run(words, " ".join(command), {**_surroundings(), **local.environment}, root)


def _surroundings() -> dict[str, str]:
    """This process's environment, with the local account's key in place of whatever leads into a real cloud."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("ALIBABA_CLOUD_")}
    return {
        **others,
        "ALIBABA_CLOUD_ACCESS_KEY_ID": ACCESS_KEY_ID,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ACCESS_KEY_SECRET,
    }


async def _run(words: list[str], shown: str, environment: dict[str, str], root: Path) -> None:
    try:
        process = await asyncio.create_subprocess_exec(
            *words,
            cwd=root,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
    except OSError as error:
        raise PrepareError(f"prepare: {shown}: {error.strerror}") from error
    try:
        output, _ = await asyncio.wait_for(process.communicate(), _LONGEST_S)
    except asyncio.TimeoutError as error:
        raise PrepareError(f"prepare: {shown}: no end after {_LONGEST_S} s") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        lines = output.decode(errors="replace").rstrip().splitlines()[-_SHOWN_LINES:]
        raise PrepareError("\n".join([f"prepare: {shown}: exit code {process.returncode}", *lines]))

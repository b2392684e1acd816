"""The coverage page says the truth about every command that it names, asked over the wire."""

from __future__ import annotations

import pytest
import redis

from emulator.redis.connection import REFUSED
from emulator.redis.coverage import SECTION
from emulator.redis.service import RedisService

COMMANDS = [(command, row.state) for row in SECTION.rows for command in row.operation.split()]

SENT = {"CLIENT": ("CLIENT", "ID")}
"""What is sent of a command that means nothing by itself; of all others the name, which Redis finds too short."""


@pytest.mark.parametrize("state", ["emulated", "partly", "refused"])
def test_commands_are_what_the_page_calls_them(service: RedisService, state: str) -> None:
    wrong = []
    for command in (name for name, of_state in COMMANDS if of_state == state):
        with redis.Redis.from_url(service.url) as client:
            try:
                answer = client.execute_command(*SENT.get(command, (command,)))
            except redis.RedisError as error:
                answer = str(error)
        text = str(answer)
        if ("unknown command" in text or "is not emulated" in text) != (state == "refused"):
            wrong.append((command, text))
    assert wrong == []


def test_each_command_is_named_once_and_what_is_refused_is_there() -> None:
    names = [command for command, _ in COMMANDS]
    assert len(names) == len(set(names))
    assert {command for command, state in COMMANDS if state == "refused"} >= REFUSED
    assert all(row.note for row in SECTION.rows if row.state == "partly")

"""What the console is told of the functions that are deployed."""

from __future__ import annotations

from pathlib import Path

from emulator.functions.browse import deployed
from emulator.functions.cron import parse
from emulator.functions.model import Function, HttpTrigger, OssTrigger, TimerTrigger


def test_functions_come_by_name_with_triggers_and_living_instances() -> None:
    triggers = (
        HttpTrigger("web", "anonymous", ("GET", "POST")),
        TimerTrigger("nightly", "@every 5m", parse("@every 5m")),
        OssTrigger("stored", "menjin", ("oss:ObjectCreated:*",), prefix="upload/", suffix=".jpg"),
    )
    sell = Function("shop", "sell", "index.handler", "python3.10", Path(), 10, 512, triggers=triggers)
    buy = Function("shop", "buy", "index.handler", "python3.10", Path())
    first, second = deployed([sell, buy], lambda key: ["c-1", "c-2"] if key == ("shop", "sell") else [])
    assert (first["name"], first["instances"], first["triggers"]) == ("buy", 0, [])
    assert (second["memory"], second["timeout"], second["instances"]) == (512, 10, 2)
    assert [(one["kind"], one["about"]) for one in second["triggers"]] == [
        ("http", "GET POST"),
        ("timer", "@every 5m"),
        ("oss", "menjin/upload/*.jpg oss:ObjectCreated:*"),
    ]

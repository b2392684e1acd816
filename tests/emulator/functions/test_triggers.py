"""Timers and object events."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.emulator.functions.conftest import Project, Running

Start = Callable[[], Running]

SHOWS = """
def handler(event, context):
    print("EVENT " + event.decode())
"""


def timer(expression: str, *, enable: bool = True) -> dict[str, Any]:
    return {"Type": "Timer", "Properties": {"CronExpression": expression, "Payload": '{"a": 1}', "Enable": enable}}


def object_trigger(*events: str, prefix: str = "", suffix: str = "") -> dict[str, Any]:
    properties = {
        "BucketName": "menjin",
        "Events": list(events),
        "InvocationRole": "acs:ram::1234567890:role/oss",
        "Filter": {"Key": {"Prefix": prefix, "Suffix": suffix}},
    }
    return {"Type": "OSS", "Properties": properties}


def shown(record: dict[str, Any]) -> Any:
    line = next(line for line in record["log"].splitlines() if line.startswith("EVENT "))
    return json.loads(line[6:])


def stored(key: str, name: str = "ObjectCreated:PutObject", bucket: str = "menjin") -> dict[str, Any]:
    return {"eventName": name, "eventSource": "acs:oss", "oss": {"bucket": {"name": bucket}, "object": {"key": key}}}


def test_a_timer_fires_when_the_clock_comes_to_it(project: Project, start: Start) -> None:
    project.function("nightly", SHOWS, events={"night": timer("CRON_TZ=Asia/Shanghai 0 0 3 * * *")})
    project.function("off", SHOWS, events={"night": timer("0 * * * * *", enable=False)})
    cloud = start()
    rows = {row["function"]: row for row in cloud.service.timers()}
    assert rows["nightly"]["cron"] == "CRON_TZ=Asia/Shanghai 0 0 3 * * *"
    assert rows["off"]["next"] is None
    assert cloud.settled() == []
    cloud.cloud.clock.advance(3 * 86400)
    cloud.service.clock_moved()
    (record,) = cloud.settled()
    assert (record["function"], record["trigger"]) == ("nightly", "timer")
    event = shown(record)
    assert (event["triggerName"], event["payload"]) == ("night", '{"a": 1}')
    assert event["triggerTime"].endswith("T19:00:00Z")
    assert cloud.service.timers()[0]["next"] > cloud.cloud.clock.now()


def test_a_timer_can_be_fired_by_hand(project: Project, start: Start) -> None:
    project.function("nightly", SHOWS, events={"night": timer("0 0 3 * * *", enable=False)})
    project.function("plain", SHOWS)
    cloud = start()
    cloud.wait(cloud.service.fire_timer("nightly"))
    (record,) = cloud.settled()
    assert shown(record)["triggerName"] == "night"
    with pytest.raises(KeyError):
        cloud.wait(cloud.service.fire_timer("plain"))


def test_objects_invoke_the_functions_whose_filter_takes_them(project: Project, start: Start) -> None:
    created = object_trigger("oss:ObjectCreated:*", prefix="a/", suffix=".jpg")
    removed = object_trigger("oss:ObjectRemoved:DeleteObject", prefix="a/")
    project.function("created", SHOWS, events={"o": created})
    project.function("removed", SHOWS, events={"o": removed})
    cloud = start()
    events = [
        stored("a/1.jpg"),
        stored("a/2.jpg", "ObjectCreated:PostObject"),
        stored("a/3.png"),
        stored("b/4.jpg"),
        stored("a/5.jpg", bucket="other"),
        stored("a/6.jpg", "ObjectRemoved:DeleteObject"),
        stored("a/7.jpg", "ObjectRemoved:DeleteObjects"),
    ]
    for event in events:
        cloud.service.on_oss_event(event)
    found = {(record["function"], shown(record)["events"][0]["oss"]["object"]["key"]) for record in cloud.settled()}
    assert found == {("created", "a/1.jpg"), ("created", "a/2.jpg"), ("removed", "a/6.jpg")}
    assert {record["trigger"] for record in cloud.settled()} == {"oss"}

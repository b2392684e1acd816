"""What thirty days leave behind. ``make story`` tells them, and holds them to ten seconds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone

import pytest

from tests.story.thirty_days import DAYS, ENDS_AFTER_DAYS, Story, told


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with told(tmp_path_factory.mktemp("story")) as one:
        yield one


def test_time_has_passed_for_everybody(story: Story) -> None:
    assert story.day == DAYS + 1
    last = story.people["Anna"].browser.get("/platform/dict").headers["date"]
    seen = datetime.strptime(last, "%a, %d %b %Y %H:%M:%S %Z").replace(tzinfo=timezone.utc).timestamp()
    assert abs(seen - story.cloud.clock.now()) < 60


def test_the_month_leaves_each_where_they_belong(story: Story) -> None:
    states = {who: person.certification()["status"] for who, person in story.people.items()}
    assert states == {"Anna": "PASS", "Ben": "EXPIRED", "Cao": "UNPASS"}


def test_everybody_was_told_once(story: Story) -> None:
    assert story.titles("Anna") == ["实名认证已通过"]
    assert story.titles("Ben") == ["实名认证已通过", "证件即将到期", "实名认证已过期"]
    assert story.titles("Cao") == ["实名认证未通过"]
    for who in story.people:
        assert len(story.texts(who)) == len(story.titles(who))


def test_pictures_are_gone_a_month_after_the_verdict(story: Story) -> None:
    assert story.pictures("Anna") == []
    assert story.pictures("Ben") == []
    assert len(story.pictures("Cao")) == 2, "decided days later"


def test_timers_ran_each_day(story: Story) -> None:
    ran = [one["function"] for one in story.runs()]
    assert ran.count("certify_sweep") >= DAYS
    assert ran.count("certify_run") >= DAYS * 2 // 7
    assert [one for one in story.runs() if one["error"]] == []
    assert ENDS_AFTER_DAYS < DAYS

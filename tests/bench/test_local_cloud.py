"""The bars of the local cloud: what is measured is what is said, and a missed bar is told."""

from __future__ import annotations

import httpx
import pytest

from bench import local_cloud


def test_a_missed_bar_is_named_and_remembered(capsys: pytest.CaptureFixture[str]) -> None:
    bars = local_cloud.Bars()
    bars.line("ready", "0.70 s", "1.10", holds=True)
    bars.line("warm", "3 ms", "2", holds=False)
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in told] == ["holds", "MISSED"]
    assert bars.missed == 1


def test_the_function_that_is_measured_says_hello_as_its_yardstick_does() -> None:
    with local_cloud.hello() as gateway, local_cloud.bare() as yardstick:
        answers = [httpx.get(url, trust_env=False) for url in (gateway + local_cloud.PATH, yardstick)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(200, b"hello")] * 2

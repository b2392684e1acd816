"""Flows: whom the last request was about, under a name that only its client holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from menjin.codes.flows import Flows
from tests.small_cloud import SmallCloud, at_once

SUBJECTS = ["13800138000", "chunhua@mail.example", "openid-\u6625\u82b1", "", "o" * 500]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_it_is_remembered_as_given(flows: Flows, system: str, subject: str) -> None:
    name = flows.begin(system, "login", subject)
    assert [flows.subject(system, name, "login") for _ in range(2)] == [subject, subject]


def test_it_stands_for_what_it_is_about_alone(flows: Flows, system: str) -> None:
    name = flows.begin(system, "recovery", "13800138000")
    assert flows.subject(system, name, "recovery") == "13800138000"
    assert flows.subject(system, name, "login") is None
    assert flows.subject(system, name, "") is None
    assert flows.subject(f"{system}x", name, "recovery") is None


@pytest.mark.parametrize(
    "name", [None, "", "a", "-" * 32, "a" * 33, "a" * 100_000, "a" * 31 + "\n", "\u540d" * 32, "\ud800" * 32, "\0" * 32]
)
def test_a_name_that_is_not_ours_stands_for_nothing(flows: Flows, system: str, name: str | None) -> None:
    flows.begin(system, "login", "13800138000")
    assert flows.subject(system, name, "login") is None
    flows.end(system, name or "")


@pytest.mark.parametrize(("seconds", "left"), [(590, "13800138000"), (601, None)])
def test_it_lives_ten_minutes(small: SmallCloud, flows: Flows, system: str, seconds: int, left: str | None) -> None:
    name = flows.begin(system, "login", "13800138000")
    small.cloud.advance(seconds)
    assert flows.subject(system, name, "login") == left


def test_asking_prolongs_nothing(small: SmallCloud, flows: Flows, system: str) -> None:
    name = flows.begin(system, "login", "13800138000")
    small.cloud.advance(400)
    assert flows.subject(system, name, "login")
    small.cloud.advance(201)
    assert flows.subject(system, name, "login") is None


def test_it_is_forgotten_on_request(flows: Flows, system: str) -> None:
    name, other = flows.begin(system, "login", "13800138000"), flows.begin(system, "login", "13800138001")
    flows.end(system, name)
    flows.end(system, name)
    assert flows.subject(system, name, "login") is None
    assert flows.subject(system, other, "login") == "13800138001"


def test_32_at_once_are_not_mixed_up(flows: Flows, system: str) -> None:
    def one(number: int) -> tuple[str, str | None]:
        name = flows.begin(system, "login", str(number))
        return name, flows.subject(system, name, "login")

    found = [result for result in at_once(32, one) if not isinstance(result, Exception)]
    assert [subject for _, subject in found] == [str(number) for number in range(32)]
    assert len({name for name, _ in found}) == 32


def test_without_the_name_nobody_is_readable(flows: Flows, system: str, readable: Callable[[], str]) -> None:
    names = [flows.begin(system, "login", "13800138000") for _ in range(2)]
    lines = readable().splitlines()
    assert len(lines) == 2
    veiled = [line.partition(" ")[2] for line in lines]
    assert veiled[0] != veiled[1], "the same subject looks different under each name"
    for secret in (*names, "13800138000", b"13800138000".hex()):
        assert secret not in "".join(lines)

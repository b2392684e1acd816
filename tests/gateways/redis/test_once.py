"""Random values that may be used once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from menjin.codes.once import Once
from tests.small_cloud import SmallCloud, at_once


def test_the_first_use_is_the_only_one(once: Once, system: str) -> None:
    assert once.first(system, "random") is True
    assert once.first(system, "random") is False


def test_another_value_and_another_system_are_free(once: Once, system: str) -> None:
    once.first(system, "random")
    assert once.first(system, "Random")
    assert once.first(f"{system}x", "random")


@pytest.mark.parametrize(("seconds", "free"), [(290, False), (301, True)])
def test_it_is_remembered_for_five_minutes(
    small: SmallCloud, once: Once, system: str, seconds: int, free: bool
) -> None:
    once.first(system, "random")
    small.cloud.advance(seconds)
    assert once.first(system, "random") is free


def test_trying_again_prolongs_nothing(small: SmallCloud, once: Once, system: str) -> None:
    once.first(system, "random")
    small.cloud.advance(200)
    assert not once.first(system, "random")
    small.cloud.advance(101)
    assert once.first(system, "random")


def test_32_uses_at_once_have_one_first(once: Once, system: str) -> None:
    assert Counter(at_once(32, lambda _: once.first(system, "random"))) == {True: 1, False: 31}


def test_any_text_will_do_and_none_is_readable(once: Once, system: str, readable: Callable[[], str]) -> None:
    texts = ["", "a b\n", "\u968f\u673a", "x" * 100_000]
    assert all(once.first(system, text) for text in texts)
    found = readable()
    assert len(found.splitlines()) == len(texts)
    assert "\u968f\u673a" not in found
    assert "xxxx" not in found

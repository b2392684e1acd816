"""Questions whether an identifier is free."""

from __future__ import annotations

from collections import Counter

import pytest

from menjin.accounts.availability import LookUps
from menjin.failures import TooOften
from tests.small_cloud import SmallCloud, at_once

ADDRESS = "203.0.113.7"


def test_an_address_asks_so_many_an_hour(small: SmallCloud, look_ups: LookUps, system: str) -> None:
    for _ in range(3):
        look_ups.take(system, ADDRESS)
    with pytest.raises(TooOften) as refused:
        look_ups.take(system, ADDRESS)
    assert 3595 <= refused.value.retry_after <= 3600
    look_ups.take(system, "203.0.113.8")
    look_ups.take(f"{system}x", ADDRESS)
    small.cloud.advance(3601)
    look_ups.take(system, ADDRESS)


def test_32_questions_at_once_are_counted_one_by_one(look_ups: LookUps, system: str) -> None:
    found = Counter(type(one) for one in at_once(32, lambda _: look_ups.take(system, ADDRESS)))
    assert found == {type(None): 3, TooOften: 29}

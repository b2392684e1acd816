"""Keys as bytes: they sort as the keys do, and no two keys have the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from emulator.tablestore.state.keys import encode
from emulator.tablestore.wire.plainbuffer import Bound

integers = st.one_of(st.integers(-3, 3), st.integers(-(1 << 63), (1 << 63) - 1))
strings = st.text(st.sampled_from("\x00\x01\x02a\x7fé世\uffff😀"), max_size=4)
binaries = st.lists(st.sampled_from([0, 1, 2, 0x61, 0xFE, 0xFF]), max_size=4).map(bytes)
infinities = st.sampled_from([Bound.INF_MIN, Bound.INF_MAX])
keys = st.tuples(*(st.one_of(infinities, part) for part in (strings, binaries, integers)))


def places(key: tuple[Any, ...]) -> list[tuple[int, Any]]:
    """Where the columns of a key or bound stand among others of theirs; after an infinity nothing matters."""
    found: list[tuple[int, Any]] = []
    for value in key:
        if isinstance(value, Bound):
            return [*found, (0, 0) if value is Bound.INF_MIN else (2, 0)]
        found.append((1, value.encode() if isinstance(value, str) else value))
    return found


@given(keys, keys)
@example(("a", b"", 0), ("a\x00", b"", 0))
@example(("a\x00", b"", 0), ("a\x01", b"", 0))
@example(("a", b"\x00", 0), ("a", b"\x00\x01", 0))
@example(("", b"\x00\xff", 0), ("", b"\x00", 0))
@example(("\x00", b"", 0), ("", b"\x00", 0))
def test_bytes_sort_as_keys_do(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    assert (encode(one) < encode(other)) == (places(one) < places(other))
    assert (encode(one) == encode(other)) == (places(one) == places(other))


@pytest.mark.parametrize("value", ["", "a", "a\x00", "\x00"])
def test_no_key_of_one_partition_begins_like_another(value: str) -> None:
    longer = encode([value + "\x00", 1])
    assert encode([value, 1]).startswith(encode([value]))
    assert not longer.startswith(encode([value]))

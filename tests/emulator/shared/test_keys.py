"""Which access keys there are, and how long they are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET, AccessKey, Keys, looks_real


def test_temporary_keys_outlive_a_restart(tmp_path: Path) -> None:
    first = Keys(tmp_path)
    key = first.mint(900, '{"Version":"1"}')
    first.close()
    later = Keys(tmp_path)
    assert later.find(key.id) == key
    assert later.find(ACCESS_KEY_ID) == AccessKey(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
    later.close()


def test_a_reset_forgets_them_and_a_snapshot_brings_them_back(tmp_path: Path) -> None:
    keys = Keys()
    key = keys.mint(900, None)
    keys.save(tmp_path)
    keys.reset()
    other = keys.mint(900, None)
    assert keys.find(key.id) is None
    keys.load(tmp_path)
    assert keys.find(key.id) == key
    assert keys.find(other.id) is None
    assert keys.find(ACCESS_KEY_ID)


@pytest.mark.parametrize(
    ("key_id", "real"),
    [("LTAI" + "4FoLocalExampleOnly1", True), (ACCESS_KEY_ID, False), ("STS.0123456789abcdef01234567", False)],
)
def test_what_may_be_a_key_of_the_real_cloud(key_id: str, real: bool) -> None:
    assert looks_real(key_id) is real

"""Sealed texts open with their key, at their place, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from menjin.gateways.tablestore.sealing import Sealing, SealingError

OLD, NEW, INDEX = b"o" * 32, b"n" * 32, b"i" * 32


@pytest.fixture
def sealing() -> Sealing:
    return Sealing({"k1": OLD, "k2": NEW}, "k2", INDEX)


@pytest.mark.parametrize("text", ["", "张三", "11010519491231002X", "x" * 5000])
def test_what_was_sealed_opens(sealing: Sealing, text: str) -> None:
    sealed = sealing.seal(text, "table", "row", "name")
    assert sealing.open(sealed, "table", "row", "name") == text
    assert not text or text not in sealed


def test_equal_texts_are_sealed_differently(sealing: Sealing) -> None:
    assert len({sealing.seal("张三", "row") for _ in range(50)}) == 50


def test_the_newest_key_seals_and_all_open(sealing: Sealing) -> None:
    old = Sealing({"k1": OLD}, "k1", INDEX).seal("张三", "row")
    assert sealing.open(old, "row") == "张三"
    assert sealing.seal("张三", "row").startswith("k2.")


def test_an_unknown_key_is_named(sealing: Sealing) -> None:
    sealed = Sealing({"k3": NEW}, "k3", INDEX).seal("张三", "row")
    with pytest.raises(SealingError, match="no sealing key 'k3'"):
        sealing.open(sealed, "row")


def test_another_key_of_the_same_id_opens_nothing(sealing: Sealing) -> None:
    with pytest.raises(SealingError, match="altered or moved"):
        sealing.open(Sealing({"k2": OLD}, "k2", INDEX).seal("张三", "row"), "row")


@pytest.mark.parametrize("place", [("table", "row2", "name"), ("table", "row", "number"), ("tabler", "ow", "name"), ()])
def test_a_moved_value_does_not_open(sealing: Sealing, place: tuple[str, ...]) -> None:
    sealed = sealing.seal("张三", "table", "row", "name")
    with pytest.raises(SealingError, match="altered or moved"):
        sealing.open(sealed, *place)


@pytest.mark.parametrize(
    "spoil", [lambda text: text[:-8], lambda text: text[:3] + "AAAA" + text[7:], lambda _: "k2.", lambda _: "k2.é"]
)
def test_an_altered_value_does_not_open(sealing: Sealing, spoil: Callable[[str], str]) -> None:
    with pytest.raises(SealingError) as caught:
        sealing.open(spoil(sealing.seal("张三", "row")), "row")
    assert "张三" not in str(caught.value)


def test_the_index_finds_within_a_scope_and_tells_nothing_without_the_key(sealing: Sealing) -> None:
    index = sealing.index("11010519491231002X", "qqsl", "person")
    assert index == Sealing({"k9": NEW}, "k9", INDEX).index("11010519491231002X", "qqsl", "person")
    assert index != sealing.index("11010519491231002X", "platform", "person")
    assert index != Sealing({"k1": OLD}, "k1", b"j" * 32).index("11010519491231002X", "qqsl", "person")
    assert index != sealing.index("1010519491231002X", "qqsl", "person1")


@pytest.mark.parametrize(
    ("keys", "newest", "index_key"),
    [
        ({"k1": OLD}, "k2", INDEX),
        ({"k1": b"short"}, "k1", INDEX),
        ({"k1": OLD}, "k1", b""),
        ({"k.1": OLD}, "k.1", INDEX),
    ],
)
def test_unfit_keys_are_refused_without_being_shown(keys: dict[str, bytes], newest: str, index_key: bytes) -> None:
    with pytest.raises(ValueError, match="key") as caught:
        Sealing(keys, newest, index_key)
    assert "ooo" not in str(caught.value)
    assert "short" not in str(caught.value)


def test_keys_do_not_show_in_the_text_form(sealing: Sealing) -> None:
    assert repr(sealing) == "Sealing(keys=['k1', 'k2'], newest='k2')"

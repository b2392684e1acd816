"""The row encoding: golden buffers, and agreement with the vendor's own codec."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tablestore.plainbuffer.plain_buffer_builder import PlainBufferBuilder
from tablestore.plainbuffer.plain_buffer_coded_stream import PlainBufferCodedInputStream
from tablestore.plainbuffer.plain_buffer_stream import PlainBufferInputStream

from emulator.tablestore.wire.plainbuffer import (
    DELETE_ALL_VERSIONS,
    DELETE_ONE_VERSION,
    INCREMENT,
    Bound,
    Cell,
    Row,
    RowFormatError,
    crc8,
    decode_row,
    decode_value,
    encode_rows,
    encode_value,
)

GOLDEN_KEY = "7500000001030402000000696405060000000301000000610a910304010000006e05090000000001000000000000000a480931"
GOLDEN_DELETE = "7500000001030402000000696405060000000301000000610a910809f3"

names = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12)
values = st.one_of(
    st.integers(-(1 << 63), (1 << 63) - 1),
    st.floats(allow_nan=False),
    st.booleans(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
    st.binary(max_size=80),
)
key_values = st.one_of(st.integers(-(1 << 63), (1 << 63) - 1), st.text(max_size=20), st.binary(max_size=20))


def sdk(value: object) -> object:
    """A value as the vendor's client takes it: bytes would be a string to it."""
    return bytearray(value) if isinstance(value, bytes) else value


@pytest.mark.parametrize(
    ("row", "buffer"),
    [
        (Row([Cell("id", "a"), Cell("n", 1)], []), GOLDEN_KEY),
        (Row([Cell("id", "a")], [], delete=True), GOLDEN_DELETE),
    ],
)
def test_golden_rows(row: Row, buffer: str) -> None:
    assert encode_rows([row]).hex() == buffer
    assert decode_row(bytes.fromhex(buffer)) == row


@pytest.mark.parametrize(
    ("bound", "end"),
    [(Bound.INF_MIN, "0501000000090a6109e0"), (Bound.INF_MAX, "05010000000a0a68095d")],
)
def test_golden_bounds(bound: Bound, end: str) -> None:
    buffer = encode_rows([Row([Cell("id", bound)], [])])
    assert buffer.hex().endswith(end)
    assert decode_row(buffer).key == [Cell("id", bound)]


def test_golden_auto_increment() -> None:
    buffer = encode_rows([Row([Cell("id", "a"), Cell("n", Bound.AUTO_INCREMENT)], [])])
    assert "0304010000006e05010000000b0a12" in buffer.hex()


def test_golden_operations() -> None:
    cells = [
        Cell("i", 5, None, 1000),
        Cell("x", None, DELETE_ONE_VERSION, 7),
        Cell("y", None, DELETE_ALL_VERSIONS),
        Cell("c", 1, INCREMENT),
    ]
    buffer = encode_rows([Row([Cell("id", "a")], cells)])
    for piece in ("07e8030000000000000a69", "06030707000000000000000adf", "06010a18", "06040a78"):
        assert piece in buffer.hex()
    assert decode_row(buffer).cells == cells


def test_crc_check_value() -> None:
    assert crc8(b"123456789") == 0xF4


@given(st.binary(max_size=600))
def test_crc_of_long_data_is_that_of_its_bytes_in_turn(data: bytes) -> None:
    crc = 0
    for byte in data:
        crc = crc8(bytes((crc ^ byte,)))
    assert crc8(data) == crc


@given(st.dictionaries(names, key_values, min_size=1, max_size=4), st.dictionaries(names, values, max_size=6))
def test_the_vendor_reads_what_we_write(key: dict[str, object], columns: dict[str, object]) -> None:
    row = Row(
        [Cell(name, value) for name, value in key.items()],  # type: ignore[arg-type]
        [Cell(name, value, None, 1_700_000_000_000) for name, value in columns.items()],  # type: ignore[arg-type]
    )
    buffer = encode_rows([row])
    stream = PlainBufferCodedInputStream(PlainBufferInputStream(buffer))
    [found] = stream.read_rows()
    assert found.primary_key == [(name, sdk(value)) for name, value in key.items()]
    assert found.attribute_columns == [(name, sdk(value), 1_700_000_000_000) for name, value in columns.items()]
    assert decode_row(buffer) == row


@given(st.dictionaries(names, key_values, min_size=1, max_size=4), st.dictionaries(names, values, max_size=6))
def test_we_read_what_the_vendor_writes(key: dict[str, object], columns: dict[str, object]) -> None:
    buffer = PlainBufferBuilder.serialize_for_put_row(
        [(name, sdk(value)) for name, value in key.items()],
        [(name, sdk(value)) for name, value in columns.items()],
    )
    row = decode_row(bytes(buffer))
    assert {cell.name: cell.value for cell in row.key} == key
    assert {cell.name: cell.value for cell in row.cells} == columns
    assert encode_rows([row]) == bytes(buffer)


@given(values)
def test_bare_values(value: bool | int | float | str | bytes) -> None:
    assert decode_value(encode_value(value)) == value
    assert type(decode_value(encode_value(value))) is type(value)


def test_only_room_may_follow_a_row() -> None:
    buffer = bytes.fromhex(GOLDEN_KEY)
    assert decode_row(buffer + b"\x00" * 4) == decode_row(buffer)
    with pytest.raises(RowFormatError):
        decode_row(buffer + b"\x00\x01")


@given(st.data())
def test_damage_is_noticed(data: st.DataObject) -> None:
    buffer = bytearray.fromhex(GOLDEN_KEY)
    where = data.draw(st.integers(0, len(buffer) - 1))
    buffer[where] ^= data.draw(st.integers(1, 255))
    with pytest.raises(RowFormatError):
        decode_row(bytes(buffer))


@given(st.integers(0, len(GOLDEN_KEY) // 2 - 1))
def test_a_cut_buffer_is_noticed(length: int) -> None:
    with pytest.raises(RowFormatError):
        decode_row(bytes.fromhex(GOLDEN_KEY)[:length])


@given(st.binary(max_size=60))
def test_noise_is_no_row(noise: bytes) -> None:
    with pytest.raises(RowFormatError):
        decode_row(b"\x75\x00\x00\x00" + noise)


@pytest.mark.timeout(10)
@pytest.mark.parametrize("length", [-1, -6, -7, -(2**31)])
def test_a_name_cannot_end_before_it_begins(length: int) -> None:
    """Read as told, minus six would lead back to the cell's own beginning, again and again."""
    buffer = bytearray.fromhex(GOLDEN_KEY)
    name = 4 + 1 + 1  # behind header, row key and cell
    assert buffer[name] == 4
    buffer[name + 1 : name + 5] = length.to_bytes(4, "little", signed=True)
    with pytest.raises(RowFormatError):
        decode_row(bytes(buffer))

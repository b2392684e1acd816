"""Forms read the same however the network cuts them."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.oss.errors import OssError
from emulator.oss.wire.form import FormReader, PartHead, read_boundary

CONTENT = b"\r\n--b\r\n--boundarx\r\n\r\n--" * 3
BODY = (
    b'--boundary\r\nContent-Disposition: form-data; name="Key"\r\n\r\na/b\r\n'
    b'--boundary\r\ncontent-disposition: form-data; name="empty"\r\n\r\n\r\n'
    b'--boundary\r\nContent-Disposition: form-data; name="file"; filename="a;b=\xe5\x9b\xbe.jpg"\r\n'
    b"Content-Type: image/jpeg\r\n\r\n" + CONTENT + b"\r\n"
    b'--boundary\r\nContent-Disposition: form-data; name="submit"\r\n\r\ngo\r\n--boundary--\r\n'
)


async def _read(pieces: list[bytes]) -> tuple[dict[str, str], PartHead, bytes]:
    async def chunks() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    reader = FormReader(chunks(), b"boundary")
    fields, head = await reader.fields()
    content = b"".join([chunk async for chunk in reader.file_chunks()])
    await reader.finish()
    return fields, head, content


def _cut(places: list[int]) -> list[bytes]:
    marks = [0, *sorted(place % len(BODY) for place in places), len(BODY)]
    return [BODY[start:end] for start, end in itertools.pairwise(marks) if start < end]


@given(st.lists(st.integers(0, len(BODY)), max_size=40))
def test_any_cut_gives_the_same_form(places: list[int]) -> None:
    fields, head, content = asyncio.run(_read(_cut(places)))
    assert fields == {"key": "a/b", "empty": ""}
    assert head == PartHead("file", "a;b=图.jpg", "image/jpeg")
    assert content == CONTENT


@pytest.mark.parametrize("length", range(0, len(BODY) - 2, 7))
def test_a_form_cut_short_is_malformed(length: int) -> None:
    with pytest.raises(OssError) as refused:
        asyncio.run(_read([BODY[:length]]))
    assert refused.value.code == "MalformedPOSTRequest"


@pytest.mark.parametrize(
    ("given", "boundary"),
    [
        ("multipart/form-data; boundary=abc", b"abc"),
        ('multipart/form-data; boundary="a b"', b"a b"),
        ("Multipart/Form-Data; charset=utf-8; Boundary=abc", b"abc"),
        ("multipart/form-data;boundary=----WebKitFormBoundaryAbC; charset=utf-8", b"----WebKitFormBoundaryAbC"),
    ],
)
def test_boundaries(given: str, boundary: bytes) -> None:
    assert read_boundary(given) == boundary

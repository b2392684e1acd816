"""Avatars without metadata: what is taken out, what stays, and that doing it twice is doing it once."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image, ImageChops
from PIL.ExifTags import Base

from menjin.assets import clean
from menjin.assets.clean import cleaned
from menjin.assets.metadata import bare
from menjin.assets.picture import Seen, look_at
from tests.assets.photographs import PLANTED, PROFILE, SIDES, drawing, photograph, said_by, scene, shown

TURNED = SIDES[::-1]


def clean_twice(content: bytes) -> tuple[bytes, Seen]:
    """The clean picture, after a look whether it stays as it is."""
    seen = look_at(content)
    assert seen is not None
    found, what = cleaned(content, seen)
    assert look_at(found) == what, "the record shows what is stored"
    assert cleaned(found, what) == (found, what)
    assert cleaned(content, seen) == (found, what), "equal bytes give equal bytes"
    return found, what


def same_pixels(one: bytes, other: bytes) -> bool:
    return Image.open(io.BytesIO(one)).tobytes() == Image.open(io.BytesIO(other)).tobytes()


UPRIGHT = {
    "jpeg": photograph(),
    "progressive jpeg": photograph(progressive=True),
    "grey jpeg": photograph(mode="L"),
    "print jpeg": photograph(mode="CMYK"),
    "jpeg of no orientation": photograph(None),
    "png": drawing(),
    "late png": drawing(late=True),
    "palette png": drawing(mode="P"),
    "transparent png": drawing(mode="RGBA"),
}


@pytest.mark.parametrize("name", UPRIGHT)
def test_an_upright_picture_keeps_every_pixel_and_nothing_else(name: str) -> None:
    content = UPRIGHT[name]
    assert said_by(content), "there is something to take out"
    found, what = clean_twice(content)
    assert said_by(found) == set()
    assert (what.width, what.height) == SIDES
    assert same_pixels(found, content)


def test_colours_stay_as_they_were_meant() -> None:
    for content in (photograph(), photograph(6), drawing(), drawing(6)):
        found, _ = clean_twice(content)
        assert Image.open(io.BytesIO(found)).info["icc_profile"] == PROFILE


@pytest.mark.parametrize("orientation", [1, 6])
def test_of_two_exposures_the_first_stays(orientation: int) -> None:
    both = io.BytesIO()
    taken = Image.Exif()
    taken[Base.Orientation] = orientation
    taken[Base.Artist] = "planted"
    scene().save(both, "MPO", save_all=True, append_images=[Image.new("RGB", SIDES, "black")], exif=taken)
    content = both.getvalue()
    assert Image.open(io.BytesIO(content)).format == "MPO"
    found, what = clean_twice(content)
    assert (what.type, what.width, what.height) == ("image/jpeg", *(SIDES if orientation == 1 else TURNED))
    assert said_by(found) == set()
    assert Image.open(io.BytesIO(found)).format == "JPEG"
    assert len(found) < len(content)
    if orientation == 1:
        assert same_pixels(found, content)


def test_the_thumbnail_in_a_jpegs_first_segment_goes_too() -> None:
    plain = io.BytesIO()
    Image.new("RGB", (32, 20)).save(plain, "JPEG")
    start, rest = plain.getvalue()[:20], plain.getvalue()[20:]
    thumbnail = start[2:4] + (16 + 3).to_bytes(2, "big") + start[6:18] + b"\x01\x01" + b"\x01\x02\x03"
    found, _ = clean_twice(start[:2] + thumbnail + rest)
    assert found == plain.getvalue()


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_turned_photograph_is_turned_for_good(orientation: int, order: str) -> None:
    content = photograph(orientation, order=order)
    found, what = clean_twice(content)
    assert said_by(found) == set()
    assert (what.width, what.height) == (SIDES if orientation < 5 else TURNED)
    difference = ImageChops.difference(Image.open(io.BytesIO(found)), shown(content)).convert("L")
    # Encoding anew costs a little at edges.
    assert sum(difference.histogram()[24:]) < 0.02 * SIDES[0] * SIDES[1]


@pytest.mark.parametrize("orientation", [3, 6])
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "P", "RGBA", "L"])
def test_a_turned_drawing_too(orientation: int, late: bool, mode: str) -> None:
    content = drawing(orientation, late=late, mode=mode)
    found, _ = clean_twice(content)
    assert said_by(found) == set()
    assert Image.open(io.BytesIO(found)).tobytes() == shown(content).tobytes()


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_is_none_turns_nothing(orientation: int) -> None:
    found, what = clean_twice(photograph(orientation))
    assert (what.width, what.height) == SIDES
    assert said_by(found) == set()


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_what_would_take_too_much_memory_is_halved(monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    monkeypatch.setattr(clean, "_MAX_TURNED", SIDES[0] * SIDES[1] * (1 if mode == "P" else 4) - 1)
    contents = [drawing(6, mode=mode)] + ([photograph(6)] if mode == "RGB" else [])
    for content in contents:
        seen = look_at(content)
        assert seen is not None
        found, what = cleaned(content, seen)
        assert (what.width, what.height) == (TURNED[0] // 2, TURNED[1] // 2)
        assert look_at(found) == what
        assert said_by(found) == set()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_turned_picture_stays_small_enough_to_be_read_again(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    noise = io.BytesIO()
    turned = Image.Exif()
    turned[Base.Orientation] = 6
    Image.effect_noise((200, 100), 80).save(noise, kind, exif=turned)
    most = len(noise.getvalue()) * 2 // 3
    monkeypatch.setattr(clean, "MAX_BYTES", most)
    seen = look_at(noise.getvalue())
    assert seen is not None
    found, what = cleaned(noise.getvalue(), seen)
    assert len(found) <= most
    assert look_at(found) == what
    assert (what.width, what.height) == (50, 100)


def test_a_colour_profile_as_large_as_a_picture_is_not_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clean, "_MAX_PROFILE", len(PROFILE) - 1)
    found, _ = clean_twice(photograph(6))
    assert "icc_profile" not in Image.open(io.BytesIO(found)).info


def test_a_clean_picture_stays_as_it_is() -> None:
    for kind, options in (("JPEG", {}), ("JPEG", {"progressive": True}), ("JPEG", {"quality": 95}), ("PNG", {})):
        content = io.BytesIO()
        Image.effect_noise((200, 100), 80).save(content, kind, **options)
        assert clean_twice(content.getvalue())[0] == content.getvalue()


def test_an_end_that_is_cut_off_is_put_back() -> None:
    content = drawing().removesuffix(PLANTED)
    found, _ = clean_twice(content[:-12])
    assert found == clean_twice(content)[0]


@pytest.mark.parametrize("whole", [photograph(6), drawing(6)], ids=["jpeg", "png"])
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@settings(max_examples=60, deadline=None)
@given(data=some.data())
def test_whatever_was_damaged_is_read_without_a_failure(whole: bytes, data: some.DataObject) -> None:
    start = data.draw(some.integers(2, len(whole)))
    content = whole[:start] + data.draw(some.binary(max_size=40)) + whole[data.draw(some.integers(start, len(whole))) :]
    found = bare(content)
    assert bare(found.content).content == found.content
    if look_at(content) is not None:
        clean_twice(content)

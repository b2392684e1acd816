"""Photographs as telephones make them: full of things that their owner did not mean to show."""

from __future__ import annotations

import io
import zlib

from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base

PLANTED = b"planted"
"""Stands in every place where something personal may be; compressed in some of them."""
WORD = PLANTED.decode()
SIDES = (64, 48)
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def scene(mode: str = "RGB") -> Image.Image:
    """Four quarters of different colours: no turn of it looks like another."""
    picture = Image.new("RGB", SIDES, "red")
    width, height = SIDES
    for colour, corner in (("lime", (width // 2, 0)), ("blue", (0, height // 2)), ("white", (width // 2, height // 2))):
        picture.paste(colour, (*corner, corner[0] + width // 2, corner[1] + height // 2))
    return picture.convert(mode)


def exif(orientation: int | None, order: str = "<") -> bytes:
    """Maker, author, time and place, without the prefix that JPEG puts before it."""
    found = Image.Exif()
    found.endian = order
    if orientation is not None:
        found[Base.Orientation] = orientation
    found[Base.Make] = found[Base.Artist] = WORD
    found[Base.DateTime] = "2026:11:20 20:03:18"
    found.get_ifd(IFD.GPSInfo).update(
        {GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (30.0, 15.0, 1.0), GPS.GPSProcessingMethod: PLANTED}
    )
    return found.tobytes().removeprefix(b"Exif\0\0")


def photograph(orientation: int | None = 1, *, order: str = "<", mode: str = "RGB", progressive: bool = False) -> bytes:
    """A JPEG with EXIF, a thumbnail, XMP, IPTC, comment, an unknown segment, a colour profile, and a tail."""
    content = io.BytesIO()
    scene(mode).save(content, "JPEG", quality=90, progressive=progressive, icc_profile=PROFILE, restart_marker_rows=1)
    start, rest = content.getvalue()[:2], content.getvalue()[2:]
    segments = (
        (0xE1, b"Exif\0\0" + exif(orientation, order) + PLANTED),
        (0xE0, b"JFXX\0\x10" + PLANTED),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + PLANTED),
        (0xED, b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0c\x1c\x02\x50\0\x07" + PLANTED),
        (0xFE, PLANTED),
        (0xEB, PLANTED),
    )
    planted = b"".join(bytes((0xFF, marker)) + (len(said) + 2).to_bytes(2, "big") + said for marker, said in segments)
    return start + planted + rest + PLANTED


def drawing(orientation: int | None = 1, *, late: bool = False, mode: str = "RGB") -> bytes:
    """A PNG with texts of all kinds, XMP, EXIF (``late``: behind the pixels), a time, a private chunk, and a tail."""
    content = io.BytesIO()
    scene(mode).save(content, "PNG", icc_profile=PROFILE)
    whole = content.getvalue()
    start, end = 33, len(whole) - 12
    texts = b"".join(
        chunk(name, said)
        for name, said in (
            (b"tEXt", b"Author\0" + PLANTED),
            (b"zTXt", b"Comment\0\0" + zlib.compress(PLANTED)),
            (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta>" + PLANTED),
            (b"tIME", b"\x07\xea\x0b\x14\x14\x03\x12"),
            (b"prVt", PLANTED),
        )
    )
    place = chunk(b"eXIf", exif(orientation))
    before, behind = (b"", place) if late else (place, b"")
    return whole[:start] + texts + before + whole[start:end] + behind + texts + whole[end:] + PLANTED


def chunk(name: bytes, said: bytes) -> bytes:
    """A PNG's chunk."""
    return len(said).to_bytes(4, "big") + name + said + zlib.crc32(name + said).to_bytes(4, "big")


def shown(content: bytes) -> Image.Image:
    """The picture as a browser shows it."""
    from PIL import ImageOps

    picture = Image.open(io.BytesIO(content))
    picture.load()
    return ImageOps.exif_transpose(picture)


def said_by(content: bytes) -> set[str]:
    """What the picture says besides its pixels and colours, as another reader finds it."""
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        colours = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "icc_profile", "progressive",
                   "progression", "adobe", "adobe_transform", "transparency", "interlace"}  # fmt: skip
        said = {str(name) for name in picture.info} - colours
        if picture.getexif():
            said.add("exif")
    return said | ({WORD} if PLANTED in content else set())

"""Take out of a JPEG or PNG what does not make the picture, without decoding it.

What stays is a list, so that what nobody thought of goes too. JPEG: tables, frames and scans, JFIF without its
thumbnail, Adobe's colour transform and the colour profile (ITU-T T.81, annex B; JFIF 1.02; ICC.1, annex B.4). PNG:
the critical chunks and those about colour (W3C PNG, 11). EXIF with its places and thumbnails, XMP, IPTC, comments,
texts, times, further pictures and whatever follows the end are left out. Done twice, it is done once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

UPRIGHT = 1
_TURNED = range(2, 9)
_ORIENTATION = 0x0112
"""The EXIF tag (CIPA DC-008, 4.6.4): what is to be done to the pixels before they are shown."""

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_BARE = frozenset((0x01, *range(0xD0, _EOI)))
"""Markers without a length."""
_DRAWN = frozenset({*range(0xC0, 0xD0), *range(_SOS, 0xE0)} - {0xC8})
"""Frames, scans and their tables."""
_APP0, _APP1, _APP2, _APP14 = 0xE0, 0xE1, 0xE2, 0xEE
_MARKER = re.compile(rb"\xff([^\x00\xff])", re.DOTALL)
# In a scan, FF 00 is the byte FF, and the restart markers belong to it.
_SCAN_END = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHUNKS = frozenset((b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"cHRM", b"gAMA", b"sRGB", b"iCCP", b"cICP", b"sBIT"))
_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"


@dataclass(frozen=True)
class Bare:
    """A picture without metadata, and the orientation that these named: ``UPRIGHT`` or 2 to 8."""

    content: bytes
    orientation: int


def bare(content: bytes) -> Bare:
    """The picture alone. ``content`` is a JPEG or PNG that decodes."""
    return _bare_png(content) if content.startswith(_SIGNATURE) else _bare_jpeg(content)


def _bare_jpeg(content: bytes) -> Bare:
    """Reads as libjpeg does: what stands between two segments is skipped, and a cut end is no error."""
    kept, exif = [bytes((0xFF, _SOI))], b""
    at = len(kept[0])
    while found := _MARKER.search(content, at):
        marker, at = found[1][0], found.end()
        if marker == _EOI:
            break
        if marker in _BARE:
            continue
        end = at + int.from_bytes(content[at : at + 2], "big")
        if not at + 2 <= end <= len(content):
            break
        payload, at = content[at + 2 : end], end
        if marker == _APP1 and payload.startswith(b"Exif\0\0"):
            exif = exif or payload[6:]
        stays = _stays(marker, payload)
        if stays is None:
            continue
        kept.append(bytes((0xFF, marker)) + (len(stays) + 2).to_bytes(2, "big") + stays)
        if marker == _SOS:
            stop = _SCAN_END.search(content, end)
            at = stop.start() if stop else len(content)
            kept.append(content[end:at])
    return Bare(b"".join((*kept, bytes((0xFF, _EOI)))), _orientation(exif))


def _stays(marker: int, payload: bytes) -> bytes | None:
    """What stays of a segment; None for nothing."""
    if marker in _DRAWN or (marker == _APP2 and payload.startswith(b"ICC_PROFILE\0")):
        return payload
    if marker == _APP0 and payload.startswith(b"JFIF\0") and len(payload) >= 14:
        # Identifier, version and density; then the thumbnail's sides, and the thumbnail.
        return payload[:12] + b"\0\0"
    if marker == _APP14 and payload.startswith(b"Adobe") and len(payload) >= 12:
        return payload[:12]
    return None


def _bare_png(content: bytes) -> Bare:
    kept, exif = [_SIGNATURE], b""
    at = len(_SIGNATURE)
    while at + 12 <= len(content):
        length, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        end = at + 12 + length
        if name == b"IEND" or end > len(content):
            break
        if name in _CHUNKS:
            kept.append(content[at:end])
        elif name == b"eXIf":
            exif = exif or content[at + 8 : end - 4]
        at = end
    return Bare(b"".join((*kept, _END)), _orientation(exif))


def _orientation(exif: bytes) -> int:
    """What the first directory of these EXIF data says (TIFF 6.0, 2)."""
    order = exif[:2]
    if order not in (b"II", b"MM"):
        return UPRIGHT

    def number(at: int, size: int) -> int:
        return int.from_bytes(exif[at : at + size], "little" if order == b"II" else "big")

    first = number(4, 4)
    for entry in range(first + 2, first + 2 + 12 * number(first, 2), 12):
        if number(entry, 2) == _ORIENTATION:
            said = number(entry + 8, 2)
            return said if said in _TURNED else UPRIGHT
    return UPRIGHT

"""Pictures processed on reading and stored under another name."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import oss2
import pytest
from PIL import Image

from tests.emulator.oss.kit import Oss


@pytest.fixture
def picture(plain: oss2.Bucket) -> oss2.Bucket:
    """A bucket with ``p.png``, 80 by 40, left half red, right half blue."""
    canvas = Image.new("RGB", (80, 40), "red")
    canvas.paste("blue", (40, 0, 80, 40))
    out = io.BytesIO()
    canvas.save(out, "PNG")
    plain.put_object("p.png", out.getvalue(), headers={"Content-Type": "image/png"})
    return plain


def _got(bucket: oss2.Bucket, process: str) -> Image.Image:
    return Image.open(io.BytesIO(bucket.get_object("p.png", process=process).read()))


def _refused(call: Any, *arguments: Any, **more: Any) -> str:
    with pytest.raises(oss2.exceptions.ServerError) as refused:
        call(*arguments, **more)
    return str(refused.value.code)


def _named(name: str) -> str:
    return base64.urlsafe_b64encode(name.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("process", "size"),
    [
        ("image/resize,w_20", (20, 10)),
        ("image/resize,h_20", (40, 20)),
        ("image/resize,w_20,h_20", (20, 10)),
        ("image/resize,m_mfit,w_20,h_20", (40, 20)),
        ("image/resize,m_fill,w_20,h_20", (20, 20)),
        ("image/resize,m_pad,w_20,h_20", (20, 20)),
        ("image/resize,m_fixed,w_20,h_30", (20, 30)),
        ("image/resize,l_20", (20, 10)),
        ("image/resize,s_20", (40, 20)),
        ("image/resize,l_20,s_20", (20, 10)),
        ("image/resize,p_50", (40, 20)),
        ("image/resize,w_800", (80, 40)),
        ("image/resize,w_160,limit_0", (160, 80)),
        ("image/crop,w_10,h_10", (10, 10)),
        ("image/crop,x_70", (10, 40)),
        ("image/rotate,90", (40, 80)),
        ("image/auto-orient,1/quality,q_50", (80, 40)),
        ("image/resize,w_20/rotate,90", (10, 20)),
    ],
)
def test_a_picture_is_measured_as_asked(picture: oss2.Bucket, process: str, size: tuple[int, int]) -> None:
    assert _got(picture, process).size == size


def test_crops_by_place_and_writes_other_formats(picture: oss2.Bucket) -> None:
    assert _got(picture, "image/crop,w_10,h_10,g_se").getpixel((5, 5)) == (0, 0, 255)
    assert _got(picture, "image/crop,w_10,h_10,g_west").getpixel((5, 5)) == (255, 0, 0)
    answer = picture.get_object("p.png", process="image/format,jpg")
    assert (answer.headers["Content-Type"], Image.open(io.BytesIO(answer.read())).format) == ("image/jpeg", "JPEG")
    text = _named("图片")
    marked = _got(picture, f"image/watermark,text_{text},size_20,color_FFFFFF,g_west,x_0")
    assert (255, 255, 255) in {color for _, color in marked.convert("RGB").getcolors(9999) or []}


def test_shades_of_grey_and_double_pictures_of_phones_are_processed(picture: oss2.Bucket) -> None:
    grey, double = io.BytesIO(), io.BytesIO()
    Image.new("L", (80, 40), 100).save(grey, "PNG")
    picture.put_object("p.png", grey.getvalue())
    padded = _got(picture, "image/resize,m_pad,w_20,h_20,color_FF0000")
    assert (padded.size, padded.getpixel((0, 0)), padded.getpixel((10, 10))) == ((20, 20), (255, 0, 0), (100, 100, 100))
    Image.new("RGB", (80, 40)).save(double, "MPO", save_all=True, append_images=[Image.new("RGB", (80, 40))])
    picture.put_object("p.png", double.getvalue())
    assert (small := _got(picture, "image/resize,w_20")).format == "JPEG"
    assert small.size == (20, 10)


def test_a_picture_too_large_for_its_format_is_refused(picture: oss2.Bucket) -> None:
    wide = io.BytesIO()
    Image.new("1", (17_000, 1)).save(wide, "PNG")
    picture.put_object("wide.png", wide.getvalue())
    assert _refused(picture.get_object, "wide.png", process="image/format,webp") == "InvalidArgument"


def test_info_tells_the_measures(picture: oss2.Bucket) -> None:
    told = json.loads(picture.get_object("p.png", process="image/info").read())
    size = str(picture.head_object("p.png").content_length)
    assert told["ImageWidth"] == {"value": "80"}
    assert (told["ImageHeight"]["value"], told["Format"]["value"], told["FileSize"]["value"]) == ("40", "png", size)


def test_a_processed_picture_is_stored_and_told(oss: Oss, picture: oss2.Bucket) -> None:
    other = oss.new_bucket()
    saved = picture.process_object("p.png", f"image/resize,w_20|sys/saveas,o_{_named('小.png')}")
    assert (saved.object, saved.bucket, saved.process_status) == ("小.png", "", "OK")
    target = f"sys/saveas,o_{_named('q.png')},b_{_named(other.bucket_name)}"
    assert picture.process_object("p.png", f"image/resize,w_10|{target}").bucket == other.bucket_name
    assert Image.open(io.BytesIO(other.get_object("q.png").read())).size == (10, 5)
    assert picture.head_object("小.png").content_type == "image/png"
    assert [one["eventName"] for one in oss.events_of(other)] == ["ObjectCreated:PutObject"]


@pytest.mark.parametrize(
    ("process", "code"),
    [
        ("image/resize,w_0", "InvalidArgument"),
        ("image/resize,m_odd,w_1", "InvalidArgument"),
        ("image/resize", "InvalidArgument"),
        ("image/resize,w_16384,limit_0", "InvalidArgument"),
        ("image/resize,m_fixed,w_9000,h_9000,limit_0", "InvalidArgument"),
        ("image/crop,x_80", "InvalidArgument"),
        ("image/format,exe", "InvalidArgument"),
        ("image/watermark,text_%", "InvalidArgument"),
        ("image/watermark,text_" + "QUFB" * 22, "InvalidArgument"),
        ("image/watermark,text_QQ,shadow_50", "NotImplemented"),
        ("image", "InvalidArgument"),
        ("image/blur,r_3,s_2", "NotImplemented"),
        ("style/small", "NotImplemented"),
    ],
)
def test_what_cannot_be_done_is_refused(picture: oss2.Bucket, process: str, code: str) -> None:
    assert _refused(picture.get_object, "p.png", process=process) == code


def test_what_is_no_picture_or_has_no_target_is_refused(picture: oss2.Bucket) -> None:
    picture.put_object("text", b"no picture")
    assert _refused(picture.get_object, "text", process="image/resize,w_20") == "BadRequest"
    assert _refused(picture.process_object, "p.png", "image/resize,w_20") == "InvalidArgument"
    assert (
        _refused(picture.process_object, "p.png", f"image/resize,w_20|sys/saveas,o_{_named('/a')}")
        == "InvalidObjectName"
    )
    assert _refused(picture.async_process_object, "p.png", "image/resize,w_20|sys/saveas,o_YQ") == "Imm Client"

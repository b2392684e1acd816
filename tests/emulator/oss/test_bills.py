"""What is billed, what is told to the console, and what the console reads."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import oss2
import pytest

from emulator.shared.changes import Topic
from tests.emulator.oss.kit import Oss, policy_text, post, signed_v1

_PREFLIGHT = {"Origin": "http://page.example", "Access-Control-Request-Method": "POST"}


def _units(oss: Oss) -> tuple[float, float]:
    """Requests billed so far: of the class that writes, of the class that reads."""
    units = {line["item"]: line["units"] for line in oss.cloud.meter.report()["items"]}
    return units["oss.write_request"], units["oss.read_request"]


def _form(bucket: oss2.Bucket) -> dict[str, str]:
    return {"key": "form", **signed_v1(policy_text([{"bucket": bucket.bucket_name}]))}


def test_writing_and_listing_are_billed_as_one_class_and_reading_as_the_other(oss: Oss, plain: oss2.Bucket) -> None:
    writes, reads = _units(oss)
    plain.put_object("a", b"a")
    plain.copy_object(plain.bucket_name, "a", "b")
    plain.append_object("log", 0, b"x")
    upload = plain.init_multipart_upload("m").upload_id
    plain.upload_part("m", upload, 1, b"x")
    plain.list_parts("m", upload)
    plain.complete_multipart_upload("m", upload, None, headers={"x-oss-complete-all": "yes"})
    plain.list_objects()
    post(oss, plain.bucket_name, _form(plain))
    assert _units(oss) == (writes + 9, reads)
    plain.get_object("a").read()
    plain.head_object("a")
    plain.get_bucket_acl()
    assert oss.web.options(f"{oss.url}/menjin", headers=_PREFLIGHT).status_code == 200
    assert _units(oss) == (writes + 9, reads + 4)


def test_deleting_and_what_is_refused_cost_nothing(oss: Oss, plain: oss2.Bucket) -> None:
    plain.put_object("a", b"a")
    before = _units(oss)
    plain.delete_object("a")
    plain.batch_delete_objects(["a"])
    for call in (lambda: plain.get_object("a"), lambda: plain.put_object("b", b"", headers={"Content-MD5": "x"})):
        with pytest.raises(oss2.exceptions.ServerError):
            call()
    assert _units(oss) == before


def test_an_upload_whose_callback_fails_is_billed(oss: Oss, plain: oss2.Bucket) -> None:
    oss.fault("Callback", "error")
    writes, _ = _units(oss)
    callback = "eyJjYWxsYmFja1VybCI6Imh0dHA6Ly8xMjcuMC4wLjE6MSIsImNhbGxiYWNrQm9keSI6ImEifQ=="
    assert plain.put_object("a", b"", headers={"x-oss-callback": callback}).status == 203
    assert _units(oss)[0] == writes + 1


def test_stored_bytes_are_those_of_objects_and_parts(oss: Oss, plain: oss2.Bucket) -> None:
    before = oss.service.stored_bytes()
    plain.put_object("a", b"12345")
    upload = plain.init_multipart_upload("m").upload_id
    plain.upload_part("m", upload, 1, b"123")
    assert oss.service.stored_bytes() == before + 8
    plain.delete_object("a")
    plain.abort_multipart_upload("m", upload)
    assert oss.service.stored_bytes() == before


def test_the_console_hears_of_every_change(oss: Oss, plain: oss2.Bucket) -> None:
    async def heard(act: object) -> set[Topic]:
        topics = oss.cloud.changes.follow()
        waiting = asyncio.ensure_future(topics.__anext__())
        await asyncio.sleep(0)
        await asyncio.to_thread(act)  # type: ignore[arg-type]
        with suppress(asyncio.TimeoutError):
            return await asyncio.wait_for(waiting, 1)
        return set()

    assert "objects" in asyncio.run(heard(lambda: plain.put_object("a", b"a")))
    assert "objects" in asyncio.run(heard(lambda: plain.delete_object("a")))


def test_the_console_reads_buckets_and_objects(oss: Oss, plain: oss2.Bucket) -> None:
    for key in ("a", "b/1", "b/2", "b/3"):
        plain.put_object(key, key.encode(), headers={"Content-Type": "text/plain", "x-oss-object-acl": "public-read"})
    name = plain.bucket_name
    shown = {one["name"]: one for one in oss.service.buckets()}
    assert shown[name] == {"name": name, "objects": 4, "bytes": 10, "acl": "private"}
    page = oss.service.list_objects(name, prefix="b/", limit=2)
    first = page["objects"][0]
    assert (first["key"], first["size"], first["type"], first["acl"]) == ("b/1", 3, "text/plain", "public-read")
    assert first["etag"] == plain.head_object("b/1").etag
    rest = oss.service.list_objects(name, prefix="b/", after=page["next"], limit=2)
    assert ([one["key"] for one in rest["objects"]], rest["next"]) == (["b/3"], "")
    plain.put_symlink("b/1", "link")
    assert oss.service.read_object(name, "b/1") == oss.service.read_object(name, "link") == (b"b/1", "text/plain")
    assert oss.service.read_object(name, "nothing") is None
    assert oss.service.read_object(name, "b/1", most=2) is None

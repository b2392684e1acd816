"""What a snapshot keeps of people, companies, calls, tokens and messages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from emulator.aliyun.numbers import id_check

from .conftest import Vendor
from .raw import PERSON

SMS = {"PhoneNumbers": "13800138000", "SignName": "门禁", "TemplateCode": "SMS_1"}
FIRST17 = "61010119950505998"


def state(vendor: Vendor) -> list[Any]:
    service = vendor.service
    return [service.registry.persons(), service.registry.companies(), service.calls, vendor.cloud.outbox.all()]


def test_what_was_saved_comes_back(start_vendor: Callable[[Path], Vendor], tmp_path: Path) -> None:
    vendor, folder = start_vendor(tmp_path / "data"), tmp_path / "snapshot"
    folder.mkdir()
    vendor.service.registry.add(persons=[{"name": "汉垚", "number": FIRST17 + id_check(FIRST17)}])
    vendor.call("SendSms", **SMS)
    token = vendor.service._wechat_tokens.issue("access", "openid-a", "snsapi_base")
    kept = state(vendor)
    for part in (vendor.service, vendor.cloud.outbox):
        part.save(folder)

    vendor.service.reset()
    vendor.cloud.outbox.reset()
    vendor.call("Id2MetaVerify", **PERSON)
    assert state(vendor) != kept
    for part in (vendor.service, vendor.cloud.outbox):
        part.load(folder)
    assert state(vendor) == kept
    assert vendor.service._wechat_tokens.find("access", token)

    later = start_vendor(tmp_path / "elsewhere")
    for part in (later.service, later.cloud.outbox):
        part.load(folder)
    assert state(later) == kept
    assert later.call("SendSms", OutId="more", **SMS)["Code"] == "OK"


def test_who_watches_hears_of_changes(vendor: Vendor) -> None:
    async def heard(work: Callable[[], Any]) -> set[str]:
        following = vendor.cloud.changes.follow()
        first = asyncio.ensure_future(anext(following))
        await asyncio.sleep(0)
        await asyncio.to_thread(work)
        topics = await first
        return set(topics)

    person = {"name": "汉垚", "number": FIRST17 + id_check(FIRST17)}
    assert asyncio.run(heard(lambda: vendor.service.registry.add(persons=[person]))) == {"registry"}
    assert asyncio.run(heard(lambda: vendor.call("SendSms", **SMS))) == {"cost"}

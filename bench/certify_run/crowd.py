"""Who waits: persons, stored through the product's own gateways, with pictures that OCR was taught.

Some in a hundred have to be refused, for four different reasons.
"""

from __future__ import annotations

import hashlib
import random
import secrets
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

import oss2

from bench.certify_run.cloud import BenchCloud
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from menjin.accounts.account import Account
from menjin.accounts.password import hash_of
from menjin.assets.asset import Slot
from menjin.assets.keys import key_of
from menjin.certification.certification import Certification, Kind, Reason
from menjin.certification.states import submitted
from menjin.clock import now
from menjin.parts import Parts
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import Secret
from tests.product import new_person

SYSTEM = "platform"
_NAME, _OTHER_NAME = "张三", "李四"
_SHARES = {
    Reason.NAME_DIFFERS: 0.01,
    Reason.PICTURE_UNREADABLE: 0.01,
    Reason.IDENTITY_MISMATCH: 0.01,
    Reason.IDENTITY_UNKNOWN: 0.02,
}
_FIRST_ACCOUNT = 10**15
_AT_ONCE = 500
"""Persons that the local cloud is told of in one request, which may have one MiB."""
_HANDS = 4


@dataclass(frozen=True)
class Waiting:
    """One of them, and for which reason it has to be refused (None: it has to pass)."""

    index: int
    reason: Reason | None
    number: str

    @property
    def account_id(self) -> int:
        """The account's number."""
        return _FIRST_ACCOUNT + self.index

    def picture(self, slot: Slot) -> bytes:
        """Tiny, and no other's."""
        return f"picture {slot.value} of {self.account_id}".encode()

    def shown(self, slot: Slot) -> dict[str, Any] | None:
        """What OCR is to see in that picture; None for one that it cannot read."""
        if slot is Slot.BACK:
            return {
                "back": {"data": {"issueAuthority": "北京市公安局东城分局", "validPeriod": "2019.03.07-2039.03.07"}}
            }
        if self.reason is Reason.PICTURE_UNREADABLE:
            return None
        name = _OTHER_NAME if self.reason is Reason.NAME_DIFFERS else _NAME
        year, month, day = self.number[6:10], self.number[10:12], self.number[12:14]
        born, address = f"{year}年{month}月{day}日", "北京市东城区样例路 1 号"
        return {"face": {"data": {"name": name, "idNumber": self.number, "birthDate": born, "address": address}}}

    @property
    def registered(self) -> str | None:
        """By which name the register knows the number."""
        names = {Reason.IDENTITY_MISMATCH: _OTHER_NAME, Reason.IDENTITY_UNKNOWN: None}
        return names.get(self.reason, _NAME) if self.reason else _NAME


def crowd(count: int, seed: int) -> list[Waiting]:
    """So many, each kind of refusal among them if there are twenty, in an order that the seed says."""
    reasons: list[Reason | None] = [reason for reason, share in _SHARES.items() for _ in range(_some(share, count))]
    reasons += [None] * (count - len(reasons))
    random.Random(seed).shuffle(reasons)
    return [Waiting(index, reason, new_person(index)["number"]) for index, reason in enumerate(reasons[:count])]


def submit_all(cloud: BenchCloud, people: Sequence[Waiting]) -> None:
    """Tell the vendors of them, open their accounts, upload their pictures, and put them among what waits."""
    for some in _batches(people):
        pictures = [_lesson(one, slot) for one in some for slot in (Slot.FRONT, Slot.BACK) if one.shown(slot)]
        cloud.post("/api/ocr", pictures=pictures)
        known = [{"name": one.registered, "number": one.number} for one in some if one.registered]
        cloud.post("/api/registry", persons=known)
    password = hash_of(Secret(secrets.token_hex(8)))
    with ThreadPoolExecutor(_HANDS) as pool:
        for done in [pool.submit(_submit, cloud, people[hand::_HANDS], password) for hand in range(_HANDS)]:
            done.result()


def _submit(cloud: BenchCloud, people: Sequence[Waiting], password: str) -> None:
    parts = cloud.parts()
    auth = oss2.AuthV4(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
    environment = cloud.environment
    bucket = oss2.Bucket(
        auth,
        environment["OSS_ENDPOINT"],
        environment["OSS_BUCKET"],
        region=environment["REGION"],
        session=oss2.Session(),
    )
    for one in people:
        _submit_one(parts, bucket, one, password)


def _submit_one(parts: Parts, bucket: Any, one: Waiting, password: str) -> None:
    """What registration, upload and submission leave behind, without their codes, forms and sessions."""
    phone = PhoneNumber(f"139{one.index:08d}")
    parts.accounts().add(Account(SYSTEM, one.account_id, phone, now(), password_hash=password))
    etags = tuple(
        (slot.value, str(bucket.put_object(key_of(SYSTEM, one.account_id, slot), one.picture(slot)).etag))
        for slot in (Slot.FRONT, Slot.BACK)
    )
    draft = Certification(SYSTEM, one.account_id, Kind.PERSON, name=PersonName(_NAME), number=IdNumber(one.number))
    waiting = submitted(draft, submission=secrets.token_hex(12), pictures=etags, now=now())
    parts.certifications().claim_number(waiting)
    parts.certifications().save(waiting)


def _lesson(one: Waiting, slot: Slot) -> dict[str, Any]:
    digest = hashlib.sha256(one.picture(slot)).hexdigest()
    return {"sha256": digest, "operation": "RecognizeIdcard", "data": one.shown(slot)}


def _batches(people: Sequence[Waiting]) -> Iterator[list[Waiting]]:
    rest = iter(people)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _some(share: float, count: int) -> int:
    return max(round(share * count), 1)

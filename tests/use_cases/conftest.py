"""Use cases in this process, on a local cloud without functions."""

from __future__ import annotations

import base64
import itertools
import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import oss2
import pytest

from emulator.aliyun.specimens import idcard_back, idcard_front
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import REGION
from menjin.accounts.account import Account, new_id
from menjin.accounts.password import hash_of
from menjin.accounts.signed_in import SignedIn
from menjin.assets.asset import Asset, Slot
from menjin.assets.keys import key_of
from menjin.assets.record_upload import record_upload
from menjin.certification.certification import Certification, Kind
from menjin.certification.certifications import Due
from menjin.certification.certify import Desk, certify
from menjin.certification.draft import PersonTyped
from menjin.certification.submit import submit
from menjin.clock import CHINA, DAY, now
from menjin.operation import Operation
from menjin.parts import Parts
from menjin.sessions.session import Session
from menjin.values.id_number import IdNumber
from menjin.values.mail_address import MailAddress
from menjin.values.person_name import PersonName
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import Secret
from menjin.values.user_name import UserName
from menjin.wiring import accounts as accounts_wiring
from menjin.wiring import certification as certification_wiring
from menjin.wiring import codes as codes_wiring
from tests.product import PASSWORD, new_person, new_phone
from tests.small_cloud import SmallCloud

SYSTEM = "platform"
ADDRESS = "203.0.113.7"
CARD = new_person()
"""Everybody's, each in a system of their own: a picture is read once, and the local cloud remembers it."""
_SYSTEMS = itertools.count()


def services(operation: Operation[Any], parts: Parts) -> Any:
    """What that operation stands on, built by its own wiring."""
    return operation._build(parts)


@pytest.fixture
def signing_in(parts: Parts) -> accounts_wiring.SigningIn:
    found: accounts_wiring.SigningIn = services(accounts_wiring.signing_in, parts)
    return found


@pytest.fixture
def registration(parts: Parts) -> accounts_wiring.Registration:
    found: accounts_wiring.Registration = services(accounts_wiring.registration, parts)
    return found


@pytest.fixture
def sending(parts: Parts) -> codes_wiring.Sending:
    found: codes_wiring.Sending = services(codes_wiring.sending, parts)
    return found


@pytest.fixture
def identifying(parts: Parts) -> certification_wiring.Identifying:
    found: certification_wiring.Identifying = services(certification_wiring.identifying, parts)
    return found


@pytest.fixture
def desk(parts: Parts) -> Desk:
    found: Desk = services(certification_wiring.certifying, parts)
    return found


@dataclass
class Owner:
    """Somebody with an account, and what they do on the way to their certification."""

    KIND = Kind.PERSON

    small: SmallCloud
    parts: Parts
    account: Account
    card: dict[str, str]
    runs: int = 0

    @property
    def session(self) -> Session:
        return session_of(self.account)

    @property
    def due(self) -> Due:
        return Due(self.account.system, self.account.id, self.KIND)

    @property
    def certification(self) -> Certification:
        return self.parts.certifications().find(self.account.system, self.account.id, self.KIND)

    @property
    def notices(self) -> list[dict[str, Any]]:
        """SMS that are no codes."""
        return [row for row in self.small.outbox(self.account.phone.reveal()) if "code" not in row["params"]]

    @property
    def titles(self) -> list[str]:
        """Of the platform messages, oldest first."""
        found, _ = self.parts.messages().page(self.account.system, self.account.id, 1, 50)
        return [one.title for one in reversed(found)]

    def upload(self, slot: Slot, picture: bytes) -> Asset | None:
        """Upload as the page does, and let it be noted."""
        self.put(slot, picture)
        return self.note(slot)

    def put(self, slot: Slot, picture: bytes) -> None:
        """Replace the object without anybody's noting it."""
        key = key_of(self.account.system, self.account.id, slot)
        auth = oss2.AuthV4(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
        oss2.Bucket(auth, self.small.environment["OSS_ENDPOINT"], "menjin", region=REGION).put_object(key, picture)

    def note(self, slot: Slot) -> Asset | None:
        return record_upload(
            self.parts.assets(),
            self.parts.pictures(),
            system=self.account.system,
            account_id=self.account.id,
            slot=slot,
            now=now(),
        )

    def upload_card(self, expires: str = "long", **shown: str) -> None:
        """Both sides of the card; ``shown`` differs from what is typed."""
        card = {**self.card, **shown}
        self.upload(Slot.FRONT, idcard_front(card["name"], card["number"]))
        self.upload(Slot.BACK, idcard_back(expires))

    def know(self, name: str | None = None) -> None:
        """Make the register know the person, perhaps by another name."""
        self.small.cloud.aliyun.registry.add([{**self.card, "name": name or self.card["name"]}])

    def submit(self) -> Certification:
        return submit(
            self.parts.certifications(),
            self.parts.assets(),
            self.session,
            PersonTyped(PersonName(self.card["name"]), IdNumber(self.card["number"])),
            now=now(),
        )

    def run(self, *, repeated: bool = False, run: str = "") -> str:
        """Let a worker do what is due."""
        self.runs += 1
        desk: Desk = services(certification_wiring.certifying, self.parts)
        return certify(desk, self.due, run=run or f"run-{self.runs}", repeated=repeated, now=now()).word

    def pass_(self, expires: str = "long") -> None:
        """Be certified."""
        self.know()
        self.upload_card(expires)
        self.submit()
        assert self.run() == "pass"


@cache
def usual_hash() -> str:
    """Of the usual password; made once, since it is made to take time."""
    return hash_of(Secret(PASSWORD))


def add_account(parts: Parts, **more: Any) -> Account:
    """An account with the usual password."""
    account = Account(SYSTEM, new_id(), PhoneNumber(new_phone()), now(), password_hash=usual_hash())
    account = replace(account, **more)
    parts.accounts().add(account)
    return account


@pytest.fixture
def account(parts: Parts) -> Account:
    """Somebody with a phone, a name and a mail address."""
    phone = new_phone()
    return add_account(parts, name=UserName(f"Name{phone[5:]}x"), mail=MailAddress(f"m{phone}@example.com"))


@pytest.fixture
def system(small: SmallCloud) -> str:
    """A system where nobody is yet, and nobody in the register either."""
    small.cloud.aliyun.registry.reset()
    return f"system{next(_SYSTEMS)}"


@pytest.fixture
def owner(small: SmallCloud, parts: Parts, system: str) -> Owner:
    return Owner(small, parts, add_account(parts, system=system), dict(CARD))


def code_sent(small: SmallCloud, phone: str) -> str:
    """The newest code on the phone."""
    return str(small.outbox(phone)[-1]["params"]["code"])


def in_days(days: int) -> str:
    """The date so many days from now, in China."""
    return f"{datetime.now(CHINA).date() + timedelta(days=days)}"


def session_of(account: Account) -> Session:
    """A session of that account."""
    return Session(account.system, account.id, "one", 0, now(), now() + DAY)


def claims_of(signed_in: SignedIn) -> dict[str, Any]:
    """The claims of a token, unverified."""
    part = signed_in.token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found

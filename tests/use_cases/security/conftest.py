"""Somebody signed in, the codes they ask for, and the functions as clients reach them."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest

from menjin.accounts.account import Account, identifier_of
from menjin.accounts.failures import WrongCredentials
from menjin.accounts.log_in import log_in
from menjin.clock import now
from menjin.codes.code import Purpose, Recipient
from menjin.codes.send import send_code
from menjin.failures import NotSignedIn
from menjin.parts import Parts
from menjin.sessions.open import open_session
from menjin.sessions.read import read_session
from menjin.sessions.session import FRESH_MS, Session
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import Secret
from tests.functions.platform import Ask, Platform, Told
from tests.product import PASSWORD
from tests.small_cloud import SmallCloud
from tests.use_cases.conftest import SYSTEM, add_account

NEW = "another horse battery"
_ADDRESSES = itertools.count()


def new_address() -> str:
    """An address whose failures no other test counts."""
    return f"203.0.113.{next(_ADDRESSES)}:test"


@dataclass
class Somebody:
    """An account and its owner, who signs in and asks for codes."""

    small: SmallCloud
    parts: Parts
    account: Account
    address: str = field(default_factory=new_address)

    @property
    def phone(self) -> str:
        return self.account.phone.reveal()

    @property
    def stored(self) -> Account:
        """The account as it now is."""
        found = self.parts.accounts().by_id(self.account.system, self.account.id)
        assert found is not None
        return found

    def token(self, *, fresh: bool = True) -> str:
        """Of a new session; one that is not fresh began ten minutes ago."""
        at = now() if fresh else now() - FRESH_MS
        return open_session(
            self.parts.sessions(), system=self.account.system, account_id=self.account.id, now=now(), signed_in_at=at
        )

    def session(self, *, fresh: bool = True) -> Session:
        return read_session(self.parts.sessions(), self.account.system, self.token(fresh=fresh))

    def alive(self, session: Session) -> bool:
        return self.parts.sessions().states.alive(session)

    def can_log_in(self, password: str, identifier: str | None = None) -> bool:
        try:
            log_in(
                self.parts.accounts(),
                self.parts.attempts(),
                self.parts.sessions(),
                _nothing,
                system=self.account.system,
                identifier=identifier_of(identifier or self.phone),
                secret=Secret(password),
                address=self.address,
                now=now(),
            )
        except WrongCredentials:
            return False
        return True

    def code(self, purpose: Purpose, recipient: Recipient | None = None) -> str:
        """A code that has just arrived."""
        recipient = recipient or self.account.phone
        send_code(
            self.parts.codes(),
            self.parts.carriers(),
            system=self.account.system,
            purpose=purpose,
            recipient=recipient,
            address=self.address,
            guarded=True,
            now=now(),
        )
        return self.newest_code(recipient)

    def newest_code(self, recipient: Recipient | None = None) -> str:
        to = recipient or self.account.phone
        if isinstance(to, PhoneNumber):
            return str(self.small.outbox(to.reveal())[-1]["params"]["code"])
        found = re.search(r"(?<!\d)\d{6}(?!\d)", self.small.outbox(to.reveal(), "mail")[-1]["text"])
        assert found is not None
        return found[0]


def _nothing() -> None:
    """No captcha is asked for."""


@pytest.fixture
def newcomer(small: SmallCloud, parts: Parts) -> Callable[..., Somebody]:
    """Opens an account; ``more`` are its other fields."""

    def one(**more: Any) -> Somebody:
        return Somebody(small, parts, add_account(parts, **more))

    return one


@pytest.fixture
def somebody(newcomer: Callable[..., Somebody]) -> Somebody:
    one: Somebody = newcomer()
    return one


@pytest.fixture
def other(newcomer: Callable[..., Somebody]) -> Somebody:
    one: Somebody = newcomer()
    return one


@dataclass
class Wire:
    """The functions of this repository in this process, as clients reach them."""

    platform: Platform

    def __call__(
        self, line: str, token: str | None = None, *, flow: str | None = None, english: bool = False, **fields: Any
    ) -> Told:
        """Ask ``POST /path`` with these fields, in a GET's query or else as JSON, and the cookies of its system."""
        method, _, path = line.partition(" ")
        first = path.split("/")[1]
        system = first if first in ("platform", "upstream") else "qqsl"
        cookies = [f"{system}={token}"] if token else []
        cookies += [f"{system}.flow={flow}"] if flow else []
        headers = [("Cookie", "; ".join(cookies)), ("Accept-Language", "en" if english else "zh-CN")]
        body = b""
        if method == "GET":
            path = f"{path}?{urlencode(fields)}"
        else:
            body = json.dumps(fields).encode()
            headers.append(("Content-Type", "application/json"))
        return self.platform.ask(Ask(method, path, tuple(headers), body, client=new_address()))


@pytest.fixture(scope="session")
def _platform(_small_cloud: SmallCloud) -> Platform:
    cloud: Any = SimpleNamespace(local=SimpleNamespace(environment=_small_cloud.environment))
    return Platform(cloud)


@pytest.fixture
def wire(small: SmallCloud, _platform: Platform) -> Iterator[Wire]:
    """The functions, over the small cloud."""
    with _platform.environment():
        yield Wire(_platform)


def is_signed_out(parts: Parts, token: str, system: str = SYSTEM) -> bool:
    """Whether the token is worth nothing any more."""
    try:
        read_session(parts.sessions(), system, token)
    except NotSignedIn:
        return True
    return False


__all__ = ["NEW", "PASSWORD", "Somebody", "Wire", "is_signed_out", "new_address"]

"""Malformed registrations of every document register nobody, and cost nobody the code."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tests.contract.documents import DOCUMENTS
from tests.contract.state import check_kept, kept
from tests.functions.platform import Ask, HereProduct
from tests.functions.scenes import Scene
from tests.product import PASSWORD
from tools.event_cases.base import DIGEST

JSON = (("Content-Type", "application/json"),)
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
GOOD = {"phone": "${phone}", "smsCode": "${code}", "password": PASSWORD, "name": "${name}"}

NO_OBJECTS = [
    b"{",
    b'{"phone":',
    b'{"phone":"13900000000",}',
    b"{'phone':'13900000000'}",
    b"null",
    b"[]",
    b"[" * 30_000,
    b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    b'"text"',
    b"12",
    b"NaN",
    b'{"phone":NaN}',
    b'{"phone":Infinity}',
    b'{"phone":"\\ud800"}',
    b'{"name":"\\udfff\\ud800"}',
    b'{"phone":"\x00"}',
    b'{"phone":"\xff\xfe"}',
    b"\xef\xbb\xbf{}",
    '{"phone":"13900000000"}'.encode("utf-16"),
    b"<phone>13900000000</phone>",
    b'--x\r\nContent-Disposition: form-data; name="phone"\r\n\r\n13900000000\r\n--x--\r\n',
    b"phone=13900000000",
    b"\x00" * 100,
    b"{}{}",
]
WRONG_TYPES: tuple[Any, ...] = (7, 1.5, True, [], {}, [GOOD], {"$ne": None}, 10**400)
WRONG_PHONES = ("", "\x00", None, "１３９", "13900000000\n13900000001", "1" * 60_000)
WRONG_PASSWORDS = ("", None, "x" * 129, "password")
WRONG_NAMES = ("a\x00b", "a\u202eb", "a\u2028b", "a/b", "x" * 33, "13900000000")


@dataclass(frozen=True)
class Registration:
    """One document's registration: its path, good fields, and what its clients call phone, code, password and name;
    which of its fields nobody may leave out."""

    letter: str
    target: str
    good: dict[str, Any]
    names: tuple[str, str, str, str]
    required: tuple[str, ...]

    @property
    def wrong(self) -> list[dict[str, Any]]:
        """Fields that will not do."""
        phone, code, password, name = self.names
        found = [{field: value} for field in self.names if field for value in WRONG_TYPES]
        # A whole number is read by its digits, so it is a code.
        found = [one for one in found if code not in one or not isinstance(one[code], int) or one[code] is True]
        found += [{phone: value} for value in WRONG_PHONES if value or phone in self.required]
        found += [{password: value} for value in WRONG_PASSWORDS]
        found += [{code: None}] if self.letter != "E" else []
        found += [{name: ""}] if name in self.required else []
        return found + [{name: value} for value in WRONG_NAMES if name]

    def ask(self, body: bytes, headers: tuple[tuple[str, str], ...] = JSON) -> Ask:
        """The request with that body."""
        return Ask("POST", self.target, headers, body)


BY_CODE = {"phone": "${phone}", "verification": "${regist_code}", "password": PASSWORD, "userName": "${name}"}
WITH_DIGEST = {"userPhone": "${phone}", "msgCode": "${regist_code}", "pwd": DIGEST, "userName": "${name}"}
REGISTRATIONS = [
    Registration(
        "A",
        "/platform/register/register",
        GOOD,
        ("phone", "smsCode", "password", "name"),
        ("phone", "smsCode", "password"),
    ),
    # Without a phone the code is over, unless a flow stands for one.
    Registration(
        "B",
        "/user/register",
        BY_CODE,
        ("phone", "verification", "password", "userName"),
        ("verification", "password", "userName"),
    ),
    # A person's name that can be no user name is left out.
    Registration(
        "C", "/user/openRegist", WITH_DIGEST, ("userPhone", "msgCode", "pwd", ""), ("userPhone", "msgCode", "pwd")
    ),
    Registration(
        "E",
        "/user/regist",
        {"phone": "${phone}", "password": DIGEST, "code": "${code}"},
        ("phone", "code", "password", ""),
        ("phone", "password"),
    ),
]
WRONG_FORMS = [
    b"phone=%FF&smsCode=123456&password=correct+horse",
    b"phone=%ED%A0%80&smsCode=123456&password=correct+horse",
    b"\xff\xfe=1",
    b"&".join(b"a%d=1" % number for number in range(500)),
    b"phone=%00",
    b"phone",
    json.dumps({"phone": "13900000000"}).encode(),
]


@pytest.mark.parametrize("one", REGISTRATIONS, ids=lambda one: one.letter)
def test_no_malformed_registration_registers_or_spends_the_code(here: HereProduct, one: Registration) -> None:
    document = DOCUMENTS[one.letter]
    unread = {document.codes[kind] for kind in ("malformed", "unreadable", "not_found")}
    with Scene(here, system="platform" if one.letter == "A" else "qqsl") as scene:
        good = json.loads(scene.fill(json.dumps(one.good)))
        before = kept(here)
        asks = [one.ask(body) for body in NO_OBJECTS]
        asks += [one.ask(json.dumps({**good, **wrong}).encode()) for wrong in one.wrong]
        asks += [one.ask(body, FORM) for body in WRONG_FORMS]
        for gone in one.required:
            asks.append(one.ask(json.dumps({name: good[name] for name in good if name != gone}).encode()))
        body = json.dumps(good).encode()
        asks += [
            one.ask(gzip.compress(body), (*JSON, ("Content-Encoding", "gzip"))),
            one.ask(body, (*JSON, ("Content-Encoding", "gzip"))),
            one.ask(body.decode().encode("utf-16"), (("Content-Type", "application/json; charset=utf-16"),)),
            one.ask(body, FORM),
            one.ask(b""),
            replace(one.ask(body), target=f"{one.target}?phone=%FF"),
            replace(one.ask(body), target=f"{one.target}?\xff"),
        ]
        for ask in asks:
            answer = here.platform.ask(ask)
            path = one.target if answer.status != 404 else "/"
            assert (document if path != "/" else DOCUMENTS["A"]).refused(answer, path) in unread | {(404, 404)}, ask
        # The last of two equal names counts, here and in the other generation's event.
        twice = body[:-1] + f',"{one.names[0]}":"110"}}'.encode()
        assert document.refused(here.platform.ask(one.ask(twice)), one.target) in unread
        check_kept(here, before)
        assert document.is_success(here.platform.ask(one.ask(body)))

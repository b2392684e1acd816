"""People and companies, kept by the product as if they had come the usual way."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import replace
from functools import lru_cache
from typing import Any

from menjin.accounts.account import Account, new_id
from menjin.accounts.log_in_by_wechat import ABOUT
from menjin.accounts.password import hash_of
from menjin.clock import MINUTE, now
from menjin.companies.company import Company
from menjin.sessions.open import open_session
from menjin.values.company_name import CompanyName
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber
from menjin.values.secret import Secret
from menjin.values.user_name import UserName
from menjin.wiring import accounts as wiring
from tests.functions.platform import context
from tests.functions.scenes.made import Made
from tests.product import Person, new_name, new_phone
from tools.event_cases.base import DIGEST, PASSWORD

ADMINISTRATOR = "13900000001"
"""Whom the local cloud's setting ADMINS names, in ``qqsl`` and in ``platform``."""


class People(Made):
    """Who has an account, and what of theirs is known."""

    def _account(self, phone: str, name: str | None = None, *, secret: str = PASSWORD, **more: Any) -> Account:
        account = Account(
            system=more.pop("system", self.system),
            id=more.pop("id", None) or new_id(),
            phone=PhoneNumber(phone),
            created_at=now(),
            name=UserName(name) if name else None,
            password_hash=_hash(secret),
            last_login_at=now(),
            **more,
        )
        self.parts.accounts.add(account)
        return account

    def _session(self, account_id: int, signed_in_at: int) -> str:
        return open_session(
            self.parts.sessions, system=self.system, account_id=account_id, now=now(), signed_in_at=signed_in_at
        )

    def _change(self, account_id: int, **changes: Any) -> None:
        account = self.parts.accounts.by_id(self.system, account_id)
        assert account is not None
        self.parts.accounts.change(account, replace(account, **changes))

    def _make_phone(self) -> str:
        return new_phone()

    def _make_name(self) -> str:
        return new_name()

    def _make_mail(self) -> str:
        return f"{new_name()}@example.com"

    def _make_person(self) -> Person:
        name = new_name()
        account = self._account(new_phone(), name)
        token = self._session(account.id, now())
        browser = self["browser"]
        browser.cookies.set(self.system, token)
        signed_in = {"token": token, "user": {"id": account.id, "name": name}}
        return Person(self.here, browser, self.system, account.phone.reveal(), signed_in)

    def _make_member(self) -> str:
        return str(self["person"].phone)

    def _make_member_name(self) -> str:
        return str(self["person"].signed_in["user"]["name"])

    def _make_member_mail(self) -> str:
        mail = f"{new_name()}@example.com"
        self._change(self["account"], mail=MailAddress(mail))
        return mail

    def _make_token(self) -> str:
        return str(self["person"].signed_in["token"])

    def _make_stale_token(self) -> str:
        return self._session(self["account"], now() - 11 * MINUTE)

    def _make_account(self) -> int:
        return int(self["person"].id)

    def _make_device(self) -> str:
        device, account = f"device-{secrets.token_hex(8)}", self.parts.accounts.by_id(self.system, self["account"])
        assert account is not None
        self.parts.devices.remember(account, device, now())
        return device

    def _make_digest_account(self) -> int:
        phone = new_phone()
        self._made["digest_member"] = phone
        return self._account(phone, secret=DIGEST).id

    def _make_digest_member(self) -> str:
        self["digest_account"]
        return str(self._made["digest_member"])

    def _make_admin_token(self) -> str:
        phone = PhoneNumber(ADMINISTRATOR)
        found = self.parts.accounts.by_identifier(self.system, phone.identifier)
        return self._session((found or self._account(ADMINISTRATOR)).id, now())

    def _make_other(self) -> str:
        return self._account(new_phone()).phone.reveal()

    # WeChat

    def _make_openid(self) -> str:
        return f"openid-{secrets.token_hex(12)}"

    def _make_member_openid(self) -> str:
        openid = f"openid-{secrets.token_hex(12)}"
        self._change(self["account"], openid=openid, nickname="微信用户")
        return openid

    def _make_wechat_flow(self) -> str:
        return self.parts.flows.begin(self.system, ABOUT, json.dumps([self["openid"], "微信用户"]))

    # Companies

    def _make_enterprise_code(self) -> str:
        code = base64.b32encode(secrets.token_bytes(7)).decode()[:10]
        name = CompanyName("杭州样例科技有限公司")
        company = Company(self.system, code, name, administrator=self["account"], created_at=now())
        assert wiring.registration.services(context()).companies.add(company)
        self._change(self["account"], company=code)
        return code

    def _make_colleague_account(self) -> int:
        # Lists are in the order of the numbers, which are random otherwise.
        account = self._account(new_phone(), id=self["account"] + 1, company=self["enterprise_code"])
        self._made["colleague"] = account.phone.reveal()
        return account.id

    def _make_colleague(self) -> str:
        self["colleague_account"]
        return str(self._made["colleague"])

    # Circumstances

    def _given_company(self) -> None:
        self["enterprise_code"], self["colleague"]

    def _given_known_upstream(self) -> None:
        self._account(self["member"], system="upstream")

    def _given_signed_out(self) -> None:
        self.parts.sessions.states.end_all(self.system, self["account"])

    def _given_phone_overtaken(self) -> None:
        self._account(self["phone"])

    def _given_mail_overtaken(self) -> None:
        self._account(new_phone(), mail=MailAddress(self["mail"]))

    def _given_wechat_overtaken(self) -> None:
        self._account(new_phone(), openid=self["openid"])

    def _given_phone_given_up(self) -> None:
        self["getback_code"]
        self._change(self["account"], phone=PhoneNumber(new_phone()))

    def _given_mail_given_up(self) -> None:
        self["mail_getback_code"]
        self._change(self["account"], mail=None)


@lru_cache
def _hash(secret: str) -> str:
    return hash_of(Secret(secret))

"""Accounts for tests."""

from __future__ import annotations

from menjin.accounts.account import Account, new_id
from menjin.clock import now
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber
from menjin.values.user_name import UserName

PATIENCE_S = 16
"""Seconds after which an abandoned claim may be taken over."""


def an_account(
    phone: str = "13800138000", name: str | None = None, mail: str | None = None, system: str = "qqsl"
) -> Account:
    return Account(
        system=system,
        id=new_id(),
        phone=PhoneNumber(phone),
        created_at=now(),
        name=UserName(name) if name else None,
        mail=MailAddress(mail) if mail else None,
        password_hash="$argon2id$x",
    )


FULL = ("13800138000", "Li-Lei", "li@example.com")
"""Phone, name and mail."""

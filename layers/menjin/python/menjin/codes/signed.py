"""Believe a request for a code by its signature (document C, purposes 101 and 103)."""

from __future__ import annotations

import hashlib
import hmac

from menjin.codes.failures import SignatureWrong
from menjin.codes.once import Once
from menjin.values.phone_number import PhoneNumber


def check_sign(once: Once, key: str, *, system: str, purpose: str, random: str, phone: PhoneNumber, sign: str) -> None:
    """Whether ``sign`` is the upper-case hex MD5 of ``code=…&random=…&userTel=…&key=…`` and ``random`` is new.

    SignatureWrong otherwise. The formula is the contract's: the document prints a key and one example that fits no
    formula. MD5 is the document's choice too; what it guards is the price of a message, not a secret.
    """
    text = f"code={purpose}&random={random}&userTel={phone.reveal()}&key={key}"
    wanted = hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest().upper()
    right = hmac.compare_digest(wanted.encode(), sign.encode("utf-8", "replace"))
    if not right or not once.first(system, random):
        raise SignatureWrong

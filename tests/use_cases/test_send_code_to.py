"""Codes for those who have, or must not have, an account; and codes that a signature asks for."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest

from menjin.accounts.account import Account
from menjin.accounts.failures import MailTaken, NoSuchAccount, PhoneTaken
from menjin.accounts.send_code_to import send_code_to
from menjin.captcha.tokens import CaptchaTokens
from menjin.clock import now
from menjin.codes.code import Purpose, Recipient
from menjin.codes.failures import SendingOff, SignatureWrong
from menjin.codes.signed import check_sign
from menjin.failures import TooOften, Unavailable
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber
from menjin.wiring import codes as wiring
from tests.product import new_phone
from tests.small_cloud import SmallCloud, at_once
from tests.use_cases.conftest import SYSTEM, code_sent, services

KEY = "Oj0mUTVY"


def send(given: wiring.Sending, recipient: Recipient, *, holder: bool, address: str = "203.0.113.20") -> str:
    return send_code_to(
        given.accounts,
        given.look_ups,
        given.codes,
        given.carriers,
        given.flows,
        system=SYSTEM,
        purpose=Purpose.LOGIN,
        recipient=recipient,
        holder=holder,
        address=address,
        guarded=False,
        now=now(),
    )


def new_mail() -> MailAddress:
    return MailAddress(f"m{new_phone()}@example.com")


def test_the_flow_stands_for_whom_the_code_went_to(small: SmallCloud, sending: wiring.Sending) -> None:
    phone = PhoneNumber(new_phone())
    flow = send(sending, phone, holder=False)
    assert sending.flows.subject(SYSTEM, flow, Purpose.LOGIN.value) == phone.reveal()
    assert sending.flows.subject(SYSTEM, flow, Purpose.RECOVERY.value) is None
    assert sending.flows.subject("qqsl", flow, Purpose.LOGIN.value) is None
    sending.codes.redeem(SYSTEM, Purpose.LOGIN, phone, code_sent(small, phone.reveal()), "ticket")


def test_by_mail_to_whom_reads_mail(small: SmallCloud, sending: wiring.Sending, account: Account) -> None:
    assert account.mail
    send(sending, account.mail, holder=True)
    row = small.outbox(account.mail.reveal(), "mail")[-1]
    found = re.search(r"\d{6}", row["text"])
    assert found
    sending.codes.redeem(SYSTEM, Purpose.LOGIN, account.mail, found[0], "ticket")


def test_holders_and_newcomers_are_told_apart(small: SmallCloud, sending: wiring.Sending, account: Account) -> None:
    assert account.mail
    before = small.calls("sms"), small.calls("mail")
    with pytest.raises(PhoneTaken):
        send(sending, account.phone, holder=False)
    with pytest.raises(MailTaken):
        send(sending, account.mail, holder=False)
    for nobody in (PhoneNumber(new_phone()), new_mail()):
        with pytest.raises(NoSuchAccount):
            send(sending, nobody, holder=True)
    assert (small.calls("sms"), small.calls("mail")) == before, "who is refused costs nothing"


def test_an_address_asks_so_often_and_no_more(small: SmallCloud) -> None:
    given: wiring.Sending = services(wiring.sending, small.parts(LOOKUPS_PER_ADDRESS_HOUR="1"))
    address = f"203.0.113.21:{new_phone()}"
    with pytest.raises(NoSuchAccount):
        send(given, PhoneNumber(new_phone()), holder=True, address=address)
    with pytest.raises(TooOften):
        send(given, PhoneNumber(new_phone()), holder=True, address=address)


def test_a_deployment_may_send_nothing_unguarded(small: SmallCloud) -> None:
    given: wiring.Sending = services(wiring.sending, small.parts(SEND_WITHOUT_CAPTCHA="off"))
    with pytest.raises(SendingOff):
        send(given, PhoneNumber(new_phone()), holder=False)


def signed(phone: PhoneNumber, random: str, purpose: str = "101") -> dict[str, Any]:
    """What document C sends, signed as the contract says."""
    text = f"code={purpose}&random={random}&userTel={phone.reveal()}&key={KEY}"
    sign = hashlib.md5(text.encode()).hexdigest().upper()
    return {"purpose": purpose, "random": random, "phone": phone, "sign": sign}


def test_a_signature_is_good_once(sending: wiring.Sending) -> None:
    request = signed(PhoneNumber(new_phone()), new_phone())
    check_sign(sending.once, KEY, system=SYSTEM, **request)
    with pytest.raises(SignatureWrong):
        check_sign(sending.once, KEY, system=SYSTEM, **request)


def test_a_signature_is_for_these_very_fields(sending: wiring.Sending) -> None:
    request = signed(PhoneNumber(new_phone()), new_phone())
    for change in (
        {"purpose": "103"},
        {"random": "other"},
        {"phone": PhoneNumber(new_phone())},
        {"sign": request["sign"].lower()},
        {"sign": ""},
        {"sign": "验签"},
    ):
        with pytest.raises(SignatureWrong):
            check_sign(sending.once, KEY, system=SYSTEM, **{**request, **change})
    check_sign(sending.once, KEY, system=SYSTEM, **request)


def test_one_signature_used_by_32_at_once_is_good_once(sending: wiring.Sending) -> None:
    request = signed(PhoneNumber(new_phone()), new_phone())
    found = at_once(32, lambda _: check_sign(sending.once, KEY, system=SYSTEM, **request))
    assert found.count(None) == 1


def test_a_captcha_s_name_is_known_by_its_mark_alone() -> None:
    tokens, others = CaptchaTokens(b"k" * 32), CaptchaTokens(b"o" * 32)
    token = tokens.new()
    assert tokens.ours(token)
    assert re.fullmatch(r"[A-Za-z0-9_-]{36}", token)
    assert len({tokens.new() for _ in range(50)}) == 50
    changed = ("B" if token[0] == "A" else "A") + token[1:]
    for other in ("", "x", changed, token[:-4], token + "AAAA", others.new(), "验证码"):
        assert not tokens.ours(other)


def test_no_code_goes_out_that_could_not_be_used(small: SmallCloud, sending: wiring.Sending) -> None:
    send(sending, PhoneNumber(new_phone()), holder=False)  # the scripts are known from here on
    phone = PhoneNumber(new_phone())
    small.fault("redis", "EVALSHA", "error", skip=1)
    with pytest.raises(Unavailable):
        send(sending, phone, holder=False)
    assert small.outbox(phone.reveal()) == []
    assert send(sending, phone, holder=False), "and nothing was counted"

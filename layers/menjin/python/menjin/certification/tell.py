"""Tell a person how their certification went: platform message, SMS, mail; each once."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Protocol

from menjin.accounts.account import Accounts
from menjin.certification.certification import Certification, Certifications, advance
from menjin.certification.notices import words
from menjin.clock import SECOND
from menjin.failures import Unavailable
from menjin.messages.message import Message, Messages
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber

SETTLE_S = 5.0
"""How old a message must be before the carrier's records are asked whether it was sent."""


class NoticeSender(Protocol):
    """SMS notices. Sending is paid and reaches a person, so it is never repeated on a doubt."""

    def send_notice(self, phone: PhoneNumber, notice: str, text: str, out_id: str) -> None:
        """Send the notice, marked ``out_id``. Refused numbers count as told. Unavailable as everywhere."""

    def was_sent(self, phone: PhoneNumber, out_id: str, asked_at: int) -> bool:
        """Whether the carrier's records show a message so marked around that instant."""


class MailSender(Protocol):
    """Mail notices."""

    def send_mail(self, address: MailAddress, subject: str, text: str) -> None:
        """Send it. A refused address counts as told. Unavailable as everywhere."""


@dataclass(frozen=True)
class Tellers:
    """The ways to a person."""

    accounts: Accounts
    messages: Messages
    sms: NoticeSender
    mail: MailSender


def tell(certifications: Certifications, tellers: Tellers, current: Certification, *, now: int) -> Certification:
    """Send what is not out yet; returns the record as it then is. A crash at any point repeats nothing."""
    account = tellers.accounts.by_id(current.system, current.account_id)
    if account is not None:
        title, text = words(current)
        tellers.messages.add_once(
            Message(
                system=current.system,
                account_id=current.account_id,
                source=f"{current.submission}:{current.progress.notice}",
                kind=f"certification.{str(current.progress.notice).lower()}",
                title=title,
                text=text,
                at=_since(current) or now,
            )
        )
        current = _sms(certifications, tellers, current, account.phone, text, now)
        if account.mail is not None:
            current = _mail(certifications, tellers, current, account.mail, title, text, now)
    return advance(certifications, current, told_at=now)


def _sms(
    certifications: Certifications, tellers: Tellers, current: Certification, phone: PhoneNumber, text: str, now: int
) -> Certification:
    done = current.progress
    if done.sms_sent_at is not None:
        return current
    out_id = f"{current.submission}-{done.notice}"
    if done.sms_asked_at is not None:
        # Somebody before us began to send and did not live to say how it went. Give the records time to show it.
        time.sleep(max(0.0, min(SETTLE_S, SETTLE_S - (now - done.sms_asked_at) / SECOND)))
        if tellers.sms.was_sent(phone, out_id, done.sms_asked_at):
            return advance(certifications, current, sms_sent_at=now)
    current = advance(certifications, current, sms_asked_at=now)
    try:
        tellers.sms.send_notice(phone, str(done.notice), text, out_id)
    except Unavailable as failure:
        if failure.happened is False:
            advance(certifications, current, sms_asked_at=None)
        raise
    return advance(certifications, current, sms_sent_at=now)


def _mail(
    certifications: Certifications,
    tellers: Tellers,
    current: Certification,
    address: MailAddress,
    title: str,
    text: str,
    now: int,
) -> Certification:
    """Mail leaves no record to ask, so a doubtful one is not repeated."""
    if current.progress.mail_asked_at is not None:
        return current
    current = advance(certifications, current, mail_asked_at=now)
    try:
        tellers.mail.send_mail(address, title, text)
    except Unavailable as failure:
        if failure.happened is False:
            advance(certifications, current, mail_asked_at=None)
            raise
    return current


def _since(current: Certification) -> int | None:
    """Since when there is something to tell: the same at every repetition, so that a message is stored once."""
    return current.progress.warned_at if current.progress.notice == "warning" else current.decided_at

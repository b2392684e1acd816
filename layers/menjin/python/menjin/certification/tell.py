"""Tell a person how their certification stands: platform message, SMS, mail. Each once, and each by itself."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Protocol

from menjin.accounts.account import Account, Accounts
from menjin.certification.certification import Certification
from menjin.certification.certifications import Certifications
from menjin.certification.notices import Words, words
from menjin.certification.progress import Delivery, Notice
from menjin.certification.states import BACK_OFF, MAX_ATTEMPTS
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


def tell(
    certifications: Certifications, tellers: Tellers, current: Certification, *, now: int
) -> tuple[Certification, str]:
    """Send what is not out yet and may be tried now.

    Returns the record with what was achieved, whose last step is not stored yet, and a word for the log if a channel
    failed. A crash at any point repeats nothing that reached the person.
    """
    notice = current.progress.notice
    if notice is None or not notice.open or notice.retry_at > now:
        return current, ""
    account = tellers.accounts.by_id(current.system, current.account_id)
    if account is None:
        nobody = Delivery(done_at=now)
        return _noted(current, message=nobody, sms=nobody, mail=nobody), ""
    telling = _Telling(certifications, tellers, account, now)
    failed: list[str] = []
    chinese, english = words(current)
    for channel in (telling.message, telling.sms, telling.mail):
        current, word = channel(current, chinese, english)
        failed += [word] if word else []
    return current, " ".join(failed)


@dataclass(frozen=True)
class _Telling:
    """One attempt to tell one account. A channel returns the record and, if it failed, a word."""

    certifications: Certifications
    tellers: Tellers
    account: Account
    now: int

    def message(self, current: Certification, chinese: Words, english: Words) -> tuple[Certification, str]:
        notice = _notice(current)
        if not notice.message.open:
            return current, ""
        self.tellers.messages.add_once(
            Message(
                system=current.system,
                account_id=current.account_id,
                source=f"{current.submission}:{notice.word}",
                kind=f"certification.{notice.word.lower()}",
                title=chinese.title,
                text=chinese.text,
                at=notice.at,
                english=(english.title, english.text),
            )
        )
        return _noted(current, message=Delivery(done_at=self.now)), ""

    def sms(self, current: Certification, chinese: Words, _english: Words) -> tuple[Certification, str]:
        notice = _notice(current)
        if not notice.sms.open:
            return current, ""
        phone, out_id = self.account.phone, f"{current.submission}-{notice.word}"
        try:
            if notice.sms.asked_at is not None and self._arrived(phone, out_id, notice.sms.asked_at):
                return _noted(current, sms=replace(notice.sms, done_at=self.now)), ""
        except Unavailable as failure:
            return self._failed(current, "sms", failure, doubtful=True)
        current = self._asked(current, "sms")
        try:
            self.tellers.sms.send_notice(phone, notice.word, chinese.text, out_id)
        except Unavailable as failure:
            # A doubtful one stays asked: the carrier's records will tell.
            return self._failed(current, "sms", failure, doubtful=failure.happened is not False)
        return _noted(current, sms=replace(_notice(current).sms, done_at=self.now)), ""

    def mail(self, current: Certification, chinese: Words, english: Words) -> tuple[Certification, str]:
        """Mail leaves no record to ask, so a doubtful one is not repeated."""
        notice, address = _notice(current), self.account.mail
        if not notice.mail.open:
            return current, ""
        if address is None or notice.mail.asked_at is not None:
            return _noted(current, mail=replace(notice.mail, done_at=self.now)), ""
        current = self._asked(current, "mail")
        try:
            self.tellers.mail.send_mail(address, chinese.title, f"{chinese.text}\n\n{english.text}\n")
        except Unavailable as failure:
            if failure.happened is False:
                return self._failed(current, "mail", failure, doubtful=False)
        return _noted(current, mail=replace(_notice(current).mail, done_at=self.now)), ""

    def _arrived(self, phone: PhoneNumber, out_id: str, asked_at: int) -> bool:
        """Whether the SMS that somebody before us began to send went out. The records get time to show it."""
        time.sleep(max(0.0, min(SETTLE_S, SETTLE_S - (self.now - asked_at) / SECOND)))
        return self.tellers.sms.was_sent(phone, out_id, asked_at)

    def _asked(self, current: Certification, channel: str) -> Certification:
        delivery: Delivery = getattr(_notice(current), channel)
        return self.certifications.save(_noted(current, **{channel: replace(delivery, asked_at=self.now)}))

    def _failed(
        self, current: Certification, channel: str, failure: Unavailable, *, doubtful: bool
    ) -> tuple[Certification, str]:
        """To be tried again later, or given up after too many tries."""
        before: Delivery = getattr(_notice(current), channel)
        failures = before.failures + 1
        gave_up = failures >= MAX_ATTEMPTS
        after = Delivery(
            asked_at=before.asked_at if doubtful else None,
            done_at=self.now if gave_up else None,
            failures=failures,
        )
        wait = 0 if gave_up else BACK_OFF[failures - 1]
        retry_at = max(_notice(current).retry_at, self.now + wait)
        word = f"{'gave_up' if gave_up else 'waits_for'}_{channel}" + (f" {failure.word}" if failure.word else "")
        return _noted(current, retry_at=retry_at, **{channel: after}), word


def _notice(current: Certification) -> Notice:
    assert current.progress.notice is not None
    return current.progress.notice


def _noted(current: Certification, **parts: Delivery | int) -> Certification:
    notice = replace(_notice(current), **parts)  # type: ignore[arg-type]
    return replace(current, progress=replace(current.progress, notice=notice))

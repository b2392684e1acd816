"""SingleSendMail. Source: DirectMail API reference, version 2015-11-23."""

from __future__ import annotations

import re
import secrets
from html.parser import HTMLParser
from typing import Any

from emulator.aliyun.errors import ApiError, not_emulated
from emulator.aliyun.operations import Context, Operation, Product, hashed
from emulator.aliyun.wire import Call

_ADDRESS = re.compile(r"[^@\s,<>\"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_MOST_ADDRESSES = 100
_LONGEST_SUBJECT = 256
_LONGEST_ALIAS = 14
_NOT_EMULATED = ("Template", "Headers", "IpPoolId", "Attachments")

ERRORS: dict[str, tuple[int, str]] = {
    "InvalidAddressType.Malformed": (400, "The specified AddressType is wrongly formed."),
    "InternalServiceError": (500, "The request processing has failed due to some unknown error."),
    "InvalidBody": (400, "HtmlBody or TextBody must be given."),
    "InvalidFromAlias.Malformed": (400, "The specified from alias is wrongly formed."),
    "InvalidDate.Malformed": (400, "The specified date is wrongly formed."),
    "InvalidMailAddress.Malformed": (400, "The specified mail address is wrongly formed."),
    "InvalidMailAddress.NotFound": (404, "The specified mail address does not exist."),
    "InvalidMailAddressDomain.Malformed": (400, "The domain of the specified mail address is wrongly formed."),
    "InvalidMailAddressStatus.Malformed": (400, "The specified mail address is frozen."),
    "InvalidReceiverName.Malformed": (400, "The specified receiver name is wrongly formed."),
    "InvalidReplyToAddress.Malformed": (400, "The specified ReplyToAddress is wrongly formed."),
    "InvalidSendMail.Spam": (400, "The account's quota or frequency is exceeded."),
    "InvalidSubject.Malformed": (400, "The specified subject is wrongly formed."),
    "InvalidToAddress": (400, "The specified to address is invalid."),
    "InvalidToAddress.Spam": (400, "The specified to address is refused as spam."),
}


async def single_send_mail(context: Context, call: Call) -> dict[str, Any]:
    """Send one mail to up to 100 addresses."""
    _check(call)
    recipients = _recipients(call)
    if len(recipients) > _MOST_ADDRESSES or not all(map(_ADDRESS.fullmatch, recipients)):
        raise _refused("InvalidToAddress")
    text, html = call.get("TextBody"), call.get("HtmlBody")
    if text is None and html is None:
        raise _refused("InvalidBody")
    params = {"subject": call.need("Subject"), "from": call.need("AccountName"), "alias": call.get("FromAlias") or ""}
    now = context.clock.now()
    for address in recipients * call.deliveries:
        context.outbox.add(
            channel="mail", to=address, template="", params=params, text=text or _plain(html or ""), at=now
        )
    return {"EnvId": str(secrets.randbelow(9 * 10**11) + 10**11)}


def _check(call: Call) -> None:
    for name in _NOT_EMULATED:
        if call.get(name):
            raise not_emulated(f"the parameter {name}")
    if not _ADDRESS.fullmatch(call.need("AccountName")):
        raise _refused("InvalidMailAddress.NotFound")
    if call.need("AddressType") not in ("0", "1"):
        raise _refused("InvalidAddressType.Malformed")
    if call.need("ReplyToAddress").lower() not in ("true", "false"):
        raise _refused("InvalidReplyToAddress.Malformed")
    subject = call.need("Subject")
    if len(subject) > _LONGEST_SUBJECT or "\n" in subject or "\r" in subject:
        raise _refused("InvalidSubject.Malformed")
    if len(call.get("FromAlias") or "") > _LONGEST_ALIAS:
        raise _refused("InvalidFromAlias.Malformed")


def _recipients(call: Call) -> list[str]:
    return [address.strip() for address in call.need("ToAddress").split(",")]


def _mark(call: Call) -> str:
    return hashed(call.get("ToAddress") or "", call.get("Subject") or "")


def _refused(code: str) -> ApiError:
    return ApiError(code, *ERRORS[code])


class _Text(HTMLParser):
    """Gathers what a reader of the mail sees."""

    _HIDDEN = frozenset({"style", "script", "head", "title"})
    _BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3"})

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in self._HIDDEN
        if tag in self._BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in self._HIDDEN and self._hidden > 0
        if tag in self._BREAKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(re.sub(r"\s+", " ", data))


def _plain(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    parser.close()
    lines = (line.strip() for line in "".join(parser.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


MAIL = Product(
    ram="dm",
    version="2015-11-23",
    service="mail",
    operations={
        "SingleSendMail": Operation(
            single_send_mail,
            item="mail.message",
            mark=_mark,
            units=lambda context, call: len(_recipients(call)),
        )
    },
    errors=ERRORS,
)

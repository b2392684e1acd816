"""Mail (DirectMail, Dm 2015-11-23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from menjin.failures import Unavailable
from menjin.gateways.aliyun.rpc import Refused, Rpc

if TYPE_CHECKING:
    from menjin.values.mail_address import MailAddress

VERSION = "2015-11-23"
_ADDRESS = ("InvalidToAddress", "InvalidToAddress.Spam", "InvalidReceiverName.Malformed")


class AliyunMail:
    """Implements ``certification.tell.MailSender``."""

    def __init__(self, rpc: Rpc, endpoint: str, account: str, alias: str) -> None:
        self._rpc, self._endpoint, self._account, self._alias = rpc, endpoint, account, alias

    def send_mail(self, address: MailAddress, subject: str, text: str) -> None:
        """See the port."""
        body = {
            "AccountName": self._account,
            "AddressType": "1",
            "ReplyToAddress": "false",
            "ToAddress": address.reveal(),
            "FromAlias": self._alias,
            "Subject": subject,
            "TextBody": text,
            "ClickTrace": "0",
        }
        try:
            self._rpc.call("mail", self._endpoint, VERSION, "SingleSendMail", body=body)
        except Refused as error:
            if error.code in _ADDRESS:
                return
            raise Unavailable("mail", happened=False, word=error.code) from error

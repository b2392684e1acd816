"""Mail (DirectMail, Dm 2015-11-23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from menjin.clock import MINUTE, SECOND
from menjin.codes.code import LIFETIME_S
from menjin.failures import Malformed, TooOften, Unavailable
from menjin.gateways.aliyun.rpc import Refused, Rpc

if TYPE_CHECKING:
    from menjin.values.mail_address import MailAddress

VERSION = "2015-11-23"
_ADDRESS = ("InvalidToAddress", "InvalidToAddress.Spam", "InvalidReceiverName.Malformed")
_LIMITED = "InvalidSendMail.Spam"
_WAIT_S = 60
_CODE_SUBJECT = "验证码"
# Never the code in the subject: notifications show it on locked screens.
_CODE_TEXT = """您的验证码是 {code}，{minutes} 分钟内有效，请勿告诉他人。如非本人操作，请忽略本邮件。

Your verification code is {code}. It is valid for {minutes} minutes; do not share it.
If you did not ask for it, please ignore this mail.
"""


class AliyunMail:
    """Implements ``codes.code.CodeSender`` and ``certification.tell.MailSender``."""

    def __init__(self, rpc: Rpc, endpoint: str, account: str, alias: str) -> None:
        self._rpc, self._endpoint, self._account, self._alias = rpc, endpoint, account, alias

    def send_code(self, recipient: MailAddress, code: str) -> None:
        """See the port. TooOften if the service's own limit was reached; Malformed for an address it refuses."""
        minutes = LIFETIME_S * SECOND // MINUTE
        try:
            self._send(recipient, _CODE_SUBJECT, _CODE_TEXT.format(code=code, minutes=minutes))
        except Refused as error:
            if error.code in _ADDRESS:
                raise Malformed("email", "mail") from None
            if error.code == _LIMITED:
                raise TooOften(_WAIT_S) from None
            raise Unavailable("mail", happened=False, word=error.code) from error

    def send_mail(self, address: MailAddress, subject: str, text: str) -> None:
        """See the port."""
        try:
            self._send(address, subject, text)
        except Refused as error:
            if error.code in _ADDRESS:
                return
            raise Unavailable("mail", happened=False, word=error.code) from error

    def _send(self, address: MailAddress, subject: str, text: str) -> None:
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
        self._rpc.call("mail", self._endpoint, VERSION, "SingleSendMail", body=body)

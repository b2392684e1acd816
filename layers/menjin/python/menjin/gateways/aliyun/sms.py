"""Short messages (Dysmsapi 2017-05-25)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from menjin.clock import CHINA, MINUTE, now
from menjin.failures import Malformed, TooOften, Unavailable
from menjin.gateways.aliyun.rpc import Refused, Rpc

if TYPE_CHECKING:
    from menjin.codes.code import Recipient
    from menjin.values.phone_number import PhoneNumber

VERSION = "2017-05-25"
_LIMITED = "isv.BUSINESS_LIMIT_CONTROL"
_NUMBER = ("isv.MOBILE_NUMBER_ILLEGAL", "isv.DOMESTIC_NUMBER_NOT_SUPPORTED")
_WAITS = (("天级", 24 * 3600), ("小时级", 3600))


class AliyunSms:
    """Implements ``codes.code.CodeSender`` and ``certification.tell.NoticeSender``."""

    def __init__(
        self, rpc: Rpc, endpoint: str, sign_name: str, code_template: str, notice_templates: Mapping[str, str]
    ) -> None:
        self._rpc, self._endpoint, self._sign_name = rpc, endpoint, sign_name
        self._code_template, self._notice_templates = code_template, notice_templates

    def send_code(self, recipient: Recipient, code: str) -> None:
        """See the port. TooOften if the carrier's own limit was reached; Malformed for a number it refuses."""
        answer = self._send(recipient.reveal(), self._code_template, {"code": code}, "")
        word = str(answer.get("Code"))
        if word == "OK":
            return
        if word == _LIMITED:
            text = str(answer.get("Message"))
            raise TooOften(next((seconds for sign, seconds in _WAITS if sign in text), 60))
        if word in _NUMBER:
            raise Malformed("phone", "phone")
        raise Unavailable("sms", happened=False)

    def send_notice(self, phone: PhoneNumber, notice: str, text: str, out_id: str) -> None:
        """See the port. The template's words are the operator's; ``text`` fills its one variable."""
        answer = self._send(phone.reveal(), self._notice_templates[notice], {"text": text[:35]}, out_id)
        word = str(answer.get("Code"))
        if word != "OK" and word not in _NUMBER:
            raise Unavailable("sms", happened=False, word=word)

    def was_sent(self, phone: PhoneNumber, out_id: str, asked_at: int) -> bool:
        """See the port: QuerySendDetails of that day, and of the next if it began meanwhile."""
        days = dict.fromkeys(_day(instant) for instant in (asked_at, min(asked_at + MINUTE, now())))
        return any(self._shows(phone, out_id, day) for day in days)

    def _shows(self, phone: PhoneNumber, out_id: str, day: str) -> bool:
        query = {"PhoneNumber": phone.reveal(), "SendDate": day, "PageSize": "50", "CurrentPage": "1"}
        answer = self._call("QuerySendDetails", query)
        if answer.get("Code") != "OK":
            raise Unavailable("sms", happened=False)
        details = (answer.get("SmsSendDetailDTOs") or {}).get("SmsSendDetailDTO") or []
        return any(detail.get("OutId") == out_id for detail in details)

    def _send(self, number: str, template: str, values: dict[str, str], out_id: str) -> dict[str, Any]:
        body = {
            "PhoneNumbers": number,
            "SignName": self._sign_name,
            "TemplateCode": template,
            "TemplateParam": json.dumps(values, ensure_ascii=False),
        }
        return self._call("SendSms", {**body, "OutId": out_id} if out_id else body)

    def _call(self, action: str, body: dict[str, str]) -> dict[str, Any]:
        try:
            return self._rpc.call("sms", self._endpoint, VERSION, action, body=body)
        except Refused as error:
            raise Unavailable("sms", happened=False, word=error.code) from error


def _day(instant: int) -> str:
    """The day in China, as the service writes it."""
    return datetime.fromtimestamp(instant / 1000, CHINA).strftime("%Y%m%d")

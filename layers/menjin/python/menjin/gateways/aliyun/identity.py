"""Whether a name and an identity number, or a company's name, code and legal person, belong together (Cloudauth)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from menjin.certification.check import Answer
from menjin.failures import Unavailable
from menjin.gateways.aliyun.rpc import Refused, Rpc

if TYPE_CHECKING:
    from menjin.values.company_name import CompanyName
    from menjin.values.credit_code import CreditCode
    from menjin.values.id_number import IdNumber
    from menjin.values.person_name import PersonName

VERSION = "2019-03-07"
COMPANY_VERSION = "2022-11-25"
READ_S = 10
_ANSWERS = {"1": Answer.MATCH, "2": Answer.MISMATCH, "3": Answer.UNKNOWN}
# Deregistered, revoked, cancelled, suspended.
_CLOSED = ("3", "4", "5", "6")
_NAME_OF_QUESTION = "MerchantBizId"
_BRACKETS = str.maketrans("()", "（）")


class AliyunIdentity:
    """Implements ``certification.check.IdentityRegister`` and ``certification.check.CompanyRegister``.

    Only an answer with a result is paid; every error code of the service is an outage to us, in which nothing was paid.
    """

    def __init__(self, rpc: Rpc, endpoint: str) -> None:
        self._rpc, self._endpoint = rpc, endpoint

    def ask(self, name: PersonName, number: IdNumber) -> Answer:
        """See the port (Id2MetaVerify)."""
        body = {"ParamType": "normal", "IdentifyNum": number.reveal(), "UserName": name.reveal()}
        answer = self._call(VERSION, "Id2MetaVerify", body)
        code = str(answer.get("Code"))
        if code == "401":
            # The register does not take such a name or number: as good as not known there.
            return Answer.UNKNOWN
        if code != "200":
            raise Unavailable("identity", happened=False, word=code)
        return _verdict(answer.get("ResultObject"))

    def ask_company(self, name: CompanyName, code: CreditCode, legal: PersonName, submission: str) -> Answer:
        """See the port (EntElementVerifyV2, three elements)."""
        body = {
            "SceneCode": "menjin",
            _NAME_OF_QUESTION: submission,
            "MerchantUserId": submission,
            "UserAuthorization": "1",
            "InfoVerifyType": "ENT_3META",
            "LicenseNo": code.reveal(),
            # Registers write full-width brackets, of which our normal form makes plain ones.
            "EntName": name.reveal().translate(_BRACKETS),
            "LegalPersonName": legal.reveal(),
        }
        answer = self._call(COMPANY_VERSION, "EntElementVerifyV2", body)
        word = str(answer.get("Code") or "Success")
        if word not in ("Success", "200"):
            raise Unavailable("identity", happened=False, word=word)
        result = answer.get("Result")
        verdict = _verdict(result)
        closed = isinstance(result, dict) and str(result.get("Status")) in _CLOSED
        return Answer.CLOSED if verdict is Answer.MATCH and closed else verdict

    def _call(self, version: str, action: str, body: dict[str, str]) -> dict[str, Any]:
        try:
            return self._rpc.call("identity", self._endpoint, version, action, body=body, read_s=READ_S)
        except Refused as error:
            # Our names of questions are well formed: the service has nothing against one but that it knows it already.
            # So this was asked before, and perhaps paid, and its answer is lost.
            repeated = error.code == "InvalidParameter" and _NAME_OF_QUESTION in error.parameters
            raise Unavailable("identity", happened=None if repeated else False, word=error.code) from error


def _verdict(result: Any) -> Answer:
    """The answer in our words; numbers and texts mean the same."""
    word = str(result.get("BizCode")) if isinstance(result, dict) else ""
    if word not in _ANSWERS:
        # Answered, so perhaps paid, in words we do not know.
        raise Unavailable("identity", happened=None)
    return _ANSWERS[word]

"""Whether a name and an identity number belong together (Cloudauth 2019-03-07, Id2MetaVerify)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from menjin.failures import Unavailable
from menjin.gateways.aliyun.rpc import Refused, Rpc

if TYPE_CHECKING:
    from menjin.values.id_number import IdNumber
    from menjin.values.person_name import PersonName

VERSION = "2019-03-07"
_ANSWERS = {"1": "match", "2": "mismatch", "3": "unknown"}


class AliyunIdentity:
    """Implements ``certification.check.IdentityRegister``."""

    def __init__(self, rpc: Rpc, endpoint: str) -> None:
        self._rpc, self._endpoint = rpc, endpoint

    def ask(self, name: PersonName, number: IdNumber) -> str:
        """See the port. Only an answer with a result is paid; every error code of the service is an outage to us."""
        body = {"ParamType": "normal", "IdentifyNum": number.reveal(), "UserName": name.reveal()}
        try:
            answer = self._rpc.call("identity", self._endpoint, VERSION, "Id2MetaVerify", body=body, read_s=10)
        except Refused as error:
            raise Unavailable("identity", happened=False, word=error.code) from error
        code = str(answer.get("Code"))
        if code == "401":
            # The register does not take such a name or number: as good as not known there.
            return "unknown"
        result = answer.get("ResultObject")
        word = str(result.get("BizCode")) if isinstance(result, dict) else ""
        if code != "200":
            raise Unavailable("identity", happened=False, word=code)
        if word not in _ANSWERS:
            # Answered, so perhaps paid, in words we do not know.
            raise Unavailable("identity", happened=None)
        return _ANSWERS[word]

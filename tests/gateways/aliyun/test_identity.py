"""Whether a name and a number, or a company's name, code and legal person, belong together."""

from __future__ import annotations

import json
import secrets
from urllib.parse import parse_qs

import pytest

from emulator.aliyun.numbers import credit_check
from menjin.certification.check import Answer, CompanyRegister, IdentityRegister
from menjin.failures import Unavailable
from menjin.parts import Parts
from menjin.values.company_name import CompanyName
from menjin.values.credit_code import CreditCode
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName
from tests.gateways.web_server import WebServer
from tests.product import new_person
from tests.small_cloud import SmallCloud

NAME = PersonName("张三")
COMPANY, LEGAL = CompanyName("示范（深圳）科技有限公司"), PersonName("王五")


@pytest.fixture
def register(parts: Parts) -> IdentityRegister:
    return parts.identity()


@pytest.fixture
def companies(parts: Parts) -> CompanyRegister:
    return parts.identity()


@pytest.fixture
def credit_code(small: SmallCloud) -> CreditCode:
    """Of a company that the register knows."""
    code = _code("91440000999999905")
    small.cloud.aliyun.registry.add(
        companies=[{"name": "示范（深圳）科技有限公司", "code": code.reveal(), "legal": LEGAL.reveal()}]
    )
    return code


def _code(first17: str) -> CreditCode:
    return CreditCode(first17 + credit_check(first17))


def submission() -> str:
    """As the product names its submissions."""
    return secrets.token_hex(12)


@pytest.fixture
def number(small: SmallCloud) -> IdNumber:
    """Of somebody whom the register knows."""
    card = new_person()
    small.cloud.aliyun.registry.add([card])
    return IdNumber(card["number"])


def test_the_register_knows(register: IdentityRegister, number: IdNumber) -> None:
    assert register.ask(NAME, number) == Answer.MATCH
    assert register.ask(PersonName("李四"), number) == Answer.MISMATCH
    assert register.ask(NAME, IdNumber(new_person()["number"])) == Answer.UNKNOWN


def test_a_name_that_the_register_does_not_take_is_unknown_there(register: IdentityRegister, number: IdNumber) -> None:
    assert register.ask(PersonName("John Smith"), number) == Answer.UNKNOWN


@pytest.mark.parametrize(
    ("code", "result", "answer"),
    [
        ("200", {"BizCode": "1"}, Answer.MATCH),
        (200, {"BizCode": 1}, Answer.MATCH),
        (200, {"BizCode": 2}, Answer.MISMATCH),
        ("200", {"BizCode": 3}, Answer.UNKNOWN),
        (401, None, Answer.UNKNOWN),
        ("401", {}, Answer.UNKNOWN),
    ],
)
def test_numbers_and_texts_mean_the_same(
    overheard: Parts, listener: WebServer, number: IdNumber, code: object, result: object, answer: Answer
) -> None:
    listener.body = json.dumps({"Code": code, "ResultObject": result}).encode()
    assert overheard.identity().ask(NAME, number) is answer
    assert number.reveal() not in listener.asked[0]


@pytest.mark.parametrize("code", ["400", "402", "403", "410", "411", "412", "500", "ServiceUnavailable", "Throttling"])
def test_every_other_answer_is_an_outage_that_costs_nothing(
    small: SmallCloud, register: IdentityRegister, number: IdNumber, code: str
) -> None:
    small.fault("identity", "Id2MetaVerify", "error", code=code)
    with pytest.raises(Unavailable) as outage:
        register.ask(NAME, number)
    assert (outage.value.service, outage.value.happened) == ("identity", False)
    assert number.reveal() not in f"{outage.value!r}{outage.value.__cause__!r}"


@pytest.mark.parametrize("result", [None, {}, {"BizCode": "4"}, "1"])
def test_an_answer_in_other_words_may_have_been_paid(
    overheard: Parts, listener: WebServer, number: IdNumber, result: object
) -> None:
    listener.body = json.dumps({"Code": "200", "ResultObject": result}).encode()
    with pytest.raises(Unavailable) as outage:
        overheard.identity().ask(NAME, number)
    assert outage.value.happened is None


def test_a_lost_answer_may_have_been_paid(small: SmallCloud, register: IdentityRegister, number: IdNumber) -> None:
    small.fault("identity", "Id2MetaVerify", "drop")
    before = small.calls("identity")
    with pytest.raises(Unavailable) as outage:
        register.ask(NAME, number)
    assert outage.value.happened is None
    assert small.calls("identity") == before + 1


def test_the_register_knows_companies(companies: CompanyRegister, credit_code: CreditCode) -> None:
    def ask(name: CompanyName = COMPANY, code: CreditCode = credit_code, legal: PersonName = LEGAL) -> Answer:
        return companies.ask_company(name, code, legal, submission())

    assert ask() == Answer.MATCH
    assert ask(legal=PersonName("赵六")) == Answer.MISMATCH
    assert ask(name=CompanyName("别的公司")) == Answer.MISMATCH
    assert ask(code=_code("91440000999999906")) == Answer.MISMATCH
    assert ask(name=CompanyName("别的公司"), code=_code("91440000999999906")) == Answer.UNKNOWN


def test_what_is_asked_of_a_company(overheard: Parts, listener: WebServer, credit_code: CreditCode) -> None:
    listener.body = b'{"Code":"Success","Result":{"BizCode":"1","Status":"1"}}'
    name = submission()
    assert overheard.identity().ask_company(COMPANY, credit_code, LEGAL, name) == Answer.MATCH
    asked = {key: value for key, [value] in parse_qs(listener.bodies[0].decode()).items()}
    assert asked == {
        "SceneCode": "menjin",
        "MerchantBizId": name,
        "MerchantUserId": name,
        "UserAuthorization": "1",
        "InfoVerifyType": "ENT_3META",
        "LicenseNo": credit_code.reveal(),
        "EntName": "示范（深圳）科技有限公司",
        "LegalPersonName": "王五",
    }
    assert "Version=2022-11-25" in listener.asked[0]
    assert credit_code.reveal() not in listener.asked[0]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ({"Code": "Success", "Result": {"BizCode": 1}}, Answer.MATCH),
        ({"Code": 200, "Result": {"BizCode": "1", "Status": 2}}, Answer.MATCH),
        ({"Result": {"BizCode": "1", "Status": "0"}}, Answer.MATCH),
        ({"Code": None, "Result": {"BizCode": "2", "Status": "1"}}, Answer.MISMATCH),
        ({"Code": "Success", "Result": {"BizCode": 3}}, Answer.UNKNOWN),
        ({"Code": "Success", "Result": {"BizCode": "1", "Status": "3"}}, Answer.CLOSED),
        ({"Code": "Success", "Result": {"BizCode": "1", "Status": 4}}, Answer.CLOSED),
        ({"Code": "Success", "Result": {"BizCode": "1", "Status": "5"}}, Answer.CLOSED),
        ({"Code": "Success", "Result": {"BizCode": "1", "Status": "6"}}, Answer.CLOSED),
        ({"Code": "Success", "Result": {"BizCode": "3", "Status": "3"}}, Answer.UNKNOWN),
    ],
)
def test_a_company_that_no_longer_operates_is_closed(
    overheard: Parts, listener: WebServer, credit_code: CreditCode, answer: object, verdict: Answer
) -> None:
    listener.body = json.dumps(answer).encode()
    assert overheard.identity().ask_company(COMPANY, credit_code, LEGAL, submission()) == verdict


@pytest.mark.parametrize(
    "code",
    ["MissingParameter", "InvalidParameter", "Forbidden.AccountAccessDenied", "Forbidden.RAMUserAccessDenied",
     "ServiceUnavailable", "Throttling.User"],
)  # fmt: skip
def test_every_refusal_is_an_outage_that_costs_nothing(
    small: SmallCloud, companies: CompanyRegister, credit_code: CreditCode, code: str
) -> None:
    small.fault("identity", "EntElementVerifyV2", "error", code=code)
    with pytest.raises(Unavailable) as outage:
        companies.ask_company(COMPANY, credit_code, LEGAL, submission())
    assert (outage.value.service, outage.value.happened, outage.value.word) == ("identity", False, code)
    told = f"{outage.value!r}{outage.value.__cause__!r}"
    for personal in (credit_code, COMPANY, LEGAL):
        assert personal.reveal() not in told


def test_a_question_that_was_asked_before_may_have_been_paid(
    small: SmallCloud, companies: CompanyRegister, credit_code: CreditCode
) -> None:
    name = submission()
    small.fault("identity", "EntElementVerifyV2", "drop")
    for _ in range(2):
        with pytest.raises(Unavailable) as outage:
            companies.ask_company(COMPANY, credit_code, LEGAL, name)
        assert outage.value.happened is None
    assert outage.value.word == "InvalidParameter"


@pytest.mark.parametrize(
    ("status", "code", "message"),
    [
        (401, "InvalidParameter", "LicenseNo"),
        (401, "InvalidParameter", "A parameter is not valid."),
        (400, "MissingParameter", "MerchantBizId"),
        (403, "Forbidden.AccountAccessDenied", "MerchantBizId"),
        (500, "InternalError", "MerchantBizId"),
    ],
)
def test_no_other_refusal_is_taken_for_a_repetition(
    overheard: Parts, listener: WebServer, credit_code: CreditCode, status: int, code: str, message: str
) -> None:
    listener.status, listener.body = status, json.dumps({"Code": code, "Message": message}).encode()
    with pytest.raises(Unavailable) as outage:
        overheard.identity().ask_company(COMPANY, credit_code, LEGAL, submission())
    assert (outage.value.happened, outage.value.word) == (False, code)


@pytest.mark.parametrize(
    ("status", "body"), [(502, b"<html>bad gateway"), (503, b""), (200, b'{"Code":"Success","Res')]
)
def test_what_is_no_answer_of_the_service_may_have_been_paid(
    overheard: Parts, listener: WebServer, number: IdNumber, credit_code: CreditCode, status: int, body: bytes
) -> None:
    listener.status, listener.body = status, body
    for ask in (
        lambda: overheard.identity().ask(NAME, number),
        lambda: overheard.identity().ask_company(COMPANY, credit_code, LEGAL, submission()),
    ):
        with pytest.raises(Unavailable) as outage:
            ask()
        assert outage.value.happened is None


@pytest.mark.parametrize("result", [None, {}, {"BizCode": "4"}, {"Status": "3"}, "1"])
def test_a_companys_answer_in_other_words_may_have_been_paid(
    overheard: Parts, listener: WebServer, credit_code: CreditCode, result: object
) -> None:
    listener.body = json.dumps({"Code": "Success", "Result": result}).encode()
    with pytest.raises(Unavailable) as outage:
        overheard.identity().ask_company(COMPANY, credit_code, LEGAL, submission())
    assert outage.value.happened is None


def test_a_lost_answer_about_a_company_may_have_been_paid(
    small: SmallCloud, companies: CompanyRegister, credit_code: CreditCode
) -> None:
    small.fault("identity", "EntElementVerifyV2", "drop")
    before, name = small.calls("identity"), submission()
    with pytest.raises(Unavailable) as outage:
        companies.ask_company(COMPANY, credit_code, LEGAL, name)
    assert outage.value.happened is None
    assert small.calls("identity") == before + 1

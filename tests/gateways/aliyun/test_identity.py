"""Whether a name and a number belong together."""

from __future__ import annotations

import json

import pytest

from menjin.certification.check import IdentityRegister
from menjin.failures import Unavailable
from menjin.parts import Parts
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName
from tests.gateways.web_server import WebServer
from tests.product import new_person
from tests.small_cloud import SmallCloud

NAME = PersonName("张三")


@pytest.fixture
def register(parts: Parts) -> IdentityRegister:
    return parts.identity_register()


@pytest.fixture
def number(small: SmallCloud) -> IdNumber:
    """Of somebody whom the register knows."""
    card = new_person()
    small.cloud.aliyun.registry.add([card])
    return IdNumber(card["number"])


def test_the_register_knows(register: IdentityRegister, number: IdNumber) -> None:
    assert register.ask(NAME, number) == "match"
    assert register.ask(PersonName("李四"), number) == "mismatch"
    assert register.ask(NAME, IdNumber(new_person()["number"])) == "unknown"


def test_a_name_that_the_register_does_not_take_is_unknown_there(register: IdentityRegister, number: IdNumber) -> None:
    assert register.ask(PersonName("John Smith"), number) == "unknown"


@pytest.mark.parametrize(
    ("code", "result", "answer"),
    [
        ("200", {"BizCode": "1"}, "match"),
        (200, {"BizCode": 1}, "match"),
        (200, {"BizCode": 2}, "mismatch"),
        ("200", {"BizCode": 3}, "unknown"),
        (401, None, "unknown"),
        ("401", {}, "unknown"),
    ],
)
def test_numbers_and_texts_mean_the_same(
    overheard: Parts, listener: WebServer, number: IdNumber, code: object, result: object, answer: str
) -> None:
    listener.body = json.dumps({"Code": code, "ResultObject": result}).encode()
    assert overheard.identity_register().ask(NAME, number) == answer
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
        overheard.identity_register().ask(NAME, number)
    assert outage.value.happened is None


def test_a_lost_answer_may_have_been_paid(small: SmallCloud, register: IdentityRegister, number: IdNumber) -> None:
    small.fault("identity", "Id2MetaVerify", "drop")
    before = small.calls("identity")
    with pytest.raises(Unavailable) as outage:
        register.ask(NAME, number)
    assert outage.value.happened is None
    assert small.calls("identity") == before + 1

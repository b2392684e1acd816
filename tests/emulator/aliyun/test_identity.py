"""Id2MetaVerify and the registry it asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from emulator.aliyun.numbers import credit_check, id_check, is_credit_code, is_id_number

from .conftest import Vendor

ZHANG = "110101199003079999"
NOBODY = "11010119500101997" + id_check("11010119500101997")


def verify(vendor: Vendor, **changes: str) -> dict[str, Any]:
    form = {"ParamType": "normal", "IdentifyNum": ZHANG, "UserName": "张三"} | changes
    return vendor.call("Id2MetaVerify", **{name: value for name, value in form.items() if value})


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [({}, "1"), ({"UserName": "张四"}, "2"), ({"IdentifyNum": NOBODY}, "3")],
)
def test_match_mismatch_and_no_record(vendor: Vendor, changes: dict[str, str], verdict: str) -> None:
    answer = verify(vendor, **changes)
    assert (answer["Code"], answer["ResultObject"]) == ("200", {"BizCode": verdict})
    (call,) = vendor.service.calls
    assert (call["service"], call["operation"], call["ok"]) == ("identity", "Id2MetaVerify", True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"UserName": ""}, "400"),
        ({"ParamType": ""}, "400"),
        ({"ParamType": "md5"}, "401"),
        ({"IdentifyNum": "110101199003079998"}, "401"),
        ({"IdentifyNum": "110101199013079999"}, "401"),
        ({"IdentifyNum": "110101900307999"}, "401"),
        ({"UserName": "<script>"}, "401"),
        ({"UserName": "张"}, "401"),
    ],
)
def test_malformed_input_has_a_code_of_its_own(vendor: Vendor, changes: dict[str, str], code: str) -> None:
    answer = verify(vendor, **changes)
    assert answer["Code"] == code
    assert "ResultObject" not in answer


def test_people_can_be_made_known_and_reset_forgets_them(vendor: Vendor) -> None:
    number = "65010119770808999" + id_check("65010119770808999")
    vendor.service.registry.add(persons=[{"name": "买买提·赟翀", "number": number}])
    assert verify(vendor, IdentifyNum=number, UserName="买买提·赟翀")["ResultObject"]["BizCode"] == "1"
    vendor.service.reset()
    assert verify(vendor, IdentifyNum=number, UserName="买买提·赟翀")["ResultObject"]["BizCode"] == "3"


def test_what_is_no_number_is_not_registered(vendor: Vendor) -> None:
    registry = vendor.service.registry
    before = registry.persons()
    with pytest.raises(ValueError, match="check character"):
        registry.add(persons=[{"name": "甲乙", "number": ZHANG}, {"name": "张三", "number": "1" * 18}])
    with pytest.raises(ValueError, match="check character"):
        registry.add(companies=[{"name": "某公司", "code": "9" * 18, "legal": "张三"}])
    with pytest.raises(ValueError, match="name"):
        registry.add(persons=[{"number": ZHANG}])
    assert registry.persons() == before


def test_nobody_is_told_about_one_person_over_and_over(vendor: Vendor) -> None:
    vendor.service.switches.person_per_hour = 3
    try:
        person = {"ParamType": "normal", "IdentifyNum": ZHANG, "UserName": "张三"}
        codes = [vendor.call("Id2MetaVerify", **person)["Code"] for _ in range(5)]
        assert codes == ["200", "200", "200", "403", "403"]
        assert vendor.call("Id2MetaVerify", **{**person, "UserName": "李四"})["Code"] == "200"
        vendor.cloud.clock.advance(3600)
        assert vendor.call("Id2MetaVerify", **person)["Code"] == "200"
    finally:
        vendor.service.switches.person_per_hour = 100


def test_the_registry_outlives_the_service(start_vendor: Callable[[Path], Vendor], tmp_path: Path) -> None:
    first17 = "61010119950505998"
    start_vendor(tmp_path).service.registry.add(persons=[{"name": "汉垚", "number": first17 + id_check(first17)}])
    assert {"name": "汉垚", "number": first17 + id_check(first17)} in start_vendor(tmp_path).service.registry.persons()


def test_everybody_known_at_first_has_right_numbers(vendor: Vendor) -> None:
    assert all(is_id_number(person["number"]) for person in vendor.service.registry.persons())
    assert all(is_credit_code(company["code"]) for company in vendor.service.registry.companies())


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("11010519491231002X", True),
        ("440524188001010014", False),
        ("110105194912310021", False),
        ("11010519490231002X", False),
        ("", False),
    ],
)
def test_id_numbers_of_the_standard(number: str, right: bool) -> None:
    assert is_id_number(number) is right


def test_credit_codes_of_the_standard() -> None:
    assert is_credit_code("91350100M000100Y43")
    assert not is_credit_code("91350100M000100Y44")
    assert not is_credit_code("91350100M0O0100Y43")
    assert credit_check("91350100M000100Y4") == "3"

"""EntElementVerifyV2, against the companies of the registry."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aliyunsdkcore.acs_exception.exceptions import ClientException, ServerException

from emulator.aliyun.numbers import credit_check, id_check
from emulator.shared.faults import Fault

from .conftest import Vendor

FIRST17 = "91440000999999903"
COMPANY = {"name": "示范（深圳）科技有限公司", "code": FIRST17 + credit_check(FIRST17), "legal": "王五"}
NOBODYS = "91440000999999904" + credit_check("91440000999999904")


@pytest.fixture(autouse=True)
def _registered(vendor: Vendor) -> None:
    vendor.service.registry.add(companies=[COMPANY])


def verify(vendor: Vendor, **changes: str) -> dict[str, Any]:
    form = {
        "SceneCode": "menjin", "MerchantBizId": secrets.token_hex(12), "MerchantUserId": "7", "UserAuthorization": "1",
        "InfoVerifyType": "ENT_3META", "LicenseNo": COMPANY["code"], "EntName": COMPANY["name"],
        "LegalPersonName": COMPANY["legal"],
    } | changes  # fmt: skip
    return vendor.call("EntElementVerifyV2", **{name: value for name, value in form.items() if value})


def test_a_company_as_registered_matches_and_operates(vendor: Vendor) -> None:
    answer = verify(vendor)
    assert (answer["Code"], answer["Message"]) == ("Success", "success")
    assert answer["Result"] == {"BizCode": "1", "Status": "1", "OpenTime": "2018-09-25/9999-09-09"}
    (call,) = vendor.service.calls
    assert (call["service"], call["operation"], call["ok"]) == ("identity", "EntElementVerifyV2", True)


@pytest.mark.parametrize("registered", ["示范(深圳)科技有限公司", "示范（深圳）科技有限公司"])
@pytest.mark.parametrize("name", ["示范(深圳)科技有限公司", "示范（深圳）科技有限公司"])
def test_brackets_of_either_kind_are_the_same(vendor: Vendor, registered: str, name: str) -> None:
    vendor.service.registry.add(companies=[{**COMPANY, "name": registered}])
    assert verify(vendor, EntName=name)["Result"]["BizCode"] == "1"
    assert verify(vendor, EntName=name, LicenseNo=NOBODYS)["Result"]["ReasonDetail"] == "LicenseNoFlag"


@pytest.mark.parametrize(
    ("changes", "flags"),
    [
        ({"LegalPersonName": "赵六"}, "LegalPersonNameFlag"),
        ({"EntName": "别的公司"}, "EntNameFlag"),
        ({"LicenseNo": NOBODYS}, "LicenseNoFlag"),
        ({"EntName": "别的公司", "LegalPersonName": "赵六"}, "LegalPersonNameFlag,EntNameFlag"),
    ],
)
def test_what_differs_is_named(vendor: Vendor, changes: dict[str, str], flags: str) -> None:
    result = verify(vendor, **changes)["Result"]
    assert (result["BizCode"], result["ReasonDetail"]) == ("2", flags)


@pytest.mark.parametrize(
    ("changes", "flags"),
    [
        ({}, None),
        ({"LegalPersonCertNo": "44030519780620997" + id_check("44030519780620997")}, None),
        ({"LegalPersonCertNo": "110101199003079999"}, "LegalPersonCertNoFlag"),
        ({"InfoVerifyType": "ENT_2META", "LegalPersonName": "赵六"}, None),
    ],
)
def test_two_to_four_elements_are_compared(vendor: Vendor, changes: dict[str, str], flags: str | None) -> None:
    four = {"InfoVerifyType": "ENT_4META"} if "LegalPersonCertNo" in changes else {}
    result = verify(vendor, **four, **changes)["Result"]
    assert (result["BizCode"], result.get("ReasonDetail")) == ("2" if flags else "1", flags)


@pytest.mark.parametrize("status", range(7))
def test_what_became_of_a_company_is_told(vendor: Vendor, status: int) -> None:
    vendor.service.registry.add(companies=[{**COMPANY, "status": status}])
    assert verify(vendor)["Result"]["Status"] == str(status)
    assert verify(vendor, LegalPersonName="赵六")["Result"]["Status"] == str(status)
    vendor.service.registry.add(companies=[COMPANY])
    assert verify(vendor)["Result"]["Status"] == "1"


@pytest.mark.parametrize("status", [7, -1, True, "3", None])
def test_a_status_that_means_nothing_is_refused(vendor: Vendor, status: object) -> None:
    with pytest.raises(ValueError, match="status"):
        vendor.service.registry.add(companies=[{**COMPANY, "status": status}])


def test_a_company_that_nobody_knows(vendor: Vendor) -> None:
    assert verify(vendor, LicenseNo=NOBODYS, EntName="别的公司")["Result"] == {"BizCode": "3"}


def test_two_elements_leave_the_legal_person_out(vendor: Vendor) -> None:
    assert verify(vendor, InfoVerifyType="ENT_2META", LegalPersonName="")["Result"]["BizCode"] == "1"
    assert verify(vendor, InfoVerifyType="ENT_2META", LegalPersonName="赵六")["Result"]["BizCode"] == "1"


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"SceneCode": ""}, 400, "MissingParameter"),
        ({"MerchantBizId": ""}, 400, "MissingParameter"),
        ({"MerchantUserId": ""}, 400, "MissingParameter"),
        ({"UserAuthorization": ""}, 400, "MissingParameter"),
        ({"LicenseNo": ""}, 400, "MissingParameter"),
        ({"EntName": ""}, 400, "MissingParameter"),
        ({"LegalPersonName": ""}, 400, "MissingParameter"),
        ({"LicenseNo": COMPANY["code"][:-1]}, 401, "InvalidParameter"),
        ({"MerchantBizId": "a" * 33}, 401, "InvalidParameter"),
        ({"MerchantBizId": "a-b"}, 401, "InvalidParameter"),
        ({"UserAuthorization": "2"}, 401, "InvalidParameter"),
        ({"InfoVerifyType": "ENT_5META"}, 401, "InvalidParameter"),
        ({"InfoVerifyType": "ENT_4META"}, 400, "MissingParameter"),
        ({"InfoVerifyType": "ENT_4META", "LegalPersonCertNo": "110101199003079990"}, 401, "InvalidParameter"),
    ],
)
def test_a_refusal_is_an_http_error(vendor: Vendor, changes: dict[str, str], status: int, code: str) -> None:
    with pytest.raises(ServerException) as caught:
        verify(vendor, **changes)
    assert (caught.value.get_http_status(), caught.value.get_error_code()) == (status, code)
    assert [call["ok"] for call in vendor.service.calls] == [False]


def test_a_business_id_is_good_once(vendor: Vendor, start_vendor: Callable[[Path], Vendor], tmp_path: Path) -> None:
    first = start_vendor(tmp_path)
    verify(first, MerchantBizId="again", LicenseNo=NOBODYS, EntName="别的公司")
    for later in (first, start_vendor(tmp_path)):
        with pytest.raises(ServerException) as caught:
            verify(later, MerchantBizId="again", LicenseNo=NOBODYS, EntName="别的公司")
        assert caught.value.get_error_code() == "InvalidParameter"
    first.service.reset()
    assert verify(first, MerchantBizId="again", LicenseNo=NOBODYS, EntName="别的公司")["Code"] == "Success"


def test_a_refused_call_does_not_use_its_business_id_up(vendor: Vendor) -> None:
    vendor.cloud.faults.add(Fault("identity", "EntElementVerifyV2", "error", code="Forbidden.AccountAccessDenied"))
    with pytest.raises(ServerException) as caught:
        verify(vendor, MerchantBizId="one")
    assert (caught.value.get_http_status(), caught.value.get_error_code()) == (403, "Forbidden.AccountAccessDenied")
    assert verify(vendor, MerchantBizId="one")["Code"] == "Success"


def test_a_lost_answer_was_an_answer(vendor: Vendor) -> None:
    vendor.cloud.faults.add(Fault("identity", "EntElementVerifyV2", "drop"))
    with pytest.raises(ClientException) as caught:
        verify(vendor, MerchantBizId="one")
    assert caught.value.get_error_code() == "SDK.HttpError"
    assert [call["ok"] for call in vendor.service.calls] == [True]
    with pytest.raises(ServerException):
        verify(vendor, MerchantBizId="one")

"""Every documented error code can be asked for, and comes in the envelope of its product."""

from __future__ import annotations

import pytest

from emulator.aliyun.errors import GATEWAY
from emulator.aliyun.operations import Product
from emulator.aliyun.products import PRODUCTS
from emulator.shared.faults import Fault

from .conftest import VERSIONS, Vendor
from .raw import raw, signed_v1

OPERATIONS = [(product, action) for product in PRODUCTS for action in product.operations]
IN_HTTP_200 = {"RequestId", "Code", "Message"}
OF_THE_GATEWAY = {"RequestId", "HostId", "Code", "Message", "Recommend"}


@pytest.mark.parametrize(("product", "action"), OPERATIONS, ids=[action for _, action in OPERATIONS])
def test_every_code_comes_with_its_status_and_envelope(vendor: Vendor, product: Product, action: str) -> None:
    table = {**GATEWAY, **product.errors}
    codes = vendor.service.error_codes()[product.service][action]
    assert set(codes) == set(table)
    for code in codes:
        vendor.cloud.faults.add(Fault(product.service, action, "error", code=code))
    vendor.service.limits.set(ocr=0, identity=0)
    for code in codes:
        status, answer = raw(vendor, "GET", signed_v1(Action=action, Version=product.version))
        assert (status, answer["Code"], answer["Message"]) == (table[code][0], code, table[code][1])
        assert answer.keys() == (IN_HTTP_200 if status == 200 else OF_THE_GATEWAY)
    assert vendor.cloud.faults.all() == []


@pytest.mark.parametrize(
    ("service", "action", "code", "status"),
    [
        ("sms", "SendSms", "isv.SIGN_STATE_ILLEGAL", 200),
        ("sms", "QuerySendDetails", "isp.GATEWAY_ERROR", 200),
        ("mail", "SingleSendMail", "InvalidMailAddress.NotFound", 404),
        ("ocr", "RecognizeIdcard", "exceededImageContent", 413),
        ("ocr", "RecognizeBusinessLicense", "OcrServiceExpired", 401),
        ("identity", "Id2MetaVerify", "410", 200),
        ("identity", "EntElementVerifyV2", "InvalidParameter", 401),
        ("sts", "AssumeRole", "EntityNotExist.Role", 404),
    ],
)
def test_a_code_has_the_status_of_the_reference(
    vendor: Vendor, service: str, action: str, code: str, status: int
) -> None:
    vendor.cloud.faults.add(Fault(service, action, "error", code=code))
    found, answer = raw(vendor, "GET", signed_v1(Action=action, Version=VERSIONS[action]))
    assert (found, answer["Code"]) == (status, code)


@pytest.mark.parametrize(
    ("fault", "part"),
    [
        (Fault("sms", "SendSms", "error", code="algorithmError"), "code: sms"),
        (Fault("ocr", "*", "error", code="isv.OUT_OF_SERVICE"), "code: ocr"),
        (Fault("identity", "Id2MetaVerify", "late", code="Forbidden.AccountAccessDenied"), "code: identity"),
        (Fault("mail", "BatchSendMail", "error"), "operation: of mail one of SingleSendMail"),
        (Fault("wechat", "userinfo", "error", code="Throttling"), "code: wechat"),
    ],
)
def test_what_a_product_never_answers_cannot_be_asked_for(vendor: Vendor, fault: Fault, part: str) -> None:
    with pytest.raises(ValueError, match=part):
        vendor.cloud.faults.add(fault)
    assert vendor.cloud.faults.all() == []


def test_any_operation_takes_the_codes_of_them_all(vendor: Vendor) -> None:
    vendor.cloud.faults.add(Fault("identity", "*", "error", code="412"))
    vendor.cloud.faults.add(Fault("identity", "*", "error", code="Forbidden.AccountAccessDenied"))
    assert len(vendor.cloud.faults.all()) == 2

"""How many calls a second the vendor takes, and what it says to more."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from aliyunsdkcore.acs_exception.exceptions import ServerException

from emulator import arguments
from emulator.__main__ import main
from emulator.aliyun.limits import Limits
from emulator.shared.faults import Fault

from .conftest import Vendor

PERSON = {"ParamType": "normal", "IdentifyNum": "110101199003079999", "UserName": "张三"}
PICTURE = b"a taught picture"


def ask(vendor: Vendor, action: str = "Id2MetaVerify", **form: str) -> str:
    """The error of a call, or nothing."""
    try:
        vendor.call(action, **(form or PERSON))
    except ServerException as error:
        return f"{error.get_http_status()} {error.get_error_code()}"
    return ""


def seen(vendor: Vendor, operation: str) -> tuple[int, int]:
    rows: list[dict[str, Any]] = vendor.service.limits.seen()
    return next((row["most_in_a_second"], row["throttled"]) for row in rows if row["operation"] == operation)


def test_what_exceeds_the_limit_is_throttled_and_costs_nothing(vendor: Vendor) -> None:
    vendor.service.limits.set(identity=3)
    assert [ask(vendor) for _ in range(5)] == [""] * 3 + ["400 Throttling.User"] * 2
    assert [call["billed"] for call in vendor.service.calls] == [True] * 3 + [False] * 2
    assert [call["ok"] for call in vendor.service.calls] == [True] * 3 + [False] * 2
    assert seen(vendor, "Id2MetaVerify") == (5, 2)


def test_each_action_has_a_limit_of_its_own(vendor: Vendor) -> None:
    vendor.service.limits.set(identity=1)
    assert [ask(vendor), ask(vendor)] == ["", "400 Throttling.User"]
    assert ask(vendor, "EntElementVerifyV2", SceneCode="menjin") == "400 MissingParameter"


def test_a_moved_clock_gives_nobody_more_calls(vendor: Vendor) -> None:
    vendor.service.limits.set(identity=1)
    assert ask(vendor) == ""
    vendor.cloud.clock.advance(3600)
    assert ask(vendor) == "400 Throttling.User"


def test_what_is_throttled_meets_no_fault(vendor: Vendor) -> None:
    vendor.service.limits.set(identity=1)
    assert ask(vendor) == ""
    vendor.cloud.faults.add(Fault("identity", "*", "error", code="Forbidden.RAM"))
    assert ask(vendor) == "400 Throttling.User"
    assert len(vendor.cloud.faults.all()) == 1


def test_what_a_fault_refuses_does_not_count(vendor: Vendor) -> None:
    vendor.service.limits.set(identity=2)
    for kind in ("error", "page"):
        vendor.cloud.faults.add(Fault("identity", "*", kind, times=2))
    refused = ["503 ServiceUnavailable"] * 2 + ["502 SDK.UnknownServerError"] * 2
    assert [ask(vendor) for _ in range(7)] == [*refused, "", "", "400 Throttling.User"]
    assert seen(vendor, "Id2MetaVerify") == (7, 1)


def test_at_first_the_limits_are_the_vendors(vendor: Vendor) -> None:
    assert vendor.service.limits.per_second() == {"identity": 50, "ocr": 10}
    vendor.service.limits.set(identity=1, ocr=0)
    vendor.service.reset()
    assert vendor.service.limits.per_second() == {"identity": 50, "ocr": 10}
    assert vendor.service.limits.seen() == []


def test_a_local_cloud_may_be_started_with_other_limits(start_vendor: Callable[..., Vendor], tmp_path: Path) -> None:
    vendor = start_vendor(tmp_path, identity_qps=1, ocr_qps=0)
    vendor.service.limits.set(identity=7)
    vendor.service.reset()
    assert vendor.service.limits.per_second() == {"identity": 1, "ocr": 0}
    assert [ask(vendor), ask(vendor)] == ["", "400 Throttling.User"]


def test_the_command_takes_limits(root: Path) -> None:
    options = arguments.read(["--root", str(root), "--identity-qps", "5", "--ocr-qps", "0"]).options
    assert (options.identity_qps, options.ocr_qps) == (5, 0)


@pytest.mark.parametrize("text", ["-1", "few", "1.5"])
def test_the_command_refuses_what_is_no_limit(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([f"--ocr-qps={text}"])
    assert "--ocr-qps" in capsys.readouterr().err


def test_of_many_pictures_at_once_ten_are_read_in_a_second(vendor: Vendor) -> None:
    sha256 = hashlib.sha256(PICTURE).hexdigest()
    vendor.service.teach(
        [{"sha256": sha256, "operation": "RecognizeIdcard", "data": {"face": {"data": {"name": "张"}}}}]
    )

    def recognise(_: int) -> str:
        try:
            return str(vendor.recognise("RecognizeIdcard", PICTURE).keys())
        except ServerException as error:
            return str(error.get_error_code())

    with ThreadPoolExecutor(16) as pool:
        outcomes = Counter(pool.map(recognise, range(30)))
    most, throttled = seen(vendor, "RecognizeIdcard")
    assert outcomes == {"dict_keys(['data'])": 30 - throttled, "Throttling.User": throttled}
    # More than ten were let in only if the machine was so slow that another second began.
    assert most > 10
    assert throttled >= 1


def test_without_a_limit_everything_is_let_in(vendor: Vendor) -> None:
    vendor.service.limits.set(identity=0)
    assert {ask(vendor) for _ in range(60)} == {""}
    assert seen(vendor, "Id2MetaVerify")[1] == 0


def test_the_span_of_a_second_slides() -> None:
    instants = (0.0, 0.9, 0.95, 1.05, 1.5, 1.95)
    limits = Limits({"ocr": 2}, now=iter(instants).__next__)
    admitted = [limits.admit("ocr", "RecognizeIdcard") for _ in instants]
    assert admitted == [True, True, False, True, False, True]
    assert limits.seen() == [{"service": "ocr", "operation": "RecognizeIdcard", "most_in_a_second": 4, "throttled": 2}]


@pytest.mark.parametrize("wrong", [{"sms": 5}, {"identity": -1}])
def test_a_limit_that_means_nothing_is_refused(wrong: dict[str, int]) -> None:
    limits = Limits({"identity": 50, "ocr": 10})
    with pytest.raises(ValueError, match="identity, ocr"):
        limits.set(**wrong)
    assert limits.per_second() == {"identity": 50, "ocr": 10}

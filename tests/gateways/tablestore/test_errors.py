"""Every way in which a call can end has one meaning."""

from __future__ import annotations

import socket
from typing import Any

import pytest
import tablestore.error
import tablestore.retry
import urllib3.exceptions
from tablestore.error import OTSClientError, OTSServiceError

from menjin.failures import Changed, Unavailable
from menjin.gateways.tablestore.errors import CODES, Refused, Verdict, lost_race, vendor_errors, verdict

# The vendor's own client repeats these for any call, so the service promises that nothing happened.
REPEATED_BY_THE_VENDOR = [
    "OTSRowOperationConflict",
    "OTSNotEnoughCapacityUnit",
    "OTSTableNotReady",
    "OTSPartitionUnavailable",
    "OTSServerBusy",
    "OTSOperationConflict",
    "OTSOperationThrottled",
]


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_its_verdict(code: str) -> None:
    assert verdict(OTSServiceError(400, code, "text")) is CODES[code]


def test_only_one_code_means_a_refused_condition() -> None:
    assert [code for code, said in CODES.items() if said is Verdict.CONDITION] == ["OTSConditionCheckFail"]


@pytest.mark.parametrize("code", REPEATED_BY_THE_VENDOR)
def test_what_the_vendor_repeats_is_repeated(code: str) -> None:
    error = OTSServiceError(503, code, "text")
    assert tablestore.retry.RetryUtil.should_retry_no_matter_which_api(error)
    assert verdict(error) is Verdict.LATER


def test_what_the_vendor_repeats_for_reads_alone_may_have_happened() -> None:
    for code, said in CODES.items():
        error = OTSServiceError(400, code, "text")
        if tablestore.retry.RetryUtil.should_retry_when_api_repeatable(0, error, "GetRow"):
            assert said is Verdict.UNKNOWN


def test_a_code_nobody_knows_may_have_happened() -> None:
    assert verdict(OTSServiceError(500, "OTSNewCode", "text")) is Verdict.UNKNOWN
    assert verdict(OTSClientError("Invalid signature in response.", 200)) is Verdict.UNKNOWN


def _subclasses(base: type[Exception]) -> set[type[Exception]]:
    return {base} | {deeper for one in base.__subclasses__() for deeper in _subclasses(one)}


@pytest.mark.parametrize(
    "base", [tablestore.error.OTSError, urllib3.exceptions.HTTPError, socket.timeout, ConnectionError]
)
def test_every_error_of_sdk_and_network_is_caught(base: type[Exception]) -> None:
    for kind in _subclasses(base):
        assert issubclass(kind, vendor_errors())
        if kind not in (OTSServiceError, urllib3.exceptions.MaxRetryError):
            assert verdict(kind.__new__(kind)) in (Verdict.LATER, Verdict.UNKNOWN)


def test_without_a_connection_nothing_happened() -> None:
    pool: Any = None
    refused = urllib3.exceptions.NewConnectionError(pool, "refused")
    assert verdict(refused) is Verdict.LATER
    assert verdict(urllib3.exceptions.MaxRetryError(pool, "/PutRow", refused)) is Verdict.LATER
    assert verdict(urllib3.exceptions.ConnectTimeoutError()) is Verdict.LATER
    assert verdict(urllib3.exceptions.MaxRetryError(pool, "/PutRow", None)) is Verdict.UNKNOWN
    assert verdict(urllib3.exceptions.ReadTimeoutError(pool, "/PutRow", "slow")) is Verdict.UNKNOWN
    assert verdict(urllib3.exceptions.ProtocolError("reset")) is Verdict.UNKNOWN


def test_a_refused_write_is_a_lost_race_unless_somebody_may_have_built_upon_it() -> None:
    assert isinstance(lost_race(Refused(), 3), Changed)
    assert isinstance(lost_race(Refused({"ver": 4}), 3), Changed)
    unknown = lost_race(Refused({"ver": 5}), 3)
    assert isinstance(unknown, Unavailable)
    assert unknown.happened is None

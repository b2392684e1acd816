"""The one place where Tablestore's errors become ours.

Sources: "Error codes" of the Tablestore API reference (version 2015-12-31), and the retry rules of the vendor's own
clients, which repeat any call after some codes: those therefore promise that nothing happened.
"""

from __future__ import annotations

from enum import Enum

from menjin.failures import Changed, Failure, Unavailable
from menjin.gateways.tablestore.rows import Row

SERVICE = "tablestore"


class Refused(Exception):
    """The row is not as the write expected it; the write has no effect now.

    ``seen`` is the row as re-read when an earlier attempt of the same write had an unknown outcome: that attempt may
    have happened before somebody else changed the row. None in the ordinary case: the write never happened.
    """

    def __init__(self, seen: Row | None = None) -> None:
        super().__init__("condition check failed")
        self.seen = seen


class Verdict(Enum):
    """What an error says of the call that it answers."""

    CONDITION = "nothing happened: the row is not as expected"
    NEVER = "nothing happened, and a repetition would end the same"
    LATER = "nothing happened, a repetition may succeed"
    UNKNOWN = "it may have happened"


CODES: dict[str, Verdict] = {
    "OTSConditionCheckFail": Verdict.CONDITION,
    "OTSAuthFailed": Verdict.NEVER,
    "OTSCapacityUnitExhausted": Verdict.NEVER,
    "OTSDataOutOfRange": Verdict.NEVER,
    "OTSForbiddenUpdateCapacityUnit": Verdict.NEVER,
    "OTSInvalidPK": Verdict.NEVER,
    "OTSMethodNotAllowed": Verdict.NEVER,
    "OTSNoPermissionAccess": Verdict.NEVER,
    "OTSObjectAlreadyExist": Verdict.NEVER,
    "OTSObjectNotExist": Verdict.NEVER,
    "OTSOutOfColumnCountLimit": Verdict.NEVER,
    "OTSOutOfRowSizeLimit": Verdict.NEVER,
    "OTSParameterInvalid": Verdict.NEVER,
    "OTSQuotaExhausted": Verdict.NEVER,
    "OTSRequestBodyTooLarge": Verdict.NEVER,
    "OTSTooFrequentReservedThroughputAdjustment": Verdict.NEVER,
    "OTSNotEnoughCapacityUnit": Verdict.LATER,
    "OTSOperationConflict": Verdict.LATER,
    "OTSOperationThrottled": Verdict.LATER,
    "OTSPartitionUnavailable": Verdict.LATER,
    "OTSRowOperationConflict": Verdict.LATER,
    "OTSServerBusy": Verdict.LATER,
    "OTSTableNotReady": Verdict.LATER,
    "OTSInternalServerError": Verdict.UNKNOWN,
    "OTSRequestTimeout": Verdict.UNKNOWN,
    "OTSServerUnavailable": Verdict.UNKNOWN,
    "OTSTimeout": Verdict.UNKNOWN,
}
"""Error code → verdict. A code that is not here is UNKNOWN: the careful reading."""


def vendor_errors() -> tuple[type[Exception], ...]:
    """Everything that a call through the SDK raises for the service's or the network's sake."""
    from google.protobuf.message import Error as ProtobufError
    from tablestore.error import OTSError
    from urllib3.exceptions import HTTPError

    return (OTSError, HTTPError, ProtobufError, OSError)


def verdict(error: Exception) -> Verdict:
    """What one of the ``vendor_errors`` says of its call."""
    from tablestore.error import OTSServiceError
    from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

    if isinstance(error, OTSServiceError):
        return CODES.get(error.code, Verdict.UNKNOWN)
    cause = error.reason if isinstance(error, MaxRetryError) else error
    # No connection, no request. Anything later, an answer that cannot be trusted included, proves nothing.
    return Verdict.LATER if isinstance(cause, (NewConnectionError, ConnectTimeoutError)) else Verdict.UNKNOWN


def unavailable(happened: bool | None = False) -> Unavailable:
    """The failure that everything but a refused condition becomes."""
    return Unavailable(SERVICE, happened=happened)


def lost_race(refused: Refused, version: int) -> Failure:
    """What a refused write on top of ``version`` means to the domain.

    Changed, unless the write may have happened and been built upon: then nobody can tell any more.
    """
    if refused.seen is not None and refused.seen["ver"] > version + 1:
        return unavailable(None)
    return Changed()

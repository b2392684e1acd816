"""Tablestore's errors: HTTP status, code and text as the vendor's page "Error codes" lists them.

Texts that the page does not list, and the cases where its texts differ from those the service's own test suites expect,
follow the suites.
"""

from __future__ import annotations

_TEXTS = {
    "OTSAuthFailed": (403, "Signature mismatch."),
    "OTSNoPermissionAccess": (
        403,
        "You have no permission to access the requested resource, please contact the resource owner",
    ),
    "OTSRequestBodyTooLarge": (413, "The size of POST data is too large."),
    "OTSRequestTimeout": (408, "Request timeout."),
    "OTSMethodNotAllowed": (405, "Only POST method for requests is supported."),
    "OTSForbiddenUpdateCapacityUnit": (400, "Your instance is forbidden to update capacity unit."),
    "OTSInternalServerError": (500, "Internal server error."),
    "OTSQuotaExhausted": (403, "Too frequent table operations."),
    "OTSServerBusy": (503, "Server is busy."),
    "OTSPartitionUnavailable": (503, "The partition is not available."),
    "OTSTimeout": (503, "Operation timeout."),
    "OTSServerUnavailable": (503, "Server is not available."),
    "OTSRowOperationConflict": (409, "Data is being modified by the other request."),
    "OTSObjectAlreadyExist": (409, "Requested table already exists."),
    "OTSObjectNotExist": (404, "Requested table does not exist."),
    "OTSTableNotReady": (404, "The table is not ready."),
    "OTSTooFrequentReservedThroughputAdjustment": (403, "Capacity unit adjustment is too frequent."),
    "OTSCapacityUnitExhausted": (403, "Capacity unit is not enough."),
    "OTSNotEnoughCapacityUnit": (403, "Remaining capacity unit is not enough."),
    "OTSConditionCheckFail": (403, "Condition check failed."),
    "OTSOutOfRowSizeLimit": (400, "The total data size of columns in one row exceeded the limit."),
    "OTSOutOfColumnCountLimit": (400, "The number of columns in one row exceeded the limit."),
    "OTSInvalidPK": (400, "Primary key schema mismatch."),
    "OTSParameterInvalid": (400, "The parameter is invalid."),
    "OTSDataOutOfRange": (400, "Data out of scope of transaction."),
    "OTSSessionNotExist": (404, "Session not exist or may be timeout."),
    "OTSSessionBusy": (409, "Session is busy."),
    "OTSOutOfTransactionDataSizeLimit": (400, "The data size of the transaction exceeds the limit."),
}


class TablestoreError(Exception):
    """A refusal: the HTTP status, the code and the text that the caller gets."""

    def __init__(self, code: str, message: str | None = None) -> None:
        self.status, usual = _TEXTS.get(code, (400, code))
        self.code = code
        self.message = usual if message is None else message
        super().__init__(f"{code}: {self.message}")


def invalid(message: str) -> TablestoreError:
    """A request that says something it may not say."""
    return TablestoreError("OTSParameterInvalid", message)


def invalid_key(message: str) -> TablestoreError:
    """A key that is none of the table's."""
    return TablestoreError("OTSInvalidPK", message)

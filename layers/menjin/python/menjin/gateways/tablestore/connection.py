"""One connection to a Tablestore instance: single rows and ranges, with an end that is known wherever it can be.

A read is repeated a few times. A write is repeated when the service says that nothing happened; when nobody knows, the
row is read again: it carries the mark of its latest write, so a writer recognises its own.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar, cast

from menjin.failures import Unavailable
from menjin.gateways.tablestore.errors import Refused, Verdict, unavailable, vendor_errors, verdict
from menjin.gateways.tablestore.rows import WRITE, Bound, Columns, Edge, Key, Row, Where, absent, plain, present

_CONNECT_TIMEOUT, _ANSWER_TIMEOUT = 1.0, 4.0
_PAUSES = (0.05, 0.2)
"""Seconds before each repetition, stretched at random by up to as much again."""
_PATIENCE = 6.0
"""No repetition starts later than this after the first attempt (seconds)."""
_CONNECTIONS = 16
_MOST_AT_ONCE = 100
"""Rows of one BatchGetRow."""
_LOGGER = "menjin.tablestore.sdk"

Result = TypeVar("Result")


class Tablestore:
    """One instance of Tablestore, reached with one access key. Safe to share between threads.

    ``endpoint`` is a URL, ``token`` belongs to temporary keys. Nothing is imported or connected before the first call.
    Every method raises Unavailable("tablestore") when the service does not do its part.
    """

    def __init__(self, endpoint: str, instance: str, key_id: str, key_secret: str, token: str | None = None) -> None:
        self._endpoint, self._instance = endpoint, instance
        self._key_id, self._key_secret, self._token = key_id, key_secret, token
        self._lock = threading.Lock()
        self._client: Any = None

    def get(self, table: str, key: Key) -> Row | None:
        """The row of that key; None if there is none."""
        _, row, _ = self._read(lambda sdk: sdk.get_row(table, list(key), max_version=1))
        return None if row is None else plain(row)

    def get_all(self, table: str, keys: Sequence[Key]) -> list[Row | None]:
        """The row of each key, in their order; None where there is none."""
        batches = (keys[start : start + _MOST_AT_ONCE] for start in range(0, len(keys), _MOST_AT_ONCE))
        return [row for some in batches for row in self._read(partial(_batch, table, some))]

    def page(
        self,
        table: str,
        start: Edge,
        end: Edge,
        *,
        backward: bool = False,
        limit: int | None = None,
        only: Sequence[str] = (),
    ) -> tuple[list[Row], Key | None]:
        """Rows from ``start`` (included) to ``end`` (excluded), and where to go on; None at the end of the range.

        ``only`` names the attribute columns to read: rows that have none of them are left out. A page may be short,
        even empty, and still not the last.
        """

        def read(sdk: Any) -> Any:
            order = "BACKWARD" if backward else "FORWARD"
            columns = list(only) or None
            return sdk.get_range(table, order, _edge(start), _edge(end), columns, limit, max_version=1)

        _, following, rows, _ = self._read(read)
        return [plain(row) for row in rows], tuple(following) if following else None

    def scan(
        self,
        table: str,
        start: Edge,
        end: Edge,
        *,
        backward: bool = False,
        only: Sequence[str] = (),
        at_once: int | None = None,
    ) -> Iterator[Row]:
        """All rows from ``start`` (included) to ``end`` (excluded), read as they are asked for, so many a request."""
        following: Edge | None = start
        while following is not None:
            rows, following = self.page(table, following, end, backward=backward, limit=at_once, only=only)
            yield from rows

    def put(self, table: str, key: Key, columns: Columns, where: Where) -> None:
        """Write the whole row; Refused if ``where`` does not hold. Columns with a mark make the end known."""
        self._write(
            lambda sdk: sdk.put_row(table, _row(key, present(columns)), _condition(where)),
            self._witness(table, key, where, columns.get(WRITE)),
        )

    def update(self, table: str, key: Key, columns: Columns, where: Where) -> None:
        """Write some columns (None removes one); otherwise as ``put``."""
        changes = {"PUT": present(columns), "DELETE_ALL": absent(columns)}
        changes = {kind: cells for kind, cells in changes.items() if cells}
        self._write(
            lambda sdk: sdk.update_row(table, _row(key, changes), _condition(where)),
            self._witness(table, key, where, columns.get(WRITE)),
        )

    def delete(self, table: str, key: Key, where: Where) -> None:
        """Remove the row; Refused if ``where`` does not hold."""

        def gone() -> bool:
            row = self.get(table, key)
            return row is None or not where.holds(row)

        self._write(lambda sdk: sdk.delete_row(table, _row(key), _condition(where)), gone)

    @property
    def client(self) -> Any:
        """The vendor's client, built at first use."""
        with self._lock:
            if self._client is None:
                self._client = self._connect()
            return self._client

    def _connect(self) -> Any:
        for name in (_LOGGER, "tablestore", "urllib3"):
            # The SDK logs whole answers, and warns at import of every codec it does without.
            logging.getLogger(name).setLevel(logging.CRITICAL)
        from tablestore.client import OTSClient
        from tablestore.retry import NoRetryPolicy
        from urllib3 import Timeout

        return OTSClient(
            self._endpoint,
            self._key_id,
            self._key_secret,
            self._instance,
            sts_token=self._token,
            socket_timeout=Timeout(connect=_CONNECT_TIMEOUT, read=_ANSWER_TIMEOUT),
            max_connection=_CONNECTIONS,
            retry_policy=NoRetryPolicy(),
            logger_name=_LOGGER,
        )

    def _read(self, call: Callable[[Any], Result]) -> Result:
        pauses = _pauses(time.monotonic() + _PATIENCE)
        while True:
            result, error = self._tried(call)
            if error is None:
                return cast("Result", result)
            if verdict(error) in (Verdict.NEVER, Verdict.CONDITION) or not next(pauses, False):
                raise unavailable() from error

    def _write(self, call: Callable[[Any], object], done: Callable[[], bool] | None) -> None:
        """``done`` reads again: True = this write is there, False = it is still to do, Refused = it cannot be."""
        unsure = False
        pauses = _pauses(time.monotonic() + _PATIENCE)
        while True:
            _, error = self._tried(call)
            if error is None:
                return
            said = verdict(error)
            if said is Verdict.CONDITION and not unsure:
                raise Refused from error
            unsure = unsure or said is Verdict.UNKNOWN
            if unsure and _seen(done):
                return
            if said is Verdict.NEVER or (unsure and done is None) or not next(pauses, False):
                raise unavailable(None if unsure else False) from error

    def _tried(self, call: Callable[[Any], Result]) -> tuple[Result | None, Exception | None]:
        try:
            return call(self.client), None
        except vendor_errors() as error:
            return None, error

    def _witness(self, table: str, key: Key, where: Where, mark: object) -> Callable[[], bool] | None:
        if mark is None:
            return None

        def done() -> bool:
            row = self.get(table, key)
            if row is not None and row.get(WRITE) == mark:
                return True
            if where.holds(row):
                return False
            raise Refused(row)

        return done


def _seen(done: Callable[[], bool] | None) -> bool:
    try:
        return done is not None and done()
    except Unavailable as failure:
        # The failure is of the look, not of the write.
        raise unavailable(None) from failure


def _pauses(deadline: float) -> Iterator[bool]:
    """Sleeps before each repetition that may still start, and says True."""
    for pause in _PAUSES:
        if time.monotonic() > deadline:
            return
        time.sleep(pause * (1 + random.random()))
        yield True


def _batch(table: str, keys: Sequence[Key], sdk: Any) -> list[Row | None]:
    """The rows of so many keys as one request takes; the error of a row is that of the request."""
    from tablestore import metadata
    from tablestore.error import OTSServiceError

    request = metadata.BatchGetRowRequest()
    request.add(metadata.TableInBatchGetRowItem(table, [list(key) for key in keys], max_version=1))
    items = sdk.batch_get_row(request).get_result_by_table(table)
    for item in items:
        if not item.is_ok:
            raise OTSServiceError(200, item.error_code, item.error_message)
    return [None if item.row is None else plain(item.row) for item in items]


def _row(key: Key, columns: object = None) -> Any:
    from tablestore.metadata import Row as SdkRow

    return SdkRow(list(key), columns)


def _edge(edge: Edge) -> list[tuple[str, object]]:
    from tablestore.metadata import INF_MAX, INF_MIN

    ends = {Bound.FIRST: INF_MIN, Bound.LAST: INF_MAX}
    return [(name, ends[value] if isinstance(value, Bound) else value) for name, value in edge]


def _condition(where: Where) -> Any:
    from tablestore import metadata as sdk

    if where.exists is None:
        return sdk.Condition(sdk.RowExistenceExpectation.IGNORE)
    if not where.exists:
        return sdk.Condition(sdk.RowExistenceExpectation.EXPECT_NOT_EXIST)
    # The SDK's default lets a condition on a missing column pass.
    leaves = [
        sdk.SingleColumnCondition(name, value, comparator, pass_if_missing=False)
        for comparator, columns in (
            (sdk.ComparatorType.EQUAL, where.equal),
            (sdk.ComparatorType.LESS_THAN, where.below),
        )
        for name, value in columns.items()
    ]
    if len(leaves) < 2:
        return sdk.Condition(sdk.RowExistenceExpectation.EXPECT_EXIST, *leaves)
    both = sdk.CompositeColumnCondition(sdk.LogicalOperator.AND)
    for leaf in leaves:
        both.add_sub_condition(leaf)
    return sdk.Condition(sdk.RowExistenceExpectation.EXPECT_EXIST, both)
